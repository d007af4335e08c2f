import { parseResponsePlan, type ResponsePlan } from '../../../../model/incidents/response-plan.ts';
import { readJson } from './read-json.ts';

/** Reads a response plan away from the page. */
export async function readPlan(blob: Blob, file: string): Promise<ResponsePlan> {
  return parseResponsePlan(await readJson(blob, file), file);
}
