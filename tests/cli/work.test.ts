import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BucketPlace, openBucket } from '../../hub/work/bucket.ts';
import { openWorkQueue, type WorkQueue, type WorkState } from '../../hub/work/work-queue.ts';
import { newPostgres, type TestDatabase } from '../hub/databases.ts';
import { lacksPostgres } from '../hub/services.ts';
import { BUCKET, type BucketServer, KEY_ID, SECRET, startBucketServer } from '../hub/work/bucket-server.ts';
import { isLong } from '../long.ts';
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

/** A hall of 30 × 20 m whose people leave by one door. */
const hall = () => ({
  format: 1,
  kind: 'crowd',
  id: 'hall',
  title: { zh: '大厅', en: 'Hall' },
  ground: { kind: 'plan', cellM: 0.5, floors: [{ id: 'floor', areas: [rectangle(30, 20)] }] },
  exits: [{ id: 'door', floor: 'floor', from: [30, 8], to: [30, 12] }],
  populations: [{ id: 'people', floor: 'floor', count: 300, where: { kind: 'areas', areas: [rectangle(25, 20)] } }],
  endS: 300,
});

const rectangle = (eastM: number, northM: number) => ({
  outer: [
    [0, 0],
    [eastM, 0],
    [eastM, northM],
    [0, northM],
  ],
});

/** 24 × 16 cells of 10 m that fall by 1 m a row to the south, with a wall at the foot. */
function slope(): string {
  const rows = Array.from({ length: 16 }, (_, row) => new Array(24).fill(20 - row).join(' '));
  return `ncols 24\nnrows 16\nxllcorner 500000\nyllcorner 3800000\ncellsize 10\nNODATA_value -9999\n${rows.join('\n')}\n`;
}

const rainOnSlope = () => ({
  format: 1,
  kind: 'flood',
  id: 'slope',
  title: { zh: '坡', en: 'Slope' },
  endH: 1,
  frameEveryMin: 30,
  ground: { kind: 'dem', file: 'slope.asc', crs: 'EPSG:32649', manningN: 0.03 },
  rain: { kind: 'uniform', rateMmPerH: 60, hours: 1 },
  gauges: [{ id: 'foot', at: [500115, 3800005] }],
});

const placeOf = ({ url }: BucketServer): BucketPlace => ({
  endpoint: url,
  bucket: BUCKET,
  prefix: 'hall',
  region: 'us-east-1',
  accessKeyId: KEY_ID,
  secretAccessKey: SECRET,
  timeoutMs: 10_000,
});

