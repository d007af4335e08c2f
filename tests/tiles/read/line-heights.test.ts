import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { heightUnitOf } from '../../../readers/shared/wkt-crs.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-line-heights-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NAME = { zh: '管', en: 'pipes' };
const FOOT_M = 0.3048;
const US_FOOT_M = 1200 / 3937;

/** A pipe of New York at 328.084 of whatever its file means by it. */
async function pipeIn(crs: string, units = {}) {
  const file = join(folder, 'pipes.geojson');
  const coordinates = [
    [990_000, 200_000, 328.084],
    [990_100, 200_000, 328.084],
  ];
  const feature = { type: 'Feature', id: 1, properties: { dn: 300 }, geometry: { type: 'LineString', coordinates } };
  const named = { type: 'name', properties: { name: crs } };
  writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', crs: named, features: [feature] }));
  const source = { name: NAME, licence: 'none' };
  const layer = { id: 'pipes', kind: 'pipe', label: NAME, file, source, fields: { diameter: 'dn' }, units };
  const city = await readCity(parseRecipe({ id: 'p', name: NAME, zone: 'UTC', layers: [layer] }, 'r.json', folder));
  const { geometry } = city.layers[0].features;
  if (geometry.kind !== 'line') throw new Error('expected lines');
  return { axisM: geometry.elevationM[0], codes: city.layers[0].assumptions.map(({ code }) => code) };
}

test.each([
  ['urn:ogc:def:crs:EPSG::2263', 100, true],
  ['urn:ogc:def:crs,crs:EPSG::2263,crs:EPSG::6360', 328.084 * US_FOOT_M, false],
  ['urn:ogc:def:crs,crs:EPSG::2263,crs:EPSG::5703', 328.084, false],
])('heights of lines are in the unit of %s', async (crs, axisM, isAssumed) => {
  const pipe = await pipeIn(crs);
  expect(pipe.axisM).toBeCloseTo(axisM, 3);
  expect(pipe.codes.includes('surfaces-height-unit')).toBe(isAssumed);
});

test('what the recipe says of elevations stands before all of it', async () => {
  expect((await pipeIn('urn:ogc:def:crs:EPSG::2263', { elevation: 'm' })).axisM).toBeCloseTo(328.084, 3);
  expect((await pipeIn('urn:ogc:def:crs:EPSG::6539', { elevation: 'ft' })).axisM).toBeCloseTo(328.084 * FOOT_M, 3);
});

test.each([
  ['EPSG:2263+6360', null, US_FOOT_M],
  [
    null,
    'COMPD_CS["a",PROJCS["b",UNIT["metre",1]],VERT_CS["c",VERT_DATUM["d",2005],UNIT["foot",0.3048],AXIS["Up",UP]]]',
    0.3048,
  ],
  [null, 'COMPOUNDCRS["a",PROJCRS["b"],VERTCRS["c",CS[vertical,1],AXIS["depth (D)",down],LENGTHUNIT["metre",1]]]', -1],
  [
    null,
    'PROJCS["b",UNIT["Foot_US",0.304800609601219]],VERTCS["c",VDATUM["d"],PARAMETER["Direction",1.0],UNIT["Meter",1.0]]',
    1,
  ],
  [
    null,
    'PROJCS["b",UNIT["Meter",1.0]],VERTCS["c",VDATUM["d"],PARAMETER["Direction",-1.0],UNIT["Foot",0.3048]]',
    -0.3048,
  ],
  [null, 'PROJCS["b",UNIT["Meter",1.0]]', null],
])('the unit of heights of %s %s', (code, text, unitM) => {
  const got = heightUnitOf(code, text);
  if (unitM === null) expect(got).toBeNull();
  else expect(got).toBeCloseTo(unitM, 9);
});
