import { expect, test } from 'vitest';
import { beyondStageMps, enteringMps, inflowDepthM, pouredStepS } from '../../../workers/flood/core/entering.ts';
import type { FloodInput } from '../../../workers/flood/core/flood-input.ts';
import { cellAt, type OutsideCondition } from '../../../workers/flood/core/terrain.ts';
import { startFlood } from '../../../workers/flood/flood.ts';
import { oracle, smallFlood, wallEdges } from './small-flood.ts';

const G = 9.80665;

test('a stage enters dry ground at its own wave’s speed, and still water of its own level not at all', () => {
  expect(beyondStageMps(0, 0, 1)).toBeCloseTo(-Math.sqrt(G), 9);
  expect(beyondStageMps(1, 0, 1)).toBe(0);
  // Subcritical: as the wave going out says, u + 2c.
  expect(beyondStageMps(0.9, 0, 1)).toBeCloseTo(2 * (Math.sqrt(G * 0.9) - Math.sqrt(G)), 9);
  expect(beyondStageMps(0.5, -2, 0)).toBeCloseTo(-2 + 2 * Math.sqrt(G * 0.5), 9);
});

test('what enters sets the step where all is dry', () => {
  expect(enteringMps({ kind: 'stage', stageM: 11 }, 10, 0, 0, false)).toBeCloseTo(2 * Math.sqrt(G), 9);
  expect(enteringMps({ kind: 'stage', stageM: 11 }, 10, 0, 0, true)).toBeCloseTo(Math.sqrt(G), 9);
  expect(enteringMps({ kind: 'stage', stageM: 9 }, 10, 0, 0, false)).toBe(0);
  const critical = Math.cbrt(1 / G);
  expect(enteringMps({ kind: 'inflow', unitDischargeM2ps: 1 }, 0, 0, 0, false)).toBeCloseTo(
    2 * Math.sqrt(G * critical),
    9,
  );
  expect(inflowDepthM(0, 1, 0.2)).toBe(0.2);
  expect(inflowDepthM(0, 1, 0.9)).toBeCloseTo(critical, 9);
  const stepS = pouredStepS(2, 0.3125);
  expect(stepS * Math.sqrt(G * 0.3125 * stepS)).toBeCloseTo(0.45 * 2, 9);
});

const deepestM = (input: FloodInput): number => {
  const flood = startFlood(oracle, input);
  flood.advanceTo(input.endS);
  expect(Math.abs(flood.ledger().errorRatio)).toBeLessThan(1e-9);
  return Math.max(...flood.maxima.depthM);
};

test.each([
  ['second', { kind: 'full', order: 2 }, 1.001],
  ['first', { kind: 'full', order: 1 }, 1.001],
  // Local inertia has no shock: behind its front stands a swell.
  ['fast', { kind: 'fast' }, 1.05],
] as const)('a stage of 1 m on dry ground never stands higher than itself (%s): it was 31 m', (_, scheme, mostM) => {
  const edges = wallEdges(40, 3);
  const beyond: OutsideCondition = { kind: 'stage', stageM: 1 };
  edges.west.fill(beyond);
  expect(deepestM(smallFlood(40, 3, 2, { edges, scheme, endS: 5 }))).toBeLessThan(mostM);
});

test('a burst main of 1.25 m³/s on dry ground stands no higher at its first moment than ever after: it was 3.1 m', () => {
  const works: FloodInput['works'] = [
    { kind: 'inflow', id: 'main', from: [41, 41], to: [41, 41], dischargeM3ps: { timesS: [0], values: [1.25] } },
  ];
  const flood = startFlood(oracle, smallFlood(41, 41, 2, { works, endS: 60, maximaEveryS: 0 }));
  flood.advanceTo(60);
  const nowM = flood.maxima.depthM[20 * 41 + 20];
  expect(nowM).toBeLessThan(0.45);
  const later = startFlood(oracle, smallFlood(41, 41, 2, { works, endS: 60 }));
  later.advanceTo(60);
  expect(later.maxima.depthM[20 * 41 + 20]).toBeLessThanOrEqual(nowM);
});

test('water comes in at critical speed over a stage edge, without friction for ever (Froude 1)', () => {
  const edges = wallEdges(200, 1);
  const beyond: OutsideCondition = { kind: 'stage', stageM: 1 };
  edges.west.fill(beyond);
  const manningN = new Float32Array(200);
  const flood = startFlood(oracle, smallFlood(200, 1, 2, { edges, manningN, endS: 30 }));
  flood.advanceTo(30);
  const m2ps = flood.ledger().enteredM3 / 30 / 2;
  expect(m2ps / Math.sqrt(G)).toBeGreaterThan(0.97);
  expect(m2ps / Math.sqrt(G)).toBeLessThan(1.01);
});

test('swifter than its wave, an inflow keeps the depth that it is given', () => {
  const edges = wallEdges(60, 1);
  edges.west.fill({ kind: 'inflow', unitDischargeM2ps: 2, depthM: 0.4 });
  edges.east.fill({ kind: 'free' });
  const manningN = new Float32Array(60);
  const flood = startFlood(oracle, smallFlood(60, 1, 2, { edges, manningN, endS: 60 }));
  flood.advanceTo(60);
  const { terrain, solver } = Reflect.get(flood, 'ground') as {
    terrain: Parameters<typeof cellAt>[0];
    solver: { depthM(i: number): number };
  };
  expect(solver.depthM(cellAt(terrain, 30, 0))).toBeCloseTo(0.4, 3);
});
