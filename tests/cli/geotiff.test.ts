import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromArrayBuffer } from 'geotiff';
import { afterAll, describe, expect, test } from 'vitest';
import { Files, readGrid } from '../../cli/sim/flood-grid.ts';
import { type GeoFrame, geoTiff } from '../../cli/sim/geotiff.ts';
import { seeded } from '../../workers/shared/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-geotiff-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Three strips and a part of one, with holes. */
const COLUMNS = 37;
const ROWS = 210;
const random = seeded(5);
const values = Float32Array.from({ length: COLUMNS * ROWS }, () =>
  random() < 0.05 ? Number.NaN : 400 * random() - 100,
);
const raster = { columns: COLUMNS, rows: ROWS, cellM: 2.5, westM: 500_010, southM: 3_800_020, values };

async function opened(frame: GeoFrame) {
  const bytes = geoTiff(raster, frame);
  const tiff = await fromArrayBuffer(new Uint8Array(bytes).buffer);
  return tiff.getImage();
}

describe('a raster as GeoTIFF', () => {
  test('is read back by another program to the last bit, north on top', async () => {
    const image = await opened({ kind: 'epsg', code: 4546 });
    expect([image.getWidth(), image.getHeight()]).toEqual([COLUMNS, ROWS]);
    const [band] = await image.readRasters();
    if (typeof band === 'number') throw new Error('expected a band');
    const turned = Float32Array.from(
      band,
      (_, i) => values[(ROWS - 1 - Math.floor(i / COLUMNS)) * COLUMNS + (i % COLUMNS)],
    );
    expect(Float32Array.from(band)).toEqual(turned.map((value) => (Number.isNaN(value) ? -9999 : value)));
    expect(image.getGDALNoData()).toBe(-9999);
  });

  test('lies where it lay: its corners to the cell', async () => {
    const image = await opened({ kind: 'epsg', code: 4546 });
    expect(image.getBoundingBox()).toEqual([500_010, 3_800_020, 500_010 + 2.5 * COLUMNS, 3_800_020 + 2.5 * ROWS]);
    expect(image.getGeoKeys()).toMatchObject({ GTModelTypeGeoKey: 1, ProjectedCSTypeGeoKey: 4546 });
  });

  test('of a plane about a point names that point and the scale of its height', async () => {
    const image = await opened({ kind: 'plane', lonDeg: 108.75, latDeg: 34.3, heightM: 400 });
    const keys = image.getGeoKeys();
    expect(keys).toMatchObject({ ProjNatOriginLongGeoKey: 108.75, ProjNatOriginLatGeoKey: 34.3 });
    expect(keys?.ProjScaleAtNatOriginGeoKey).toBeCloseTo(1 + 400 / 6_371_000, 6);
  });

  test('of nobody knows where claims no system', async () => {
    expect((await opened({ kind: 'unknown' })).getGeoKeys()).not.toHaveProperty('GTModelTypeGeoKey');
  });

  test('is read by this program as it was written', async () => {
    const solid = { ...raster, values: values.map((value) => (Number.isNaN(value) ? 1 : value)) };
    writeFileSync(join(folder, 'dem.tif'), geoTiff(solid, { kind: 'epsg', code: 4546 }));
    const read = await readGrid('dem.tif', undefined, new Files(), folder);
    expect(read).toMatchObject({ columns: COLUMNS, rows: ROWS, cellM: 2.5, westM: 500_010, southM: 3_800_020 });
    expect(read.values).toEqual(solid.values);
  });
});

describe('a grid of a case', () => {
  const write = (name: string, ...rows: string[]) =>
    writeFileSync(
      join(folder, name),
      ['ncols 3', 'nrows 2', 'xllcorner 100', 'yllcorner 200', 'cellsize 5', 'NODATA_value -1', ...rows].join('\n'),
    );

  test('of text is turned over: its first line is its north', async () => {
    write('dem.asc', '1 2 3', '4 5 -1');
    const read = await readGrid('dem.asc', undefined, new Files(), folder);
    expect([read.westM, read.southM, read.cellM, read.crs]).toEqual([100, 200, 5, null]);
    expect([...read.values]).toEqual([4, 5, Number.NaN, 1, 2, 3]);
  });

  test('in degrees is refused, and one that is not there', async () => {
    write('dem.asc', '1 2 3', '4 5 6');
    await expect(readGrid('dem.asc', 'EPSG:4326', new Files(), folder)).rejects.toThrow(/got degrees/);
    await expect(readGrid('none.asc', undefined, new Files(), folder)).rejects.toThrow(/none\.asc/);
  });

  test('counts in the hash of what was read, by its name and bytes', async () => {
    const hashOf = async (...names: string[]) => {
      const files = new Files();
      for (const name of names) await readGrid(name, undefined, files, folder);
      return files.hash();
    };
    write('a.asc', '1 2 3', '4 5 6');
    write('b.asc', '1 2 3', '4 5 6');
    expect(await hashOf('a.asc')).not.toBe(await hashOf('b.asc'));
    const before = await hashOf('a.asc', 'b.asc');
    expect(await hashOf('a.asc', 'b.asc')).toBe(before);
    write('b.asc', '1 2 3', '4 5 7');
    expect(await hashOf('a.asc', 'b.asc')).not.toBe(before);
  });
});
