import { expect, test } from 'vitest';
import { crsOf } from '../../../model/geo/crs.ts';
import { heightUnitM, planeUnitM, statedHeightUnitM, verticalUnitM } from '../../../model/geo/height-unit.ts';

const US_FOOT_M = 1200 / 3937;

test.each([
  ['urn:ogc:def:crs,crs:EPSG::2263,crs:EPSG::6360', US_FOOT_M],
  ['EPSG:2263+6360', US_FOOT_M],
  ['EPSG:2263+EPSG:6360', US_FOOT_M],
  [
    'http://www.opengis.net/def/crs-compound?1=http://www.opengis.net/def/crs/EPSG/0/2263&2=http://www.opengis.net/def/crs/EPSG/0/6360',
    US_FOOT_M,
  ],
  ['urn:ogc:def:crs,crs:EPSG:6.12:2263,crs:EPSG:6.12:5703', 1],
  ['EPSG:2269+8228', 0.3048],
  // NAD83 / New York Long Island (ftUS) + NAVD88 height (ftUS); NAD83 / Oregon North (ft) + NAVD88 height (ft).
  ['EPSG:8767', US_FOOT_M],
  ['EPSG:8709', 0.3048],
  // MSL depth counts downwards.
  ['EPSG:25833+5715', -1],
  ['+proj=lcc +lat_1=41 +lat_2=40.7 +units=us-ft +vunits=us-ft', US_FOOT_M],
  ['EPSG:2263', null],
  ['EPSG:7415', null],
  ['urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH*GCG2016', null],
])('the heights of %s', (name, unitM) => {
  expect(statedHeightUnitM(name)).toBe(unitM);
});

test('a vertical code of EPSG is in metres unless it says otherwise', () => {
  expect([5703, 7837, 6360, 8228, 6358].map(verticalUnitM)).toEqual([1, 1, US_FOOT_M, 0.3048, -US_FOOT_M]);
});

test.each([
  ['EPSG:2263', 985_320, 219_464, 0.3048],
  ['EPSG:2269', 7_646_000, 682_000, 0.3048],
  ['EPSG:25833', 390_000, 5_820_000, 1],
  ['EPSG:3857', 1_490_000, 6_890_000, 1],
  ['EPSG:4326', 13.4, 52.5, 1],
])('of %s, which states none, they are in the feet of its plane or in metres', async (code, x, y, unitM) => {
  const crs = await crsOf(code, 'test');
  expect(heightUnitM(crs, planeUnitM(crs, x, y))).toBe(unitM);
});
