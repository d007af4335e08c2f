import { expect, test } from 'vitest';
import { STATUS } from '../../../workers/crowd/core/crowd.ts';
import type { CrowdArrays } from '../../../workers/crowd/core/crowd-arrays.ts';
import { CUT_OFF_M, sortPeople } from '../../../workers/crowd/core/neighbours.ts';
import { allocateCrowd } from '../../../workers/crowd/core/people.ts';
import { NeighbourSearch } from '../../../workers/crowd/core/people-beside.ts';
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
  const crowd = allocateCrowd(inputOf([levelOf([0, 0, 20, 20], [])], [], peopleOf(people)), PLAIN_ARENA);
  crowd.status.fill(STATUS.inside);
  sortPeople(crowd);
  return crowd;
}

/** The least gap ahead of the person in a place, over all others within sight. */
function leastGap({ sortedX, sortedY, sortedRadius, count }: CrowdArrays, k: number, ex: number, ey: number) {
  let least = { gapM: Number.POSITIVE_INFINITY, ratio: Number.POSITIVE_INFINITY };
  for (let j = 0; j < count; j++) {
    const [dx, dy] = [sortedX[j] - sortedX[k], sortedY[j] - sortedY[k]];
    const [d, contact] = [Math.sqrt(dx * dx + dy * dy), sortedRadius[j] + sortedRadius[k]];
    if (j === k || d >= CUT_OFF_M || ex * dx + ey * dy < 0 || Math.abs(ex * dy - ey * dx) > contact) continue;
    least = { gapM: Math.min(least.gapM, d - contact), ratio: Math.min(least.ratio, d / contact) };
  }
  return least;
}

test('the gap ahead is the least over all in sight, however few are listed: 0.05 to 5 people/m², bodies of all widths', () => {
  for (const count of [20, 200, 800, 2000]) {
    const crowd = thrown(count);
    const others = new NeighbourSearch(crowd, new WallSearch(crowd));
    let open = 0;
    for (let k = 0; k < count; k++) {
      const [ex, ey] = [Math.cos(k), Math.sin(k)];
      const least = leastGap(crowd, k, ex, ey);
      others.findNeighbours(k);
      expect(others.gapM(k, ex, ey, 9)).toBe(Math.min(9, least.gapM));
      others.findNeighbours(k);
      expect(others.gapRatio(k, ex, ey, 9)).toBe(Math.min(9, least.ratio));
      if (least.gapM > 1 && least.gapM < 9) open++;
    }
    if (count === 800) expect(open).toBeGreaterThan(20);
  }
});
