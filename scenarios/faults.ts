import type * as v from 'valibot';
import { MessageError } from '../model/text/message.ts';
import { checked, faultMessages } from '../model/text/schema-faults.ts';

/** A case that its schema refuses: each fault with file, place, what was expected and what came, in both languages. */
export class ScenarioError extends MessageError {
  override name = 'ScenarioError';
}

/** JSON by a schema of cases. @throws ScenarioError with every fault, as far as `MAX_FAULTS` goes. */
export function parseCase<Schema extends v.GenericSchema>(
  schema: Schema,
  json: unknown,
  file: string,
): v.InferOutput<Schema> {
  const result = checked(schema, json);
  if (result.success) return result.output;
  throw new ScenarioError(...faultMessages(result.issues, file));
}
