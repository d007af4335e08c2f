import { type Crosswalk, crosswalkStamp, parseCrosswalk } from './crosswalk.ts';
import type { EditionStamp } from './plan-edition.ts';
import { type PlanRules, parsePlanRules, rulesStamp } from './plan-rules.ts';

/** What plans are judged by: the rules, and which codes mean the same use. */
export interface PlanBasis {
  rules: PlanRules;
  crosswalk: Crosswalk;
}

/** What a result says of its basis. */
export interface BasisStamps {
  rules: EditionStamp;
  crosswalk: EditionStamp;
}

/** Computed once for each basis: each recheck of a resolution asks for them again. */
const STAMPS = new WeakMap<PlanBasis, BasisStamps>();

/** Name, edition and hash of both. */
export function stampsOf(basis: PlanBasis): BasisStamps {
  const known = STAMPS.get(basis);
  if (known) return known;
  const stamps = { rules: rulesStamp(basis.rules), crosswalk: crosswalkStamp(basis.crosswalk) };
  STAMPS.set(basis, stamps);
  return stamps;
}

/** Whether both are of the same content. */
export const isSameBasis = (one: BasisStamps, other: BasisStamps): boolean =>
  one.rules.hash === other.rules.hash && one.crosswalk.hash === other.crosswalk.hash;

/** Rules or a crosswalk as a file: fields in the order of the format, so that the same content is the same bytes. */
export function basisText(part: PlanRules | Crosswalk): string {
  const inOrder = 'rules' in part ? parsePlanRules(part, 'rules') : parseCrosswalk(part, 'crosswalk');
  return `${JSON.stringify(inOrder, null, 2)}\n`;
}
