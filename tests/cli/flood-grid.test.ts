import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Files, readGrid } from '../../cli/sim/flood-grid.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-flood-grid-'));
afterAll(() => rmSync(folder, { recursive: true }));

const utm = (zone: number): string =>
  `PROJCS["ETRS_1989_UTM_Zone_${zone}N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["Central_Meridian",${6 * zone - 183}.0],PARAMETER["Scale_Factor",0.9996],UNIT["Meter",1.0]]`;

async function hashOf(prj: string | null): Promise<string> {
  if (prj === null) rmSync(join(folder, 'bed.prj'), { force: true });
  else writeFileSync(join(folder, 'bed.prj'), prj);
  const files = new Files();
  await readGrid('bed.asc', undefined, files, folder);
  return files.hash();
}

test('what states the system beside a grid is of the case’s hash, as the grid is', async () => {
  writeFileSync(
    join(folder, 'bed.asc'),
    'ncols 2\nnrows 2\nxllcorner 400000\nyllcorner 5800000\ncellsize 5\n1 2\n3 4\n',
  );
  const alone = await hashOf(null);
  const inZone33 = await hashOf(utm(33));
  expect(new Set([alone, inZone33, await hashOf(utm(32))]).size).toBe(3);
  expect([await hashOf(null), await hashOf(utm(33))]).toEqual([alone, inZone33]);
});
