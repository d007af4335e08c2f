import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseManifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { foreignRequests, openHouse, openPage, ROOT, untilReady } from './house.ts';
import { lookDown, problemsOf, readTwin, statsOf } from './twin-of.ts';

/** Real files, beside the repository; without them this test is skipped (the data is not part of the project). */
const DATA = join(process.env.SHAPAN_DATA ?? join(ROOT, '../shared/data'), 'formats');

test.skipIf(!existsSync(DATA))(
  'all tilesets of 3D Tiles 1.0 and 1.1, with external ones and models of every kind, stand in one city without an error',
  async () => {
    const sources = ['tiles3d-1.0', 'tiles3d-1.1'].flatMap((version) =>
      readdirSync(join(DATA, version), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('/tileset.json'))
        .map((name) => join(DATA, version, name)),
    );
    expect(sources).toHaveLength(19);
    const cities = mkdtempSync(join(tmpdir(), 'shapan-given-e2e-'));
    // By the name of the built-in city, which `start` would bake beside it otherwise.
    const flags = ['--id', 'chengchuan', '--out', cities, '--threads', '0', '--place', '-75.6122,40.0425,5'];
    execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'bake', ...sources, ...flags], {
      stdio: 'ignore',
    });
    const house = await openHouse({ cities });
    try {
      const { page, watch } = await openPage(house, { width: 1280, height: 720, at: '?quality=fast' });
      await untilReady(page);
      const manifest = parseManifest(JSON.parse(readFileSync(join(cities, 'chengchuan/manifest.json'), 'utf8')));
      let tiles = 0;
      for (const { boundsM } of manifest.layers) {
        const [west, south, low, east, north, high] = boundsM;
        const middle = [(west + east) / 2, (south + north) / 2, high] as const;
        const { lonDeg, latDeg, heightM } = lonLatFromEnu(manifest.origin, middle);
        await lookDown(page, lonDeg, latDeg, heightM + Math.max(5, east - west, north - south, high - low));
        tiles = Math.max(tiles, (await statsOf(page)).tiles);
      }
      const layers = (await readTwin(page, 'layers')) as Record<string, { status: { kind: string } }>;
      expect(Object.values(layers).map(({ status }) => status.kind)).toEqual(sources.map(() => 'ready'));
      if (process.env.SHAPAN_PICTURE) await page.screenshot({ path: process.env.SHAPAN_PICTURE });
      expect(tiles).toBeGreaterThan(19);
      expect(await problemsOf(page)).toEqual([]);
      expect(watch.errors).toEqual([]);
      expect(foreignRequests(watch, house)).toEqual([]);
    } finally {
      await house.close();
      rmSync(cities, { recursive: true, force: true });
    }
  },
);
