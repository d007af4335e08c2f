import * as v from 'valibot';
import { Id, Text, withDescription } from '../model/questions/parts.ts';
import { PipeRequest } from '../model/scenarios/pipe-network.ts';
import { parseCase } from './faults.ts';

/** A question to a pipe network as data: a case of `shapan sim pipe`. `pipe.schema.json` says the same to editors and other programs. */
export const PipeCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('pipe'),
  id: Id,
  title: Text,
  city: withDescription('A baked city, by its id', Id),
  analysis: PipeRequest,
});
type PipeCase = v.InferOutput<typeof PipeCase>;

/** A case by its schema; its errors name the file, the place, what was expected and what came. */
export const parsePipeCase = (json: unknown, file: string): PipeCase => parseCase(PipeCase, json, file);
