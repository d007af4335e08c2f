import { expect, test } from 'vitest';
import { selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';

/** A sheet whose heights are its columns' numbers, with one void in the north-west. */
function sheet(columns: number, rows: number): Uint8Array {
  const bytes = new Uint8Array(2 * columns * rows);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < columns * rows; i++) view.setInt16(2 * i, i === 0 ? -32_768 : (i % columns) - 100);
  return bytes;
}

async function read(bytes: Uint8Array, name: string) {
  const source = bytesSource(bytes, name);
  const reader = await selectReader(source);
  const got = await reader?.read(source, {}, new Problems());
  if (got?.gives !== 'raster') throw new Error(`expected a raster, got ${reader?.id}`);
  return got.raster;
}

test.each([
  ['N42E001.hgt', 1201, 1201, 1, 43, 1 / 1200],
  ['S34W071.hgt', 1201, 1201, -71, -33, 1 / 1200],
  ['n60e024.SRTMGL1.hgt', 1801, 3601, 24, 61, 1 / 1800],
])('%s lies where its name says, its first value in the north-west', async (name, columns, rows, x0, y0, stepX) => {
  const raster = await read(sheet(columns, rows), name);
  expect(raster).toMatchObject({ columns, rows, x0, y0, stepX, stepY: 1 / (rows - 1), unit: { code: 'm' } });
  expect([raster.crs.name, raster.vertical]).toEqual(['EPSG:4326', 'EGM96 (EPSG:5773)']);
  expect([...raster.values.subarray(0, 3), raster.values[columns - 1]]).toEqual([Number.NaN, -99, -98, columns - 101]);
});

test('a name without a corner and a size of no sheet are refused', async () => {
  await expect(read(sheet(1201, 1201), 'dem.hgt')).rejects.toThrow(/as N42E001\.hgt/);
  await expect(read(sheet(1200, 1200), 'N42E001.hgt')).rejects.toThrow(/got 2880000/);
});
