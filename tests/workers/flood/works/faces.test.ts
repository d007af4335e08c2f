import { expect, test } from 'vitest';
import { ShallowWater } from '../../../../workers/flood/core/shallow-water.ts';
import { cellAt, edges, flatTerrain, openGround } from '../../../../workers/flood/core/terrain.ts';
import { startFlood } from '../../../../workers/flood/flood.ts';
import { cellsUnder, facesUnder } from '../../../../workers/flood/works/faces.ts';
import { grid, oracle, smallFlood } from '../small-flood.ts';

function ground(columns: number, rows: number, cellM: number) {
  const terrain = flatTerrain(columns, rows, cellM);
  const solver = new ShallowWater(terrain, edges(terrain), 1, openGround(terrain));
  return { terrain, westM: 100, southM: 200, solver };
}

test('a line to the north stands on the east faces of one column, as high as it is there', () => {
  const faces = facesUnder(ground(4, 3, 2), [
    [104, 200, 5],
    [104, 206, 8],
  ]);
  expect(faces.map(({ face, cell, crestM, alongM, lengthM }) => ({ face, cell, crestM, alongM, lengthM }))).toEqual(
    [0, 1, 2].map((row) => ({
      face: 'east',
      cell: cellAt(flatTerrain(4, 3, 2), 1, row),
      crestM: expect.closeTo(5.5 + row, 5),
      alongM: expect.closeTo(1 + 2 * row, 5),
      lengthM: expect.closeTo(2, 5),
    })),
  );
});

test('the faces of a diagonal are two a step, and share its length', () => {
  const faces = facesUnder(ground(10, 10, 2), [
    [100, 200, 1],
    [120, 220, 1],
  ]);
  expect(faces.filter(({ face }) => face === 'east')).toHaveLength(9);
  expect(faces.filter(({ face }) => face === 'north')).toHaveLength(9);
  expect(faces.reduce((sum, { lengthM }) => sum + lengthM, 0)).toBeCloseTo(Math.hypot(20, 20), 9);
});

test('a line is cut into the cells that it runs through', () => {
  const cells = cellsUnder(ground(10, 10, 2), [101, 201], [105, 204]);
  expect(cells.reduce((sum, { lengthM }) => sum + lengthM, 0)).toBeCloseTo(5, 9);
  expect(cells.map(({ cell }) => cell)).toEqual(
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 1],
    ].map(([column, row]) => cellAt(flatTerrain(10, 10, 2), column, row)),
  );
});

/** A ring through the middles of cells, along diagonals and at odd angles: all that may leak. */
const RINGS: Record<string, [number, number, number][]> = {
  'through middles': [
    [10, 10, 20],
    [30, 10, 20],
    [30, 30, 20],
    [10, 30, 20],
    [10, 10, 20],
  ],
  diagonal: [
    [20, 2, 20],
    [38, 20, 20],
    [20, 38, 20],
    [2, 20, 20],
    [20, 2, 20],
  ],
  odd: [
    [7.3, 5.1, 20],
    [33.8, 11.9, 20],
    [29.4, 34.6, 20],
    [11.2, 30.3, 20],
    [7.3, 5.1, 20],
  ],
};

test.each(Object.entries(RINGS))('a ring of sandbags %s holds what is in it', (_, line) => {
  const input = smallFlood(10, 10, 4, {
    depthM: grid(10, 10, (column, row) => (column === 4 && row === 4 ? 20 : 0)),
    works: [{ kind: 'crest', id: 'ring', line }],
    endS: 120,
  });
  const flood = startFlood(oracle, input);
  flood.advanceTo(120);
  const { depthM } = flood.maxima;
  for (const at of [0, 9, 90, 99]) expect(depthM[at]).toBe(0);
  expect(depthM[5 * 10 + 5]).toBeGreaterThan(0.1);
});
