import { expect, test } from 'vitest';
import { caseDrawing, locationDrawing } from '../../../src/plugins/conflicts/case-drawing.ts';
import { type CityGrid, cityGrid } from '../../../src/plugins/conflicts/city-grid.ts';

/** A degree is 100 km, so that a drawing can be checked by hand. */
const GRID: CityGrid = { name: 'test', fromLonLat: (lon, lat) => [lon * 100_000, lat * 100_000] };
const square = (west: number, south: number, size: number): [number, number][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
/** 100 m squares that share 50 × 100 m. */
const A = { type: 'Polygon' as const, coordinates: [square(1, 1, 0.001)] };
const B = { type: 'Polygon' as const, coordinates: [square(1.0005, 1, 0.001)] };
const SHARED = [
  [
    [
      [1.0005, 1],
      [1.001, 1],
      [1.001, 1.001],
      [1.0005, 1.001],
      [1.0005, 1],
    ] as [number, number][],
  ],
];
const CASE = { a: A, b: B, shared: SHARED, at: [1.00075, 1.0005] as const, areaM2: 5000, isOpen: true };
const pathsOf = (svg: string) => [...svg.matchAll(/<path d="(M[^"]*Z)" (?:fill-rule|fill="url)/g)].map(([, d]) => d);

test('both plans and the shared ground lie where the grid has them, north up, with a bar of round metres', () => {
  const svg = caseDrawing(GRID, CASE, 'x');
  const [a, b, shared] = pathsOf(svg);
  // 226 m of ground are 300 units high: 1.6 times the square root of 5,000 m² each way.
  const unitsAMetre = 300 / (2 * 1.6 * Math.sqrt(5000));
  const xOf = (path: string) => path.match(/[\d.-]+ [\d.-]+/g)?.map((pair) => Number(pair.split(' ')[0])) ?? [];
  expect(Math.max(...xOf(a)) - Math.min(...xOf(a))).toBeCloseTo(100 * unitsAMetre, 0);
  expect(Math.min(...xOf(b)) - Math.min(...xOf(a))).toBeCloseTo(50 * unitsAMetre, 0);
  expect(Math.max(...xOf(shared)) - Math.min(...xOf(shared))).toBeCloseTo(50 * unitsAMetre, 0);
  const [, bar, metres] = /<path d="M14 270v6h([\d.]+)v-6"[^>]*\/><text[^>]*>(\d+) m</.exec(svg) ?? [];
  expect([Number(metres), Number(bar) / unitsAMetre]).toEqual([50, expect.closeTo(50, 0)]);
  expect(svg).toContain('>N</text>');
});

test('after a decision a shape that is gone is not drawn, and the ground is hatched no more', () => {
  const svg = caseDrawing(GRID, { ...CASE, a: null, isOpen: false }, 'x');
  expect(pathsOf(svg)).toHaveLength(1);
  expect(svg).not.toContain('fill="url(#hatch-x)"');
});

test('the place of a conflict is ringed among all others', () => {
  const svg = locationDrawing(
    GRID,
    [
      [1, 1],
      [1.01, 1],
      [1.02, 1.01],
    ],
    [1.01, 1],
  );
  expect(svg.match(/<circle/g)).toHaveLength(5);
});

test('coordinates are of the projected system that most layers state, else of the zone that areas are computed in', async () => {
  const layers = (...crs: string[]) => crs.map((name) => ({ source: { crs: name } }));
  const german = await cityGrid(layers('EPSG:4326', 'EPSG:25832', 'EPSG:4326'), 9.7);
  expect(german.name).toContain('25832');
  // Hersfeld's market square, by PROJ.
  const [eastM, northM] = german.fromLonLat(9, 50);
  expect(eastM).toBeCloseTo(500_000, 1);
  expect(Math.round(northM)).toBe(5_538_631);
  expect((await cityGrid(layers('EPSG:4326'), 108.75)).name).toBe('EPSG:4545');
});

test('at 1:2000 a drawing of 88 mm shows 176 m of ground, whatever the conflict is', () => {
  const [a] = pathsOf(caseDrawing(GRID, CASE, 'x', 2000));
  const east = a.match(/[\d.-]+ [\d.-]+/g)?.map((pair) => Number(pair.split(' ')[0])) ?? [];
  expect(Math.max(...east) - Math.min(...east)).toBeCloseTo((100 * 440) / 176, 0);
});
