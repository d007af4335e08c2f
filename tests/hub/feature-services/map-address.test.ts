import * as v from 'valibot';
import { expect, test } from 'vitest';
import { isMapTile, mapInfoAddress, mapTileAddress } from '../../../hub/feature-services/map-address.ts';
import { relativeFiles, tileAddress } from '../../../hub/feature-services/tile-address.ts';
import { type MapService, NamedService, type TileService } from '../../../model/city/feature-service.ts';
import { firstFileOf } from '../../../model/city/service-kinds.ts';

const named = (part: object) => v.parse(NamedService, { id: 'a', name: 'a', ...part });
const wms = (part: object = {}) =>
  named({ kind: 'wms', url: 'https://maps.example/wms?map=x&VERSION=1.0.0', layer: 'roads', ...part }) as MapService & {
    kind: 'wms';
  };
/** The tile of level 1 that begins at the equator and the meridian of 0 in the north-east, in degrees: 0 to 90 east and north. */
const NORTH_EAST = { z: 1, x: 2, y: 0 };
const boxOf = (service: MapService) => mapTileAddress(service, NORTH_EAST).searchParams.get('bbox');

test('a WMS is asked with the axes that its version and system have', () => {
  expect(boxOf(wms({ crs: 'EPSG:4326' }))).toBe('0,0,90,90');
  const eastern = { z: 2, x: 6, y: 1 };
  // 90 to 135 degrees east, 0 to 45 north.
  const box = (part: object) => mapTileAddress(wms(part), eastern).searchParams.get('bbox');
  expect(box({ crs: 'EPSG:4326' })).toBe('0,90,45,135');
  expect(box({ crs: 'EPSG:4490' })).toBe('0,90,45,135');
  expect(box({ crs: 'CRS84' })).toBe('90,0,135,45');
  expect(box({ crs: 'EPSG:4326', version: '1.1.1' })).toBe('90,0,135,45');
  expect(box({ crs: 'EPSG:4490', version: '1.1.1' })).toBe('90,0,135,45');
  const old = mapTileAddress(wms({ crs: 'EPSG:4490', version: '1.1.1' }), eastern).searchParams;
  expect([old.get('srs'), old.get('crs'), old.get('version')]).toEqual(['EPSG:4490', null, '1.1.1']);
  const now = mapTileAddress(wms({ crs: 'CRS84' }), eastern).searchParams;
  expect([now.get('crs'), now.get('srs'), now.get('map')]).toEqual(['CRS:84', null, 'x']);
  expect(now.getAll('version').concat(now.getAll('VERSION'))).toEqual(['1.3.0']);
});

test('in Web Mercator the whole earth is one tile', () => {
  const [west, south, east, north] = (mapTileAddress(wms(), { z: 0, x: 0, y: 0 }).searchParams.get('bbox') ?? '')
    .split(',')
    .map(Number);
  expect([west, south]).toEqual([-east, -north]);
  expect(east).toBeCloseTo(20_037_508.34, 2);
});

test('what stands at a place is asked for in the middle of a small picture', () => {
  const query = mapInfoAddress(wms(), 108.75, 34.3).searchParams;
  expect(query.get('request')).toBe('GetFeatureInfo');
  expect([query.get('i'), query.get('j'), query.get('query_layers')]).toEqual(['50', '50', 'roads']);
  const [south, west] = (query.get('bbox') ?? '').split(',').map(Number);
  expect([south, west]).toEqual([expect.closeTo(34.2998, 6), expect.closeTo(108.7498, 6)]);
});

test('tiles by a template count rows from either end, and a WMTS calls its levels as it likes', () => {
  const at = { z: 3, x: 5, y: 2 };
  const xyz = (url: string) => mapTileAddress(named({ kind: 'xyz', url }) as MapService, at).href;
  expect(xyz('https://t.example/{z}/{x}/{y}.png?k=1')).toBe('https://t.example/3/5/2.png?k=1');
  expect(xyz('https://t.example/{z}/{x}/{-y}.png')).toBe('https://t.example/3/5/5.png');
  const wmts = (matrix: string) =>
    mapTileAddress(
      named({ kind: 'wmts', url: 'https://t.example/wmts?tk=k', layer: 'img', matrixSet: 'c', matrix }) as MapService,
      at,
    ).searchParams;
  expect(wmts('EPSG:4326:{z}').get('tilematrix')).toBe('EPSG:4326:3');
  expect(wmts('{z+1}').get('tilematrix')).toBe('4');
  expect([wmts('{z}').get('tilerow'), wmts('{z}').get('tilecol'), wmts('{z}').get('tk')]).toEqual(['2', '5', 'k']);
});

test('only tiles that there can be are asked for', () => {
  expect(isMapTile(wms(), { z: 0, x: 1, y: 0 })).toBe(false);
  expect(isMapTile(wms({ crs: 'EPSG:4490' }), { z: 0, x: 1, y: 0 })).toBe(true);
  for (const z of [-1, 0.5, 23, Number.NaN]) expect(isMapTile(wms(), { z, x: 0, y: 0 })).toBe(false);
});

test('an address is no address of a service when it is none of the web, or hides a host in a template', () => {
  for (const url of ['file:///etc/passwd', 'https://{x}.example/{z}/{y}', 'https://u:p@t.example/{z}/{x}/{y}', 'x'])
    expect(v.safeParse(NamedService, { id: 'a', name: 'a', kind: 'xyz', url }).success, url).toBe(false);
});

const tiles = named({ kind: '3dtiles', url: 'https://t.example/town/a/tileset.json?key=k' }) as TileService;

test('a file of a tileset stays below the folder of the address that was named', () => {
  expect(firstFileOf(tiles)).toBe('tileset.json');
  expect(tileAddress(tiles, 'b/1.glb', '')?.href).toBe('https://t.example/town/a/b/1.glb?key=k');
  expect(tileAddress(tiles, 'b/1.glb', '?v=2&key=other')?.href).toBe('https://t.example/town/a/b/1.glb?v=2&key=k');
  for (const path of ['../1.glb', 'b/../../1.glb', '/1.glb', '', 'b//1.glb', '.git/1.json', 'b\\..\\1.glb', 'b/\0.glb'])
    expect(tileAddress(tiles, path, ''), path).toBeNull();
  // An address within an address, and one that is decoded once more, are a name like any other.
  expect(tileAddress(tiles, '%2e%2e/1.glb', '')?.href).toContain('/town/a/%252e%252e/1.glb');
  expect(tileAddress(tiles, 'http:/evil.example/1.glb', '')?.host).toBe('t.example');
  expect(firstFileOf({ url: 'https://t.example/town/' })).toBe('tileset.json');
});

test('whole addresses in a tileset are made its own where they lie below its folder', () => {
  const at = new URL('https://t.example/town/a/b/sub.json?key=k');
  const text = JSON.stringify({
    root: { content: { uri: 'https://t.example/town/a/c/1.glb?v=1' } },
    children: [
      { uri: '/town/a/2.glb' },
      { uri: '/other/3.glb' },
      { url: 'http://evil.example/4.glb' },
      { uri: '5.glb' },
    ],
  });
  expect(JSON.parse(relativeFiles(text, at, tiles))).toEqual({
    root: { content: { uri: '../c/1.glb?v=1' } },
    children: [{ uri: '../2.glb' }, { uri: '/other/3.glb' }, { url: 'http://evil.example/4.glb' }, { uri: '5.glb' }],
  });
});
