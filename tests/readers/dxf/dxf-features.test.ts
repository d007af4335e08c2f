import { expect, test } from 'vitest';
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
