import { describe, expect, test } from 'vitest';
import { ensembleOf, percentile } from '../../../model/scenarios/crowd-ensemble.ts';
import { type Choice, chooseExit, type ExitEvaluation } from '../../../workers/crowd/core/choice.ts';
import { exponential } from '../../../workers/crowd/core/exponential.ts';
import { cohesionRatios } from '../../../workers/crowd/core/groups.ts';
import { chance } from '../../../workers/crowd/core/noise.ts';
import { BODIES, standsIn, type WaterSeries, wadingRatio, waterAt } from '../../../workers/crowd/core/wading.ts';
import { clearanceS, countsAt, flowPerS, noCrossings, travelTimesS } from '../../../workers/crowd/results/counters.ts';

const CHOICE: Choice = { scaleS: 10, familiarity: 2, social: 1, againEveryS: 5, betterRatio: 0.2, congestionEveryS: 0 };
const exit = (walkS: number, known = false, followedRatio = 0): ExitEvaluation => ({ walkS, known, followedRatio });
const noQueue = () => 0;

/** How often each exit is taken by so many people. */
function shares(exits: ExitEvaluation[], people = 20_000, queueS: (exit: number) => number = noQueue): number[] {
  const taken = exits.map(() => 0);
  for (let id = 0; id < people; id++) taken[chooseExit(exits, queueS, CHOICE, -1, 7, id)]++;
  return taken.map((count) => count / people);
}
/** The logit of utilities. */
function logit(utilities: number[]): number[] {
  const sum = utilities.reduce((all, u) => all + Math.exp(u), 0);
  return utilities.map((u) => Math.exp(u) / sum);
}

describe('the choice of an exit', () => {
  test('is the logit of the time to it: 10 s further is e times as rare', () => {
    const [near, far] = shares([exit(20), exit(30)]);
    const [p, q] = logit([0, -1]);
    expect(near).toBeCloseTo(p, 1);
    expect(Math.abs(far - q)).toBeLessThan(0.012);
  });

  test('goes to what is known and to where all others go, as much as is said', () => {
    const found = shares([exit(20), exit(20, true), exit(20, false, 1)]);
    for (const [i, p] of logit([0, 2, 1]).entries()) expect(Math.abs(found[i] - p)).toBeLessThan(0.015);
  });

  test('weighs the queue where it is longer than the walk, and not both', () => {
    const [queued] = shares([exit(20), exit(30)], 20_000, (i) => (i === 0 ? 30 : 0));
    expect(Math.abs(queued - 0.5)).toBeLessThan(0.015);
    const [short] = shares([exit(20), exit(30)], 20_000, () => 15);
    expect(Math.abs(short - logit([0, -1])[0])).toBeLessThan(0.012);
  });

  test('is none where there is no way, and asks no queue of what no throw could make the best', () => {
    const never = Number.POSITIVE_INFINITY;
    expect(chooseExit([exit(never), exit(never)], noQueue, CHOICE, -1, 1, 1)).toBe(-1);
    const asked: number[] = [];
    const queue = (i: number) => {
      asked.push(i);
      return 0;
    };
    expect(chooseExit([exit(10), exit(never), exit(5000)], queue, CHOICE, -1, 1, 1)).toBe(0);
    expect(asked).toEqual([0]);
  });

  test('is kept unless another saves a fifth of the time', () => {
    const still: Choice = { ...CHOICE, scaleS: 0.01 };
    expect(chooseExit([exit(100), exit(81)], noQueue, still, 0, 1, 1)).toBe(0);
    expect(chooseExit([exit(100), exit(79)], noQueue, still, 0, 1, 1)).toBe(1);
    expect(chooseExit([exit(100), exit(81)], noQueue, still, -1, 1, 1)).toBe(1);
  });

  test('is the same for the same person however often it is made', () => {
    const exits = [exit(20), exit(21), exit(22)];
    for (let id = 0; id < 50; id++)
      expect(chooseExit(exits, noQueue, CHOICE, -1, 3, id)).toBe(chooseExit(exits, noQueue, CHOICE, -1, 3, id));
  });
});

