import type { FloodWorks } from '../../../model/city/flood-works.ts';
import type { Text } from '../../../model/city/manifest.ts';
import type { Place } from '../works/works.ts';
import { nearestOn, watersOf } from './rivers.ts';

/** A gauge stands on a bank and tells the level of the river before it: 澄川's seven lie 73 m from the water as drawn, on the levee. */
const REACH_M = 100;

interface Watched {
  /** Id of the river's inflow. */
  river: string;
  /** In the middle of the water before the gauge: where a run is asked for the level that the gauge tells. */
  at: Place;
}

/** A gauge bears the id of its sensor. */
export interface SiteGauge {
  id: string;
  label: Text;
  at: Place;
  chainageM: number;
  /** The river whose level it tells; null on land. */
  watched: Watched | null;
  warnM: number;
  guaranteeM: number;
}

/** The river that a gauge tells of, by the nearest water as drawn; null where none is in reach. */
export function watchedBy(works: FloodWorks, gauge: Place): Watched | null {
  let nearestM2 = REACH_M * REACH_M;
  let watched: Watched | null = null;
  for (const { inflow, waters } of watersOf(works).rivers)
    for (const { ring } of waters)
      for (const [i, corner] of ring.entries()) {
        const next = ring[(i + 1) % ring.length];
        const { part, awayM2 } = nearestOn(corner, next, gauge);
        if (awayM2 >= nearestM2) continue;
        const bank: Place = [corner[0] + part * (next[0] - corner[0]), corner[1] + part * (next[1] - corner[1])];
        nearestM2 = awayM2;
        watched = { river: inflow.id, at: middleAcross(ring, gauge, bank) };
      }
  return watched;
}

/** Half way between the two banks on the line from a place through the near one; the place itself where it lies in the water. */
function middleAcross(ring: readonly Place[], [x, y]: Place, [bankX, bankY]: Place): Place {
  const dx = bankX - x;
  const dy = bankY - y;
  const parts = ring.flatMap(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length];
    const turn = dx * (by - ay) - dy * (bx - ax);
    const along = ((ax - x) * (by - ay) - (ay - y) * (bx - ax)) / turn;
    const across = ((ax - x) * dy - (ay - y) * dx) / turn;
    return turn !== 0 && across >= 0 && across < 1 && along >= 1 ? [along] : [];
  });
  const far = Math.min(...parts.filter((along) => along > 1 + 1e-6));
  if (!Number.isFinite(far)) return [x, y];
  return [x + (dx * (1 + far)) / 2, y + (dy * (1 + far)) / 2];
}
