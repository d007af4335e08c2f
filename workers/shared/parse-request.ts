import type * as v from 'valibot';
import type { EngineId } from '../../model/runs/engine-id.ts';
import { MessageError } from '../../model/text/message.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';

/** A request to an engine by its schema. @throws MessageError with every fault. */
export function parseRequest<S extends v.GenericSchema>(question: S, request: unknown, id: EngineId): v.InferOutput<S> {
  const result = checked(question, request);
  if (result.success) return result.output;
  throw new MessageError(...faultMessages(result.issues, id));
}
