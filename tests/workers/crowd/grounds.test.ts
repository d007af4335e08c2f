import { describe, expect, test } from 'vitest';
import type { Grid, Walkable } from '../../../model/city/grid.ts';
import { rasterAt } from '../../../model/city/raster.ts';
import type { Point, Polygon } from '../../../model/geo/plane/point.ts';
import { isInPolygon } from '../../../model/geo/plane/ring.ts';
import { cityHeights, groundAround } from '../../../workers/crowd/core/heights.ts';
import { nearestGround } from '../../../workers/crowd/plan/houses.ts';
import { distanceToSegmentM } from '../../../workers/crowd/plan/polygon.ts';
import { overGround } from '../../../workers/shared/decks.ts';
import { seeded } from '../../../workers/shared/random.ts';

const box = (west: number, south: number, east: number, north: number): Polygon => ({
  outer: [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ],
  holes: [],
});

describe('the ground beside a house', () => {
  test('is the street that is nearest, and the way ends a step within it', () => {
    const near = nearestGround([
      { id: 'a', polygon: box(0, 0, 100, 6) },
      { id: 'b', polygon: box(0, 30, 100, 36) },
    ]);
    expect(near([50, 10], 20)).toEqual({ id: 'a', at: [50, 5.25], wayM: 4 });
    expect(near([50, 25], 20)).toEqual({ id: 'b', at: [50, 30.75], wayM: 5 });
    expect(near([50, 18], 11)).toBeNull();
  });

  test('of a house that stands on it is where it stands', () => {
    expect(nearestGround([{ id: 'a', polygon: box(0, 0, 10, 10) }])([3, 4], 5)).toEqual({
      id: 'a',
      at: [3, 4],
      wayM: 0,
    });
    expect(nearestGround([])([3, 4], 5)).toBeNull();
  });

  test('is that of a look at every edge of every street, however the boxes lie', () => {
    const random = seeded(31);
    const grounds = Array.from({ length: 60 }, (_, i) => {
      const [x, y] = [400 * random(), 400 * random()];
      // Triangles: their boxes are nearer than they are.
      const outer: Point[] = [0, 1, 2].map(() => [x + 60 * random(), y + 60 * random()]);
      return { id: `g${i}`, polygon: { outer, holes: [] } };
    });
    const near = nearestGround(grounds);
    const wayTo = ({ polygon }: (typeof grounds)[number], [x, y]: Point) =>
      isInPolygon(polygon, x, y)
        ? 0
        : Math.min(...polygon.outer.map((from, k) => distanceToSegmentM(x, y, ...from, ...polygon.outer[(k + 1) % 3])));
    for (let i = 0; i < 200; i++) {
      const at: Point = [420 * random(), 420 * random()];
      const least = Math.min(...grounds.map((ground) => wayTo(ground, at)));
      const found = near(at, 80);
      if (least > 80) expect(found).toBeNull();
      else expect(found?.wayM).toBeCloseTo(least, 9);
    }
  });
});

describe('how high people stand', () => {
  const grid = { westM: 0, southM: 0, cellM: 10, columns: 20, rows: 20 } as Grid;
  /** The ground rises by a metre in 10 m to the east, but for a river bed 5 m deep from 80 to 120 m. */
  const bed = Float32Array.from({ length: 400 }, (_, i) => {
    const east = ((i % 20) + 0.5) * 10;
    return east > 80 && east < 120 ? 395 : 400 + east / 10;
  });
  const bridge = { id: 'bridge', level: 'ground', kind: 'bridge', ...box(70, 90, 130, 100) };
  const door = (from: string, to: string, east: number) => ({ from, to, a: [east, 90], b: [east, 100] });
  const walkable = {
    levels: [
      { id: 'ground', elevationM: null },
      { id: 'deck', elevationM: 412 },
    ],
    areas: [bridge],
    doors: [door('west', 'bridge', 70), door('bridge', 'east', 130)],
    stairs: [{ id: 'stair', foot: [0, 0, 400], head: [0, 10, 412] }],
  } as unknown as Walkable;
  const levels = [
    { id: 'ground', elevationM: 0 },
    { id: 'deck', elevationM: 412 },
    { id: 'stair', elevationM: 0 },
  ] as unknown as Parameters<typeof cityHeights>[0];
  const heightAt = cityHeights(levels, walkable, grid, bed);
  const bedAt = (eastM: number) => heightAt(0, eastM, 5);

  test('is the bed on the ground, and level on a floor', () => {
    expect(heightAt(0, 45, 5)).toBeCloseTo(404.5, 4);
    expect(heightAt(1, 45, 5)).toBe(412);
  });

  test('is straight from bank to bank on a bridge, above what flows below', () => {
    const ends = [bedAt(70), bedAt(130)];
    expect(heightAt(0, 100, 95)).toBeCloseTo((ends[0] + ends[1]) / 2, 6);
    expect(heightAt(0, 85, 95)).toBeCloseTo(ends[0] + (ends[1] - ends[0]) / 4, 6);
    expect(heightAt(0, 100, 85)).toBeCloseTo(395, 4);
  });

  test('rises along a stair from its foot to its head, and no farther', () => {
    expect([-5, 0, 2.5, 10, 15].map((north) => heightAt(2, 0, north))).toEqual([400, 400, 403, 412, 412]);
  });

  test('over water is known on bridges alone', () => {
    const bedAt = (xM: number, yM: number) => rasterAt(grid, bed, xM, yM);
    const over = overGround(walkable, bedAt);
    expect(over(100, 95)).toBeCloseTo(heightAt(0, 100, 95), 9);
    expect(over(100, 85)).toBeNull();
    const oneDoor = { ...walkable, doors: walkable.doors.slice(0, 1) };
    expect(overGround(oneDoor, bedAt)(100, 95)).toBeNull();
  });

  test('is cut out of the city with a margin of a cell, and lies where it lay', () => {
    const part = groundAround(grid, bed, { westM: 45, southM: 62, unitM: 50 / 65535 });
    expect([part.westM, part.southM, part.columns, part.rows]).toEqual([30, 50, 8, 8]);
    for (let row = 0; row < part.rows; row++)
      for (let column = 0; column < part.columns; column++)
        expect(part.elevationM[row * part.columns + column]).toBe(bed[(5 + row) * 20 + 3 + column]);
    const beyond = groundAround(grid, bed, { westM: -500, southM: 900, unitM: 50 / 65535 });
    expect(beyond.columns).toBeGreaterThan(1);
    expect(beyond.rows).toBeGreaterThan(1);
  });
});
