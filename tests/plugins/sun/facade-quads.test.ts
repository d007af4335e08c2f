import { expect, test } from 'vitest';
import { SUN_RULES } from '../../../model/questions/sun-rules.ts';
import { dwellingClasses, dwellingRows, sightOfDwelling } from '../../../src/plugins/sun/dwelling.ts';
import { DWELLING_TOKEN, facadeQuads, LOST_TOKEN, sunClasses } from '../../../src/plugins/sun/facade-quads.ts';
import { lossesOf } from '../../../src/plugins/sun/losses.ts';
import type { SunBuildingRow, SunResult } from '../../../workers/sun/engine-types.ts';

/** Two windows of one wall that looks south: the first keeps 3 h, the second falls from 2.4 to 1.4 h. */
const result: SunResult = {
  rules: SUN_RULES[0],
  fromMs: 0,
  toMs: 1,
  hasScheme: true,
  planned: ['tower'],
  buildings: [],
  windows: {
    count: 2,
    placesM: Float64Array.of(10, 20, 0.9, 0, -1, 13, 20, 0.9, 0, -1),
    building: Int32Array.of(0, 0),
    storey: Int32Array.of(0, 0),
    facade: Int32Array.of(0, 0),
    beforeMin: Float32Array.of(180, 144),
    afterMin: Float32Array.of(180, 84),
    openMin: Float32Array.of(480, 480),
    widthM: Float32Array.of(3, 3),
    heightM: Float32Array.of(3, 3),
    dwelling: Int32Array.of(0, 1),
  },
  dwellings: {
    count: 2,
    counts: { judged: 2, metBefore: 2, metAfter: 1, lost: 1 },
    building: Int32Array.of(0, 0),
    storey: Int32Array.of(0, 0),
    place: Int32Array.of(0, 1),
    ofStorey: Int32Array.of(2, 2),
    isAlongNorth: Uint8Array.of(0, 0),
    beforeMin: Float32Array.of(180, 144),
    afterMin: Float32Array.of(180, 84),
  },
  counts: { insideParts: 0, underGround: 0, storeysAssumed: 0, pitched: 0, blockers: 1 },
  hash: '',
};

test('classes meet at the rule’s least, so that no colour stands on both sides of it', () => {
  expect(sunClasses(SUN_RULES[0]).map(({ fromH }) => fromH)).toEqual([0, 1, 2, 3, 4]);
  const solstice = SUN_RULES.find(({ id }) => id === 'solstice-1h') ?? SUN_RULES[0];
  expect(sunClasses(solstice).map(({ fromH }) => fromH)).toEqual([0, 0.5, 1, 1.5, 2]);
});

test('a panel stands before the wall over its bay and storey, in the colour of its hours', () => {
  const { cornersM, tokens } = facadeQuads(result, 'before');
  expect(tokens).toEqual(['div-6', 'div-5']);
  const first = [0, 1, 2, 3].map((k) => [...cornersM.subarray(3 * k, 3 * k + 3)]);
  for (const [east, north, up] of first) {
    expect(Math.abs(east - 10)).toBeCloseTo(1.5);
    expect(north).toBeLessThan(20);
    expect(Math.abs(up - 1.5)).toBeCloseTo(1.5);
  }
});

test('a window that what is planned takes below the rule stands in a frame, and only then', () => {
  expect(facadeQuads(result, 'after').tokens).toEqual(['div-6', LOST_TOKEN, 'div-3']);
  const north: SunResult = { ...result, windows: { ...result.windows, openMin: Float32Array.of(0, 0) } };
  expect(facadeQuads(north, 'after').tokens).toEqual(['div-6', 'div-3']);
});

test('the windows of the dwelling that is looked at stand in a frame of their own, lost or not', () => {
  expect(facadeQuads(result, 'after', 0).tokens).toEqual([DWELLING_TOKEN, 'div-6', LOST_TOKEN, 'div-3']);
  expect(facadeQuads(result, 'before', 1).tokens).toEqual(['div-6', DWELLING_TOKEN, 'div-5']);
});

test('dwellings that lose the rule are listed first, by hours; a dwelling is seen from before its windows', () => {
  expect(
    dwellingRows(result).map(({ at, afterMin, metBefore, metAfter }) => [at, afterMin, metBefore, metAfter]),
  ).toEqual([
    [1, 84, true, false],
    [0, 180, true, true],
  ]);
  // 0–1, 1–2, 2–3, 3–4 and from 4 h.
  expect(dwellingClasses(result, dwellingRows(result), ({ afterMin }) => afterMin)).toEqual([0, 1, 0, 1, 0]);
  const sight = sightOfDwelling(result, 1);
  // Its only window looks south: who looks at it looks north.
  expect([sight?.place.eastM, sight?.place.northM, sight?.headingDeg]).toEqual([13, 20, 0]);
});

test('buildings that lose windows are told, those that lose most first; the others are counted', () => {
  const row = (id: string, lost: number, afterMin: number): SunBuildingRow => ({
    layer: 'building',
    row: 0,
    id,
    name: { zh: id, en: id },
    use: 'slab',
    dwellings: null,
    atM: [1, 2, 3],
    windows: 20,
    judged: 20,
    metBefore: 20,
    metAfter: 20 - lost,
    lost,
    worst: lost > 0 ? { storey: 0, beforeMin: 144, afterMin } : null,
    storeys: [],
  });
  const { buildings, losers } = lossesOf({
    ...result,
    buildings: [row('a', 2, 110), row('b', 0, 144), row('c', 9, 84)],
  });
  expect(buildings).toBe(3);
  expect(losers.map(({ id, worst, place }) => [id, worst.afterMin, place.northM])).toEqual([
    ['c', 84, 2],
    ['a', 110, 2],
  ]);
});
