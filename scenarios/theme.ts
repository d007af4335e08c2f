import * as v from 'valibot';
import { Id, Text, withDescription } from '../model/questions/parts.ts';
import { ThemeRequest } from '../model/scenarios/thematic-maps.ts';
import { parseCase } from './faults.ts';

/** A thematic map as data: a case of `shapan sim theme`, and what the page saves. `theme.schema.json` says the same to editors and other programs. */
export const ThemeCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('theme'),
  id: Id,
  title: Text,
  city: withDescription('A baked city, by its id', Id),
  analysis: ThemeRequest,
});
export type ThemeCase = v.InferOutput<typeof ThemeCase>;

/** A case by its schema; its errors name the file, the place, what was expected and what came. */
export const parseThemeCase = (json: unknown, file: string): ThemeCase => parseCase(ThemeCase, json, file);
