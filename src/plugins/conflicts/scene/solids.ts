import type { Text } from '../../../../model/city/manifest.ts';
import type { ShapeChange } from '../../../../workers/plans/difference.ts';
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
const DEFAULT_HEIGHT_M = 12;

/** Colours by what became of a shape between two versions. */
export const CHANGE_TOKENS = { added: 'ok', removed: 'danger', changed: 'warn' } as const;

/** What may become of a shape. */
export const CHANGES = ['added', 'removed', 'changed'] as const;

export function solidOfChange({ coordinates, at, areaM2, kind }: ShapeChange): ConflictSolid {
  return { coordinates, at, areaM2, token: CHANGE_TOKENS[kind], heightM: DEFAULT_HEIGHT_M };
}

export function solidOf({ coordinates, at, areaM2, severity, a }: PlanConflict): ConflictSolid {
  return { coordinates, at, areaM2, token: SEVERITY_TOKENS[severity], heightM: a.heightMaxM ?? DEFAULT_HEIGHT_M };
}
