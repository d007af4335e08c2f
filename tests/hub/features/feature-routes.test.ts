import { afterAll, beforeAll, expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { serveSmallCity } from '../small-city-server.ts';
import { prismFiles } from './prism-files.ts';

interface Feature {
  id: string;
  geometry: { type: string; coordinates: unknown };
  properties: Record<string, unknown>;
}
interface Items {
  numberMatched: number;
  numberReturned: number;
  features: Feature[];
  links: { rel: string; href: string }[];
}

const { city } = smallCity();
let running: Awaited<ReturnType<typeof serveSmallCity>>;

beforeAll(async () => {
  running = await serveSmallCity(prismFiles());
});

afterAll(() => running.close());

const ask = (path: string) => fetch(`${running.url}/ogc/features${path}`);
const json = async <T>(path: string) => (await (await ask(path)).json()) as T;
const items = (query = '', layer = 'building') => json<Items>(`/small/collections/${layer}/items${query}`);
const found = async (filter: string) => {
  const { features } = await items(`?filter=${encodeURIComponent(filter)}`);
  return features.map(({ id }) => id);
};

test('every link of the landing page and of a layer leads somewhere, as a whole address', async () => {
  const { links } = await json<Items>('/small');
  const layer = await json<Items>('/small/collections/building');
  for (const { rel, href } of [...links, ...layer.links]) {
    const answer = await fetch(href);
    expect([answer.status, rel], href).toEqual([200, rel]);
  }
  const api = await ask('/small/api');
  expect(api.headers.get('content-type')).toBe('application/vnd.oai.openapi+json;version=3.0');
  expect(Object.keys(((await api.json()) as { paths: object }).paths)).toContain('/collections/{collectionId}/items');
});

test('attributes stand with their types, words and units', async () => {
  const { properties } = await json<{ properties: Record<string, object> }>('/small/collections/building/queryables');
  expect(properties.height).toEqual({
    type: 'number',
    title: '高度',
    description: 'Height, m',
    'x-ogc-unit': 'm',
    'x-ogc-unitLang': 'UCUM',
  });
  expect(properties.class).toMatchObject({ enum: ['office', 'lane'] });
  expect(properties.geometry).toMatchObject({ 'x-ogc-role': 'primary-geometry' });
});

test('a building is its footprint on the ground, a pipe its middle, and an empty value null', async () => {
  const { features } = await items();
  expect(features.map(({ id }) => id)).toEqual(smallIds);
  const [first, , , , last] = features;
  expect(first.geometry.type).toBe('Polygon');
  const [ring] = first.geometry.coordinates as number[][][];
  const corner = lonLatFromEnu(city.origin, [-10, -10, 0]);
  expect(ring).toHaveLength(5);
  expect(ring[0][0]).toBeCloseTo(corner.lonDeg, 7);
  expect(ring[0][1]).toBeCloseTo(corner.latDeg, 7);
  expect(first.properties).toMatchObject({ name: '文峰塔', height: 32.5, storeys: 7 });
  expect(last).toMatchObject({ geometry: { type: 'Point' }, properties: { height: null, storeys: null } });
  const pipes = await items('', 'pipe-storm');
  const { lonDeg, latDeg } = lonLatFromEnu(city.origin, [100, 50, 0]);
  const at = pipes.features[1].geometry.coordinates as number[];
  expect(at[0]).toBeCloseTo(lonDeg, 7);
  expect(at[1]).toBeCloseTo(latDeg, 7);
});

const smallIds = ['bld-ED1-00002', 'bld-ED1-00001', 'bld-ND4-00001', 'bld-ND4-00010', 'bld-ND4-00003'];

test('pages follow each other to all things once, and each stands by itself', async () => {
  const walked: string[] = [];
  for (let next: string | undefined = `${running.url}/ogc/features/small/collections/building/items?limit=2`; next; ) {
    const page = (await (await fetch(next)).json()) as Items;
    expect(page.numberMatched).toBe(5);
    walked.push(...page.features.map(({ id }) => id));
    next = page.links.find(({ rel }) => rel === 'next')?.href;
  }
  expect(walked).toEqual(smallIds);
  const one = await json<Feature>('/small/collections/building/items/bld-ND4-00001');
  expect(one.properties).toMatchObject({ name: 'Twin Tower', height: 180 });
});

test('filters, single values, boxes and chosen attributes restrict what is given', async () => {
  expect(await found("height > 100 AND class = 'office'")).toEqual(['bld-ND4-00001', 'bld-ND4-00010']);
  expect(await found('height IS NULL')).toEqual(['bld-ND4-00003']);
  expect((await items('?class=lane')).features.map(({ id }) => id)).toEqual(smallIds.slice(0, 2));
  const { lonDeg, latDeg } = lonLatFromEnu(city.origin, [9, 9, 0]);
  const box = [lonDeg, latDeg, lonDeg + 1e-6, latDeg + 1e-6];
  expect(
    (await items(`?bbox=${box}`)).features.map(({ id }) => id),
    'a box within the corner',
  ).toEqual([smallIds[0]]);
  expect(await found(`S_INTERSECTS(geometry, POINT(${lonDeg} ${latDeg}))`)).toEqual([smallIds[0]]);
  const beyond = lonLatFromEnu(city.origin, [12, 12, 0]);
  expect(await found(`S_INTERSECTS(geometry, POINT(${beyond.lonDeg} ${beyond.latDeg}))`)).toEqual([]);
  const [first] = (await items('?properties=name&limit=1')).features;
  expect(first.properties).toEqual({ name: '文峰塔' });
});

test('places come in each system that is offered, with latitude first where the system has it so', async () => {
  const epsg = (code: number) => `http://www.opengis.net/def/crs/EPSG/0/${code}`;
  const at = async (query: string) => (await items(query, 'pipe-storm')).features[0].geometry.coordinates as number[];
  const [lon, lat] = await at('?limit=1');
  expect(await at(`?limit=1&crs=${epsg(4326)}`)).toEqual([lat, lon]);
  expect(await at(`?limit=1&crs=${epsg(4490)}`)).toEqual([lat, lon]);
  // 108.75° E, 34.3° N by PROJ.
  const [x, y] = await at(`?limit=1&crs=${epsg(3857)}`);
  expect([x, y]).toEqual([12_105_994.62, 4_069_156.18]);
  const answer = await ask(`/small/collections/building/items?crs=${epsg(4490)}`);
  expect(answer.headers.get('content-crs')).toBe(`<${epsg(4490)}>`);
  const south = lonLatFromEnu(city.origin, [9, 9, 0]);
  const turned = [south.latDeg, south.lonDeg, south.latDeg + 1e-6, south.lonDeg + 1e-6];
  expect((await items(`?bbox=${turned}&bbox-crs=${epsg(4326)}`)).numberMatched).toBe(1);
});

test('what cannot be asked is refused by name, and what is not there is not found', async () => {
  for (const [query, name] of [
    ['?limit=0', 'limit'],
    ['?limit=99999', 'limit'],
    ['?bbox=1,2,3', 'bbox'],
    ['?crs=EPSG:1', 'crs'],
    ['?colour=red', 'colour'],
    ['?filter=height', 'filter'],
    ['?filter-lang=cql2-json', 'filter-lang'],
    ['?properties=name,colour', 'colour'],
  ]) {
    const answer = await ask(`/small/collections/building/items${query}`);
    expect(answer.status, query).toBe(400);
    expect(((await answer.json()) as { message: string }).message, query).toContain(name);
  }
  for (const path of [
    '/none',
    '/none/collections/building/items',
    '/small/collections/none',
    '/small/collections/none/items',
    '/small/collections/building/items/none',
    '/..%2Fapp/collections',
  ])
    expect((await ask(path)).status, path).toBe(404);
});

test('300 mutated requests end in an answer or a refusal', async () => {
  const random = seeded(521);
  const names = [
    'bbox',
    'limit',
    'offset',
    'filter',
    'crs',
    'bbox-crs',
    'properties',
    'height',
    'datetime',
    '__proto__',
  ];
  const values = [
    ...['', '1', '-1', '1e9', '0,0,1,1', '108,34,109,35', 'NaN,1,2,3', '../..', '%F0%9F%8F%99', "'--", 'EPSG:4326'],
    ...[
      'height%20%3E%203',
      'NOT',
      "name%20LIKE%20'%25'",
      'S_INTERSECTS(geometry,BBOX(0,0,1,1))',
      '(((',
      'x'.repeat(300),
    ],
  ];
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  for (let i = 0; i < 300; i++) {
    const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${pick(names)}=${pick(values)}`);
    const { status } = await ask(`/small/collections/building/items?${parts.join('&')}`);
    expect([200, 400], parts.join('&')).toContain(status);
  }
});
