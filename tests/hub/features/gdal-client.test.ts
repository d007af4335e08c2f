import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSmallCity } from '../small-city-server.ts';

/** Debian's GDAL reads the door by its own OAPIF driver; where it is absent the test is skipped, and says so by its name. */
const hasGdal = spawnSync('ogrinfo', ['--version']).status === 0;

let running: Awaited<ReturnType<typeof serveSmallCity>>;

beforeAll(async () => {
  running = await serveSmallCity();
});

afterAll(() => running.close());

async function ogrinfo(...args: string[]): Promise<string> {
  const door = `OAPIF:${running.url}/ogc/features/small`;
  const { stdout, stderr } = await promisify(execFile)('ogrinfo', ['-ro', ...args, door, 'building'], {
    timeout: 60_000,
  });
  expect(stderr).not.toMatch(/ERROR/);
  return stdout;
}

test.skipIf(!hasGdal)(
  'GDAL (skipped where ogrinfo is absent) reads count, attributes with types, filters and boxes',
  async () => {
    const head = await ogrinfo('-al', '-so');
    expect(head).toContain('Feature Count: 5');
    for (const field of ['height: Real', 'storeys: Integer', 'name: String']) expect(head).toContain(field);
    const high = await ogrinfo('-al', '-where', "height > 100 AND class = 'office'");
    expect(high.match(/OGRFeature/g)).toHaveLength(2);
    expect(high).toContain('金融双塔');
    const near = await ogrinfo('-al', '-spat', '108.7499', '34.2999', '108.7501', '34.3001');
    expect(near.match(/OGRFeature/g)).toHaveLength(1);
  },
);

test.skipIf(!hasGdal)(
  'GDAL (skipped where ogrinfo is absent) reads a vector tile with its count and attributes',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shapan-tile-'));
    const [x, y] = [0.80208333, 0.39846527].map((part) => Math.floor(part * 2 ** 14));
    const answer = await fetch(
      `${running.url}/ogc/features/small/collections/building/tiles/WebMercatorQuad/14/${x}/${y}`,
    );
    const file = join(folder, 'tile.mvt');
    await writeFile(file, Buffer.from(await answer.arrayBuffer()));
    const address = ['-oo', 'Z=14', '-oo', `X=${x}`, '-oo', `Y=${y}`];
    const { stdout } = await promisify(execFile)('ogrinfo', ['-ro', '-al', ...address, file], { timeout: 60_000 });
    await rm(folder, { recursive: true });
    expect(stdout.match(/OGRFeature/g)).toHaveLength(Number(answer.headers.get('ogc-numberreturned')));
    for (const field of ['height: Real', 'storeys: Integer', 'name: String']) expect(stdout).toContain(field);
    expect(stdout).toContain('金融双塔');
    const tower = stdout.split('OGRFeature').find((feature) => feature.includes('文峰塔'));
    // Web Mercator of 108.75° E, 34.3° N by PROJ, to a unit of the tile.
    const [, east, north] = /POINT \(([\d.]+) ([\d.]+)\)/.exec(tower ?? '') ?? [];
    expect(Math.abs(Number(east) - 12_105_994.62)).toBeLessThan(2);
    expect(Math.abs(Number(north) - 4_069_156.18)).toBeLessThan(2);
  },
);
