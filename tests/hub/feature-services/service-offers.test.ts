import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOffers } from '../../../hub/feature-services/service-offers.ts';
import { messagesOf } from '../../../model/text/message.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { type Elsewhere, serveElsewhere } from './elsewhere.ts';

const level = (name: string, scale: number, corner: string, px = 256) => `
  <TileMatrix><ows:Identifier>${name}</ows:Identifier><ScaleDenominator>${scale}</ScaleDenominator>
  <TopLeftCorner>${corner}</TopLeftCorner><TileWidth>${px}</TileWidth><TileHeight>${px}</TileHeight></TileMatrix>`;
const set = (name: string, crs: string, levels: string) =>
  `<TileMatrixSet><ows:Identifier>${name}</ows:Identifier><ows:SupportedCRS>${crs}</ows:SupportedCRS>${levels}</TileMatrixSet>`;
const MERCATOR = 559082264.0287178;
const DEGREES = 279541132.0143589;
const TOP = '-20037508.3427892 20037508.3427892';
const tiled = (name: string, links: string[]) => `
  <Layer><ows:Title>图 ${name}</ows:Title><ows:Identifier>${name}</ows:Identifier>
  <Style><ows:Identifier>plain</ows:Identifier></Style><Style isDefault="true"><ows:Identifier>day</ows:Identifier></Style>
  ${links.map((link) => `<TileMatrixSetLink><TileMatrixSet>${link}</TileMatrixSet></TileMatrixSetLink>`).join('')}</Layer>`;
const WMTS = `<?xml version="1.0"?><Capabilities xmlns:ows="http://www.opengis.net/ows/1.1"><Contents>
  ${tiled('vec', ['w', 'c'])}${tiled('odd', ['local', 'large'])}${tiled('geo', ['EPSG:4326'])}
  ${set('w', 'urn:ogc:def:crs:EPSG::900913', level('1', MERCATOR / 2, TOP) + level('2', MERCATOR / 4, TOP))}
  ${set('c', 'urn:ogc:def:crs:EPSG::4490', level('1', DEGREES, '90.0 -180.0') + level('2', DEGREES / 2, '90.0 -180.0'))}
  ${set('local', 'EPSG:4547', level('0', 1000, '0 0'))}
  ${set('large', 'EPSG:3857', level('0', MERCATOR, TOP, 512))}
  ${set('EPSG:4326', 'http://www.opengis.net/def/crs/EPSG/0/4326', level('EPSG:4326:0', DEGREES, '-180 90') + level('EPSG:4326:1', DEGREES / 2, '-180 90'))}
</Contents></Capabilities>`;
const WMS = `<?xml version="1.0"?><WMS_Capabilities version="1.3.0"><Capability><Layer><Title>all</Title><CRS>EPSG:4326</CRS>
  <Layer><Name>roads</Name><Title>Roads &amp; ways</Title><CRS>EPSG:3857</CRS></Layer>
  <Layer><Title>group</Title><CRS>CRS:84</CRS><Layer><Name>parcels</Name></Layer></Layer></Layer></Capability></WMS_Capabilities>`;
const WFS = `<wfs:WFS_Capabilities version="2.0.0"><wfs:FeatureTypeList>
  <wfs:FeatureType><wfs:Name>town:trees</wfs:Name><wfs:Title>Trees</wfs:Title><wfs:DefaultCRS>urn:ogc:def:crs:EPSG::25832</wfs:DefaultCRS><wfs:OtherCRS>urn:ogc:def:crs:EPSG::4326</wfs:OtherCRS></wfs:FeatureType>
  <wfs:FeatureType><wfs:Name>town:walls</wfs:Name><wfs:DefaultCRS>urn:ogc:def:crs:EPSG::25832</wfs:DefaultCRS></wfs:FeatureType>
</wfs:FeatureTypeList></wfs:WFS_Capabilities>`;
const COLLECTIONS = JSON.stringify({
  collections: [{ id: 'lakes', title: '湖', crs: ['http://www.opengis.net/def/crs/EPSG/0/3857'] }, { id: 7 }, null],
});
const SENT: Record<string, string> = { '/wmts': WMTS, '/wms': WMS, '/wfs': WFS, '/api/collections': COLLECTIONS };

