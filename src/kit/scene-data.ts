import * as v from 'valibot';
import { MessageError } from '../../model/text/message.ts';
import { requirement } from '../../model/text/requirements.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';

/** Data of a scene's part by their schema; what is wrong is told by part and field. */
export function sceneData<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
  part: string,
): v.InferOutput<Schema> {
  const read = checked(schema, data);
  if (!read.success) throw new MessageError(...faultMessages(read.issues, part));
  return read.output;
}

/** A form out of a scene: each field as the form has it, or null; what the form does not know is left out. */
export function sceneForm<Form extends object>(usual: Form, data: unknown, part: string): Form {
  const given = sceneData(v.record(v.string(), v.unknown()), data, part);
  const fields = Object.entries(usual).flatMap(([key, own]: [string, unknown]) => {
    const value = given[key];
    if (value === undefined) return [];
    const isLike = value === null || own === null || kindOf(own) === kindOf(value);
    if (!isLike)
      sceneData(
        v.object({ [key]: v.custom<unknown>(() => false, requirement('value', { type: kindOf(own) })) }),
        given,
        part,
      );
    return [[key, value] as const];
  });
  return { ...usual, ...Object.fromEntries(fields) };
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

/** A name that none of these has: the same with a number behind it. */
export function freshName(name: string, taken: readonly string[]): string {
  let n = 1;
  const nth = () => (n === 1 ? name : `${name}-${n}`);
  while (taken.includes(nth())) n++;
  return nth();
}
