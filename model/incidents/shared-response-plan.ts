import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { parseResponsePlan, type ResponsePlan } from './response-plan.ts';

const Revision = v.object({
  id: v.string(),
  /** From 1; each change and each taking back is one more. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  who: v.string(),
  atMs: v.number(),
  /** Null: it was taken back. */
  plan: v.nullable(v.unknown()),
});
const List = v.object({ plans: v.array(Revision) });

/** A response plan that the hub keeps for all who open incidents: the newest revision of it; without a plan it was taken back. */
export interface SharedResponsePlan extends Omit<v.InferOutput<typeof Revision>, 'plan'> {
  plan: ResponsePlan | null;
}

/** Reads the hub's list; one that a later version wrote is told to `refused`, and the others are there. */
export function parseSharedResponsePlans(
  json: unknown,
  file: string,
  refused: (error: unknown) => void,
): SharedResponsePlan[] {
  return parseAs(List, json, file).plans.flatMap((one) => {
    try {
      return readRevision(one, file);
    } catch (error) {
      refused(error);
      return [];
    }
  });
}

/** Reads one of them; an error names the plan, the step and the field. */
export const parseSharedResponsePlan = (json: unknown, file: string): SharedResponsePlan =>
  readRevision(parseAs(Revision, json, file), file);

const readRevision = (one: v.InferOutput<typeof Revision>, file: string): SharedResponsePlan => ({
  ...one,
  plan: one.plan === null ? null : parseResponsePlan(one.plan, `${file}/${one.id}`),
});
