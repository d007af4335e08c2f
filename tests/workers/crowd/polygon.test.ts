import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../../model/geo/plane/point.ts';
import { isInPolygon, signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import {
  areaM2,
  boxOf,
  cross,
  cutAt,
  distanceToSegmentM,
  nearestOnSegment,
  type Polygon,
  ringsOf,
} from '../../../workers/crowd/plan/polygon.ts';

const ring = (west: number, south: number, east: number, north: number): Point[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];
const court: Polygon = { outer: ring(0, 0, 10, 8), holes: [ring(2, 2, 4, 5)] };
const metres = fc.double({ min: -100, max: 100, noNaN: true });
const place = fc.tuple(metres, metres);

describe('an area with a hole', () => {
  test('is what lies within its edge and not in the hole', () => {
    expect(areaM2(court)).toBe(80 - 6);
    expect(isInPolygon(court, 1, 1)).toBe(true);
    expect(isInPolygon(court, 3, 3)).toBe(false);
    expect(isInPolygon(court, 11, 3)).toBe(false);
    expect(ringsOf(court)).toHaveLength(2);
  });

  test('has the same area whichever way its rings run; a ring alone tells which way', () => {
    const turned: Polygon = { outer: [...court.outer].reverse(), holes: [[...court.holes[0]].reverse()] };
    expect(areaM2(turned)).toBe(areaM2(court));
    expect([signedAreaM2(court.outer), signedAreaM2(turned.outer)]).toEqual([80, -80]);
  });

  test('holds as large a part of its box as of places thrown there', () => {
    const { westM, southM, eastM, northM } = boxOf(court.outer);
    let inside = 0;
    for (let i = 0; i < 10_000; i++) {
      // A lattice turned against the edges, so that none of its points lies on one.
      const x = westM + (((i * 0.618_033_988_7) % 1) + 0) * (eastM - westM);
      const y = southM + ((i + 0.5) / 10_000) * (northM - southM);
      if (isInPolygon(court, x, y)) inside++;
    }
    expect((inside / 10_000) * 80).toBeCloseTo(74, 0);
  });
});

test('the box of places holds each of them and touches four; of none it holds nothing', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (places) => {
      const box = boxOf(places);
      expect(places.some(([x]) => x === box.westM) && places.some(([x]) => x === box.eastM)).toBe(true);
      for (const [, y] of places) expect(y >= box.southM && y <= box.northM).toBe(true);
    }),
    { numRuns: 50, seed: 3 },
  );
  const { westM, eastM } = boxOf([]);
  expect(westM).toBeGreaterThan(eastM);
});

describe('a segment', () => {
  test('is as far off as its nearest place, and no place of it is nearer', () => {
    fc.assert(
      fc.property(place, place, place, fc.double({ min: 0, max: 1, noNaN: true }), (p, a, b, t) => {
        const nearest = nearestOnSegment(p, a, b);
        const distanceM = distanceToSegmentM(...p, ...a, ...b);
        expect(Math.hypot(p[0] - nearest[0], p[1] - nearest[1])).toBeCloseTo(distanceM, 6);
        const other: Point = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
        expect(Math.hypot(p[0] - other[0], p[1] - other[1])).toBeGreaterThanOrEqual(distanceM - 1e-9);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  test('of no length is a place', () => {
    expect(distanceToSegmentM(3, 4, 0, 0, 0, 0)).toBe(5);
    expect(nearestOnSegment([3, 4], [1, 1], [1, 1])).toEqual([1, 1]);
  });

  test('ends where it ends', () => {
    expect(nearestOnSegment([-5, 2], [0, 0], [10, 0])).toEqual([0, 0]);
    expect(nearestOnSegment([15, 2], [0, 0], [10, 0])).toEqual([10, 0]);
    expect(distanceToSegmentM(13, 4, 0, 0, 10, 0)).toBe(5);
  });

  test('meets another where they cross, touch or lie over each other, and not where only their lines would', () => {
    expect(cross([0, 0], [10, 10], [0, 10], [10, 0])).toBe(true);
    expect(cross([0, 0], [10, 0], [5, 0], [5, 5])).toBe(true);
    expect(cross([0, 0], [4, 4], [0, 10], [10, 0])).toBe(false);
    expect(cross([0, 0], [10, 0], [0, 1], [10, 1])).toBe(false);
  });

  test('is cut at the part of its length where the other one stands', () => {
    expect(cutAt([0, 0], [10, 0], [2.5, -1], [2.5, 1])).toBe(0.25);
    expect(cutAt([0, 0], [10, 0], [2.5, 1], [2.5, 2])).toBeNull();
    expect(cutAt([0, 0], [10, 0], [0, 1], [10, 1])).toBeNull();
    expect(cutAt([0, 0], [10, 0], [12, -1], [12, 1])).toBeNull();
  });

  test('that is cut somewhere meets there', () => {
    fc.assert(
      fc.property(place, place, place, place, (a, b, c, d) => {
        const t = cutAt(a, b, c, d);
        if (t === null) return;
        const at: Point = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
        expect(distanceToSegmentM(...at, ...c, ...d)).toBeLessThan(1e-4);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
