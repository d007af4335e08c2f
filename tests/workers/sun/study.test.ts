import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PLAIN_ARENA } from '../../../workers/shared/arena.ts';
import { PLACE } from '../../../workers/sun/lit.ts';
import { obstructionsOf } from '../../../workers/sun/obstructions.ts';
import { blockerOf, GROUND, NOTHING, UNDERSIDE } from '../../../workers/sun/rays.ts';
import type { Study } from '../../../workers/sun/study.ts';
import { AFTER, BEFORE, sunScene } from '../../../workers/sun/sun-scene.ts';
import { countedMinutes } from '../../../workers/sun/verdict.ts';
import { estate } from '../../validation/sun-engine.ts';
import { block, hill, ORACLE, rulesOf, studyScene } from '../../validation/sun-scenes.ts';

const PLACE_OF_SCENE = { lonDeg: 108.75, latDeg: 34.3 };
const KERNEL = new WebAssembly.Module(readFileSync('build/kernels/sun.wasm'));
const RULES = rulesOf('great-cold-2h');

const south = ({ windows }: Study): number[] =>
  Array.from({ length: windows.count }, (_, w) => w).filter((w) => windows.places[PLACE * w + 4] < -0.9);

test('a front in the open has all eight hours to the south, and none to the north', async () => {
  const study = await studyScene({ prisms: [block(0, [0, 0, 12, 10], 9)], place: PLACE_OF_SCENE, rules: RULES });
  for (const w of south(study)) expect(study.beforeMin[w]).toBeCloseTo(480, 0);
  const north = Array.from({ length: study.windows.count }, (_, w) => w).filter(
    (w) => study.windows.places[PLACE * w + 4] > 0.9,
  );
  expect(north.length).toBeGreaterThan(0);
  for (const w of north) expect(study.beforeMin[w]).toBe(0);
});

test('a ray meets walls between foot and top, an underside from below, and the ground', () => {
  const prisms = [block(0, [0, 10, 10, 60], 30, { footM: 10 }), block(1, [-50, -50, -49, -49], 1)];
  const scene = sunScene(prisms, [-60, -60, 70, 70], PLAIN_ARENA);
  const to = (z: number, slope: number, x = 5) => blockerOf(scene, null, BEFORE, x, 0, z, 0, 1, slope, NOTHING);
  expect(to(15, 0.1)).toBeGreaterThanOrEqual(0);
  // Under it and out behind, over it, beside it.
  expect(to(0, 0.1)).toBe(NOTHING);
  expect(to(29.5, 0.1)).toBe(NOTHING);
  expect(to(15, 0.1, 11)).toBe(NOTHING);
  // Below its foot in front, above its roof behind: it went in from below.
  expect(to(0, 0.7)).toBe(UNDERSIDE - 0);
  const flat = sunScene([block(0, [0, 0, 1, 1], 1)], [-200, -200, 200, 200], PLAIN_ARENA);
  const up = (heightM: number) => blockerOf(flat, hill(heightM)(), BEFORE, 0, 100, 1, 0, -1, 0.2, NOTHING);
  expect(up(60)).toBe(GROUND);
  expect(up(30)).toBe(NOTHING);
});

test('the kernel lights what the TypeScript core does, bit by bit: turned houses, a hill, an underside, a scheme', async () => {
  const houses = estate(2000);
  const raised = block(90, [0, -30, 40, -20], 40, { footM: 8, phases: AFTER });
  const gone = block(91, [40, -60, 60, -40], 50, { phases: BEFORE });
  const input = { ...houses, prisms: [...houses.prisms, raised, gone], terrain: hill(50), hasScheme: true };
  const oracle = await studyScene(input);
  const kernel = await studyScene(input, { ...ORACLE, kernel: KERNEL });
  expect(kernel.hash).toBe(oracle.hash);
  expect([...oracle.beforeMin]).not.toEqual([...oracle.afterMin]);
});

test('a tower before a front takes what the same front had, and is named for it', async () => {
  const tower = block(1, [0, -60, 20, -40], 90, { phases: AFTER });
  const study = await studyScene({
    prisms: [block(0, [0, 0, 20, 10], 9), tower],
    place: PLACE_OF_SCENE,
    rules: RULES,
    hasScheme: true,
  });
  for (const w of south(study)) expect(study.beforeMin[w] - study.afterMin[w]).toBeGreaterThan(60);
  expect(obstructionsOf(study, 0, BEFORE)).toEqual([]);
  expect(obstructionsOf(study, 0, AFTER)).toMatchObject([{ building: 1 }]);
});

test('points against another part are no windows: dropped and counted', async () => {
  const apart = await studyScene({ prisms: [block(0, [0, 0, 12, 10], 9)], place: PLACE_OF_SCENE, rules: RULES });
  const joined = await studyScene({
    prisms: [block(0, [0, 0, 12, 10], 9), block(1, [12, 0, 24, 10], 9)],
    place: PLACE_OF_SCENE,
    rules: RULES,
  });
  // Its east wall: three bays on three storeys.
  expect(joined.windows.insideParts).toBe(9);
  expect(joined.windows.count).toBe(apart.windows.count - 9);
});

test('spells that are too short do not count, and of the others as many as the rule takes', () => {
  const spells: [number, number][] = [
    [0, 240],
    [1000, 4600],
    [5000, 6200],
    [7000, 7900],
  ];
  expect(countedMinutes(spells, RULES)).toBe(4 + 60 + 20 + 15);
  expect(countedMinutes(spells, { ...RULES, minSpellMin: 5 })).toBe(60 + 20 + 15);
  expect(countedMinutes(spells, { ...RULES, longestSpells: 2 })).toBe(60 + 20);
});

test('a sweep angle takes what grazes the front: of an east front it ends the morning earlier', async () => {
  const at = async (sweepDeg: number) => {
    const study = await studyScene({
      prisms: [block(0, [0, 0, 12, 12], 3)],
      place: PLACE_OF_SCENE,
      rules: { ...RULES, sweepDeg },
    });
    const east = Array.from({ length: study.windows.count }, (_, w) => w).find(
      (w) => study.windows.places[PLACE * w + 3] > 0.9,
    );
    return study.beforeMin[east ?? -1];
  };
  // To true noon, and to where the sun stands 12° east of south: 46 minutes before.
  expect(await at(0)).toBeCloseTo(240, 0);
  expect(await at(12)).toBeLessThan(205);
  expect(await at(12)).toBeGreaterThan(180);
});
