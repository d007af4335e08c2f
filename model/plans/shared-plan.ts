import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { type PlanInfo, parsePlanInfo } from './plan.ts';

/** Plans that people bring begin so; a city's own never do. */
export const OWN_PLAN = /^own-[0-9a-f]{12}$/;

/** A revision of a plan that the hub keeps for all. */
export interface SharedPlan {
  info: PlanInfo;
  /** From 1; each file that is shared under the id is one more. */
  revision: number;
  who: string;
  atMs: number;
  /** Withdrawal: the person and the time; null: it is in force. */
  withdrawn: { who: string; atMs: number } | null;
}

const ListedPlan = v.object({
  info: v.unknown(),
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  who: v.string(),
  atMs: v.number(),
  withdrawn: v.nullable(v.object({ who: v.string(), atMs: v.number() })),
});
const List = v.object({ plans: v.array(ListedPlan) });

/** Reads the hub's list; an error names the field that is wrong. */
export const parseSharedPlans = (json: unknown, file: string): SharedPlan[] =>
  parseAs(List, json, file).plans.map(({ info, ...rest }) => ({ info: parsePlanInfo(info, file), ...rest }));
