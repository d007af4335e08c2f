import { LAND_USE_CLASSES, type LandUseClass } from '../../../model/plans/land-use.ts';
import { PLAN_KINDS, type PlanKind } from '../../../model/plans/plan-kinds.ts';
import type { Text } from '../../../model/text/text.ts';

/** How an area is filled beside its colour, so that it is told apart without colour too. */
export type FillPattern = 'plain' | 'rising' | 'falling' | 'level' | 'upright' | 'cross' | 'dots';

/** Colour and pattern of an area of a plan. */
export interface AreaLook {
  token: string;
  pattern: FillPattern;
}

const look = (token: string, pattern: FillPattern = 'plain'): AreaLook => ({ token, pattern });

/** Classes that share a statutory colour, or whose colours colour-blind eyes confuse, differ by pattern. */
const CLASS_LOOKS: Readonly<Record<LandUseClass, AreaLook>> = {
  residential: look('lu-r'),
  public: look('lu-a', 'falling'),
  commercial: look('lu-b', 'rising'),
  industrial: look('lu-m', 'cross'),
  storage: look('lu-w', 'upright'),
  transport: look('lu-s'),
  utility: look('lu-u', 'level'),
  green: look('lu-g', 'dots'),
  special: look('lu-s', 'cross'),
  farmland: look('lu-farm', 'level'),
  orchard: look('lu-farm', 'dots'),
  forest: look('lu-eco', 'upright'),
  grass: look('lu-g', 'level'),
  wetland: look('lu-e', 'dots'),
  water: look('lu-e', 'level'),
  mining: look('lu-m', 'dots'),
  reserve: look('line-2', 'rising'),
  other: look('line-2'),
};

/** Looks of shapes that are lines of protection and control, and no parcels. */
const KIND_LOOKS: Partial<Record<PlanKind, AreaLook>> = {
  'street-line': look('lu-s'),
  'use-zone': look('lu-s', 'falling'),
  'urban-boundary': look('lu-b', 'level'),
  farmland: CLASS_LOOKS.farmland,
  ecology: look('lu-eco', 'cross'),
  forest: CLASS_LOOKS.forest,
  wetland: CLASS_LOOKS.wetland,
  river: CLASS_LOOKS.water,
  detention: look('lu-e', 'falling'),
  'view-corridor': look('lu-u', 'rising'),
  heritage: look('lu-w', 'cross'),
  metro: look('lu-s', 'upright'),
  tunnel: look('lu-u', 'cross'),
  underground: look('lu-w', 'falling'),
};

/** What an area is drawn as, and called in a legend. */
export interface NamedLook extends AreaLook {
  key: string;
  name: Text;
}

/** Returns the look of a parcel by its use, of others by what they are; a parcel of unknown use is plain grey. */
export function lookOf({ kind, use }: { kind: PlanKind; use: LandUseClass | null }): NamedLook {
  const own = KIND_LOOKS[kind];
  if (own) return { ...own, key: kind, name: PLAN_KINDS[kind] };
  if (use) return { ...CLASS_LOOKS[use], key: use, name: LAND_USE_CLASSES[use] };
  return { ...look('line-2'), key: kind, name: PLAN_KINDS[kind] };
}

/** The pattern as a background of a legend's box. */
export function patternBackground({ token, pattern }: AreaLook): string {
  const colour = `var(--${token})`;
  const line = 'color-mix(in srgb, var(--ink) 55%, transparent)';
  const stripes = (angle: string) => `repeating-linear-gradient(${angle}, ${line} 0 1px, transparent 1px 5px)`;
  const layers: Record<FillPattern, string[]> = {
    plain: [],
    rising: [stripes('-45deg')],
    falling: [stripes('45deg')],
    level: [stripes('0deg')],
    upright: [stripes('90deg')],
    cross: [stripes('45deg'), stripes('-45deg')],
    dots: [`radial-gradient(circle at 3px 3px, ${line} 1px, transparent 1.5px) 0 0 / 6px 6px`],
  };
  return [...layers[pattern], `linear-gradient(${colour}, ${colour})`].join(', ');
}
