import type { Point } from '../../../model/geo/plane/point.ts';
import { isInRing } from '../../../model/geo/plane/ring.ts';
import type { CraneClearance } from '../../../model/questions/construction-space.ts';

/** A tower crane that stands for a while: its jib turns all round, so what it may sweep is a disc, and below it a cylinder. */
export interface Crane {
  id: string;
  eastM: number;
  northM: number;
  /** From the mast's axis to the jib's tip, and the least at which it can hook. */
  reachM: number;
  leastReachM: number;
  /** Above the site's zero: the lowest part of the jib and its highest. */
  jibBottomM: number;
  jibTopM: number;
  /** Half the mast's width. */
  mastHalfM: number;
  fromDay: number;
  toDay: number;
  /** Least load at the tip, load times distance otherwise: t·m. */
  momentTm: number;
}

export interface Lift {
  eastM: number;
  northM: number;
  massT: number;
}

type Reach =
  | { status: 'within'; distanceM: number; loadRatio: number }
  | { status: 'tooFar' | 'tooNear'; distanceM: number }
  | { status: 'tooHeavy'; distanceM: number; loadRatio: number };

export function reachOf(crane: Crane, { eastM, northM, massT }: Lift): Reach {
  const distanceM = Math.hypot(eastM - crane.eastM, northM - crane.northM);
  if (distanceM > crane.reachM) return { status: 'tooFar', distanceM };
  if (distanceM < crane.leastReachM) return { status: 'tooNear', distanceM };
  const loadRatio = (massT * distanceM) / crane.momentTm;
  return { status: loadRatio <= 1 ? 'within' : 'tooHeavy', distanceM, loadRatio };
}

interface CraneOverlap {
  fromDay: number;
  toDay: number;
  /** Area that the two swept discs share in plan. */
  areaM2: number;
  /** From the lower crane's tip, turned towards it, to the higher one's mast; negative: it reaches past. */
  tipToMastM: number;
  /** From the lower jib's highest part to the higher jib's lowest. */
  heightM: number;
  /** Which of the two distances is less than the rule asks, where the discs overlap. */
  broken: ('tipToMast' | 'height')[];
}

/** Null where the two never stand at once or their discs do not overlap. */
export function overlapOf(a: Crane, b: Crane, needed: CraneClearance): CraneOverlap | null {
  const fromDay = Math.max(a.fromDay, b.fromDay);
  const toDay = Math.min(a.toDay, b.toDay);
  const apartM = Math.hypot(a.eastM - b.eastM, a.northM - b.northM);
  if (toDay <= fromDay || apartM >= a.reachM + b.reachM) return null;
  const [low, high] = a.jibBottomM <= b.jibBottomM ? [a, b] : [b, a];
  const tipToMastM = apartM - low.reachM - high.mastHalfM;
  const heightM = high.jibBottomM - low.jibTopM;
  const broken: CraneOverlap['broken'] = [];
  if (tipToMastM < needed.tipToMastM) broken.push('tipToMast');
  if (heightM < needed.betweenJibsM) broken.push('height');
  return { fromDay, toDay, areaM2: lensM2(a.reachM, b.reachM, apartM), tipToMastM, heightM, broken };
}

/** Common area of two discs (two circular segments). */
function lensM2(r: number, s: number, apart: number): number {
  if (apart <= Math.abs(r - s)) return Math.PI * Math.min(r, s) ** 2;
  const segment = (own: number, other: number): number => {
    const half = Math.acos((apart ** 2 + own ** 2 - other ** 2) / (2 * apart * own));
    return own ** 2 * (half - Math.sin(2 * half) / 2);
  };
  return segment(r, s) + segment(s, r);
}

/** Whether the jib sweeps over a plot (a street, a school): its nearest point lies within reach, or the mast stands on it. */
export function oversails({ eastM, northM, reachM }: Crane, ring: readonly Point[]): boolean {
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[j];
    const [bx, by] = ring[i];
    const dx = bx - ax;
    const dy = by - ay;
    const along = Math.min(1, Math.max(0, ((eastM - ax) * dx + (northM - ay) * dy) / (dx * dx + dy * dy || 1)));
    if (Math.hypot(ax + along * dx - eastM, ay + along * dy - northM) < reachM) return true;
  }
  return isInRing(ring, eastM, northM);
}
