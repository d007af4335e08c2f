import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { landXmlReader } from '../../../readers/landxml/reader.ts';
import { selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { utf8Of } from '../../../readers/shared/utf8.ts';
import { readFeatures, wordsOf } from '../read-features.ts';
import { landXml } from './small-landxml.ts';

const read = (table: string, geometry: 'line' | 'polygon' | 'point') =>
  readFeatures(landXmlReader, landXml(), { table, geometry }, 'site.xml');

test('is known by its bytes, though it has a Project as Microsoft Project has one; its kinds are asked for by name', async () => {
  expect((await selectReader(bytesSource(utf8Of(landXml()), 'site.xml')))?.id).toBe('landxml');
  await expect(readFeatures(landXmlReader, landXml(), {}, 'site.xml')).rejects.toThrow(
    '5: Pipes, Structures, Alignments, Parcels, CgPoints',
  );
});

test('a pipe runs from manhole to manhole with its diameter and what each manhole says of it', async () => {
  const { raw, codes } = await read('Pipes', 'line');
  expect([raw.crs, [...raw.xy]]).toEqual(['EPSG:25832', [690_000, 5_334_000, 690_030, 5_334_040]]);
  const said = ['name', 'network', 'diameter', 'upstreamInvert', 'downstreamInvert'].map(
    (name) => wordsOf(raw, name)[0],
  );
  expect(said).toEqual(['P1', 'RW', '300', '500.4', '500.1']);
  expect(codes).toEqual({ 'landxml-end': 1 });
  const structures = await read('Structures', 'point');
  expect([wordsOf(structures.raw, 'rimM'), wordsOf(structures.raw, 'sumpM')]).toEqual([
    ['503', '502'],
    ['500', ''],
  ]);
});

test('an alignment goes round its arc to the left and through its transition without a corner', async () => {
  const { raw } = await read('Alignments', 'line');
  const places = Array.from({ length: raw.xy.length / 2 }, (_, i) => [raw.xy[2 * i], raw.xy[2 * i + 1]]);
  // Of the arc about (100, 50) every point is 50 m from it, the one in its middle to the south-east.
  const arc = places.filter(([x, y]) => x > 100.5 && y < 49.5);
  for (const [x, y] of arc) expect(Math.hypot(x - 100, y - 50)).toBeCloseTo(50, 6);
  expect(arc.length).toBeGreaterThan(5);
  // A clothoid of 40 m to a radius of 200 m turns by 0.1 and ends 1.33 m beside its tangent.
  const [fromEnd, end] = places.slice(-2);
  expect(Math.atan2(fromEnd[0] - end[0], end[1] - fromEnd[1])).toBeCloseTo(0.1, 2);
  let most = 0;
  for (let i = 2; i < places.length; i++) {
    const angle = (k: number) => Math.atan2(places[k][1] - places[k - 1][1], places[k][0] - places[k - 1][0]);
    most = Math.max(most, Math.abs(angle(i) - angle(i - 1)));
  }
  expect(most).toBeLessThan(0.09);
});

test('coordinates in feet of a system in metres become metres; feet of a system in feet stay', async () => {
  const foot = 1200 / 3937;
  const inFeet = landXml().replace('linearUnit="meter"', 'linearUnit="USSurveyFoot"');
  const wish = { table: 'Pipes', geometry: 'line' } as const;
  const { raw } = await readFeatures(landXmlReader, inFeet, wish, 'site.xml');
  expect(raw.xy[0]).toBeCloseTo(690_000 * foot, 6);
  expect(raw.xy[1]).toBeCloseTo(5_334_000 * foot, 6);
  const ofFeet = await readFeatures(landXmlReader, inFeet.replace('25832', '2263'), wish, 'site.xml');
  expect([...ofFeet.raw.xy.slice(0, 2)]).toEqual([690_000, 5_334_000]);
  const ground = await raster(inFeet);
  expect(ground.x0).toBeCloseTo(690_000 * foot, 6);
  expect(ground.values.reduce((most, value) => (value > most ? value : most), 0)).toBeCloseTo(510, 3);
});

test('a parcel by its lines, some by names of points', async () => {
  const { raw } = await read('Parcels', 'polygon');
  expect([...raw.xy]).toEqual([690_000, 5_334_100, 690_010, 5_334_100, 690_010, 5_334_110, 690_000, 5_334_100]);
});

const raster = async (text: string) => {
  const given = await landXmlReader.read(bytesSource(utf8Of(text), 'site.xml'), { gives: 'raster' }, new Problems());
  if (given.gives !== 'raster') throw new Error(given.gives);
  return given.raster;
};

test('the triangles become a grid that lies on them: a plane that rises a metre a metre to the east', async () => {
  const { columns, rows, x0, y0, stepX, values, crs } = await raster(landXml());
  expect([crs.name, x0, y0 - (rows - 1) * stepX]).toEqual(['EPSG:25832', 690_000, 5_334_000]);
  for (let i = 0; i < values.length; i++) {
    const east = (i % columns) * stepX;
    if (east <= 10 && Math.floor(i / columns) * stepX <= 10) expect(values[i]).toBeCloseTo(500 + east, 3);
  }
});

test('of several surfaces the one called existing; else they are named and refused', async () => {
  expect(Math.max(...(await raster(landXml({ surfaces: 'Design,EG 2024' }))).values.filter(Number.isFinite))).toBe(511);
  await expect(raster(landXml({ surfaces: 'A,B' }))).rejects.toThrow('got 2 (A, B)');
  await expect(raster(landXml().replace(/<CoordinateSystem[^>]*>/, ''))).rejects.toThrow('--terrain-crs');
});

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const REAL = join(DATA, 'formats/cad/landxml_S4.xml');

test('a corner that is nowhere on Earth is refused; a long strip is a grid that fits into memory', async () => {
  const far = (east: string) => raster(landXml().replaceAll('5334000 690010', `5334000 ${east}`));
  await expect(far('1e160')).rejects.toThrow('surface EG: expected at most 1000000 m across, got 1e+160');
  const { columns, rows } = await far('1600000');
  expect(columns * rows).toBeLessThan(4_100_000);
});

test('a real survey in feet: 3,199 triangles, as terrain and refused as a layer', async (context) => {
  if (!existsSync(REAL)) context.skip(`no real files in ${DATA}`);
  const bytes = new Uint8Array(readFileSync(REAL));
  await expect(readFeatures(landXmlReader, bytes, {}, 'S4.xml')).rejects.toThrow('--terrain S4.xml');
  const given = await landXmlReader.read(
    bytesSource(bytes, 'S4.xml'),
    { gives: 'raster', crs: 'EPSG:2249' },
    new Problems(),
  );
  const values = given.gives === 'raster' ? given.raster.values.filter(Number.isFinite) : new Float32Array();
  expect(values.length).toBeGreaterThan(3000);
  expect(Math.max(...values)).toBeLessThan(180);
});
