import type { Remote } from 'comlink';
import type { WhatIf } from '../../../../model/questions/construction-what-if.ts';
import type { LinkFile } from '../../../../workers/construction/linking/link-rules.ts';
import { askAboutFile } from '../../../kit/start-task.ts';
import type * as buildFiles from './build-files.ts';

/** A case of 200 what-ifs and 5,000 boxes written out weighs less. */
const MAX_WHAT_IFS_MIB = 16;
/** No set of links of a model under the limits is longer. */
const MAX_LINKS_MIB = 200;

type BuildFiles = Remote<typeof buildFiles>;

/** What-ifs of a case's file. */
export const readWhatIfs = (file: File): Promise<readonly WhatIf[]> =>
  askAboutFile('build-files', file, MAX_WHAT_IFS_MIB, (task: BuildFiles) => task.readWhatIfs(file, file.name));

/** Rules and confirmed links from a file. */
export const readLinks = (file: File): Promise<LinkFile> =>
  askAboutFile('build-files', file, MAX_LINKS_MIB, (task: BuildFiles) => task.readLinks(file, file.name));
