import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lasCrs } from '../../../readers/las/las-crs.ts';
import { readLas } from '../../../readers/las/read-las.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { ReadError } from '../../../readers/shared/problems.ts';
import { lasFile } from './small-las.ts';

const DATA = join(
  process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data'),
  'formats/pointcloud',
);
const withoutData = existsSync(DATA) ? false : `no real files in ${DATA}`;

const read = (bytes: Uint8Array) => readLas(bytesSource(bytes, 'scan.las'));
const POINTS = [
  { at: [442163.5, 4428000.25, 43.125], classification: 2, rgb: [0xff00, 0x8000, 0] },
  { at: [442164, 4428001, 44], classification: 6 },
] as const;
const COMPOUND =
  'COMPD_CS["x",PROJCS["NAD83 / Oregon LCC (m)",UNIT["metre",1]],VERT_CS["NAVD88 (ftUS)",UNIT["US survey foot",0.304800609601219]]]';

describe('a plain file', () => {
  test('coordinates, classes, colours and the systems of place and height', async () => {
    const { count, xyz, scale, offset, rgb, classification, crs, heightUnitM } = await read(lasFile(POINTS, COMPOUND));
    expect(count).toBe(2);
    expect([3, 4, 5].map((i) => xyz[i] * scale[i - 3] + offset[i - 3])).toEqual([442164, 4428001, 44]);
    expect([...classification]).toEqual([2, 6]);
    expect([...(rgb ?? [])]).toEqual([255, 128, 0, 0, 0, 0]);
    expect(crs.text).toBe('PROJCS["NAD83 / Oregon LCC (m)",UNIT["metre",1]]');
    expect(heightUnitM).toBeCloseTo(0.3048006096, 10);
  });

  test('without colours there are none, and without records no system', async () => {
    const { rgb, crs } = await read(lasFile([{ at: [1, 2, 3] }]));
    expect([rgb, crs]).toEqual([null, { code: null, text: null }]);
  });
});

test('points that their producer withdrew are left out and counted', async () => {
  const cloud = await read(lasFile([POINTS[0], { ...POINTS[1], classification: 0x80 | 6 }, POINTS[1]]));
  expect([cloud.count, cloud.withheld, cloud.xyz.length]).toEqual([2, 1, 6]);
  expect([...cloud.classification]).toEqual([2, 6]);
});

test('a system that stands behind the points, as LAS 1.4 allows, is read', async () => {
  const plain = lasFile(POINTS);
  const text = new TextEncoder().encode(COMPOUND);
  const points = plain.subarray(227);
  const bytes = new Uint8Array(375 + points.length + 60 + text.length);
  const view = new DataView(bytes.buffer);
  bytes.set(plain.subarray(0, 227));
  bytes.set(points, 375);
  bytes[25] = 4;
  view.setUint16(94, 375, true);
  view.setUint32(96, 375, true);
  view.setBigUint64(247, 2n, true);
  const at = 375 + points.length;
  view.setBigUint64(235, BigInt(at), true);
  view.setUint32(243, 1, true);
  bytes.set(new TextEncoder().encode('LASF_Projection'), at + 2);
  view.setUint16(at + 18, 2112, true);
  view.setBigUint64(at + 20, BigInt(text.length), true);
  bytes.set(text, at + 60);
  const { crs, heightUnitM } = await read(bytes);
  expect(crs.text).toBe('PROJCS["NAD83 / Oregon LCC (m)",UNIT["metre",1]]');
  expect(heightUnitM).toBeCloseTo(1200 / 3937, 9);
});

test.each([
  [{ 3072: 2263, 4096: 6360 }, 'EPSG:2263', 1200 / 3937, null],
  [{ 3072: 2263, 4096: 5703, 3076: 9003 }, 'EPSG:2263', 1, 1200 / 3937],
  [{ 3072: 32_633, 4096: 5715 }, 'EPSG:32633', -1, null],
  [{ 3072: 32_633, 4099: 9002 }, 'EPSG:32633', 0.3048, null],
  [{ 3072: 32_633 }, 'EPSG:32633', null, null],
])('keys %j say the units of heights and of the plane', (keys, code, heightUnitM, planeUnitM) => {
  const entries = Object.entries(keys);
  const record = Uint16Array.from([
    1,
    1,
    0,
    entries.length,
    ...entries.flatMap(([key, value]) => [Number(key), 0, 1, value]),
  ]);
  const stated = lasCrs(new Map([['LASF_Projection 34735', new Uint8Array(record.buffer)]]));
  expect(stated.crs.code).toBe(code);
  expect([stated.heightUnitM, stated.planeUnitM]).toEqual([heightUnitM, planeUnitM]);
});

test('cut, empty, with waves or a head that lies: refused by name', async () => {
  const whole = lasFile(POINTS);
  await expect(read(whole.subarray(0, whole.length - 1))).rejects.toThrow('the file is cut');
  await expect(read(lasFile([]))).rejects.toThrow('expected points, got none');
  const waves = whole.slice();
  waves[104] = 4;
  await expect(read(waves)).rejects.toThrow('point format');
  const many = whole.slice();
  new DataView(many.buffer).setUint32(107, 4_000_000_000, true);
  await expect(read(many)).rejects.toThrow('expected at most');
});

/** Spoils one byte at a time, from the head on; ends in points or in a named error. */
async function mutate(whole: Uint8Array, times: number): Promise<void> {
  for (let seed = 0; seed < times; seed++) {
    const bytes = whole.slice();
    bytes[(seed * 7919) % bytes.length] = (seed * 31) & 255;
    await read(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(ReadError));
  }
}

test('two hundred mutations of a plain file', () => mutate(lasFile(POINTS, COMPOUND), 200));

describe.skipIf(withoutData)('real files', () => {
  test.each([
    ['simple.las', 1065, 1],
    ['autzen_trim.laz', 110_000, 2],
    ['autzen_simple.copc.laz', 1065, 2],
    ['ellipsoid.copc.laz', 100_000, 1],
  ])('%s: %d points', async (name, count, leastClasses) => {
    const cloud = await read(new Uint8Array(readFileSync(join(DATA, name))));
    expect(cloud.count).toBe(count);
    expect(new Set(cloud.classification).size).toBeGreaterThanOrEqual(leastClasses);
  });

  test(
    // Each unpacks five chunks, 0.2 s; two hundred were run by hand.
    'forty mutations of a compressed file',
    () => mutate(new Uint8Array(readFileSync(join(DATA, 'autzen_simple.copc.laz'))), 40),
    120_000,
  );
});
