import type { WhatIf } from '../../../../model/questions/construction-what-if.ts';
import { jsonOfBlob } from '../../../../model/text/json-file.ts';
import { type LinkFile, linksOfJson } from '../../../../workers/construction/linking/link-rules.ts';
import { scenariosOfFile } from '../scenario-file.ts';

/** Reads what-ifs away from the page. */
export async function readWhatIfs(blob: Blob, file: string): Promise<readonly WhatIf[]> {
  return scenariosOfFile(await jsonOfBlob(blob, file), file);
}

/** Reads rules that link elements to tasks away from the page. */
export async function readLinks(blob: Blob, file: string): Promise<LinkFile> {
  return linksOfJson(await jsonOfBlob(blob, file), file);
}
