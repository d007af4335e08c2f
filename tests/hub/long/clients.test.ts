import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OWSLIB_SCRIPT, QGIS_SCRIPT } from './client-scripts.ts';
import { missingForTown, needTown, TOWNS } from './real-town.ts';
import { serveCities } from './served-city.ts';

const missing = missingForTown();
/** Debian's Python, whose packages python3-owslib and python3-qgis these clients are; another one has them perhaps not. */
const PYTHON = ['/usr/bin/python3', 'python3'];
const pythonWith = (module: string): string | null =>
  PYTHON.find((python) => spawnSync(python, ['-I', '-c', `import ${module}`]).status === 0) ?? null;
const owslib = pythonWith('owslib');
const qgis = pythonWith('qgis.core');
const hasGdal = spawnSync('ogrinfo', ['--version']).status === 0;
const absent = (has: boolean, what: string): string => missing ?? (has ? 'it is there' : `${what} is absent: skipped`);

const LAYER = 'buildings';
const BOX = '11.55,50,11.58,50.02';

let running: Awaited<ReturnType<typeof serveCities>>;
let folder: string;

beforeAll(async () => {
  if (missing) return;
  folder = await mkdtemp(join(tmpdir(), 'shapan-clients-'));
  await needTown();
  running = await serveCities(TOWNS);
}, 600_000);

afterAll(async () => {
  await running?.close();
  if (folder) await rm(folder, { recursive: true });
});

const features = () => `${running.url}/ogc/features/bayreuth`;
const run = async (program: string, args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(program, args, { timeout: 300_000, maxBuffer: 1 << 26 })).stdout;

async function script<Found>(python: string, text: string, ...args: string[]): Promise<Found> {
  const file = join(folder, 'client.py');
  await writeFile(file, text);
  return JSON.parse(await run(python, ['-I', file, ...args])) as Found;
}

/** What the door itself says, by which the clients are judged. */
async function matched(query: string): Promise<number> {
  const answer = await fetch(`${features()}/collections/${LAYER}/items?limit=1&${query}`);
  return ((await answer.json()) as { numberMatched: number }).numberMatched;
}

test.skipIf(missing !== null || !owslib)(
  `OWSLib reads records, features and processes of a real town (${absent(owslib !== null, 'OWSLib')})`,
  async () => {
    const found = await script<{
      layers: string[];
      queryables: string[];
      ids: string[];
      processes: string[];
      [name: string]: unknown;
    }>(owslib ?? '', OWSLIB_SCRIPT, running.url, 'bayreuth', LAYER, BOX);
    expect(found).toMatchObject({ api: '3.0.3', one: found.ids[0], inputs: ['case'], matched: await matched('') });
    expect(found.layers).toContain(LAYER);
    expect(found.queryables).toContain('height');
    expect(new Set(found.ids).size).toBe(6);
    expect(found.inBox).toBe(await matched(`bbox=${BOX}`));
    expect(found.high).toBe(await matched('filter=height%20%3E%208'));
    expect(found.cities).toContain('bayreuth');
    expect(found.roads).toContain('roads');
    expect(found.processes).toContain('flood');
  },
);

test.skipIf(missing !== null || !hasGdal)(
  `GDAL reads a real town page by page, with a filter, a box and another system (${absent(hasGdal, 'ogrinfo')})`,
  async () => {
    const door = `OAPIF:${features()}`;
    const paged = await run('ogrinfo', ['-ro', '-al', '-oo', 'PAGE_SIZE=500', door, LAYER]);
    expect(paged.match(/^OGRFeature/gm)).toHaveLength(await matched(''));
    const high = await run('ogrinfo', ['-ro', '-al', '-where', 'height > 8', door, LAYER]);
    expect(high.match(/^OGRFeature/gm) ?? []).toHaveLength(await matched('filter=height%20%3E%208'));
    const near = await run('ogrinfo', ['-ro', '-al', '-spat', ...BOX.split(','), door, LAYER]);
    expect(near.match(/^OGRFeature/gm)).toHaveLength(await matched(`bbox=${BOX}`));
    const file = join(folder, 'town.gpkg');
    await run('ogr2ogr', ['-t_srs', 'EPSG:25832', file, door, LAYER]);
    const written = await run('ogrinfo', ['-ro', '-al', '-so', file]);
    expect(written).toContain(`Feature Count: ${await matched('')}`);
    // Bayreuth lies about 704 km east and 5,540 km north in UTM zone 32.
    const [, east, north] = /Extent: \(([\d.]+), ([\d.]+)\)/.exec(written) ?? [];
    expect(Math.abs(Number(east) - 680_000)).toBeLessThan(50_000);
    expect(Math.abs(Number(north) - 5_540_000)).toBeLessThan(50_000);
  },
);

test.skipIf(missing !== null || !qgis)(
  `QGIS reads a real town page by page, a box, a filter and its tiles (${absent(qgis !== null, 'python3-qgis')})`,
  async () => {
    const found = await script(qgis ?? '', QGIS_SCRIPT, features(), LAYER, BOX);
    expect(found).toEqual({
      isValid: true,
      crs: 'EPSG:4326',
      count: await matched(''),
      ids: await matched(''),
      inBox: await matched(`bbox=${BOX}`),
      high: await matched('filter=height%20%3E%208'),
      hasTiles: true,
    });
  },
);
