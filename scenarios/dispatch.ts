import * as v from 'valibot';
import { Id, Text, withDescription } from '../model/questions/parts.ts';
import { DispatchRequest } from '../model/scenarios/dispatch.ts';
import { parseCase } from './faults.ts';

/** A question of dispatch as data: a case of `shapan sim dispatch`. `dispatch.schema.json` says the same to editors and other programs. */
export const DispatchCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('dispatch'),
  id: Id,
  title: Text,
  city: withDescription('A baked city, by its id', Id),
  analysis: DispatchRequest,
});
export type DispatchCase = v.InferOutput<typeof DispatchCase>;

/** A case by its schema; its errors name the file, the place, what was expected and what came. */
export const parseDispatchCase = (json: unknown, file: string): DispatchCase => parseCase(DispatchCase, json, file);
