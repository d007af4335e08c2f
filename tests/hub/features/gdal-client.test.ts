import { execFile, spawnSync } from 'node:child_process';
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
