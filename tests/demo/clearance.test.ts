import { expect, test } from 'vitest';
import { findClashes, noPipes, type Pipe, placePipe, type SystemId } from '../../demo/pipes/clearance.ts';
import { pipeRules } from '../../demo/pipes/network.ts';
import { solveProfile } from '../../demo/pipes/profile.ts';
import { plan } from '../../demo/plan.ts';
import { lineOf } from '../../model/geo/plane/line.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';

const rules = pipeRules(plan);

const pipe = (id: string, system: SystemId, diameterM: number, axis: Xyz[]): Pipe => ({
  id,
  system,
  line: id,
  trunk: false,
  axis,
  widthM: diameterM,
  heightM: diameterM,
  boxHeightM: 0,
  dnMm: diameterM * 1000,
  wallM: 0,
  material: '',
  year: 2000,
  pressureMPa: undefined,
  barrels: 1,
  joins: [],
  river: false,
});

const sewer = pipe('sewer', 'YS', 1, [
  [-10, 0, 100],
  [10, 0, 100],
]);
const waterAt = (z: number) =>
  pipe('water', 'JS', 0.4, [
    [0, -10, z],
    [0, 10, z],
  ]);

test('water passes 0.40 m over a sewer, not 0.39 m', () => {
  expect(findClashes([sewer, waterAt(100 + 0.7 + 0.4)], rules)).toHaveLength(0);
  const [clash] = findClashes([sewer, waterAt(100 + 0.7 + 0.39)], rules);
  expect(clash).toMatchObject({ kind: 'vertical', a: 'sewer', b: 'water', needM: 0.4 });
  expect(clash.gapM).toBeCloseTo(0.39, 9);
});

test('side by side they keep 1.5 m in plan, unless one lies a metre lower', () => {
  const beside = (y: number, z: number) =>
    pipe('water', 'JS', 0.4, [
      [-8, y, z],
      [8, y, z],
    ]);
  expect(findClashes([sewer, beside(0.7 + 1.5, 100)], rules)).toHaveLength(0);
  expect(findClashes([sewer, beside(0.7 + 1.4, 100)], rules)).toHaveLength(1);
  expect(findClashes([sewer, beside(0.7 + 1.4, 100 - 0.7 - 1)], rules)).toHaveLength(0);
});

test('a manhole in common is no clash', () => {
  const into: Pipe = { ...waterAt(100), id: 'branch', system: 'YS', nodes: ['mh-1', 'mh-2'] };
  expect(findClashes([{ ...sewer, nodes: ['mh-2', 'mh-3'] }, into], rules)).toHaveLength(0);
  expect(findClashes([{ ...sewer, nodes: ['mh-8', 'mh-9'] }, into], rules)).toHaveLength(1);
});

test('a main at 1.2 m of cover dips under a sewer in its way, by the clear height and no more than a hand', () => {
  const laid = noPipes();
  placePipe(laid, sewer);
  const line = lineOf([
    [0, -30],
    [0, 30],
  ]);
  const groundM = 101.3;
  const profile = solveProfile(
    {
      system: 'JS',
      line,
      heightM: 0.4,
      halfWidthM: 0.2,
      topM: () => groundM - 1.2,
      highestM: () => groundM - 1.2,
      fixed: [],
      bends: [],
      ignores: () => false,
    },
    laid,
    rules,
  );
  expect(profile).toBeDefined();
  const lowest = Math.min(...(profile ?? []).map(([, top]) => top));
  expect(lowest).toBeLessThanOrEqual(99.5 - 0.4);
  expect(lowest).toBeGreaterThan(99.5 - 0.4 - 0.1);
  expect(profile?.[0]).toEqual([0, groundM - 1.2]);
  expect(profile?.at(-1)).toEqual([60, groundM - 1.2]);
});
