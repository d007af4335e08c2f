import { describe, expect, test } from 'vitest';
import { criticalPath, headsAndTails, lowerBound } from '../../../workers/construction/rcpsp/bound.ts';
import { violations } from '../../../workers/construction/rcpsp/check.ts';
import { horizonOf, instanceOf, type RcpspInstance } from '../../../workers/construction/rcpsp/instance.ts';
import { Sgs } from '../../../workers/construction/rcpsp/sgs.ts';
import { seeded } from '../../../workers/shared/random.ts';

/** Five activities, two resources, some links: so few that every order can be tried. */
function random(seed: number): RcpspInstance {
  const next = seeded(seed);
  const below = (most: number) => Math.floor(next() * most);
  const durations = Array.from({ length: 5 }, () => 1 + below(5));
  const demands = durations.map(() => [below(4), below(4)]);
  const links = Array.from({ length: 3 }, () => {
    const to = 1 + below(4);
    const from = below(to);
    return { from, to, weight: durations[from] };
  });
  return instanceOf(`${seed}`, durations, demands, [3, 4], links).instance;
}

function orders(items: number[]): number[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

/** Whether predecessors come first. */
function isOrder({ first, from }: RcpspInstance, order: number[]): boolean {
  const place = order.map((_, i) => order.indexOf(i));
  return order.every((_, i) => Array.from(from.subarray(first[i], first[i + 1])).every((p) => place[p] < place[i]));
}

/** The best that serial generation finds over all orders, which holds an optimum (Kolisch 1996). */
function best(instance: RcpspInstance): { makespan: number; starts: Int32Array[] } {
  const sgs = new Sgs(instance);
  const starts: Int32Array[] = [];
  let makespan = Number.POSITIVE_INFINITY;
  for (const order of orders([0, 1, 2, 3, 4]).filter((one) => isOrder(instance, one))) {
    const start = new Int32Array(5);
    makespan = Math.min(makespan, sgs.forward(Int32Array.from(order), start));
    starts.push(start);
  }
  return { makespan, starts };
}

describe('of every small project', () => {
  const projects = Array.from({ length: 40 }, (_, i) => random(i + 1));

  test('no schedule is shorter than the bound, nor the bound shorter than the critical path', () => {
    let tight = 0;
    for (const instance of projects) {
      const { makespan } = best(instance);
      expect(lowerBound(instance)).toBeLessThanOrEqual(makespan);
      expect(lowerBound(instance)).toBeGreaterThanOrEqual(criticalPath(instance));
      if (lowerBound(instance) === makespan) tight++;
    }
    // A bound that is never met would prove nothing.
    expect(tight).toBeGreaterThan(projects.length / 2);
  });

  test('every serial schedule keeps logic and resources, and ends within the horizon', () => {
    for (const instance of projects)
      for (const start of best(instance).starts) {
        expect(violations(instance, start)).toEqual([]);
        const end = Math.max(...start.map((at, i) => at + instance.duration[i]));
        expect(end).toBeLessThanOrEqual(horizonOf(instance));
      }
  });

  test('what must come before an activity and after it fits into every schedule', () => {
    for (const instance of projects) {
      const { head, tail } = headsAndTails(instance);
      for (const start of best(instance).starts) {
        const end = Math.max(...start.map((at, i) => at + instance.duration[i]));
        for (const [i, at] of start.entries()) {
          expect(at).toBeGreaterThanOrEqual(head[i]);
          expect(end - at).toBeGreaterThanOrEqual(tail[i]);
        }
      }
    }
  });
});

test('a chain with a wait is as long as its parts and the wait', () => {
  const { instance } = instanceOf('chain', [3, 4], [[0], [0]], [1], [{ from: 0, to: 1, weight: 5 }]);
  expect(criticalPath(instance)).toBe(9);
  expect([...headsAndTails(instance).head]).toEqual([0, 5]);
  expect([...headsAndTails(instance).tail]).toEqual([9, 4]);
});

test('activities in a circle, or that ask for more than there is, are refused', () => {
  const circle = [
    { from: 0, to: 1, weight: 1 },
    { from: 1, to: 0, weight: 1 },
  ];
  expect(() => instanceOf('circle', [1, 1], [[0], [0]], [1], circle)).toThrow(/1, 2/);
  expect(() => instanceOf('greedy', [1], [[2]], [1], [])).toThrow();
  expect(() => instanceOf('idle', [0], [[2]], [1], [])).not.toThrow();
});
