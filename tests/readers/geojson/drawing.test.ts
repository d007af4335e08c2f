import { describe, expect, test } from 'vitest';
import { drawingFromGeoJson } from '../../../readers/geojson/drawing.ts';

const SQUARE = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
];
const polygon = { type: 'Polygon', coordinates: [SQUARE] };
const line = {
  type: 'LineString',
  coordinates: [
    [0, 0],
    [5, 5],
  ],
};
const read = (json: unknown) => drawingFromGeoJson(json, 'plan.geojson');

describe('a plan in GeoJSON', () => {
  test('has areas without the repeated corner, and lines, in metres as they stand', () => {
    expect(read(polygon).areas).toEqual([{ outer: SQUARE.slice(0, 4), holes: [] }]);
    expect(read(line).lines).toEqual([line.coordinates]);
  });

  test('is the same as features, collections and many in one', () => {
    const feature = (geometry: object) => ({ type: 'Feature', properties: {}, geometry });
    const all = read({
      type: 'FeatureCollection',
      features: [
        feature({ type: 'GeometryCollection', geometries: [polygon, line] }),
        feature({ type: 'MultiPolygon', coordinates: [polygon.coordinates, polygon.coordinates] }),
        feature({ type: 'MultiLineString', coordinates: [line.coordinates] }),
      ],
    });
    expect([all.areas.length, all.lines.length]).toEqual([3, 2]);
  });

  test('has holes', () => {
    const hole = [
      [1, 1],
      [1, 2],
      [2, 2],
      [1, 1],
    ];
    expect(read({ type: 'Polygon', coordinates: [SQUARE, hole] }).areas[0].holes).toEqual([hole.slice(0, 3)]);
  });

  test.each([
    ['a point', { type: 'Point', coordinates: [0, 0] }, /\(root\)\.type/],
    ['no geometry', { type: 'Feature', geometry: null }, /\(root\)\.geometry/],
    ['a corner without a north', { type: 'LineString', coordinates: [[0, 0], [1]] }, /coordinates\.1/],
    ['coordinates that are no list', { type: 'Polygon', coordinates: 5 }, /coordinates/],
    ['a ring of two corners', { type: 'Polygon', coordinates: [SQUARE.slice(0, 2)] }, /plan\.geojson/],
  ])('is refused with %s, by its place', (_, json, place) => {
    expect(() => read(json)).toThrow(place);
  });

  test('is refused where collections lie in one another without end', () => {
    let nested: object = polygon;
    for (let depth = 0; depth < 9; depth++) nested = { type: 'GeometryCollection', geometries: [nested] };
    expect(() => read(nested)).toThrow(/plan\.geojson/);
  });
});
