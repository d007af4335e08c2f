import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { jsonOfFile } from '../../../../model/text/json-file.ts';
import type { Scenario } from '../../../../scenarios/construction-scenarios.ts';
import { type LinkFile, linksOfJson } from '../../../../workers/construction/linking/link-rules.ts';
import { scenariosOfFile } from '../scenario-file.ts';

const jsonOf = async (blob: Blob, file: string): Promise<unknown> =>
  jsonOfFile(new Uint8Array(await blob.arrayBuffer()), file);

/** Reads what-ifs away from the page. */
async function whatIfs(blob: Blob, file: string): Promise<readonly Scenario[]> {
  return scenariosOfFile(await jsonOf(blob, file), file);
}

/** Reads rules that link elements to tasks away from the page. */
async function links(blob: Blob, file: string): Promise<LinkFile> {
  return linksOfJson(await jsonOf(blob, file), file);
}

carryMessages(transferHandlers);
expose({ whatIfs, links });
