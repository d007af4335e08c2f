import { MessageError } from '../../../../model/text/message.ts';
import { incidentLogMessage } from '../messages.ts';

/** The values of a JSON file. */
export async function readJson(blob: Blob, file: string): Promise<unknown> {
  const text = await blob.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new MessageError(incidentLogMessage('not-json', { file }));
  }
}
