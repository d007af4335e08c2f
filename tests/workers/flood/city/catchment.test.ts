import { describe, expect, test } from 'vitest';
import { parseGrid } from '../../../../model/city/grid.ts';
import { catchmentOf, drainageMap } from '../../../../workers/flood/city/catchment.ts';
import { bedElevations, drawnCatchment, nearestInlet } from '../../../../workers/flood/city/questions.ts';

/** A city of square cells of 10 m from (0, 0) whose ground is given by column and row from the south-west. */
function cityOf(columns: number, rows: number, bedM: (column: number, row: number) => number) {
  const grid = parseGrid({
    ...{ format: 1, datum: { vertical: 'test', geoidUndulationM: 0 } },
    ...{ origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 0 }, westM: 0, southM: 0, cellM: 10, columns, rows },
    ...{
      bed: { file: 'bed.bin', minM: 0, maxM: 1 },
      buildingMask: { file: 'b.bin', cells: 0 },
      landCover: null,
      classes: [],
    },
  });
  const cells = columns * rows;
  const bedElevationM = Float32Array.from({ length: cells }, (_, i) => bedM(i % columns, Math.floor(i / columns)));
  return { grid, bedElevationM, building: new Uint8Array(cells), landCover: null };
}

/** A valley that falls to the south, along column 10 of 21; both flanks rise 1 m a cell. */
const valley = cityOf(21, 20, (column, row) => Math.abs(column - 10) + 0.1 * row);

describe('what drains through a place', () => {
  test('of a valley is all above the line that its flanks fall along', () => {
    const map = drainageMap(valley);
    // Flanks fall straight to the stream or aslant to the south: cells above row 10 drain through (10, 10), 21 in each of ten rows at most.
    const found = catchmentOf(map, [105, 105]);
    expect(found.at[0]).toBe(105);
    expect(found.at[1]).toBeLessThanOrEqual(105);
    expect(found.cells).toBeGreaterThan(100);
    expect(found.cells).toBeLessThan(12 * 21);
    expect(found.areaM2).toBe(found.cells * 100);
    expect(found.isCut).toBe(true);
    expect(found.mask.reduce((sum, each) => sum + each, 0)).toBe(found.cells);
  });

  test('every cell drains somewhere, and all of them leave', () => {
    const { into, through } = drainageMap(valley);
    expect(into.every((cell) => cell >= 0)).toBe(true);
    const leaving = [...into.keys()].filter((cell) => into[cell] === cell);
    expect(leaving.reduce((sum, cell) => sum + through[cell], 0)).toBe(into.length);
    // The valley's own mouth is the only way out of it.
    expect(leaving).toEqual([10]);
  });

  test('a hollow is filled and spills over its lowest rim, not against the hill', () => {
    // A pit in the middle of a plane that falls to the west: its water leaves westwards.
    const map = drainageMap(cityOf(9, 9, (column, row) => (column === 4 && row === 4 ? -5 : column)));
    let cell = 4 * 9 + 4;
    while (map.into[cell] !== cell) cell = map.into[cell];
    expect(cell % 9).toBe(0);
  });

  test('a click beside the stream takes the stream; one beside the data is refused by its place', () => {
    const map = drainageMap(valley);
    expect(catchmentOf(map, [125, 105]).at[0]).toBe(105);
    expect(() => catchmentOf(map, [-5000, 0])).toThrow(/5000 m east/);
  });

  test('ends where the data do: a round hill in the middle has no edge in it', () => {
    // A bowl whose rim lies inside: what drains to its middle meets no edge.
    const bowl = cityOf(31, 31, (column, row) => {
      const out = Math.hypot(column - 15, row - 15);
      return out <= 10 ? out : 10 - (out - 10);
    });
    const found = catchmentOf(drainageMap(bowl), [155, 155]);
    expect(found.isCut).toBe(false);
    expect(found.westM).toBeGreaterThan(0);
  });
});

test('its outline goes around it, with no more corners than a picture needs', () => {
  const { ring, westM, eastM } = drawnCatchment(drainageMap(valley), [105, 105]);
  expect(ring.length).toBeGreaterThan(3);
  expect(ring.length).toBeLessThanOrEqual(800);
  expect(Math.min(...ring.map(([east]) => east))).toBeGreaterThanOrEqual(westM - 10);
  expect(Math.max(...ring.map(([east]) => east))).toBeLessThanOrEqual(eastM + 10);
});

test('the ground at places, and none beside the grid', () => {
  expect(bedElevations(valley, [[105, 5]])).toEqual([0]);
  expect(() => bedElevations(valley, [[105, -1]])).toThrow(/elevation grid/);
});

test('the nearest inlet, or none where the city has no drains', () => {
  const inlet = (id: string, at: [number, number]) => ({ id, at, rimM: 1, node: 'n', areaM2: 1, perimeterM: 1 });
  const drains = { inlets: [inlet('a', [0, 0]), inlet('b', [30, 0])] } as never;
  expect(nearestInlet(drains, [20, 0])).toEqual({ id: 'b', at: [30, 0], awayM: 10 });
  expect(nearestInlet(null, [0, 0])).toBeNull();
});
