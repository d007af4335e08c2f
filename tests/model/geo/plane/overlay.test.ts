import { expect, test } from 'vitest';
import { overlay } from '../../../../model/geo/plane/overlay.ts';
import type { Point } from '../../../../model/geo/plane/point.ts';
import { isInPolygon, isSimple, signedAreaM2 } from '../../../../model/geo/plane/ring.ts';
import { seeded } from '../../../../workers/shared/random.ts';

const box = (west: number, south: number, east: number, north: number): Point[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

const united = (...rings: Point[][]) =>
  overlay(
    rings.map((ring) => ({ ring, group: 0 })),
    1,
    ([winding]) => winding > 0,
  ) ?? expect.fail('never ends');

test('two boxes that overlap are one ring of eight corners', () => {
  const { polygons, areaM2 } = united(box(0, 0, 10, 10), box(5, 5, 15, 15));
  expect(areaM2).toBe(175);
  expect(polygons).toHaveLength(1);
  expect(polygons[0].outer).toHaveLength(8);
  expect(signedAreaM2(polygons[0].outer)).toBe(175);
});

test('boxes that touch in a corner are two rings, a frame of four has a hole', () => {
  expect(united(box(0, 0, 5, 5), box(5, 5, 9, 9)).polygons).toHaveLength(2);
  const frame = united(box(0, 0, 10, 2), box(0, 8, 10, 10), box(0, 0, 2, 10), box(8, 0, 10, 10));
  expect([frame.areaM2, frame.polygons.length, frame.polygons[0].holes.length]).toEqual([64, 1, 1]);
});

test('sixty sets of random boxes cover what their cells do, in rings that cross nowhere', () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = seeded(seed);
    const whole = (most: number): number => Math.floor(most * random());
    const boxes = Array.from({ length: 2 + whole(6) }, () => {
      const [x, y] = [whole(12), whole(12)];
      return [x, y, x + 1 + whole(8), y + 1 + whole(8)] as const;
    });
    const cut = Math.floor(boxes.length / 2);
    const rings = boxes.map((sides, i) => ({ ring: box(...sides), group: i < cut ? 0 : 1 }));
    const { polygons, areaM2 } = overlay(rings, 2, ([own, other]) => own > 0 && other === 0) ?? expect.fail('no end');
    const isIn = (x: number, y: number, from: number, to: number) =>
      boxes.slice(from, to).some(([west, south, east, north]) => x > west && x < east && y > south && y < north);
    let cells = 0;
    let wrong = 0;
    for (let x = 0.5; x < 20; x++)
      for (let y = 0.5; y < 20; y++) {
        const expected = isIn(x, y, 0, cut) && !isIn(x, y, cut, boxes.length);
        if (expected) cells++;
        if (polygons.some((polygon) => isInPolygon(polygon, x, y)) !== expected) wrong++;
      }
    expect([wrong, areaM2]).toEqual([0, expect.closeTo(cells, 6)]);
    for (const { outer, holes } of polygons) for (const ring of [outer, ...holes]) expect(isSimple(ring)).toBe(true);
  }
});

test('slanted triangles that cross many times keep their areas', () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = seeded(seed);
    const corner = (): Point => [100 * random(), 100 * random()];
    const triangle = (): Point[] => {
      const ring = [corner(), corner(), corner()];
      return signedAreaM2(ring) > 0 ? ring : ring.reverse();
    };
    const [a, b] = [triangle(), triangle()];
    const group = (inside: (own: number, other: number) => boolean) =>
      (
        overlay(
          [
            { ring: a, group: 0 },
            { ring: b, group: 1 },
          ],
          2,
          ([own, other]) => inside(own, other),
        ) ?? expect.fail('never ends')
      ).areaM2;
    const both = group((own, other) => own > 0 && other > 0);
    const either = group((own, other) => own > 0 || other > 0);
    expect(Math.abs(both + either - signedAreaM2(a) - signedAreaM2(b))).toBeLessThan(0.5);
    expect(Math.abs(group((own, other) => own > 0 && other === 0) - (signedAreaM2(a) - both))).toBeLessThan(0.5);
  }
});
