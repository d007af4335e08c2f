import { describe, expect, test } from 'vitest';
import { criticalPath, lowerBound } from '../../../workers/construction/rcpsp/bound.ts';
import { violations } from '../../../workers/construction/rcpsp/check.ts';
import { instanceOf } from '../../../workers/construction/rcpsp/instance.ts';
import { Sgs } from '../../../workers/construction/rcpsp/sgs.ts';
import { solve } from '../../../workers/construction/rcpsp/solve.ts';
import { seeded } from '../../../workers/shared/random.ts';

/** Tasks of 3, 2, 3, 2 that need 2, 2, 1, 1 of 3 units; the last waits for the first. */
const small = () =>
  instanceOf('small', [3, 2, 3, 2], [[2], [2], [1], [1]], [3], [{ from: 0, to: 3, weight: 3 }]).instance;
const LISTED = Int32Array.of(0, 1, 2, 3);

describe('four tasks and three units', () => {
  test('in the order of the list each starts as early as it goes', () => {
    const start = new Int32Array(4);
    expect(new Sgs(small()).forward(LISTED, start)).toBe(5);
    expect([...start]).toEqual([0, 3, 0, 3]);
    expect(violations(small(), start)).toEqual([]);
  });
  test('from the end of the list each as late as it goes: here the last two keep the second away, and that the first', () => {
    const start = new Int32Array(4);
    expect(new Sgs(small()).backward(LISTED, start)).toBe(7);
    expect([...start]).toEqual([0, 3, 4, 5]);
    expect(violations(small(), start)).toEqual([]);
  });
  test('the critical path and the work over the units bound it', () =>
    expect([criticalPath(small()), lowerBound(small())]).toEqual([5, 5]));
  test('the best is found and proved', () => {
    const best = solve(small(), { seed: 1, schedules: 50 });
    expect([best.makespan, best.bound]).toEqual([5, 5]);
    expect(best.schedules).toBeLessThan(50);
  });
});

test('three crews of 40 do not go into 70 at once, nor four of 30 into 100 but three: the bound says so', () => {
  const alike = (count: number, units: number, capacity: number) =>
    instanceOf('alike', Array(count).fill(5), Array(count).fill([units]), [capacity], []).instance;
  expect(lowerBound(alike(3, 40, 70))).toBe(15);
  expect(lowerBound(alike(4, 30, 100))).toBe(7);
  expect(lowerBound(alike(4, 40, 100))).toBe(10);
});

test('the checker names what is wrong', () => {
  const instance = small();
  expect(violations(instance, [0, 0, 0, 3])).toEqual(['resource 0: expected at most 3 at 0, got 5']);
  expect(violations(instance, [0, 3, 0, 2])).toContain('activity 3: expected 3 after activity 0, got 2');
  expect(violations(instance, [0, 3, 3])).toEqual(['expected 4 starts, got 3']);
});

/** Leads, lags, demands that need two words, durations of 0. */
function random(seed: number) {
  const next = seeded(seed);
  const below = (most: number) => Math.floor(next() * most);
  const durations = Array.from({ length: 30 }, () => below(9));
  const capacity = Array.from({ length: 7 }, () => 10 + below(60));
  const demands = durations.map(() => capacity.map((units) => below(units)));
  const links = Array.from({ length: 40 }, () => {
    const to = 1 + below(29);
    const from = below(to);
    return { from, to, weight: durations[from] + below(6) - 3 };
  });
  return instanceOf(`random ${seed}`, durations, demands, capacity, links).instance;
}

test('with leads, lags and seven resources no schedule breaks a rule, one seed gives one schedule, and more never make it worse', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const instance = random(seed);
    const few = solve(instance, { seed, schedules: 60 });
    const many = solve(instance, { seed, schedules: 60 });
    expect(violations(instance, few.start)).toEqual([]);
    expect(many).toEqual(few);
    expect(few.makespan).toBeGreaterThanOrEqual(few.bound);
  }
});

test('whoever watches may stop it, and hears of a schedule after the first pass', () => {
  const heard: number[] = [];
  const stop = () =>
    solve(random(3), {
      seed: 1,
      schedules: 100_000,
      progress: ({ schedules }) => {
        heard.push(schedules);
        if (heard.length === 3) throw new Error('stopped');
      },
    });
  expect(stop).toThrow('stopped');
  expect(heard[0]).toBe(1);
});
