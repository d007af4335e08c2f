import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { PlanText } from './plan-edition.ts';
import type { BasisPart } from './read-basis-file.ts';

/** Parts of a basis that people share by themselves. */
export const BASIS_PARTS: readonly BasisPart[] = ['rules', 'crosswalk'];

const Revision = v.object({
  part: v.picklist(['rules', 'crosswalk']),
  /** From 1; each set that is shared for a part is one more. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  name: PlanText,
  edition: v.string(),
  hash: v.string(),
  who: v.string(),
  atMs: v.number(),
  /** Withdrawal: the person and the time; null: it is in force. */
  withdrawn: v.nullable(v.object({ who: v.string(), atMs: v.number() })),
});
const List = v.object({ sets: v.array(Revision) });

/** Rules or a crosswalk that the hub keeps for all: what the list says of its newest revision. */
export type SharedBasis = v.InferOutput<typeof Revision>;

/** Reads the hub's list; an error names the field that is wrong. */
export const parseSharedBasis = (json: unknown, file: string): SharedBasis[] => parseAs(List, json, file).sets;

/** Reads one of them. */
export const parseSharedSet = (json: unknown, file: string): SharedBasis => parseAs(Revision, json, file);
