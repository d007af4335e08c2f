import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseManifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { openHouse, openPage, ROOT, untilReady } from './house.ts';
import { lookAt } from './picture-look.ts';
import { lookDown, problemsOf } from './twin-of.ts';

/** A surveyed house of 60 × 60 × 20 m in Rotterdam whose roof is painted red, and a block of LoD 1 beside it. */
function city(): string {
  const steps = 1000;
  const corners = (x: number) =>
    [0, 20].flatMap((z) =>
      [
        [0, 0],
        [60, 0],
        [60, 60],
        [0, 60],
      ].map(([e, n]) => [(x + e) * steps, n * steps, z * steps]),
    );
  const box = (first: number) =>
    [
      [3, 2, 1, 0],
      [4, 5, 6, 7],
      [0, 1, 5, 4],
      [1, 2, 6, 5],
      [2, 3, 7, 6],
      [3, 0, 4, 7],
    ].map((ring) => [ring.map((index) => first + index)]);
  return JSON.stringify({
    type: 'CityJSON',
    version: '2.0',
    metadata: { referenceSystem: 'https://www.opengis.net/def/crs/EPSG/0/7415' },
    transform: { scale: [1 / steps, 1 / steps, 1 / steps], translate: [92_000, 437_000, 0] },
    appearance: { materials: [{ name: 'red', diffuseColor: [0.9, 0.05, 0.05] }] },
    vertices: [...corners(0), ...corners(100)],
    CityObjects: {
      surveyed: {
        type: 'Building',
        geometry: [
          {
            type: 'MultiSurface',
            lod: '2',
            boundaries: box(0),
            material: { '': { values: [null, 0, null, null, null, null] } },
          },
        ],
      },
      block: { type: 'Building', geometry: [{ type: 'MultiSurface', lod: '1', boundaries: box(8) }] },
    },
  });
}

test('a roof that its file paints red is drawn red, and the block beside it is not', async () => {
  const cities = mkdtempSync(join(tmpdir(), 'shapan-surveyed-e2e-'));
  const file = join(cities, 'town.city.json');
  writeFileSync(file, city());
  // By the name of the built-in city, which `start` would bake beside it otherwise.
  const flags = ['--id', 'chengchuan', '--out', cities, '--threads', '0'];
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'bake', file, ...flags], { stdio: 'ignore' });
  const house = await openHouse({ cities });
  try {
    const { page, watch } = await openPage(house, { width: 800, height: 600, at: '?quality=fast' });
    await untilReady(page);
    const manifest = parseManifest(JSON.parse(readFileSync(join(cities, 'chengchuan/manifest.json'), 'utf8')));
    const [west, south, , east, north] = manifest.layers[0].boundsM;
    const colours: number[] = [];
    for (const x of [west + 30, east - 30]) {
      const { lonDeg, latDeg, heightM } = lonLatFromEnu(manifest.origin, [x, (south + north) / 2, 0]);
      await lookDown(page, lonDeg, latDeg, heightM + 80);
      colours.push((await lookAt(page, { x: 380, y: 280, width: 40, height: 40 })).colour);
    }
    const [surveyed, block] = colours;
    expect(surveyed).toBeGreaterThan(100);
    expect(block).toBeLessThan(60);
    if (process.env.SHAPAN_PICTURE) await page.screenshot({ path: process.env.SHAPAN_PICTURE });
    expect(await problemsOf(page)).toEqual([]);
    expect(watch.errors).toEqual([]);
  } finally {
    await house.close();
    rmSync(cities, { recursive: true, force: true });
  }
});
