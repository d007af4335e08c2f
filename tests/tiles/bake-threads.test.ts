import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { filesBelow } from './small-city.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CLI = resolve(import.meta.dirname, '../../build/node/cli/shapan.js');

test.skipIf(!existsSync(CLI))('one thread and two write the same bytes (needs npm run compile)', () => {
  const features = Array.from({ length: 2500 }, (_, i) => {
    const [lon, lat] = [108.7 + (i % 50) * 3e-4, 34.2 + Math.floor(i / 50) * 3e-4];
    const ring = [
      [lon, lat],
      [lon + 1e-4, lat],
      [lon + 1e-4, lat + 1e-4 * (1 + (i % 3))],
      [lon, lat + 1e-4],
      [lon, lat],
    ];
    const properties = { id: `b${(i * 7919) % 2500}`, height: 3 + (i % 40), use: `use ${i % 5}` };
    return JSON.stringify({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } });
  });
  const source = join(folder, 'blocks.geojsonl');
  writeFileSync(source, features.join('\n'));
  const terrain = join(folder, 'hills.asc');
  const heights = Array.from({ length: 60 }, (_, j) => Array.from({ length: 60 }, (_, i) => (i * j) % 37).join(' '));
  writeFileSync(
    terrain,
    `ncols 60\nnrows 60\nxllcorner 108.699\nyllcorner 34.199\ncellsize 0.0003\n${heights.join('\n')}\n`,
  );
  for (const threads of ['0', '2']) {
    const flags = ['--id', 'blocks', '--out', join(folder, threads), '--threads', threads];
    const run = spawnSync(process.execPath, [
      CLI,
      'bake',
      source,
      '--height-field',
      'height',
      '--id-field',
      'id',
      '--terrain',
      terrain,
      '--terrain-crs',
      'EPSG:4326',
      ...flags,
    ]);
    expect(run.status, run.stderr.toString()).toBe(0);
  }
  const [one, two] = [join(folder, '0/blocks'), join(folder, '2/blocks')];
  expect(filesBelow(two)).toEqual(filesBelow(one));
  expect(filesBelow(one)).toContain('terrain/layer.json');
  for (const name of filesBelow(one))
    expect(readFileSync(join(two, name)).equals(readFileSync(join(one, name))), name).toBe(true);
});
