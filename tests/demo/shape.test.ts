import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lotsOf, quadOf, rowsOf, simplified } from '../../demo/buildings/lots.ts';
import { type CodeClass, componentCode } from '../../demo/names/codes.ts';
import { namer } from '../../demo/names/names.ts';
import { isConvex, leftOf, outsideOf, overlapArea } from '../../demo/shape/convex.ts';
import { insetAll } from '../../demo/shape/cut-rings.ts';
import { heapPop, heapPush } from '../../demo/shape/heap.ts';
import { splineThrough } from '../../demo/shape/lines.ts';
import { pickWeighted, randomOf, uniform, wholeNumber } from '../../demo/shape/random.ts';
import { rectangle } from '../../demo/shape/rings.ts';
import { crossings, lineOf, pointAt, subLine } from '../../model/geo/plane/line.ts';
import { type Canvas, fillRings } from '../../model/geo/plane/raster.ts';
import { anticlockwise, centroidOf, hullOf, isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { loft, prism, unitRing } from '../../tiles/shape/solid.ts';

type Point = readonly [x: number, y: number];

/** Ten metres on a side, from the origin. */
const SQUARE: Point[] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
];
const metres = fc.double({ min: -100, max: 100, noNaN: true });

describe('a heap', () => {
  test('gives what was put in by its first number, ties by the second', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ max: 5, min: 0 }), fc.integer())), (items) => {
        const heap: [number, number][] = [];
        for (const item of items) heapPush(heap, item);
        const popped = items.map(() => heapPop(heap));
        expect(popped).toEqual([...items].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
        expect(heap).toEqual([]);
      }),
    );
  });
});

describe('a ring', () => {
  test('has an area above 0 when it runs anticlockwise, and is turned so', () => {
    expect(signedAreaM2(SQUARE)).toBe(100);
    expect(signedAreaM2([...SQUARE].reverse())).toBe(-100);
    expect(signedAreaM2(anticlockwise([...SQUARE].reverse()))).toBe(100);
  });

  test('has its middle where its area balances', () => {
    const [x, y] = centroidOf([
      [0, 0],
      [9, 0],
      [0, 6],
    ]);
    expect(x).toBeCloseTo(3, 12);
    expect(y).toBeCloseTo(2, 12);
  });

  test('of a rectangle has its sides whichever way it is turned', () => {
    fc.assert(
      fc.property(metres, metres, fc.double({ min: 0, max: 360, noNaN: true }), (x, y, deg) => {
        const ring = rectangle(x, y, 8, 3, deg);
        expect(signedAreaM2(ring)).toBeCloseTo(24, 6);
        expect(isConvex(ring)).toBe(true);
        expect(isInRing(ring, x, y)).toBe(true);
      }),
    );
  });

  test('drawn in by two metres has four less on each side, and by six nothing is left', () => {
    expect(signedAreaM2(insetAll(SQUARE, 2) ?? [])).toBeCloseTo(36, 9);
    expect(insetAll(SQUARE, 6)).toBeNull();
  });

  test('cut by a line keeps what is left of it', () => {
    expect(signedAreaM2(leftOf(SQUARE, [4, 0], [4, 1]))).toBeCloseTo(40, 12);
    expect(leftOf(SQUARE, [-1, 0], [-1, 1]).length).toBeLessThan(3);
  });

  test('less another is the whole less their overlap', () => {
    const other = rectangle(10, 10, 8, 8);
    expect(overlapArea(SQUARE, other)).toBeCloseTo(16, 9);
    const rest = outsideOf(SQUARE, other).reduce((sum, ring) => sum + signedAreaM2(ring), 0);
    expect(rest).toBeCloseTo(84, 9);
  });

  test('around points is convex and holds them all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), { minLength: 4 }),
        (points) => {
          const hull = hullOf(points);
          fc.pre(hull.length >= 3 && signedAreaM2(hull) > 0);
          for (const [x, y] of points)
            for (const [i, a] of hull.entries()) {
              const b = hull[(i + 1) % hull.length];
              expect((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])).toBeGreaterThanOrEqual(-1e-9);
            }
        },
      ),
    );
  });
});

describe('a line', () => {
  const bent = lineOf([
    [0, 0],
    [10, 0],
    [10, 5],
  ]);

  test('is walked by its metres, around its corner', () => {
    expect(pointAt(bent, 4)).toEqual([4, 0]);
    expect(pointAt(bent, 12)).toEqual([10, 2]);
  });

  test('between two of its places has the corner that lies there', () => {
    expect(subLine(bent, 8, 12)).toEqual([
      [8, 0],
      [10, 0],
      [10, 2],
    ]);
  });

  test('meets another where both are', () => {
    const across = lineOf([
      [4, -3],
      [4, 7],
    ]);
    expect(crossings(bent, across)).toEqual([{ at: [4, 0], onA: 4, onB: 3 }]);
  });

  test('drawn smoothly passes through all the points that it was given', () => {
    const through: Point[] = [
      [0, 0],
      [10, 5],
      [20, 0],
      [30, 8],
    ];
    const smooth = splineThrough(through);
    for (const [x, y] of through)
      expect(Math.min(...smooth.map(([a, b]) => Math.hypot(a - x, b - y)))).toBeLessThan(1e-9);
  });
});