describe.skipIf(missing !== null)('work', () => {
  let folder: string;
  let database: TestDatabase;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shapan-work-test-'));
    writeFileSync(join(folder, 'houses.geojsonl'), houses(12_000));
    database = await newPostgres();
  }, 120_000);

  afterAll(async () => {
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = () => ({
    ...process.env,
    DATABASE_URL: database.url,
    LANG: 'en_US.UTF-8',
    AWS_ACCESS_KEY_ID: KEY_ID,
    AWS_SECRET_ACCESS_KEY: SECRET,
  });
  const shapan = (...args: string[]): string =>
    execFileSync(process.execPath, [CLI, ...args], { cwd: folder, env: environment(), encoding: 'utf8' });
  const worker = (...store: string[]): ChildProcess =>
    spawn(process.execPath, [CLI, 'work', 'run', '--once', '--store', ...(store.length > 0 ? store : ['store'])], {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  /** As `shapan`, while this process answers. */
  const shapanBeside = async (...args: string[]): Promise<string> => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, env: environment() });
    let told = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (told += chunk.toString()));
    await once(child, 'close');
    return told;
  };
  /** Three workers that are killed while they have jobs, and twice again when results have come; the last three do what is left. */
  const playKilled = async (start: () => ChildProcess): Promise<void> => {
    const queue = await openWorkQueue(database.url, () => undefined);
    const settled = (await queue.list()).length - (await waiting(queue));
    const isAt: ((states: WorkState[]) => boolean)[] = [
      (states) => states.includes('running'),
      (states) => states.includes('done'),
      (states) => states.filter((state) => state === 'done').length > 2,
    ];
    for (const isTime of isAt) {
      const workers = [start(), start(), start()];
      const states = async () => (await queue.list()).slice(settled).map(({ state }) => state);
      await expect.poll(async () => isTime(await states()), { timeout: 200_000, interval: 20 }).toBe(true);
      await Promise.all(
        workers.map(async (one) => {
          const gone = once(one, 'exit');
          if (one.exitCode === null && one.kill('SIGKILL')) await gone;
        }),
      );
    }
    const last = [start(), start(), start()].map((one) => once(one, 'exit'));
    expect((await Promise.all(last)).map(([code]) => code)).toEqual([0, 0, 0]);
    await queue.close();
  };
  const waiting = async (queue: WorkQueue) => (await queue.list()).filter(({ state }) => state === 'waiting').length;
  const jobs = () =>
    shapan('work', 'list', '--json')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { name: string; state: string; retries: number; reason: string });
  const CALL = ['bake', 'houses.geojsonl', '--id', 'houses', '--height-field', 'height', '--id-field', 'id'];

  test.skipIf(!isLong)(
    'three workers that are killed at any moment lose and double nothing: the shares are the city',
    async () => {
      const COUNT = 6;
      expect(shapan('work', 'add', '--shards', String(COUNT), '--', ...CALL)).toContain(`${COUNT} of ${COUNT}`);
      expect(shapan('work', 'add', '--shards', String(COUNT), '--', ...CALL)).toContain(`0 of ${COUNT}`);
      await playKilled(() => worker());
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
    },
    300_000,
  );

  const expectSame = (merged: string, whole: string): void => {
    expect(filesBelow(merged)).toEqual(filesBelow(whole));
    for (const name of filesBelow(whole))
      expect(readFileSync(join(merged, name)).equals(readFileSync(join(whole, name))), name).toBe(true);
  };

  test.skipIf(!isLong)(
    'an ensemble of a crowd by workers that are killed, in a bucket: every seed once, merged to the bytes of one call',
    async () => {
      writeFileSync(join(folder, 'hall.json'), JSON.stringify(hall()));
      const bucket = await startBucketServer();
      try {
        const call = ['sim', 'crowd', 'hall.json', '--seeds', '18'];
        const before = jobs().length;
        expect(shapan('work', 'add', '--shards', '6', '--', ...call)).toContain('6 of 6');
        const store = [`s3://${BUCKET}/hall`, '--endpoint', bucket.url];
        await playKilled(() => worker(...store));
        const done = jobs().slice(before);
        expect(done.map(({ state }) => state)).toEqual(new Array(6).fill('done'));
        expect(done.some(({ retries }) => retries > 0)).toBe(true);
        const fetched = await shapanBeside('work', 'fetch', '--store', ...store, '--out', 'hall-shares');
        expect(fetched).toContain('6 of 6');
        const shares = readdirSync(join(folder, 'hall-shares')).map((name) => join('hall-shares', name));
        shapan('merge', ...shares, '--out', 'hall-merged');
        shapan(...call, '--out', 'hall-whole');
        expectSame(join(folder, 'hall-merged'), join(folder, 'hall-whole'));
        const { ensemble } = JSON.parse(readFileSync(join(folder, 'hall-merged/summary.json'), 'utf8'));
        expect(new Set(ensemble.hashes).size).toBe(18);
        // Nothing lies twice: a record and its files for each share.
        const keys = await openBucket(placeOf(bucket)).list('');
        const records = keys.filter((key) => !key.includes('/'));
        expect(records).toHaveLength(6);
        expect(new Set(keys.filter((key) => key.includes('/')).map((key) => key.split('/', 2).join('/'))).size).toBe(6);
        expect(bucket.refused).toBe(0);
      } finally {
        await bucket.close();
      }
    },
    300_000,
  );

  test.skipIf(!isLong)(
    'an ensemble of floods is split by its ratios of rain; a share that is missing, or of another rain, is named',
    () => {
      writeFileSync(join(folder, 'slope.asc'), slope());
      writeFileSync(join(folder, 'slope.json'), JSON.stringify(rainOnSlope()));
      const call = ['sim', 'flood', 'slope.json', '--rain-ratios', '1,0.5,2,4'];
      shapan(...call, '--out', 'slope-whole');
      for (const i of [1, 2, 3]) shapan(...call, '--shard', `${i}/3`, '--out', `slope-${i}`);
      shapan('merge', 'slope-3', 'slope-1', 'slope-2', '--out', 'slope-merged');
      expectSame(join(folder, 'slope-merged'), join(folder, 'slope-whole'));
      const { ensemble } = JSON.parse(readFileSync(join(folder, 'slope-merged/summary.json'), 'utf8'));
      const rains = ensemble.members.map(({ rainM3 }: { rainM3: number }) => Math.round(rainM3));
      // 60 mm on 24 × 16 cells of 100 m².
      expect(rains).toEqual([2304, 1152, 4608, 9216]);
      expect(ensemble.gauges.foot.wetRuns).toBe(4);
      expect(ensemble.gauges.foot.p95M).toBeGreaterThan(ensemble.gauges.foot.medianM);
      expect(() => shapan('merge', 'slope-1', 'slope-2', '--out', 'x')).toThrow(
        'expected 3 shares, got 2; missing: 3/3',
      );
      shapan('sim', 'flood', 'slope.json', '--rain-ratios', '1,0.5,2,3', '--shard', '3/3', '--out', 'slope-other');
      expect(() => shapan('merge', 'slope-1', 'slope-2', 'slope-other', '--out', 'x')).toThrow(
        'expected a share of the same',
      );
      writeFileSync(join(folder, 'slope-2/member-1.depth-m.f32'), 'cut');
      expect(() => shapan('merge', 'slope-1', 'slope-2', 'slope-3', '--out', 'x')).toThrow('was damaged on its way');
    },
    120_000,
  );

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
    expect(() => shapan('work', 'run', '--store', 's3://bucket')).toThrow('--endpoint: expected the address');
  });
});
