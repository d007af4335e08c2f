import { expect, test } from 'vitest';
import { RuleRunner } from '../../../model/alarms/rule-runner.ts';
import { rulesFor } from '../../validation/feeds-laws.ts';

/** High above 7, over below 6; low below 1, over above 1.5. The runner keeps some twenty samples. */
const CADENCE_MS = 60_000;
const runnerOf = (): RuleRunner => {
  const runner = new RuleRunner([{ id: 's', cadenceMs: CADENCE_MS, rules: rulesFor(CADENCE_MS) }], []);
  runner.listen();
  return runner;
};

function take(runner: RuleRunner, values: readonly number[], fromMinute = 0): void {
  for (const [i, value] of values.entries()) {
    const timeMs = (fromMinute + i) * CADENCE_MS;
    runner.hear(timeMs);
    runner.take(0, timeMs, timeMs, value, timeMs);
    // As the hub and the page do: what stands is asked for again and again.
    runner.store.update(timeMs);
  }
}

const extremeOf = (runner: RuleRunner, rule: string) =>
  runner.store.standing(1e9).find(({ key }) => key === `s ${rule}`)?.extreme;
const flat = (value: number, count: number): number[] => new Array<number>(count).fill(value);

test('the crest of a flood is known long after its sample was let go', () => {
  const runner = runnerOf();
  take(runner, [3, 8, 9, 12, 10, ...flat(7.5, 200)]);
  expect(extremeOf(runner, 'high')).toEqual({ value: 12, atMs: 3 * CADENCE_MS });
});

test('below a set point it is the lowest; of a rate there is none', () => {
  const runner = runnerOf();
  take(runner, [3, 0.5, 0.2, 0.9, 0.9]);
  expect(extremeOf(runner, 'low')).toEqual({ value: 0.2, atMs: 2 * CADENCE_MS });
  const rising = runnerOf();
  take(rising, [0, 3, 6]);
  expect(extremeOf(rising, 'rising')).toBeNull();
});

test('a new life of the alarm begins with its own', () => {
  const runner = runnerOf();
  take(runner, [3, 12, 3, 3, 8, 9, 7]);
  expect(extremeOf(runner, 'high')).toEqual({ value: 9, atMs: 5 * CADENCE_MS });
});

test('a late sample counts as if it had come in time; a correction of the crest takes its place', () => {
  const runner = runnerOf();
  take(runner, [3, 8]);
  take(runner, [9], 3);
  runner.take(0, 2 * CADENCE_MS, 2 * CADENCE_MS, 11, 3 * CADENCE_MS);
  expect(extremeOf(runner, 'high')).toEqual({ value: 11, atMs: 2 * CADENCE_MS });
  runner.take(0, 2 * CADENCE_MS, 3 * CADENCE_MS, 8.5, 3 * CADENCE_MS);
  expect(extremeOf(runner, 'high')).toEqual({ value: 9, atMs: 3 * CADENCE_MS });
});

test('it outlives a restart whose samples begin after the crest', () => {
  const runner = runnerOf();
  take(runner, [3, 8, 12, ...flat(7.5, 200)]);
  const saved = runner.store.save('s high');
  const fresh = new RuleRunner([{ id: 's', cadenceMs: CADENCE_MS, rules: rulesFor(CADENCE_MS) }], []);
  if (saved) {
    fresh.store.restore(saved);
    fresh.resume(0, 'high', saved);
  }
  take(fresh, flat(7.5, 20), 183);
  fresh.listen();
  expect(extremeOf(fresh, 'high')).toEqual({ value: 12, atMs: 2 * CADENCE_MS });
  take(fresh, [13], 203);
  expect(extremeOf(fresh, 'high')).toEqual({ value: 13, atMs: 203 * CADENCE_MS });
});