describe('chance', () => {
  test('is the same for the same thing, and another for the next', () => {
    const draws = (id: string) => Array.from({ length: 4 }, randomOf(7, 'building', id));
    expect(draws('a')).toEqual(draws('a'));
    expect(draws('a')).not.toEqual(draws('b'));
  });

  test('stays within what was asked for, both ends of whole numbers included', () => {
    const random = randomOf(1, 'test', 'range');
    const whole = new Set(Array.from({ length: 500 }, () => wholeNumber(random, 2, 5)));
    expect([...whole].sort()).toEqual([2, 3, 4, 5]);
    for (let i = 0; i < 500; i++) {
      const value = uniform(random, -1, 1);
      expect(value >= -1 && value < 1).toBe(true);
    }
  });

  test('picks by weight, and never what weighs nothing', () => {
    const random = randomOf(1, 'test', 'weights');
    const counts = { a: 0, b: 0, c: 0 };
    for (let i = 0; i < 4000; i++) counts[pickWeighted(random, { a: 3, b: 1, c: 0 })]++;
    expect(counts.c).toBe(0);
    expect(counts.a / 4000).toBeCloseTo(0.75, 1);
  });
});

describe('names', () => {
  test('are never given twice, also when all pairs are gone', () => {
    const name = namer();
    const random = randomOf(1, 'names', 'all');
    const given = Array.from({ length: 2500 }, () => name(random, '路', 'Road').zh);
    expect(new Set(given).size).toBe(2500);
  });

  test('keep clear of those that stand already', () => {
    const first = namer()(randomOf(1, 'names', 'one'), '路', 'Road');
    const second = namer([first.zh])(randomOf(1, 'names', 'one'), '路', 'Road');
    expect(second.zh).not.toBe(first.zh);
    expect(first.en).toMatch(/^[A-Z][a-z]+ Road$/);
  });
});

test('a component has a code of sixteen digits that no other class shares', () => {
  const classes: CodeClass[] = ['lamp', 'tree', 'road', 'building', 'inlet', 'camera'];
  const codes = classes.map((kind) => componentCode(kind, 42));
  for (const code of codes) expect(code).toMatch(/^619901\d{4}000042$/);
  expect(new Set(codes).size).toBe(classes.length);
});

describe('a solid', () => {
  test('over a ring has a wall for each side, a roof and a floor', () => {
    expect(prism(SQUARE, 0, 3)).toHaveLength(6);
  });

  test('of levels has a side between each two of them', () => {
    const faces = loft([0, 0], unitRing(8), [
      [1, 1, 0],
      [2, 2, 5],
      [1, 1, 9],
    ]);
    expect(faces.length).toBeGreaterThanOrEqual(16);
  });
});

describe('rings that are painted on a raster', () => {
  const canvas = (): Canvas => ({ westM: 0, southM: 0, cellM: 1, columns: 12, rows: 12, cells: new Uint8Array(144) });

  test('cover the nodes inside them, and leave holes open', () => {
    const painted = canvas();
    fillRings(painted, [rectangle(5, 5, 7, 7), rectangle(5, 5, 3, 3)], 9);
    const count = painted.cells.reduce((sum, cell) => sum + (cell === 9 ? 1 : 0), 0);
    expect(count).toBe(7 * 7 - 3 * 3);
    expect(painted.cells[5 * 12 + 5]).toBe(0);
    expect(painted.cells[2 * 12 + 2]).toBe(9);
  });

  test('beyond the raster change nothing, and across its edge only what lies in it', () => {
    const painted = canvas();
    fillRings(painted, [rectangle(50, 50, 5, 5)], 1);
    expect(Math.max(...painted.cells)).toBe(0);
    fillRings(painted, [rectangle(0, 5.5, 3, 100)], 1);
    expect(painted.cells.reduce((sum, cell) => sum + cell, 0)).toBe(2 * 12);
  });
});

describe('lots', () => {
  test('of a block are as large together as the block, and none much larger than was asked for', () => {
    const block = rectangle(0, 0, 120, 60, 20);
    const lots = lotsOf(block, 500, 20, randomOf(1, 'lots', 'block'));
    expect(lots.reduce((sum, lot) => sum + signedAreaM2(lot), 0)).toBeCloseTo(7200, 4);
    for (const lot of lots) expect(signedAreaM2(lot)).toBeLessThan(750);
    expect(lots.length).toBeGreaterThan(9);
  });

  test('of four corners have a frame that begins at the south-west', () => {
    const quad = quadOf(rectangle(0, 0, 8, 4));
    expect([quad?.widthM, quad?.depthM]).toEqual([8, 4]);
    const [southWest] = quad?.part(0, 0.5, 0, 0.5) ?? [];
    expect(southWest).toEqual([-4, -2]);
    expect(signedAreaM2(quad?.part(0, 0.5, 0, 0.5) ?? [])).toBeCloseTo(8, 9);
    expect(quadOf(SQUARE.slice(0, 3))).toBeNull();
  });

  test('lose the corners that hardly turn', () => {
    const ring: Point[] = [
      [0, 0],
      [5, 0.01],
      [10, 0],
      [10, 10],
      [0, 10],
    ];
    expect(simplified(ring)).toHaveLength(4);
  });

  test('have rows where a whole strip lies inside', () => {
    const rows = rowsOf([...SQUARE], 0);
    expect([rows.minV, rows.maxV]).toEqual([0, 10]);
    expect(rows.spans(2, 6)).toEqual([[0, 10]]);
    expect(rows.next(1, 4, 9)).toBe(1);
    expect(rows.next(1, 4, 11)).toBe(Number.POSITIVE_INFINITY);
    expect(rows.next(8, 4, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});