let elsewhere: Elsewhere;
let sent: (path: string) => string = () => '';
beforeAll(async () => {
  elsewhere = await serveElsewhere((request, reply) => {
    reply.end(sent(new URL(request.url ?? '', 'http://x').pathname));
  });
});
afterAll(() => elsewhere.close());

const offers = (kind: Parameters<typeof readOffers>[0]['kind'], path: string) =>
  readOffers({ kind, url: `${elsewhere.url}${path}` });

test('sets of tiles that halve the world are offered by how their levels are named; others with no system', async () => {
  sent = (path) => SENT[path] ?? '';
  expect((await offers('wmts', '/wmts?tk=1')).offers).toEqual([
    { layer: 'vec', title: '图 vec', crs: ['EPSG:3857'], matrixSet: 'w', matrix: '{z}', style: 'day' },
    // Two tiles for the world are level 0 here, and 1 by the name of the set.
    { layer: 'vec', title: '图 vec', crs: ['EPSG:4490'], matrixSet: 'c', matrix: '{z+1}', style: 'day' },
    { layer: 'odd', title: '图 odd', crs: [] },
    {
      layer: 'geo',
      title: '图 geo',
      crs: ['EPSG:4326'],
      matrixSet: 'EPSG:4326',
      matrix: 'EPSG:4326:{z}',
      style: 'day',
    },
  ]);
  const asked = new URL(elsewhere.asked.at(-1) ?? '', 'http://x').searchParams;
  expect([...asked]).toEqual([
    ['tk', '1'],
    ['service', 'WMTS'],
    ['request', 'GetCapabilities'],
  ]);
});

test('named layers of a WMS have the systems of the groups above them; types and collections their own', async () => {
  sent = (path) => SENT[path] ?? '';
  expect((await offers('wms', '/wms')).offers).toEqual([
    { layer: 'roads', title: 'Roads & ways', crs: ['EPSG:4326', 'EPSG:3857'], version: '1.3.0' },
    { layer: 'parcels', title: 'parcels', crs: ['EPSG:4326', 'CRS84'], version: '1.3.0' },
  ]);
  expect((await offers('wfs', '/wfs')).offers).toEqual([
    { layer: 'town:trees', title: 'Trees', crs: ['EPSG:4326'] },
    { layer: 'town:walls', title: 'town:walls', crs: [] },
  ]);
  expect((await offers('oapif', '/api/')).offers).toEqual([
    { layer: 'lakes', title: '湖', crs: ['CRS84', 'EPSG:3857'] },
  ]);
});

test('something else than a list of layers is a sentence that shows what came', async () => {
  for (const [kind, text, got] of [
    ['wmts', '<html><body>Log in</body></html>', 'HTML Log in'],
    ['wms', '<ServiceExceptionReport><ServiceException>no</ServiceException></ServiceExceptionReport>', 'XML no'],
    ['wfs', '{"a":1}', '{"a":1}'],
    ['oapif', '{"links":[]}', 'links'],
    ['wms', '<WMS_Capabilities version="1.3.0"><Capability><Layer>', 'XML'],
    ['wmts', 'plain words', 'plain words'],
  ] as const) {
    sent = () => text;
    const said = await offers(kind, '/x').then(
      () => null,
      (error: unknown) => messagesOf(error)?.[0].text.en ?? String(error),
    );
    expect(said, text).toMatch(/^127\.0\.0\.1:\d+: expected/);
    expect(said).toContain(got);
  }
});

test('300 mutated lists end in layers or in a sentence', async () => {
  const random = seeded(11);
  const kinds = ['wmts', 'wms', 'wfs', 'oapif'] as const;
  const texts = [WMTS, WMS, WFS, COLLECTIONS];
  for (let i = 0; i < 300; i++) {
    const text = texts[i % 4];
    const at = Math.floor(random() * text.length);
    const cut = at + Math.floor(random() * 40);
    sent = () => `${text.slice(0, at)}${['', '<', '"', '&#0;', '0', '</Layer>'][i % 6]}${text.slice(cut)}`;
    await offers(kinds[i % 4], '/api').catch((error: unknown) => {
      expect(messagesOf(error), `${i}: ${String(error)}`).not.toBeNull();
    });
  }
});
