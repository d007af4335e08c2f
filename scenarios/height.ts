import * as v from 'valibot';
import { Id, Text, withDescription } from '../model/questions/parts.ts';
import { HeightLimitRequest } from '../model/scenarios/height-limits.ts';
import { parseCase } from './faults.ts';

/** Limits of height as data: a case of `shapan sim height`. `height.schema.json` says the same to editors and other programs. */
export const HeightCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('height'),
  id: Id,
  title: Text,
  city: withDescription('A baked city, by its id', Id),
  analysis: HeightLimitRequest,
});
type HeightCase = v.InferOutput<typeof HeightCase>;

/** A case by its schema; its errors name the file, the place, what was expected and what came. */
export const parseHeightCase = (json: unknown, file: string): HeightCase => parseCase(HeightCase, json, file);
