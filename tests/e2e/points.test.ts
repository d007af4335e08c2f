import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseManifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { foreignRequests, openHouse, openPage, ROOT, untilReady } from './house.ts';
import { lookDown, problemsOf, readTwin, statsOf } from './twin-of.ts';

/** Real files, beside the repository; without them this test is skipped (the data is not part of the project). */
const DATA = join(process.env.SHAPAN_DATA ?? join(ROOT, '../shared/data'), 'formats/pointcloud');

test.skipIf(!existsSync(DATA))(
  'a cloud of points is drawn without an error, and its classes stand in the layer tree',
  async () => {
    const cities = mkdtempSync(join(tmpdir(), 'shapan-points-e2e-'));
    // By the name of the built-in city, which `start` would bake beside it otherwise.
    const flags = ['--id', 'chengchuan', '--out', cities, '--threads', '0'];
    const bake = [join(ROOT, 'build/node/cli/shapan.js'), 'bake', join(DATA, 'autzen_trim.laz'), ...flags];
    execFileSync(process.execPath, bake, { stdio: 'ignore' });
    const house = await openHouse({ cities });
    try {
      const { page, watch } = await openPage(house, { width: 1280, height: 720, scale: 1, at: '?quality=fast' });
      await untilReady(page);
      const { origin, layers } = parseManifest(
        JSON.parse(readFileSync(join(cities, 'chengchuan/manifest.json'), 'utf8')),
      );
      const [west, south, , east, north, high] = layers[0].boundsM;
      const { lonDeg, latDeg, heightM } = lonLatFromEnu(origin, [(west + east) / 2, (south + north) / 2, high]);
      await lookDown(page, lonDeg, latDeg, heightM + 150);
      // The next finer tiles are asked for when the coarser have come.
      await expect.poll(async () => (await statsOf(page)).tiles).toBeGreaterThan(10);
      const state = (await readTwin(page, 'layers')) as Record<string, { status: { kind: string } }>;
      expect(state['autzen-trim'].status.kind).toBe('ready');
      if (process.env.SHAPAN_PICTURE) await page.screenshot({ path: process.env.SHAPAN_PICTURE });
      expect(await problemsOf(page)).toEqual([]);
      expect(watch.errors).toEqual([]);
      expect(foreignRequests(watch, house)).toEqual([]);
    } finally {
      await house.close();
      rmSync(cities, { recursive: true, force: true });
    }
  },
);