test('throws are even between nought and one, and those of two seeds have nothing to do with each other', () => {
  const count = 20_000;
  const throws = Array.from({ length: count }, (_, id) => chance(11, id, 4));
  expect(Math.min(...throws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...throws)).toBeLessThan(1);
  const mean = throws.reduce((sum, x) => sum + x, 0) / count;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
  const other = Array.from({ length: count }, (_, id) => chance(12, id, 4));
  const covariance = throws.reduce((sum, x, i) => sum + (x - 0.5) * (other[i] - 0.5), 0) / count;
  expect(Math.abs(covariance)).toBeLessThan(0.003);
});

describe('a group', () => {
  const free = (count: number) => Array.from({ length: count }, () => false);

  test('walks together: who is a little ahead slows down, who is far ahead waits', () => {
    expect(cohesionRatios([10, 11, 12, 20], free(4))).toEqual([0.1, 0.1, 0.1, 1]);
    expect(cohesionRatios([10, 12], free(2))).toEqual([0.5, 1]);
    expect(cohesionRatios([10, 11.5], free(2))).toEqual([1, 1]);
  });

  test('waits for nobody who stands in a queue, nor for who is lost a minute behind', () => {
    expect(cohesionRatios([10, 20], [false, true])).toEqual([1, 1]);
    expect(cohesionRatios([10, 75], free(2))).toEqual([1, 1]);
    expect(cohesionRatios([10, 14, 75], free(3))).toEqual([0.1, 1, 1]);
  });

  test('of one never waits', () => {
    expect(cohesionRatios([42], [false])).toEqual([1]);
    expect(cohesionRatios([42], [true])).toEqual([1]);
  });
});

describe('people in water', () => {
  const series = (over?: WaterSeries['over']): WaterSeries => ({
    westM: 100,
    southM: 200,
    cellM: 10,
    columns: 2,
    rows: 1,
    floors: ['ground'],
    timesS: [0, 100],
    depthM: [Float32Array.of(0, 0.5), Float32Array.of(1, 0.5)],
    speedMps: [Float32Array.of(0, 1), Float32Array.of(2, 1)],
    turbid: false,
    ...(over ? { over } : {}),
  });
  const at = (timeS: number, x: number, y: number, of = series()) => ({
    ...waterAt(of, timeS, x, y, { depthM: 9, speedMps: 9 }),
  });

  test('are as fast as measured at the depths that were measured, and never faster in deeper water', () => {
    expect([0.35, 0.6, 0.9, 1.2].map((depthM) => wadingRatio(depthM, false))).toEqual(
      [0.58, 0.5, 0.4, 0.3].map((ratio) => expect.closeTo(ratio, 12)),
    );
    expect(wadingRatio(0.475, false)).toBeCloseTo(0.54, 12);
    expect(wadingRatio(3, false)).toBe(0.3);
    for (let depthM = 0; depthM < 2; depthM += 0.01)
      expect(wadingRatio(depthM + 0.01, false)).toBeLessThanOrEqual(wadingRatio(depthM, false) + 1e-12);
  });

  test('do not wade with wet soles, and lose two fifths more where they cannot see the ground', () => {
    expect(wadingRatio(0.049, true)).toBe(1);
    expect(wadingRatio(0.35, true)).toBeCloseTo(0.348, 12);
  });

  test('stand while depth, speed and their product stay within the limits of their build', () => {
    const [adult, frail, child] = BODIES;
    expect(standsIn({ depthM: 1.2, speedMps: 0.5 }, adult)).toBe(true);
    expect(standsIn({ depthM: 1.2, speedMps: 0.51 }, adult)).toBe(false);
    expect(standsIn({ depthM: 0.1, speedMps: 2.1 }, adult)).toBe(false);
    expect(standsIn({ depthM: 0.6, speedMps: 0 }, frail)).toBe(false);
    for (let depthM = 0; depthM < 1.5; depthM += 0.1)
      for (let speedMps = 0; speedMps < 3; speedMps += 0.25) {
        const water = { depthM, speedMps };
        if (standsIn(water, child)) expect(standsIn(water, frail)).toBe(true);
        if (standsIn(water, frail)) expect(standsIn(water, adult)).toBe(true);
      }
  });

  test('meet what lies in their cell, straight between two frames', () => {
    expect(at(25, 101, 205)).toEqual({ depthM: 0.25, speedMps: 0.5 });
    expect(at(25, 119, 205)).toEqual({ depthM: 0.5, speedMps: 1 });
    expect(at(1000, 101, 205)).toEqual({ depthM: 1, speedMps: 2 });
    expect(at(-5, 101, 205)).toEqual({ depthM: 0, speedMps: 0 });
  });

  test('are dry beside the raster', () => {
    for (const [x, y] of [
      [99, 205],
      [121, 205],
      [105, 199],
      [105, 211],
    ])
      expect(at(50, x, y)).toEqual({ depthM: 0, speedMps: 0 });
  });

  test('on a bridge are wet only when the water has risen to it', () => {
    const levels = [Float32Array.of(400, 400), Float32Array.of(404, 404)];
    const over = { standAtM: (xM: number) => (xM < 110 ? 402 : null), levelM: levels };
    expect(at(25, 101, 205, series(over))).toEqual({ depthM: 0, speedMps: 0 });
    expect(at(75, 101, 205, series(over))).toEqual({ depthM: 1, speedMps: 1.5 });
    expect(at(25, 119, 205, series(over))).toEqual({ depthM: 0.5, speedMps: 1 });
  });
});

