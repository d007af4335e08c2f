import type { Remote } from 'comlink';
import type { AnalysisCase } from '../../../../scenarios/analysis-cases.ts';
import { askAboutFile } from '../../../kit/start-task.ts';
import type * as theme from './theme.ts';

/** A map with the table that is joined to it, as the engine takes it. */
const MAX_MAPS_MIB = 64;

/** A map out of its file, in a worker of its own. */
export const readThemeFile = (file: File): Promise<AnalysisCase<'theme'>> =>
  askAboutFile('theme-file', file, MAX_MAPS_MIB, (task: Remote<typeof theme>) => task.readTheme(file, file.name));
