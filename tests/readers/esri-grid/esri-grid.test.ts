import { expect, test } from 'vitest';
import { readEsriRaster } from '../../../readers/esri-grid/raster.ts';
import { blobSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';

const gridOf = (head: string, prj: string | null = null) => {
  const text = `ncols 2\nnrows 2\nxllcorner 500000\nyllcorner 5000000\n${head}\n1 2\n3 4\n`;
  const beside = prj === null ? [] : [{ name: 'dem.prj', blob: new Blob([prj]) }];
  return readEsriRaster(blobSource(new Blob([text]), 'dem.asc', beside), undefined, new Problems());
};
const PRJ = 'PROJCS["ETRS_1989_UTM_Zone_33N",GEOGCS["GCS_ETRS_1989"],UNIT["Meter",1.0]]';

test.each([
  ['cellsize 10', [500_005, 5_000_015, 10, 10]],
  ['dx 10\ndy 10', [500_005, 5_000_015, 10, 10]],
  ['dx 10\ndy 5', [500_005, 5_000_007.5, 10, 5]],
])('%j', async (head, expected) => {
  const { x0, y0, stepX, stepY, crs } = await gridOf(head, PRJ);
  expect([x0, y0, stepX, stepY]).toEqual(expected);
  expect(crs.name).toBe('EPSG:25833');
});

test('without a system by anybody, and with a .prj of other text, the cure is told', async () => {
  await expect(gridOf('cellsize 10')).rejects.toThrow(/--terrain-crs/);
  await expect(gridOf('cellsize 10', 'Projection UTM\nZone 33\n')).rejects.toThrow(/--terrain-crs/);
});
