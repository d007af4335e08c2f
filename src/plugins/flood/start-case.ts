import { wrap } from 'comlink';
import { askAboutFile } from '../../kit/ask-once.ts';
import type { formOfCase } from './flood-case.ts';
import type { FloodSite } from './slice.ts';

/** A case that no person drew by hand is far below; the command line takes more. */
const MAX_CASE_MIB = 4;

/** A case as the command line takes it, in a worker of its own: the form that it stands for, and what of it has no place there. */
export const readFloodCase = (file: File, city: string, site: FloodSite): Promise<ReturnType<typeof formOfCase>> =>
  askAboutFile(
    file,
    MAX_CASE_MIB,
    () => new Worker(new URL('./worker/flood-case.worker.ts', import.meta.url), { type: 'module' }),
    (worker) => wrap<CaseReader>(worker).read(file, file.name, city, site),
  );

interface CaseReader {
  read(blob: Blob, file: string, city: string, site: FloodSite): ReturnType<typeof formOfCase>;
}
