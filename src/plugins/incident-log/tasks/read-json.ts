import { refuseRepeatedKey } from '../../../../model/text/json-file.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { incidentLogMessage } from '../messages.ts';

/** The values of a JSON file. */
export async function readJson(blob: Blob, file: string): Promise<unknown> {
  const text = await blob.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new MessageError(incidentLogMessage('not-json', { file }));
  }
  // The package's lines are hashed one after the other.
  refuseRepeatedKey(text, file);
  return json;
}