describe('what is counted', () => {
  test('is nothing before anybody crossed a line', () => {
    const line = { id: 'gate', from: [0, 0], to: [1, 0] } as unknown as Parameters<typeof noCrossings>[0][number];
    expect(noCrossings([line])).toEqual([{ id: 'gate', forwardS: [], backwardS: [] }]);
  });

  test('is how many had crossed by each time', () => {
    expect(countsAt([1, 2, 2, 5], [0, 1, 2, 4.9, 5, 9])).toEqual([0, 1, 3, 3, 4, 4]);
  });

  test('flows as many a second as gaps lie between the first and the last', () => {
    expect(flowPerS([10, 11, 12, 13, 14], 0, 100)).toBe(1);
    expect(flowPerS([10, 11, 12, 13, 14], 11, 13)).toBe(1);
    expect(flowPerS([10], 0, 100)).toBeNaN();
    expect(flowPerS([10, 20], 0, 15)).toBeNaN();
  });

  test('is cleared when the last of a share has left, never where too few did', () => {
    const leftS = [5, 6, 7, 40];
    expect([0.5, 0.75, 1].map((ratio) => clearanceS(leftS, 4, ratio))).toEqual([6, 7, 40]);
    expect(clearanceS(leftS, 5, 1)).toBeNaN();
    expect(clearanceS([], 0, 0.95)).toBe(0);
  });

  test('travels from coming in to leaving; who did not leave has no time', () => {
    const times = travelTimesS(Float32Array.of(0, 10, 20), Float32Array.of(30, Number.NaN, 25));
    expect([...times]).toEqual([5, 30]);
  });
});

describe('many seeds', () => {
  const run = (clearance100S: number, remained = 0) => ({
    clearance50S: clearance100S / 2,
    clearance95S: clearance100S * 0.9,
    clearance100S,
    remained: Array.from({ length: remained }, () => ({})) as never,
    hash: `h${clearance100S}`,
  });

  test('are told by nearest rank: the 95th percentile of a hundred is the 95th', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0, 0.5, 0.95, 1].map((ratio) => percentile(values, ratio))).toEqual([1, 50, 95, 100]);
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile([3, Number.NaN, 1], 0.5)).toBe(3);
    expect(percentile([3, Number.NaN, 1], 1)).toBeNull();
  });

  test('say the worst run, all hashes in order, and how the percentile settled', () => {
    const ensemble = ensembleOf([...Array.from({ length: 9 }, () => run(100)), run(110, 4)]);
    expect(ensemble).toMatchObject({ runs: 10, mostRemained: 4, clearance50S: { median: 50, p95: 55 } });
    expect(ensemble.hashes.at(-1)).toBe('h110');
    expect(ensemble.convergence.p95AfterRuns).toHaveLength(10);
    expect(ensemble.convergence.lastChangeRatio).toBeCloseTo(10 / 110, 12);
  });

  test('below ten say nothing of how it settled', () => {
    expect(ensembleOf([run(100), run(101)]).convergence.lastChangeRatio).toBeNull();
  });
});

test('the exponential is right to 2e-7 of itself, the first term that its series leaves out, between its ends', () => {
  for (let x = -690; x <= 690; x += 0.37) expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(2e-7);
  expect(exponential(0)).toBe(1);
});
