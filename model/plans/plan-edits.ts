import * as v from 'valibot';
import { sha256 } from '../sha256.ts';
import { PlanFeature } from './plan.ts';

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A shape of a plan as it is to be. */
export const PlanEdit = v.object({
  plan: v.string(),
  shape: PlanFeature.entries.id,
  /** Hash of the shape that it was made from; null: there was none. */
  was: v.nullable(Hash),
  /** Null: the shape is taken away. */
  next: v.nullable(v.omit(PlanFeature, ['type', 'id'])),
});

/** A shape of a plan as it is to be, and what it was made from. */
export type PlanEdit = v.InferOutput<typeof PlanEdit>;
/** What an edit may change of a shape. */
export type PlanShapeState = NonNullable<PlanEdit['next']>;

/** By which an edit knows the shape that it was made from: of what was read by the schema, so that keys stand in one order. */
export const shapeHash = ({ properties, geometry }: PlanShapeState): string =>
  sha256([new TextEncoder().encode(JSON.stringify([properties, geometry]))]);

/** The hash of what an edit leaves; null: nothing. */
export const leftHash = ({ next }: PlanEdit): string | null => (next ? shapeHash(next) : null);

/** A shape among those of all plans. */
export const shapeKey = ({ plan, shape }: { plan: string; shape: string }): string => JSON.stringify([plan, shape]);

/** Edits one after the other, as one a shape: what it is in the end, made from what it was before the first. In the order of their keys. */
export function foldedEdits(edits: readonly PlanEdit[]): PlanEdit[] {
  const byShape = new Map<string, PlanEdit>();
  for (const edit of edits) {
    const key = shapeKey(edit);
    const before = byShape.get(key);
    byShape.set(key, before ? { ...edit, was: before.was } : edit);
  }
  return [...byShape].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, edit]) => edit);
}
