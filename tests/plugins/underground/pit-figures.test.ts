import { describe, expect, test } from 'vitest';
import type { Point } from '../../../model/geo/plane/point.ts';
import {
  figureColumns,
  figureDepthsM,
  isClear,
  isWallSeen,
} from '../../../src/plugins/underground/scene/globe/pit-figures.ts';
import { STRATA_SHADER } from '../../../src/plugins/underground/scene/globe/pit-shader.ts';
import { STRATA } from '../../../src/plugins/underground/strata.ts';

const HALL: Point[] = [
  [0, 0],
  [120, 0],
  [120, 40],
  [0, 40],
];

describe('where depths are written', () => {
  test('in the middle of each wall, of a wall of 120 m twice; facing into the pit', () => {
    const columns = figureColumns(HALL);
    expect(columns.map(({ at }) => at)).toEqual([
      [30, 0],
      [90, 0],
      [120, 20],
      [90, 40],
      [30, 40],
      [0, 20],
    ]);
    expect(columns.map(({ inward }) => inward.map((part) => part + 0))).toEqual([
      [0, 1],
      [0, 1],
      [-1, 0],
      [0, -1],
      [0, -1],
      [1, 0],
    ]);
  });

  test('not on the short pieces between long walls, and around a shaft that has no others', () => {
    const cut: Point[] = [
      [0, 0],
      [100, 0],
      [100, 98],
      [98, 100],
      [0, 100],
    ];
    expect(figureColumns(cut).some(({ at }) => at[0] === 99)).toBe(false);
    const shaft = Array.from({ length: 32 }, (_, i): Point => {
      const angle = (i / 32) * 2 * Math.PI;
      return [10 * Math.cos(angle), 10 * Math.sin(angle)];
    });
    expect(figureColumns(shaft)).toHaveLength(8);
  });

  test('a wall is seen from before it only', () => {
    const [south] = figureColumns(HALL);
    expect(isWallSeen(south, [60, 200, 50])).toBe(true);
    expect(isWallSeen(south, [60, -200, 50])).toBe(false);
  });
});

describe('which depths are written', () => {
  test('far away each five metres, nearer each metre, and always the floor', () => {
    expect(figureDepthsM(14, 4)).toEqual([5, 14]);
    expect(figureDepthsM(20, 4)).toEqual([5, 10, 15, 20]);
    expect(figureDepthsM(3, 30)).toEqual([1, 2, 3]);
    expect(figureDepthsM(8.5, 12)).toEqual([2, 4, 6, 8.5]);
  });

  test('none where they would lie on each other', () => {
    expect(figureDepthsM(8, 2)).toEqual([]);
    expect(figureDepthsM(8, 3)).toEqual([8]);
  });
});

test('figures of two walls that are seen as one do not lie on each other', () => {
  const written = [{ x: 400, y: 300 }];
  expect(isClear({ x: 430, y: 310 }, written)).toBe(false);
  expect(isClear({ x: 430, y: 317 }, written)).toBe(true);
  expect(isClear({ x: 450, y: 305 }, written)).toBe(true);
  expect(isClear({ x: 450, y: 305 }, [])).toBe(true);
});

test('the walls wear the bands that the legend tells', () => {
  const limits = [...STRATA_SHADER.matchAll(/depthM < ([\d.]+) \?/g)].map(([, limit]) => Number(limit));
  expect([...limits, Number.POSITIVE_INFINITY]).toEqual(STRATA.map(({ toM }) => toM));
});
