import { afterEach, expect, test } from 'vitest';
import { readService, type ServiceAnswer } from '../../../hub/feature-services/read-service.ts';
import type { FeatureService } from '../../../model/city/feature-service.ts';
import { type Elsewhere, serveElsewhere } from './elsewhere.ts';

const BOX = [108.7, 34.2, 108.8, 34.4] as const;
const open: Elsewhere[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const feature = (id: number, coordinates: readonly number[] = [108.75, 34.3]) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates },
  properties: { name: `井 ${id}`, nested: { a: 1 } },
});
const collection = (features: readonly object[], more: object = {}) => ({
  type: 'FeatureCollection',
  features,
  ...more,
});

async function serve(answer: (query: URLSearchParams, path: string) => object): Promise<Elsewhere> {
  const server = await serveElsewhere((request, reply) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    reply.setHeader('content-type', 'application/geo+json');
    reply.end(JSON.stringify(answer(searchParams, pathname)));
  });
  open.push(server);
  return server;
}

const ask = (url: string, part: Partial<FeatureService> = {}): Promise<ServiceAnswer> =>
  readService({
    service: { id: 'x', name: 'x', kind: 'oapif', url, layer: 'wells', crs: 'CRS84', licence: '', ...part },
    boxDeg: BOX,
  });
const codes = ({ problems }: ServiceAnswer) => problems.map(({ code }) => code);

test('pages of OGC API – Features follow their links, and values that are nested come as text', async () => {
  const server = await serve((query, path) => {
    const at = Number(query.get('offset') ?? 0);
    const links = at < 4 ? [{ rel: 'next', href: `${path}?offset=${at + 2}` }] : [];
    return collection([feature(at), feature(at + 1)], { links });
  });
  const answer = await ask(`${server.url}/api/`);
  expect(server.asked[0]).toContain('/api/collections/wells/items?f=json&limit=1000&bbox=108.7%2C34.2%2C108.8%2C34.4');
  expect(answer.features.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(answer.features[0].properties).toEqual({ name: '井 0', nested: '{"a":1}' });
  expect(answer.problems).toEqual([]);
});

test('WFS is asked in the order of axes of each system, and its pages are counted', async () => {
  const server = await serve((query) => {
    const at = Number(query.get('startIndex'));
    return collection(Array.from({ length: at === 0 ? 1000 : 3 }, (_, i) => feature(at + i, [34.3, 108.75])));
  });
  for (const crs of ['EPSG:4326', 'EPSG:4490'] as const) {
    const answer = await ask(`${server.url}/wfs?map=city`, { kind: 'wfs', crs });
    expect(answer.features).toHaveLength(1003);
    expect(answer.features[0].geometry.coordinates).toEqual([108.75, 34.3]);
    expect(codes(answer)).toEqual([]);
    const asked = new URL(server.asked.at(-2) ?? '', 'http://x').searchParams;
    const urn = `urn:ogc:def:crs:EPSG::${crs.slice(5)}`;
    expect(asked.get('bbox')).toBe(`34.2,108.7,34.4,108.8,${urn}`);
    expect([asked.get('srsName'), asked.get('map'), asked.get('typeNames')]).toEqual([urn, 'city', 'wells']);
  }
});

test('a server that has longitude first where its system has latitude first is read, and it is said', async () => {
  const server = await serve(() => collection([feature(1), feature(2)]));
  const answer = await ask(server.url, { kind: 'wfs', crs: 'EPSG:4490' });
  expect(answer.features[0].geometry.coordinates).toEqual([108.75, 34.3]);
  expect(codes(answer)).toEqual(['swapped']);
});

test('metres of Web Mercator come as degrees; what lies outside or has no geometry is counted', async () => {
  const mercator = [12_105_994.62, 4_069_156.18];
  const server = await serve(() =>
    collection([
      feature(1, mercator),
      feature(2, [0, 0]),
      { type: 'Feature', geometry: null },
      7 as never,
      feature(3, [1]),
    ]),
  );
  const answer = await ask(server.url, { crs: 'EPSG:3857' });
  const [lon, lat] = answer.features[0].geometry.coordinates as [number, number];
  expect([lon, lat].map((axis) => Number(axis.toFixed(6)))).toEqual([108.75, 34.3]);
  expect(answer.problems.map(({ text }) => text.en)).toEqual([
    '1 features lie outside the box that was asked for and were left out',
    '3 features without a usable geometry were left out',
  ]);
});

test('more features than one view may have end with a sentence', async () => {
  const server = await serve((query, path) => {
    const at = Number(query.get('offset') ?? 0);
    return collection(
      Array.from({ length: 4000 }, (_, i) => feature(at + i)),
      {
        links: [{ rel: 'next', href: `${path}?offset=${at + 4000}` }],
      },
    );
  });
  const answer = await ask(server.url);
  expect(answer.features).toHaveLength(10_000);
  expect(codes(answer)).toEqual(['most']);
});
