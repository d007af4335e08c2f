import { describe, expect, test } from 'vitest';
import { SUN_RULES } from '../../../model/questions/sun-rules.ts';
import { dwellingsOf } from '../../../workers/sun/dwellings.ts';
import type { SunBuildingRow } from '../../../workers/sun/engine-types.ts';

/** Great cold, 2 h: 120 minutes. */
const [rules] = SUN_RULES;

const house = (more: Partial<SunBuildingRow> = {}): SunBuildingRow => ({
  layer: 'buildings',
  row: 0,
  id: 'a',
  name: { zh: 'a', en: 'a' },
  use: 'residential',
  dwellings: null,
  atM: [0, 0, 0],
  windows: 0,
  judged: 0,
  metBefore: 0,
  metAfter: 0,
  lost: 0,
  worst: null,
  storeys: [],
  ...more,
});

/** A slab along the east: six windows of 3.5 m to the south and one to the north on each of three storeys, each storey with 30 min more. */
function slab(minutesOf: (storey: number, bay: number) => number) {
  const list: { x: number; y: number; out: number; storey: number; min: number; open: number }[] = [];
  for (let storey = 0; storey < 3; storey++) {
    for (let bay = 0; bay < 6; bay++)
      list.push({ x: 3.5 * bay + 1.75, y: 0, out: -1, storey, min: minutesOf(storey, bay), open: 480 });
    list.push({ x: 10.5, y: 12, out: 1, storey, min: 0, open: 0 });
  }
  return {
    count: list.length,
    placesM: Float64Array.from(list.flatMap(({ x, y, out, storey }) => [x, y, 3 * storey, 0, out])),
    building: new Int32Array(list.length),
    storey: Int32Array.from(list, ({ storey }) => storey),
    facade: Int32Array.from(list, ({ out }) => out),
    beforeMin: Float32Array.from(list, () => 200),
    afterMin: Float32Array.from(list, ({ min }) => min),
    openMin: Float32Array.from(list, ({ open }) => open),
    widthM: new Float32Array(list.length).fill(3.5),
    heightM: new Float32Array(list.length).fill(3),
  };
}

describe('dwellings of a study', () => {
  test('are as many a storey as the building states, from the west, each with its best window', () => {
    const windows = slab((storey, bay) => 40 * storey + 10 * bay);
    const { dwellings, ofWindow } = dwellingsOf([house({ dwellings: 6 })], windows, rules);
    expect([...dwellings.storey]).toEqual([0, 0, 1, 1, 2, 2]);
    expect([...dwellings.place]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...dwellings.ofStorey]).toEqual([2, 2, 2, 2, 2, 2]);
    expect([...dwellings.isAlongNorth]).toEqual([0, 0, 0, 0, 0, 0]);
    // Bays 0 to 2 of the western one, 3 to 5 of the eastern: 20 and 50 min on the lowest storey, 40 more a storey.
    expect([...dwellings.afterMin]).toEqual([20, 50, 60, 90, 100, 130]);
    expect([...ofWindow.subarray(0, 7)]).toEqual([0, 0, 0, 1, 1, 1, 1]);
    expect(dwellings.counts).toEqual({ judged: 6, metBefore: 6, metAfter: 1, lost: 5 });
  });

  test('take 10 m of façade each where nobody states them: 21 m are two', () => {
    const { dwellings } = dwellingsOf(
      [house()],
      slab(() => 60),
      rules,
    );
    expect(dwellings.count).toBe(6);
  });

  test('of a house with fewer dwellings than storeys take several storeys', () => {
    const windows = slab((storey) => 100 + 20 * storey);
    const { dwellings } = dwellingsOf([house({ dwellings: 1 })], windows, rules);
    expect([dwellings.count, dwellings.storey[0], dwellings.afterMin[0]]).toEqual([1, 0, 140]);
  });

  test('are none where the building states none, or is used for something else', () => {
    const windows = slab(() => 60);
    expect(dwellingsOf([house({ dwellings: 0 })], windows, rules).dwellings.count).toBe(0);
    expect(dwellingsOf([house({ use: 'office' })], windows, rules).dwellings.count).toBe(0);
    expect([...dwellingsOf([house({ use: 'office' })], windows, rules).ofWindow]).toEqual(
      Array.from({ length: 21 }, () => -1),
    );
  });

  test('without a window that could meet the rule are not held to it', () => {
    const windows = slab(() => 60);
    windows.openMin.fill(0);
    const { dwellings } = dwellingsOf([house({ dwellings: 3 })], windows, rules);
    expect(dwellings.count).toBe(3);
    expect(dwellings.counts.judged).toBe(0);
  });
});
