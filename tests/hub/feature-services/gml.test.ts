import { afterEach, expect, test } from 'vitest';
import { gmlFeatures } from '../../../hub/feature-services/gml-features.ts';
import { readService } from '../../../hub/feature-services/read-service.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { type Elsewhere, serveElsewhere } from './elsewhere.ts';

const open: Elsewhere[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const collection = (members: string) =>
  `<?xml version="1.0"?><!-- a comment --><wfs:FeatureCollection xmlns:wfs="w" xmlns:gml="g">${members}</wfs:FeatureCollection>`;
const member = (geometry: string, id = 'w.1') =>
  `<wfs:member><t:well gml:id="${id}"><gml:boundedBy><gml:Envelope/></gml:boundedBy><t:name>A &amp; B &#20117;</t:name><t:depth>12</t:depth><t:at>${geometry}</t:at></t:well></wfs:member>`;
const geometryIn = (text: string) =>
  (gmlFeatures(collection(member(text)))?.features[0] as { geometry: object } | undefined)?.geometry;

test('points, lines, areas and parts of GML are read, in two and three dimensions, with holes', () => {
  expect(geometryIn('<gml:Point><gml:pos>34.3 108.75</gml:pos></gml:Point>')).toEqual({
    type: 'Point',
    coordinates: [34.3, 108.75],
  });
  expect(geometryIn('<gml:Point><gml:coordinates>108.75,34.3</gml:coordinates></gml:Point>')).toEqual({
    type: 'Point',
    coordinates: [108.75, 34.3],
  });
  expect(
    geometryIn('<gml:LineString srsDimension="3"><gml:posList>1 2 9 3 4 9</gml:posList></gml:LineString>'),
  ).toEqual({
    type: 'LineString',
    coordinates: [
      [1, 2, 9],
      [3, 4, 9],
    ],
  });
  const ring = (list: string) => `<gml:LinearRing><gml:posList>${list}</gml:posList></gml:LinearRing>`;
  const polygon = `<gml:Polygon><gml:exterior>${ring('0 0 0 9 9 9 0 0')}</gml:exterior><gml:interior>${ring('1 1 2 2 1 2 1 1')}</gml:interior></gml:Polygon>`;
  const rings = [
    [
      [0, 0],
      [0, 9],
      [9, 9],
      [0, 0],
    ],
    [
      [1, 1],
      [2, 2],
      [1, 2],
      [1, 1],
    ],
  ];
  expect(geometryIn(polygon)).toEqual({ type: 'Polygon', coordinates: rings });
  expect(geometryIn(`<gml:MultiSurface><gml:surfaceMember>${polygon}</gml:surfaceMember></gml:MultiSurface>`)).toEqual({
    type: 'MultiPolygon',
    coordinates: [rings],
  });
});

test('values of a feature are text, its id is kept, and what bounds it is none of them', () => {
  const [feature] = gmlFeatures(collection(member('<gml:Point><gml:pos>1 2</gml:pos></gml:Point>')))?.features ?? [];
  expect(feature).toMatchObject({ id: 'w.1', properties: { name: 'A & B 井', depth: '12' } });
  expect(Object.keys((feature as { properties: object }).properties)).toEqual(['name', 'depth']);
});

test('what is no collection, or declares entities of its own, is none', () => {
  for (const text of [
    '<ows:ExceptionReport><ows:ExceptionText>no</ows:ExceptionText></ows:ExceptionReport>',
    '<!DOCTYPE x [<!ENTITY a "aaaa">]><FeatureCollection>&a;</FeatureCollection>',
    '<FeatureCollection><member></FeatureCollection>',
    '<FeatureCollection>',
    `<FeatureCollection>${'<a>'.repeat(1e5)}`,
    '<',
    '',
  ])
    expect(gmlFeatures(text), text.slice(0, 40)).toBeNull();
});

test('300 mutated documents end in features or in none, within a second each', () => {
  const random = seeded(7);
  const good = collection(member('<gml:Point><gml:pos>1 2</gml:pos></gml:Point>').repeat(5));
  const bits = ['<', '>', '"', '&', '</', '<!--', '<![CDATA[', ']]>', '&#x0;', '__proto__', ' a="', '\0'];
  for (let i = 0; i < 300; i++) {
    let text = good;
    for (let n = 0; n < 3; n++) {
      const at = Math.floor(random() * text.length);
      text = `${text.slice(0, at)}${bits[Math.floor(random() * bits.length)]}${text.slice(at + Math.floor(random() * 4))}`;
    }
    const startMs = performance.now();
    gmlFeatures(text);
    expect(performance.now() - startMs, text).toBeLessThan(1000);
  }
});

test('a WFS without GeoJSON is asked once more for what it gives, and its axes are looked at', async () => {
  const asked: string[] = [];
  const server = await serveElsewhere(({ url = '' }, reply) => {
    const { searchParams } = new URL(url, 'http://x');
    asked.push(searchParams.get('outputFormat') ?? 'none');
    reply.statusCode = searchParams.has('outputFormat') ? 400 : 200;
    reply.end(
      searchParams.has('outputFormat')
        ? '<ExceptionReport/>'
        : collection(member('<gml:Point><gml:pos>34.3 108.75</gml:pos></gml:Point>')),
    );
  });
  open.push(server);
  const named = { id: 'x', name: 'x', url: server.url, layer: 'wells', licence: '' };
  const { features, problems } = await readService({
    service: { ...named, kind: 'wfs', crs: 'EPSG:4326' },
    boxDeg: [108.7, 34.2, 108.8, 34.4],
  });
  expect(asked).toEqual(['application/json', 'none']);
  expect(problems).toEqual([]);
  expect(features).toEqual([
    {
      type: 'Feature',
      id: 'w.1',
      geometry: { type: 'Point', coordinates: [108.75, 34.3] },
      properties: { name: 'A & B 井', depth: '12' },
    },
  ]);
});
