import { expect, test } from 'vitest';
import { STATUS } from '../../../workers/crowd/core/crowd.ts';
import type { CrowdArrays } from '../../../workers/crowd/core/crowd-arrays.ts';
import { SIGHT_M, sortPeople } from '../../../workers/crowd/core/neighbours.ts';
import { allocateCrowd } from '../../../workers/crowd/core/people.ts';
import { NeighbourSearch } from '../../../workers/crowd/core/people-beside.ts';
import { PRESETS } from '../../../workers/crowd/core/walking.ts';
import { WallSearch } from '../../../workers/crowd/core/walls-beside.ts';
import { PLAIN_ARENA } from '../../../workers/shared/arena.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { inputOf, levelOf, peopleOf } from '../../validation/crowd-plans.ts';

/** Bodies of 0.15 to 0.35 m thrown on 20 × 20 m, sorted. */
function thrown(count: number): CrowdArrays {
  const random = seeded(count);
  const people = Array.from({ length: count }, () => ({
    x: 20 * random(),
    y: 20 * random(),
    radiusM: 0.15 + 0.2 * random(),
  }));
  const crowd = allocateCrowd(
    inputOf([levelOf([0, 0, 20, 20], [])], [], peopleOf(people, PRESETS.weidmann)),
    PLAIN_ARENA,
  );
  crowd.status.fill(STATUS.inside);
  sortPeople(crowd);
  return crowd;
}

/** The speed that all others within sight leave the person in a place, who walks at a pace. */
function brute(crowd: CrowdArrays, k: number, [ex, ey]: readonly [number, number], pace: number): number {
  const { sortedX, sortedY, sortedRadius, sortedId, count } = crowd;
  const id = sortedId[k];
  let least = 9;
  for (let j = 0; j < count; j++) {
    const [dx, dy] = [sortedX[j] - sortedX[k], sortedY[j] - sortedY[k]];
    const [d, l] = [Math.hypot(dx, dy), sortedRadius[j] + sortedRadius[k]];
    if (j === k || d >= SIGHT_M || ex * dx + ey * dy <= 0) continue;
    const wide = l + (crowd.stripM[id] - l) * pace;
    const aside = Math.abs(ex * dy - ey * dx);
    const isFirst = dx * crowd.desiredDirectionX[id] + dy * crowd.desiredDirectionY[id] + dx <= 0;
    if (aside >= (isFirst ? 0.6 * l : Math.max(l, wide))) continue;
    const free = Math.max(0, d - (isFirst ? 0.6 * l : l));
    const gapS = isFirst ? 0.1 : Math.max(0.1, crowd.timeGapS[id] * Math.max(0, 1 - aside / wide));
    least = Math.min(least, free / gapS);
  }
  return least;
}

test('the speed is the least that anybody in sight leaves, however few are listed: 0.05 to 5 people/m², bodies of all widths', () => {
  for (const count of [20, 200, 800, 2000]) {
    const crowd = thrown(count);
    // All wish to go east, a few of them back: of two who do not meet the one in front goes first.
    crowd.desiredDirectionX.fill(1);
    crowd.sortedDesiredDirectionX.fill(1);
    const others = new NeighbourSearch(crowd, new WallSearch(crowd));
    let far = 0;
    for (let k = 0; k < count; k++) {
      const pace = (k % 5) / 4;
      const e = [Math.cos(k), Math.sin(k)] as const;
      const mps = Math.min(1.6, brute(crowd, k, e, pace));
      others.pace = pace;
      others.findNeighbours(k);
      expect(others.stripMps(k, ...e, 1.6)).toBeCloseTo(mps, 6);
      if (mps > 0.9 && mps < 1.6) far++;
    }
    if (count === 200) expect(far).toBeGreaterThan(0);
  }
});
