import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacksPostgres, type Service, startPostgres } from '../hub/services.ts';
import { filesBelow } from '../tiles/small-city.ts';

const CLI = resolve(import.meta.dirname, '../../build/node/cli/shapan.js');
const missing = existsSync(CLI) ? lacksPostgres() : 'no build: npx tsc -p tsconfig.node.json';
if (missing) process.stderr.write(`work: skipped, ${missing}\n`);

/** Houses of 10 m in rows, as GeoJSON lines. */
function houses(count: number): string {
  const step = 0.0002;
  return Array.from({ length: count }, (_, i) => {
    const [west, south] = [108.9 + (i % 100) * step, 34.2 + Math.floor(i / 100) * step];
    const [east, north] = [west + step / 2, south + step / 2];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    const geometry = { type: 'Polygon', coordinates: [ring] };
    return `${JSON.stringify({ type: 'Feature', properties: { id: `h${i}`, height: 6 + (i % 9) }, geometry })}\n`;
  }).join('');
}

describe.skipIf(missing !== null)('work', () => {
  let folder: string;
  let database: Service;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shapan-work-test-'));
    writeFileSync(join(folder, 'houses.geojsonl'), houses(12_000));
    database = await startPostgres();
  }, 120_000);

  afterAll(async () => {
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = () => ({ ...process.env, DATABASE_URL: database.url, LANG: 'en_US.UTF-8' });
  const shapan = (...args: string[]): string =>
    execFileSync(process.execPath, [CLI, ...args], { cwd: folder, env: environment(), encoding: 'utf8' });
  const worker = (): ChildProcess =>
    spawn(process.execPath, [CLI, 'work', 'run', '--store', 'store', '--once'], {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const jobs = () =>
    shapan('work', 'list', '--json')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { name: string; state: string; retries: number; reason: string });
  const CALL = ['bake', 'houses.geojsonl', '--id', 'houses', '--height-field', 'height', '--id-field', 'id'];

  test('three workers that are killed at any moment lose and double nothing: the shares are the city', async () => {
    const COUNT = 6;
    expect(shapan('work', 'add', '--shards', String(COUNT), '--', ...CALL)).toContain(`${COUNT} of ${COUNT}`);
    expect(shapan('work', 'add', '--shards', String(COUNT), '--', ...CALL)).toContain(`0 of ${COUNT}`);
    const workers = [worker(), worker(), worker()];
    let kills = 0;
    // At moments that have nothing to do with where a worker is: some while it bakes, some while it takes, puts or ends a job.
    for (const afterMs of [900, 400, 700, 1300, 500, 1100, 800, 600]) {
      await new Promise((done) => setTimeout(done, afterMs));
      const at = kills % workers.length;
      if (workers[at].exitCode !== null) continue;
      workers[at].kill('SIGKILL');
      await once(workers[at], 'exit');
      kills++;
      workers[at] = worker();
    }
    await Promise.all(workers.map(async (one) => one.exitCode === null && (await once(one, 'exit'))));
    expect(kills).toBeGreaterThan(3);
    expect(workers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    const done = jobs();
    expect(done.map(({ state }) => state)).toEqual(new Array(COUNT).fill('done'));
    expect(done.some(({ retries }) => retries > 0)).toBe(true);
    const shares = readdirSync(join(folder, 'store'))
      .filter((name) => !name.startsWith('.'))
      .flatMap((job) => readdirSync(join(folder, 'store', job)).map((share) => join(folder, 'store', job, share)));
    expect(shares).toHaveLength(COUNT);
    shapan('merge', ...shares, '--out', 'merged');
    shapan(...CALL, '--out', 'whole');
    const [merged, whole] = [join(folder, 'merged/houses'), join(folder, 'whole/houses')];
    expect(filesBelow(merged)).toEqual(filesBelow(whole));
    for (const name of filesBelow(whole))
      expect(readFileSync(join(merged, name)).equals(readFileSync(join(whole, name))), name).toBe(true);
  }, 300_000);

  test('a call that is wrong fails once with its reason, holds nobody up, and is tried again when it is added again', async () => {
    shapan('work', 'add', '--', 'bake', 'missing.geojsonl', '--id', 'missing');
    const [code] = (await once(worker(), 'exit')) as [number];
    expect(code).toBe(0);
    const failed = jobs().filter(({ state }) => state === 'failed');
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ retries: 0, reason: expect.stringContaining('no such file') });
    expect(shapan('work', 'add', '--', 'bake', 'missing.geojsonl', '--id', 'missing')).toContain('1 of 1');
  }, 120_000);

  test('what is no bake and no run, or names its own folder, is refused', () => {
    expect(() => shapan('work', 'add', '--', 'hub')).toThrow('expected bake | sim, got hub');
    expect(() => shapan('work', 'add', '--', 'bake', 'a.json', '--out', 'x')).toThrow('expected a call without --out');
    expect(() => shapan('work', 'add', '--shards', '2', '--', 'sim', 'flood', 'a')).toThrow('expected a bake');
  });
});
