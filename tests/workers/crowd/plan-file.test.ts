import { expect, test } from 'vitest';
import { openedPlan } from '../../../workers/crowd/plan/plan-file.ts';
import { box, drawnDxf, polyline } from './drawn-dxf.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const ring = [
  [0, 0],
  [10, 0],
  [10, 6],
  [0, 6],
  [0, 0],
];
const feature = (type: string, coordinates: unknown, properties: object = {}) => ({
  ...{ type: 'Feature', properties, geometry: { type, coordinates } },
});
const geoJson = (...features: object[]) => bytesOf(JSON.stringify({ type: 'FeatureCollection', features }));

test('a GeoJSON’s polygons are floor, its lines walls, and lines of kind exit are exits and no walls', () => {
  const wall = feature('LineString', [
    [4, 0],
    [4, 4],
  ]);
  const exit = [
    [10, 2],
    [10, 4],
  ];
  const plan = openedPlan(
    geoJson(feature('Polygon', [ring]), wall, feature('LineString', exit, { kind: 'exit' })),
    'a.geojson',
  );
  expect([plan.m2, plan.areas.length, plan.walls.length]).toEqual([60, 1, 1]);
  expect(plan.exits).toEqual([{ from: [10, 2], to: [10, 4] }]);
  expect(plan.notes).toEqual([]);
});

test('a WKT and a DXF are opened by their content, what of a DXF is left out is said', () => {
  expect(openedPlan(bytesOf('POLYGON ((0 0, 10 0, 10 6, 0 6, 0 0))'), 'a.wkt').m2).toBe(60);
  const drawing = drawnDxf([
    box('AREA', 0, 0, 10_000, 6000),
    polyline(
      'WALL',
      [
        [4000, 0],
        [4000, 4000],
      ],
      { isClosed: false },
    ),
  ]);
  const plan = openedPlan(bytesOf(drawing), 'a.dxf');
  expect([plan.m2, plan.walls.length]).toEqual([60, 1]);
});

test('a ring that crosses itself is said; text that is nothing, and a plan of too many corners, are refused', () => {
  const bow = [
    [0, 0],
    [10, 6],
    [10, 0],
    [0, 6],
    [0, 0],
  ];
  expect(openedPlan(geoJson(feature('Polygon', [bow])), 'a.geojson').notes).toMatchObject([{ code: 'ring-crossing' }]);
  expect(() => openedPlan(bytesOf('{"type": '), 'a.geojson')).toThrow('a.geojson: expected JSON');
  expect(() => openedPlan(bytesOf('hello'), 'a.wkt')).toThrow('a.wkt');
  const round = Array.from({ length: 20_002 }, (_, k) => [Math.cos(k / 3183), Math.sin(k / 3183)]);
  expect(() => openedPlan(geoJson(feature('Polygon', [[...round, round[0]]])), 'round.geojson')).toThrow(
    'round.geojson: expected a plan of at most 20000 corners in the page',
  );
});
