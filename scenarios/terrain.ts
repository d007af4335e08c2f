import * as v from 'valibot';
import { Id, Text, withDescription } from '../model/questions/parts.ts';
import { TerrainRequest } from '../model/scenarios/terrain-analysis.ts';
import { parseCase } from './faults.ts';

/** An analysis of the ground as data: a case of `shapan sim terrain`. `terrain.schema.json` says the same to editors and other programs. */
export const TerrainCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('terrain'),
  id: Id,
  title: Text,
  city: withDescription('A baked city, by its id', Id),
  analysis: TerrainRequest,
});
type TerrainCase = v.InferOutput<typeof TerrainCase>;

/** A case by its schema; its errors name the file, the place, what was expected and what came. */
export const parseTerrainCase = (json: unknown, file: string): TerrainCase => parseCase(TerrainCase, json, file);
