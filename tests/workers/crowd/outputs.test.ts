import { expect, test } from 'vitest';
import { startCrowd } from '../../../workers/crowd/core/run.ts';
import { WalkingOracle } from '../../../workers/crowd/core/walking.ts';
import { clearanceS, countsAt, flowPerS, travelTimesS } from '../../../workers/crowd/results/counters.ts';
import {
  DensityLog,
  densestPerM2,
  densityOf,
  levelOfService,
  voronoiPerM2,
} from '../../../workers/crowd/results/density.ts';
import {
  readTrajectories,
  trajectoriesOf,
  trajectoryText,
  writeTrajectories,
} from '../../../workers/crowd/results/trajectories.ts';
import { fixedGuide, inputOf, levelOf, type Person, peopleOf } from '../../validation/crowd-plans.ts';

const standing = (people: readonly Person[]) => {
  const input = inputOf([levelOf([0, 0, 20, 20], [])], [], peopleOf(people), { endS: 3 });
  return {
    input,
    run: startCrowd(
      (of) => new WalkingOracle(of),
      input,
      fixedGuide(input, () => [1, 0]),
    ),
  };
};

/** 2 people/m² on a lattice of 0.5 × 1 m. */
const LATTICE = Array.from({ length: 800 }, (_, i) => ({ x: 0.25 + 0.5 * (i % 40), y: 0.5 + Math.floor(i / 40) }));

test('two people a square metre are two people a square metre, by both ways of measuring', () => {
  const { input, run } = standing(LATTICE);
  const { perM2, columns } = densityOf(input, run.people, 0);
  expect(Math.abs(perM2[10 * columns + 10] - 2)).toBeLessThan(0.1);
  const places = LATTICE.map(({ x, y }) => [x, y] as const);
  expect(voronoiPerM2(places, [8.1, 8.3, 12.1, 12.3])).toBeCloseTo(2, 6);
});

test('the densest 3 × 3 m: as many as stand there, not as many as would if all of it were as full as one square metre', () => {
  const raster = { columns: 5, rows: 5, cellM: 1, westM: 0, southM: 0 };
  const perM2 = new Float32Array(25);
  perM2.set([9, 0, 0, 0, 0], 10);
  expect(densestPerM2({ ...raster, perM2 })).toBe(1);
  const { input, run } = standing(LATTICE);
  expect(Math.abs(densestPerM2(densityOf(input, run.people, 0)) - 2)).toBeLessThan(0.1);
});

test('a person alone stands for no more ground than their own 1.6 m square', () => {
  expect(voronoiPerM2([[5, 5]], [0, 0, 10, 10])).toBeCloseTo(1 / 100, 9);
  expect(voronoiPerM2([[5, 5]], [4.9, 4.9, 5.1, 5.1])).toBeCloseTo(1 / 2.56, 9);
});

test('levels of service are Fruin’s', () => {
  expect([0.3, 0.31, 0.5, 0.8, 1.08, 3].map(levelOfService)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a crowded cell keeps its highest density and the time of it', () => {
  const { input, run } = standing(LATTICE);
  const log = new DensityLog(input, run.people);
  log.watch(run.people, 5);
  const middle = 10 * log.highest[0].columns + 10;
  expect(Math.abs(log.highest[0].perM2[middle] - 2)).toBeLessThan(0.1);
  expect(log.crowdedS[0][middle]).toBe(5);
});

test('counters: N–t, flow, clearance, travel', () => {
  expect(countsAt([1, 2, 2.5, 9], [0, 2, 5, 10])).toEqual([0, 2, 3, 4]);
  expect(flowPerS([1, 2, 3, 4, 5], 2, 4)).toBe(1);
  expect(clearanceS([1, 2, 3], 4, 0.5)).toBe(2);
  expect(clearanceS([1, 2, 3], 4, 1)).toBeNaN();
  expect([...travelTimesS(Float32Array.of(0, 5, Number.NaN), Float32Array.of(9, 8, Number.NaN))]).toEqual([3, 9]);
});

test('trajectories come back from their file as they went in, and say what is wrong with another', () => {
  const { input, run } = standing([
    { x: 1, y: 1 },
    { x: 5, y: 2, appearS: 1.5 },
  ]);
  const whole = trajectoriesOf(input, run.box, [...run.frames()]);
  const bytes = writeTrajectories(whole);
  expect(readTrajectories(bytes, 'a')).toEqual(whole);
  expect(() => readTrajectories(bytes.subarray(0, 100), 'half')).toThrow(/half: expected \d+ bytes, got 100/);
  expect(() => readTrajectories(new Uint8Array(9), 'other')).toThrow(/other: expected SPcrowd1/);
  const lines = [...trajectoryText(whole)].join('').split('\n');
  expect(lines[1]).toBe('# framerate: 1.000000');
  expect(lines[3]).toBe('1\t0\t1.000\t1.000\t0.000');
  expect(lines.filter((line) => line.startsWith('2\t')).map((line) => line.split('\t')[1])).toEqual(['2', '3']);
});
