import * as v from 'valibot';
import { Id, Text, withDescription } from '../model/questions/parts.ts';
import { ViewRequest } from '../model/scenarios/view-analysis.ts';
import { parseCase } from './faults.ts';

/** An analysis of views as data: a case of `shapan sim view`. `view.schema.json` says the same to editors and other programs. */
export const ViewCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('view'),
  id: Id,
  title: Text,
  city: withDescription('A baked city, by its id', Id),
  analysis: ViewRequest,
});
export type ViewCase = v.InferOutput<typeof ViewCase>;

/** A case by its schema; its errors name the file, the place, what was expected and what came. */
export const parseViewCase = (json: unknown, file: string): ViewCase => parseCase(ViewCase, json, file);
