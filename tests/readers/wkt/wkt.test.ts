import { expect, test } from 'vitest';
import { polygonsFromWkt } from '../../../readers/wkt/wkt.ts';

test('a collection of polygons, a hole, a ring that closes', () => {
  const text =
    'GEOMETRYCOLLECTION (POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 1.5)), MULTIPOLYGON Z (((5 5 1, 6 5 1, 6 6 1))))';
  expect(polygonsFromWkt(text, 'plan.wkt')).toEqual([
    {
      outer: [
        [0, 0],
        [4, 0],
        [4, 4],
      ],
      holes: [
        [
          [1, 1],
          [2, 1],
          [2, 1.5],
        ],
      ],
    },
    {
      outer: [
        [5, 5],
        [6, 5],
        [6, 6],
      ],
      holes: [],
    },
  ]);
});

test('what is wrong is named with its place', () => {
  expect(() => polygonsFromWkt('POLYGON ((0 0, 1 x))', 'plan.wkt')).toThrow(
    'plan.wkt: at character 17: expected a number, got "x))"',
  );
  expect(() => polygonsFromWkt('POINT (1 2)', 'plan.wkt')).toThrow('got "POINT"');
});
