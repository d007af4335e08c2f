import { wrap } from 'comlink';
import type { Scenario } from '../../../scenarios/construction-scenarios.ts';
import type { LinkFile } from '../../../workers/construction/linking/link-rules.ts';
import { askAboutFile } from '../../kit/ask-once.ts';

/** A case of 200 what-ifs and 5,000 boxes written out weighs less. */
const MAX_WHAT_IFS_MIB = 16;
/** No set of links of a model under the limits is longer. */
const MAX_LINKS_MIB = 200;

/** What-ifs of a case's file. */
export const readWhatIfs = (file: File): Promise<readonly Scenario[]> =>
  askAboutFile(file, MAX_WHAT_IFS_MIB, open, (worker) => wrap<BuildFiles>(worker).whatIfs(file, file.name));

/** Rules and confirmed links from a file. */
export const readLinks = (file: File): Promise<LinkFile> =>
  askAboutFile(file, MAX_LINKS_MIB, open, (worker) => wrap<BuildFiles>(worker).links(file, file.name));

/** A worker a file. */
const open = (): Worker => new Worker(new URL('./worker/build-files.worker.ts', import.meta.url), { type: 'module' });

interface BuildFiles {
  whatIfs(blob: Blob, file: string): readonly Scenario[];
  links(blob: Blob, file: string): LinkFile;
}
