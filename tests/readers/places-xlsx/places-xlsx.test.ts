import { expect, test } from 'vitest';
import { selectReader } from '../../../readers/listed-readers.ts';
import { placesXlsxReader } from '../../../readers/places-xlsx/reader.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { readFeatures, wordsOf } from '../read-features.ts';
import { zipOf } from '../zip-of.ts';
import { workbook } from './workbook.ts';

const PUMPS = [
  ['泵站一览', null, null],
  ['名称', '经度', '纬度'],
  ['一号', 116.3, 40],
  ['二号', null, 40.1],
  ['三号', '116.5', '40.2'],
];

test('the head is found below a title; rows without a place are counted by their line', async () => {
  const bytes = await workbook({ 泵站: PUMPS });
  expect((await selectReader(bytesSource(bytes, 'upload.bin')))?.id).toBe('places-xlsx');
  const { raw, codes } = await readFeatures(placesXlsxReader, bytes);
  expect([[...raw.xy], wordsOf(raw, '名称'), codes]).toEqual([
    [116.3, 40, 116.5, 40.2],
    ['一号', '三号'],
    { 'place-missing': 1 },
  ]);
  expect([...raw.line]).toEqual([3, 5]);
});

test('a workbook of several sheets asks for one by name', async () => {
  const bytes = await workbook({
    a: PUMPS,
    b: [
      ['x', 'y'],
      [442163, 4428000],
    ],
  });
  await expect(readFeatures(placesXlsxReader, bytes)).rejects.toThrow('2: a, b');
  expect([...(await readFeatures(placesXlsxReader, bytes, { table: 'b' })).raw.xy]).toEqual([442163, 4428000]);
});

test('a broken workbook, one without places and a bomb are refused by name', async () => {
  await expect(
    readFeatures(
      placesXlsxReader,
      await workbook({
        a: [
          ['p', 'q'],
          [1, 2],
        ],
      }),
    ),
  ).rejects.toThrow('expected columns of coordinates');
  await expect(readFeatures(placesXlsxReader, await zipOf({ 'xl/workbook.xml': '<a' }))).rejects.toThrow(
    'town.data: expected a whole workbook',
  );
  const bomb = await zipOf({ 'xl/workbook.xml': new Uint8Array(40 << 20) });
  await expect(readFeatures(placesXlsxReader, bomb)).rejects.toThrow('expected an archive of at most 1 GB');
});
