import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { geoParquetReader } from '../../../readers/geoparquet/reader.ts';
import { LAYER_READERS, selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { readFeatures, wordsOf } from '../read-features.ts';

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const withoutData = existsSync(DATA) ? false : `no real files in ${DATA}`;

const point = (x: number, y: number): Uint8Array =>
  new Uint8Array([1, 1, 0, 0, 0, ...new Uint8Array(Float64Array.of(x, y).buffer)]);

const fileOf = (geo: unknown): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'geometry', data: [point(442163, 4428000), null, point(1, 2)], type: 'BYTE_ARRAY' },
        { name: 'name', data: ['井', 'b', 'c'], type: 'STRING' },
        { name: 'big', data: [9007199254740993n, 2n, 3n], type: 'INT64' },
      ],
      kvMetadata: geo === undefined ? [] : [{ key: 'geo', value: JSON.stringify(geo) }],
    }),
  );
const geo = (column: object): object => ({
  version: '2.0-dev',
  primary_column: 'geometry',
  columns: { geometry: column },
});

test('geometry, attributes and whole numbers beyond doubles; a row without geometry is counted', async () => {
  const bytes = fileOf(geo({ encoding: 'WKB', crs: { name: 'x', id: { authority: 'EPSG', code: 4548 } } }));
  expect((await selectReader(bytesSource(bytes, 'upload.bin'), LAYER_READERS))?.id).toBe('geoparquet');
  const { raw, codes } = await readFeatures(geoParquetReader, bytes, { geometry: 'point' });
  expect([raw.crs, [...raw.xy], codes]).toEqual(['EPSG:4548', [442163, 4428000, 1, 2], { 'geometry-missing': 1 }]);
  expect([wordsOf(raw, 'name'), wordsOf(raw, 'big')]).toEqual([
    ['井', 'c'],
    ['9007199254740993', '3'],
  ]);
});

test('a system that is absent is CRS84, null is unknown', async () => {
  const crs = async (column: object) =>
    (await readFeatures(geoParquetReader, fileOf(geo(column)), { geometry: 'point' })).raw.crs;
  expect(await crs({ encoding: 'WKB' })).toBe('EPSG:4326');
  expect(await crs({ encoding: 'WKB', crs: null })).toBeNull();
  expect(await crs({ encoding: 'WKB', crs: { name: 'CGCS2000 / 3-degree Gauss-Kruger CM 117E' } })).toBe('EPSG:4548');
});

test('without geometry, in another encoding, cut: refused by name; mutations end in features or in a named error', async () => {
  await expect(readFeatures(geoParquetReader, fileOf(undefined))).rejects.toThrow('expected a column of geometry');
  await expect(readFeatures(geoParquetReader, fileOf(geo({ encoding: 'point' })))).rejects.toThrow(
    'expected geometry as WKB, got "point"',
  );
  const whole = fileOf(geo({ encoding: 'WKB' }));
  await expect(readFeatures(geoParquetReader, whole.subarray(0, whole.length - 9))).rejects.toThrow(
    'expected a whole Parquet file',
  );
  for (let seed = 0; seed < 300; seed++) {
    const bytes = whole.slice();
    bytes[(seed * 7919) % bytes.length] = (seed * 31) & 255;
    await readFeatures(geoParquetReader, bytes, { geometry: 'point' }).catch((error: Error) =>
      expect(error.name).toBe('ReadError'),
    );
  }
}, 60_000);

describe.skipIf(withoutData)('real files', () => {
  test('the example of the specification', async () => {
    const bytes = new Uint8Array(readFileSync(join(DATA, 'formats/vector/example.parquet')));
    const { raw, codes } = await readFeatures(geoParquetReader, bytes);
    expect([raw.count, raw.crs, codes]).toEqual([5, 'EPSG:4326', {}]);
    expect(wordsOf(raw, 'name')).toContain('Fiji');
  });
});
