import type { Text } from '../../../../model/city/manifest.ts';
import type { PlanConflict } from '../../../../workers/plans/plan-types.ts';

/** A conflict as it stands on the picture. */
export interface ConflictSolid {
  coordinates: PlanConflict['coordinates'];
  at: PlanConflict['at'];
  areaM2: number;
  /** Colour of its severity, a token. */
  token: string;
  /** Above the ground: the height that the plan allows there, or enough to be seen. */
  heightM: number;
}

/** What is drawn of a comparison. */
export interface ConflictPicture {
  plain: readonly ConflictSolid[];
  chosen: (ConflictSolid & { title: Text | null }) | null;
}

/** Colours by severity, of panels, legend and picture alike. */
export const SEVERITY_TOKENS = { prohibited: 'danger', check: 'warn', negotiate: 'accent' } as const;

/** Severities, the gravest first. */
export const SEVERITIES = ['prohibited', 'check', 'negotiate'] as const;

/** Where no plan states a height. */
const USUAL_HEIGHT_M = 12;

export function solidOf({ coordinates, at, areaM2, severity, a }: PlanConflict): ConflictSolid {
  return { coordinates, at, areaM2, token: SEVERITY_TOKENS[severity], heightM: a.heightMaxM ?? USUAL_HEIGHT_M };
}
