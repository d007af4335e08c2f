import { expose, transferHandlers } from 'comlink';
import { parseResponsePlan, type ResponsePlan } from '../../../../model/incidents/response-plan.ts';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { readJson } from './read-json.ts';

/** Reads a response plan away from the page. */
async function read(blob: Blob, file: string): Promise<ResponsePlan> {
  return parseResponsePlan(await readJson(blob, file), file);
}

carryMessages(transferHandlers);
expose({ read });
