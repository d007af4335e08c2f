import type { Remote } from 'comlink';
import type { PictureStyle } from '../../../../model/scenarios/picture-style.ts';
import { askAboutFile } from '../../../kit/start-task.ts';
import type * as style from './style.ts';

/** A style has some six hundred letters. */
const MAX_STYLE_MIB = 1;

/** A style out of its file, in a worker of its own. */
export const readStyleFile = (file: File): Promise<PictureStyle> =>
  askAboutFile('picture-style', file, MAX_STYLE_MIB, (task: Remote<typeof style>) => task.readStyle(file, file.name));
