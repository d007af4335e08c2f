import * as v from 'valibot';
import { expect, test } from 'vitest';
import { encodeTubes } from '../../../model/city/tubes.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { SiteSelectionRequest } from '../../../model/questions/site-selection.ts';
import { openWalkedCity } from '../../../workers/shared/walked-city.ts';
import { filtered } from '../../../workers/site-selection/candidate-filter.ts';
import type { SitePlace } from '../../../workers/site-selection/site-place.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city, files } = smallCity();
const text = { zh: '图', en: 'Plan' };

/** A rectangle of a plan in the plane of the city, without an inner one where that is given. */
function shape(id: string, properties: object, ...boxes: [number, number, number, number][]) {
  const ringOf = ([west, south, east, north]: [number, number, number, number]) =>
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ].map(([eastM, northM]) => {
      const { lonDeg, latDeg } = lonLatFromEnu(city.origin, [eastM, northM, 0]);
      return [lonDeg, latDeg];
    });
  return { type: 'Feature', id, properties, geometry: { type: 'Polygon', coordinates: boxes.map(ringOf) } };
}

const plan = {
  id: 'kg',
  authority: text,
  name: text,
  version: '1',
  status: 'draft',
  codes: 'mnr-2023',
  source: { name: text, licence: 'CC0', crs: 'EPSG:4326' },
  file: 'plans/kg.geojson',
  hash: '0'.repeat(64),
  count: 4,
};
const features = [
  // A school of one hectare less a quarter of it in its middle, another of 400 m², houses, and a wetland over the last place.
  shape('school', { kind: 'parcel', code: '0804' }, [0, 0, 100, 100], [25, 25, 75, 75]),
  shape('small', { kind: 'parcel', code: '0804' }, [200, 0, 220, 20]),
  shape('houses', { kind: 'parcel', code: '0701' }, [300, 0, 400, 100]),
  shape('wet', { kind: 'wetland' }, [390, 0, 500, 100]),
];
/** A pipe of 2 m along x = 10 from south to north. */
const tubes = encodeTubes(
  {
    count: 1,
    layers: ['pipe-storm'],
    layer: Uint32Array.of(0),
    row: Uint32Array.of(0),
    vertexOf: Uint32Array.of(0, 2),
    widthM: Float32Array.of(2),
    heightM: Float32Array.of(2),
    axisM: Float32Array.of(10, -50, -2, 10, 200, -2),
    groundM: Float32Array.of(0, 0),
  },
  'tubes.bin',
);

const openCity = (parts: object) =>
  openWalkedCity({
    manifest: { ...city, grids: null, ...parts },
    read: async (path) => (path === 'tubes.bin' ? tubes.bytes : (files.get(path) ?? new Uint8Array())),
    readJson: async (path) =>
      path === 'plans/plans.json' ? { format: 1, plans: [plan] } : { type: 'FeatureCollection', features },
    findJson: async (path) => (path === 'tubes.json' ? JSON.parse(tubes.head) : null),
  });
const whole = { plans: { count: 1, hasRules: false, hasCrosswalk: false }, facts: { tubes: { state: 'given' } } };

const place = (id: string, ...atM: [number, number]): SitePlace => ({
  id,
  name: { zh: id, en: id },
  atM,
  capacity: null,
  cost: null,
});
const places = [
  place('near-pipe', 13, 10),
  place('school', 90, 10),
  place('yard', 50, 50),
  place('small', 210, 10),
  place('houses', 310, 10),
  place('wet', 395, 10),
];

async function left(filter: object, parts: object = whole) {
  const request = v.parse(SiteSelectionRequest, { candidates: { by: 'junctions' }, filter });
  const found = await filtered(await openCity(parts), request, places);
  return [found.places.map(({ id }) => id), ...found.removed.map(({ by, count }) => `${by} ${count}`)];
}

test('a planned use is that of the parcel a place lies on, its holes left out', async () => {
  expect(await left({ uses: ['public'] })).toEqual([['near-pipe', 'school', 'small'], 'use 3']);
  expect(await left({ uses: ['residential', 'public'] })).toEqual([
    ['near-pipe', 'school', 'small', 'houses', 'wet'],
    'use 1',
  ]);
});

test('a parcel is as large as its ring less its holes', async () => {
  expect(await left({ minParcelM2: 7499 })).toEqual([['near-pipe', 'school', 'houses', 'wet'], 'parcel 2']);
  expect(await left({ minParcelM2: 7501 })).toEqual([['houses', 'wet'], 'parcel 4']);
});

test('protected land and pipes keep places away, and each condition is counted after those before it', async () => {
  // The pipe's wall is 1 m from its line: the place is 2 m from it.
  expect(await left({ pipeM: 1.9 })).toEqual([places.map(({ id }) => id), 'pipe 0']);
  expect(await left({ pipeM: 2.1 })).toEqual([['school', 'yard', 'small', 'houses', 'wet'], 'pipe 1']);
  expect(await left({ uses: ['residential'], isOffProtected: true, pipeM: 5 })).toEqual([
    ['houses'],
    'use 4',
    'protected 1',
    'pipe 0',
  ]);
});

test('flooded cells take places away; beyond the raster it is dry', async () => {
  const flooded = { label: 'Rain', westM: 0, southM: 0, cellM: 50, columns: 2, rows: 2, runs: [1, 1, 1, 1] };
  // Wet are the south-east and the north-east cell, 50 to 100 m east.
  expect(await left({ flooded })).toEqual([['near-pipe', 'small', 'houses', 'wet'], 'flooded 2']);
});

test('what the city has no data for is refused', async () => {
  await expect(left({ uses: ['public'] }, { plans: undefined })).rejects.toThrow(
    'filter.uses: expected a city with plans',
  );
  await expect(left({ pipeM: 3 }, { facts: {} })).rejects.toThrow('filter.pipeM: expected a city with pipes');
});
