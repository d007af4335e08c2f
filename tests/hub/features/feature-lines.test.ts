import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeTubes } from '../../../model/city/tubes.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { layersOfTile, linesOfFeature } from '../../../readers/vector-tiles/mvt.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { serveSmallCity } from '../small-city-server.ts';

/** The first storm drain runs 30 m east and 12 m north; the second has two stretches; of the third nothing is known but its middle. */
const AXES = [
  { row: 0, axis: [-15, 0, 15, 0, 15, 12] },
  { row: 1, axis: [85, 50, 97, 50] },
  { row: 1, axis: [103, 50, 115, 50] },
];

let running: Awaited<ReturnType<typeof serveSmallCity>>;

beforeAll(async () => {
  const vertices = AXES.flatMap(({ axis }) => axis);
  const ends = AXES.map((_, i) => AXES.slice(0, i + 1).reduce((sum, { axis }) => sum + axis.length / 2, 0));
  const { head, bytes } = encodeTubes(
    {
      count: AXES.length,
      layers: ['pipe-storm'],
      layer: new Uint32Array(AXES.length),
      row: Uint32Array.from(AXES, ({ row }) => row),
      vertexOf: Uint32Array.of(0, ...ends),
      widthM: new Float32Array(AXES.length).fill(0.6),
      heightM: new Float32Array(AXES.length).fill(0.6),
      axisM: Float32Array.from({ length: (3 * vertices.length) / 2 }, (_, i) =>
        i % 3 === 2 ? -2 : vertices[2 * Math.floor(i / 3) + (i % 3)],
      ),
      groundM: new Float32Array(vertices.length / 2),
    },
    'tubes.bin',
  );
  running = await serveSmallCity(
    new Map<string, string | Uint8Array>([
      ['small/tubes.json', head],
      ['small/tubes.bin', bytes],
    ]),
  );
});

afterAll(() => running.close());

const ask = (path: string) => fetch(`${running.url}/ogc/features/small/collections/pipe-storm${path}`);
type Feature = { id: string; geometry: { type: string; coordinates: number[] | number[][] | number[][][] } };
const items = async (query: string) =>
  ((await (await ask(`/items${query}`)).json()) as { features: Feature[] }).features;
const degrees = (x: number, y: number) => {
  const { lonDeg, latDeg } = lonLatFromEnu(smallCity().city.origin, [x, y, 0]);
  return [lonDeg, latDeg];
};

test('pipes are lines along their axes; what has several stretches keeps them, what has none has its middle', async () => {
  const features = await items('');
  expect(features.map(({ geometry }) => geometry.type)).toEqual(['LineString', 'MultiLineString', 'Point']);
  const [first, second] = features;
  const places = first.geometry.coordinates as number[][];
  expect(places).toHaveLength(3);
  for (const [i, [x, y]] of [
    [-15, 0],
    [15, 0],
    [15, 12],
  ].entries())
    for (const axis of [0, 1]) expect(places[i][axis]).toBeCloseTo(degrees(x, y)[axis], 7);
  expect((second.geometry.coordinates as number[][][]).map((line) => line.length)).toEqual([2, 2]);
});

test('a shape finds the line that only crosses it, and passes over the gap between two stretches', async () => {
  const box = (west: number, south: number, east: number, north: number) =>
    `?bbox=${[...degrees(west, south), ...degrees(east, north)].join(',')}`;
  const idsIn = async (query: string) => (await items(query)).map(({ id }) => id);
  const [first, second] = (await items('')).map(({ id }) => id);
  // No place of the line lies within, and its middle does not.
  expect(await idsIn(box(2, -3, 6, 3))).toEqual([first]);
  expect(await idsIn(box(88, 47, 91, 53))).toEqual([second]);
  expect(await idsIn(box(98.5, 47, 101.5, 53))).toEqual([]);
});

test('tiles have lines, cut at the tile, in its units', async () => {
  const z = 20;
  const [lon, lat] = degrees(0, 0);
  const xOf = (lonDeg: number) => ((lonDeg + 180) / 360) * 2 ** z;
  const sin = Math.sin((lat * Math.PI) / 180);
  const y = Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** z);
  const answer = await ask(`/tiles/WebMercatorQuad/${z}/${Math.floor(xOf(lon))}/${y}`);
  const [layer] = layersOfTile(new Uint8Array(await answer.arrayBuffer()));
  const [feature] = layer.features;
  expect(feature.type).toBe('line');
  const [line] = linesOfFeature(feature);
  const unitsOf = (lonDeg: number) => (xOf(lonDeg) - Math.floor(xOf(lon))) * 4096;
  const west = Math.max(-64, unitsOf(degrees(-15, 0)[0]));
  const east = Math.min(4096 + 64, unitsOf(degrees(15, 0)[0]));
  const eastings = Array.from(line).filter((_, i) => i % 2 === 0);
  expect(Math.abs(Math.min(...eastings) - west)).toBeLessThanOrEqual(1);
  expect(Math.abs(Math.max(...eastings) - east)).toBeLessThanOrEqual(1);
});
