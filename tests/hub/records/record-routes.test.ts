import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../../../workers/shared/random.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { serveSmallCity } from '../small-city-server.ts';

interface Items {
  numberMatched: number;
  numberReturned: number;
  features: { id: string; geometry: { coordinates: number[][][] }; properties: Record<string, unknown> }[];
  links: { rel: string; href: string }[];
}

const { city } = smallCity();
let running: Awaited<ReturnType<typeof serveSmallCity>>;

beforeAll(async () => {
  running = await serveSmallCity(new Map([['torn/manifest.json', '{"name":{"zh":"残","en":"Torn"}}']]));
});

afterAll(() => running.close());

const ask = (path: string) => fetch(`${running.url}/ogc/records${path}`);
const json = async <T>(path: string) => (await (await ask(path)).json()) as T;
const items = (query = '') => json<Items>(`/collections/small/items${query}`);

test('landing page, conformance and collections lead to the records', async () => {
  const landing = await json<{ links: { rel: string; href: string }[] }>('');
  for (const { href } of landing.links) expect((await fetch(running.url + href)).status).toBe(200);
  expect((await json<{ conformsTo: string[] }>('/conformance')).conformsTo.join()).toContain(
    'records-1/1.0/conf/record-core',
  );
  const { collections } = await json<{ collections: { id: string; links: { href: string }[] }[] }>('/collections');
  expect(collections.map(({ id }) => id)).toEqual(['small', 'torn']);
  for (const { href } of collections[0].links) expect((await fetch(running.url + href)).status).toBe(200);
});

test('items come page by page, each a feature with its box, and each by itself', async () => {
  const all = await items('?limit=1000');
  expect(all.numberMatched).toBe(all.features.length);
  expect(all.features.map(({ id }) => id)).toEqual(expect.arrayContaining(city.layers.map(({ id }) => id)));
  const walked: string[] = [];
  let next: string | undefined = '/ogc/records/collections/small/items?limit=2';
  while (next) {
    const page = (await (await fetch(running.url + next)).json()) as Items;
    walked.push(...page.features.map(({ id }) => id));
    next = page.links.find(({ rel }) => rel === 'next')?.href;
  }
  expect(walked).toEqual(all.features.map(({ id }) => id));
  const answer = await ask(`/collections/small/items/${all.features[0].id}`);
  expect(answer.headers.get('content-type')).toContain('application/geo+json');
  expect(await answer.json()).toEqual(all.features[0]);
  expect(all.features[0].geometry.coordinates[0]).toHaveLength(5);
});

test('words, theme, box, time, ids and grade restrict what is found', async () => {
  const [layer] = city.layers;
  expect((await items(`?q=${encodeURIComponent(layer.label.zh)}`)).features.map(({ id }) => id)).toContain(layer.id);
  expect((await items('?q=nothing-is-called-so')).numberMatched).toBe(0);
  expect((await items(`?theme=${layer.group}&limit=100`)).features.length).toBeGreaterThan(0);
  expect((await items('?bbox=0,0,1,1')).numberMatched).toBe(0);
  expect((await items(`?ids=${layer.id}`)).features.map(({ id }) => id)).toEqual([layer.id]);
  const dated = await items('?datetime=1900-01-01/..&limit=1000');
  for (const { properties } of dated.features) expect(properties.type).toBe('dataset');
  expect((await items('?datetime=1900/1901')).numberMatched).toBe(0);
});

test('what cannot be asked is refused by name, and what is not there is not found', async () => {
  for (const [query, name] of [
    ['?limit=0', 'limit'],
    ['?limit=99999', 'limit'],
    ['?bbox=1,2,3', 'bbox'],
    ['?datetime=yesterday', 'datetime'],
    ['?colour=red', 'colour'],
    ['?grade=E', 'grade'],
  ]) {
    const answer = await ask(`/collections/small/items${query}`);
    expect(answer.status, query).toBe(400);
    expect(((await answer.json()) as { message: string }).message).toContain(name);
  }
  for (const path of [
    '/collections/none',
    '/collections/none/items',
    '/collections/small/items/none',
    '/collections/..%2F/items',
  ])
    expect((await ask(path)).status, path).toBe(404);
  expect((await ask('/collections/torn/items')).status, 'a manifest that cannot be read').toBeGreaterThanOrEqual(400);
});

test('300 mutated requests end in an answer or a refusal', async () => {
  const random = seeded(52);
  const parts = ['q', 'bbox', 'limit', 'offset', 'datetime', 'ids', 'theme', 'type', 'grade', 'f', '%00', '__proto__'];
  const values = [
    '',
    '1',
    '-1',
    '1e9',
    '0,0,1,1',
    'NaN,1,2,3',
    '../..',
    '%F0%9F%8F%99',
    "'--",
    '<b>',
    '..',
    '2024/..',
    'A',
    'x'.repeat(300),
  ];
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  for (let i = 0; i < 300; i++) {
    const query = Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${pick(parts)}=${pick(values)}`).join(
      '&',
    );
    const { status } = await ask(`/collections/small/items?${query}`);
    expect([200, 400], query).toContain(status);
  }
});
