import type { Remote } from 'comlink';
import { askAboutFile } from '../../../kit/start-task.ts';
import type { FloodSite } from '../slice.ts';
import type * as floodCase from './flood-case.ts';

/** A case that no person drew by hand is far below; the command line takes more. */
const MAX_CASE_MIB = 4;

/** A case as the command line takes it, in a worker of its own: the form that it stands for, and what of it has no place there. */
export const readFloodCase = (file: File, city: string, site: FloodSite): ReturnType<typeof floodCase.readFloodCase> =>
  askAboutFile('flood-case', file, MAX_CASE_MIB, (task: Remote<typeof floodCase>) =>
    task.readFloodCase(file, file.name, city, site),
  );
