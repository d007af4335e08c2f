import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crsOf } from '../../../model/geo/crs.ts';
import { dxfReader } from '../../../readers/dxf/reader.ts';
import { utf8Of } from '../../../readers/shared/utf8.ts';
import { readFeatures, wordsOf } from '../read-features.ts';

const pair = (code: number, value: string | number): string => `${code}\n${value}\n`;
const corners = [
  [0, 5],
  [20, 5],
  [20, 20],
];
const ENTITIES = [
  pair(0, 'LINE') + pair(8, '道路') + pair(10, 0) + pair(20, 0) + pair(11, 60) + pair(21, 0),
  pair(0, 'LWPOLYLINE') + pair(8, '地块') + pair(90, 3) + pair(70, 1),
  corners.map(([x, y]) => pair(10, x) + pair(20, y)).join(''),
  pair(0, 'TEXT') + pair(8, '注记') + pair(1, 'A'),
].join('');
const drawing = (unit: string): Uint8Array =>
  utf8Of(
    `${pair(0, 'SECTION')}${pair(2, 'HEADER')}${unit}${pair(0, 'ENDSEC')}${pair(0, 'SECTION')}${pair(2, 'ENTITIES')}${ENTITIES}${pair(0, 'ENDSEC')}${pair(0, 'EOF')}`,
  );
const MILLIMETRES = `${pair(9, '$INSUNITS')}${pair(70, 4)}`;

test('open lines are lines, closed ones areas, each with its layer; what is no line is counted', async () => {
  const lines = await readFeatures(dxfReader, drawing(MILLIMETRES), { geometry: 'line' }, 'plot.dxf');
  expect([lines.raw.count, [...lines.raw.xy], wordsOf(lines.raw, 'layer')]).toEqual([1, [0, 0, 0.06, 0], ['道路']]);
  expect(lines.codes).toEqual({ 'geometry-type': 1, 'dxf-unread': 1 });
  const areas = await readFeatures(dxfReader, drawing(MILLIMETRES), { geometry: 'polygon' }, 'plot.dxf');
  expect([...areas.raw.xy]).toEqual([0, 0.005, 0.02, 0.005, 0.02, 0.02, 0, 0.005]);
});

test('a drawing that names no unit is taken for metres, which is said', async () => {
  const { raw, codes } = await readFeatures(dxfReader, drawing(''), { geometry: 'line' }, 'plot.dxf');
  expect([...raw.xy]).toEqual([0, 0, 60, 0]);
  expect(codes['dxf-unit']).toBe(1);
});

/** A GEODATA as AutoCAD writes it: the design point (10, 0) at a place of UTM 32, north in the drawing to the left, a unit of 1 mm. */
const geoData = (system: string, version = 3): string =>
  [
    pair(0, 'SECTION') + pair(2, 'OBJECTS') + pair(0, 'GEODATA') + pair(100, 'AcDbGeoData') + pair(90, version),
    pair(70, 1) + pair(10, 10) + pair(20, 0) + pair(11, 690_000) + pair(21, 5_334_000) + pair(40, 0.001),
    pair(12, -1) + pair(22, 0) + pair(303, system.slice(0, 30)) + pair(301, system.slice(30)) + pair(0, 'ENDSEC'),
  ].join('');
const UTM =
  '<Dictionary>^J<ProjectedCoordinateSystem><Name>UTM84-32N</Name><Axis uom="METER"></Axis></ProjectedCoordinateSystem>^J<Alias id="32632" type="CoordinateSystem">^J<ObjectId>UTM84-32N</ObjectId>^J<Namespace>EPSG Code</Namespace></Alias></Dictionary>';
const placed = (system: string, version = 3): Uint8Array => {
  const text = new TextDecoder().decode(drawing(MILLIMETRES));
  return utf8Of(text.replace(/0\nEOF\n$/, `${geoData(system, version)}${pair(0, 'EOF')}`));
};

test('a drawing with AcDbGeoData lies where that puts it: shifted, turned, in its own unit', async () => {
  const { raw } = await readFeatures(dxfReader, placed(UTM), { geometry: 'line' }, 'plot.dxf');
  expect(raw.crs).toBe('EPSG:32632');
  // From (0, 0) to (60, 0); what lies 1 to the left in the drawing lies 1 mm north.
  const expected = [690_000, 5_334_000.01, 690_000, 5_333_999.95];
  for (const [i, value] of [...raw.xy].entries()) expect(value).toBeCloseTo(expected[i], 4);
});

test('one whose system nobody knows, or of AutoCAD 2009, stays in its own frame, which is said', async () => {
  for (const bytes of [placed('<Name>Site grid</Name>'), placed(UTM, 1)]) {
    const { raw, codes } = await readFeatures(dxfReader, bytes, { geometry: 'line' }, 'plot.dxf');
    expect([raw.crs, [...raw.xy], codes['dxf-place']]).toEqual([null, [0, 0, 0.06, 0], 1]);
  }
});

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const PARLIAMENT = join(DATA, 'formats/cad/houses_of_parliament_georeferenced.dxf');

test('the Houses of Parliament stand in Westminster', async (context) => {
  if (!existsSync(PARLIAMENT)) context.skip(`no real files in ${DATA}`);
  const { raw } = await readFeatures(dxfReader, new Uint8Array(readFileSync(PARLIAMENT)), { geometry: 'line' });
  const lonLat = raw.xy.slice();
  (await crsOf(raw.crs ?? '', 'test')).toLonLat(lonLat, 0, lonLat.length / 2);
  for (let i = 0; i < lonLat.length; i += 2) {
    expect(Math.abs(lonLat[i] + 0.1252)).toBeLessThan(0.003);
    expect(Math.abs(lonLat[i + 1] - 51.499)).toBeLessThan(0.003);
  }
});
