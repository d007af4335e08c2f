import type { Point } from '../../../model/geo/plane/point.ts';
import type { CraneClearance } from '../../../model/questions/construction-space.ts';
import type { Box, SpaceFinding } from './clash.ts';
import { type Crane, type Lift, overlapOf, oversails, reachOf } from './crane.ts';

/** What a crane must bring, from when until when. */
export interface CraneLift extends Lift {
  id: string;
  fromDay: number;
  toDay: number;
  /** The one that is to make it; else any that can. */
  crane?: string;
}

/** A street, a school: the jib must not pass over it with a load while it is in use. */
export interface Protected {
  id: string;
  ring: readonly Point[];
  fromDay: number;
  toDay: number;
}

const reachBox = ({ eastM, northM, reachM, jibTopM }: Crane): Box => ({
  min: [eastM - reachM, northM - reachM, 0],
  max: [eastM + reachM, northM + reachM, jibTopM],
});

/**
 * Lifts that no crane standing then can make (nearest miss told: metres beyond reach, or load over what it may), cranes too near one
 * another while both stand, and plots under a jib while they are in use. Whole intervals, so nothing falls between two looks.
 */
export function craneFindings(
  cranes: readonly Crane[],
  lifts: readonly CraneLift[],
  plots: readonly Protected[],
  needed: CraneClearance,
): SpaceFinding[] {
  const findings: SpaceFinding[] = lifts.flatMap((lift) => liftFinding(cranes, lift));
  const add = (finding: Omit<SpaceFinding, 'kind' | 'allowed'>) =>
    findings.push({ kind: 'crane', allowed: null, ...finding });
  for (const [k, a] of cranes.entries()) {
    for (const b of cranes.slice(k + 1)) {
      const overlap = overlapOf(a, b, needed);
      for (const broken of overlap?.broken ?? []) {
        if (!overlap) continue;
        const { fromDay, toDay, tipToMastM, heightM } = overlap;
        const isTip = broken === 'tipToMast';
        const value = isTip ? tipToMastM : heightM;
        const limit = isTip ? needed.tipToMastM : needed.betweenJibsM;
        const box = both(reachBox(a), reachBox(b));
        add({ rule: broken, value, limit, fromDay, toDay, box, elements: [a.id, b.id] });
      }
    }
    for (const plot of plots) {
      const fromDay = Math.max(a.fromDay, plot.fromDay);
      const toDay = Math.min(a.toDay, plot.toDay);
      if (toDay <= fromDay || !oversails(a, plot.ring)) continue;
      const value = a.reachM - apartM(a, plot.ring);
      add({ rule: 'oversail', value, limit: 0, fromDay, toDay, box: reachBox(a), elements: [a.id, plot.id] });
    }
  }
  return findings;
}

function liftFinding(all: readonly Crane[], lift: CraneLift): SpaceFinding[] {
  const cranes = lift.crane === undefined ? all : all.filter(({ id }) => id === lift.crane);
  const gone = lift.crane === undefined ? [] : cranes.filter(({ toDay }) => toDay < lift.toDay);
  const standing = cranes.filter(({ fromDay, toDay }) => fromDay <= lift.fromDay && toDay >= lift.toDay);
  const tries = standing.map((crane) => ({ crane, reach: reachOf(crane, lift) }));
  if (tries.some(({ reach }) => reach.status === 'within')) return [];
  const { eastM, northM, fromDay, toDay, id } = lift;
  const box: Box = { min: [eastM, northM, 0], max: [eastM, northM, 0] };
  const common = { kind: 'crane', fromDay, toDay, box, allowed: null } as const;
  const nearest = tries.reduce<(typeof tries)[number] | null>(
    (best, one) => (best === null || one.reach.distanceM < best.reach.distanceM ? one : best),
    null,
  );
  if (nearest === null && gone.length > 0) {
    const last = gone.reduce((latest, one) => (one.toDay > latest.toDay ? one : latest));
    const missed = { fromDay: Math.max(fromDay, last.toDay), toDay };
    return [
      { ...common, ...missed, rule: 'removedEarly', value: toDay - last.toDay, limit: 0, elements: [id, last.id] },
    ];
  }
  if (nearest === null) return [{ ...common, rule: 'noCrane', value: 0, limit: 1, elements: [id] }];
  const { crane, reach } = nearest;
  const elements = [id, crane.id];
  if (reach.status === 'tooHeavy') return [{ ...common, rule: 'load', value: reach.loadRatio, limit: 1, elements }];
  const limit = reach.status === 'tooNear' ? crane.leastReachM : crane.reachM;
  return [{ ...common, rule: 'reach', value: reach.distanceM, limit, elements }];
}

const both = (a: Box, b: Box): Box => ({
  min: a.min.map((low, axis) => Math.max(low, b.min[axis])) as Box['min'],
  max: a.max.map((high, axis) => Math.min(high, b.max[axis])) as Box['max'],
});

/** From the mast's axis to the plot's edge; 0 where it stands on it. */
function apartM({ eastM, northM }: Crane, ring: readonly Point[]): number {
  return ring.reduce((least, [bx, by], i) => {
    const [ax, ay] = ring[(i + ring.length - 1) % ring.length];
    const dx = bx - ax;
    const dy = by - ay;
    const along = Math.min(1, Math.max(0, ((eastM - ax) * dx + (northM - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.min(least, Math.hypot(ax + along * dx - eastM, ay + along * dy - northM));
  }, Infinity);
}
