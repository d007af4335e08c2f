import { wrap } from 'comlink';
import type { AnalysisCase } from '../../../scenarios/analysis-cases.ts';
import { askAboutFile } from '../../kit/ask-once.ts';

/** A map with the table that is joined to it, as the engine takes it. */
const MAX_MAPS_MIB = 64;

/** A map out of its file, in a worker of its own. */
export const readThemeFile = (file: File): Promise<AnalysisCase<'theme'>> =>
  askAboutFile(
    file,
    MAX_MAPS_MIB,
    () => new Worker(new URL('./worker/theme.worker.ts', import.meta.url), { type: 'module' }),
    (worker) => wrap<ThemeReader>(worker).read(file, file.name),
  );

interface ThemeReader {
  read(blob: Blob, file: string): AnalysisCase<'theme'>;
}
