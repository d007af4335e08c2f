import { expect, test } from 'vitest';
import { parseWalkable } from '../../../model/city/grid.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { extractCity, opened } from '../../../workers/crowd/city.ts';
import { wallsOf } from '../../../workers/crowd/plan/space-walls.ts';

/** A round place as a polygon of 80 chords, a way 10 m wide to the west of it, their door a tangent: 0.25 m off the chords at its ends. */
const RADIUS_M = 50;
const round = Array.from({ length: 80 }, (_, k): Point => {
  const turn = (2 * Math.PI * (k + 0.5)) / 80;
  return [RADIUS_M * Math.cos(turn), RADIUS_M * Math.sin(turn)];
});
const door: [Point, Point] = [
  [-RADIUS_M - 0.1, 5],
  [-RADIUS_M - 0.1, -5],
];
const walkable = parseWalkable({
  format: 1,
  levels: [{ id: 'ground', label: { zh: '地面', en: 'Ground' }, elevationM: null }],
  areas: [
    { id: 'round', level: 'ground', kind: 'plaza', outer: round, holes: [] },
    { id: 'way', level: 'ground', kind: 'footway', outer: [door[0], [-80, 5], [-80, -5], door[1]], holes: [] },
  ],
  doors: [{ id: 'door', kind: 'opening', from: 'round', to: 'way', a: door[0], b: door[1], widthM: 10 }],
  stairs: [],
});

test('nobody gets out beside a door that stands off the edge which it opens', () => {
  const { floors } = extractCity(walkable, { westM: -100, southM: -100, eastM: 100, northM: 100 });
  const [floor] = floors;
  const walls = wallsOf(floor.areas, floor.touching, floor.openings, floor.barriers);
  const isCrossed = (from: Point, to: Point): boolean => {
    for (let i = 0; i < walls.length; i += 4)
      if (meet(from, to, [walls[i], walls[i + 1]], [walls[i + 2], walls[i + 3]])) return true;
    return false;
  };
  expect(isCrossed([-45, 0], [-60, 0])).toBe(false);
  expect(isCrossed([-45, 4], [-60, 4])).toBe(false);
  // From before the door's northern end out to the north, through every part of the gap.
  for (let x = -49.85; x > -51; x -= 0.05) expect(isCrossed([x, 4.5], [x, 6.5])).toBe(true);
  for (let x = -49.85; x > -51; x -= 0.05) expect(isCrossed([x, -4.5], [x, -6.5])).toBe(true);
});

test('an exit in a door out of the box opens the edge that it stands off, and nothing beside it', () => {
  const box = (westM: number, southM: number, eastM: number, northM: number): Point[] => [
    [westM, southM],
    [eastM, southM],
    [eastM, northM],
    [westM, northM],
  ];
  const [a, b]: [Point, Point] = [
    [-5, -9.5],
    [5, -9.9],
  ];
  const { floors, outlets } = extractCity(
    parseWalkable({
      format: 1,
      levels: [{ id: 'ground', label: { zh: '地面', en: 'Ground' }, elevationM: null }],
      areas: [
        { id: 'square', level: 'ground', kind: 'plaza', outer: box(-10, -10, 10, 10), holes: [] },
        { id: 'street', level: 'ground', kind: 'street', outer: box(-5, -90, 5, -10), holes: [] },
      ],
      doors: [{ id: 'door', kind: 'opening', from: 'square', to: 'street', a, b, widthM: 10 }],
      stairs: [],
    }),
    { westM: -20, southM: -20, eastM: 20, northM: 20 },
  );
  const crossings = (of: typeof floors) => {
    const [{ areas, touching, openings, barriers }] = of;
    const walls = wallsOf(areas, touching, openings, barriers);
    return [-7, -4, 0, 4, 7].map((x) =>
      walls.some(
        (_, i) => i % 4 === 0 && meet([x, -9], [x, -11], [walls[i], walls[i + 1]], [walls[i + 2], walls[i + 3]]),
      ),
    );
  };
  expect(crossings(floors)).toEqual([true, true, true, true, true]);
  const exit = { floor: 'ground', from: b, to: a };
  expect(crossings(opened(floors, outlets, [exit]))).toEqual([true, false, false, false, true]);
  expect(crossings(opened(floors, outlets, [{ ...exit, floor: 'roof' }]))).toEqual([true, true, true, true, true]);
});

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0;
}
