import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type History, type Observation, openHistory, RowsRefused, resultHash } from '../../hub/history/history.ts';
import { openDatabase } from '../../hub/schema.ts';
import { FolderInUse } from '../../hub/sql/lock-folder.ts';
import type { OpenSql } from '../../hub/sql/sql.ts';
import { newDataFolder } from './data-folder.ts';
import { newPostgres, type TestDatabase } from './databases.ts';
import { lacksPostgres } from './services.ts';

const HOUR_MS = 3_600_000;
const NOON_MS = Date.UTC(2026, 10, 20, 12);

const seen = (datastream: number, phenomenonMs: number, result: Observation['result']): Observation => ({
  datastream,
  phenomenonMs,
  resultMs: phenomenonMs,
  receivedMs: phenomenonMs + 40,
  result,
});

/** A sine of a day, one value a minute. */
const minutes = (datastream: number, fromMs: number, count: number) =>
  Array.from({ length: count }, (_, i) => seen(datastream, fromMs + i * 60_000, Math.sin((2 * Math.PI * i) / 1440)));

const noPostgres = lacksPostgres();
if (noPostgres) process.stdout.write(`skipped with PostgreSQL: ${noPostgres}\n`);

describe.each([
  { kind: 'embedded' as const, skip: false },
  { kind: 'server' as const, skip: noPostgres !== null },
])('history, $kind', ({ kind, skip }) => {
  let folder = '';
  let service: TestDatabase | null = null;
  let sql: OpenSql;
  let history: History;

  beforeAll(async () => {
    if (skip) return;
    folder = await newDataFolder();
    service = kind === 'server' ? await newPostgres() : null;
    sql = await openDatabase({ folder, databaseUrl: service?.url, ownThread: false });
    history = await openHistory(sql);
  });

  afterAll(async () => {
    await history?.close();
    await sql?.close();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.skipIf(skip)('a write of nothing is done at once, and what comes after it is written', async () => {
    await history.write([]);
    await history.write([seen(77, NOON_MS, 1)]);
    expect((await history.series(77, NOON_MS, NOON_MS + HOUR_MS, 1)).count).toEqual([1]);
  });

  test.skipIf(skip)(
    'from a third of an hour a bucket up a series is made of hours, with the same extremes',
    async () => {
      await history.write(minutes(78, NOON_MS, 1440));
      const endMs = NOON_MS + 24 * HOUR_MS;
      const [fine, coarse] = [
        await history.series(78, NOON_MS, endMs, 73),
        await history.series(78, NOON_MS, endMs, 72),
      ];
      expect([fine.bucketMs < HOUR_MS / 3, coarse.bucketMs, coarse.count]).toEqual([
        true,
        HOUR_MS,
        Array.from({ length: 24 }, () => 60),
      ]);
      expect([Math.min(...coarse.low), Math.max(...coarse.high)]).toEqual([
        Math.min(...fine.low),
        Math.max(...fine.high),
      ]);
    },
  );

  test.skipIf(skip)('what is written twice, and in another order, is there once', async () => {
    const day = minutes(1, NOON_MS, 1440);
    await history.write(day);
    await Promise.all([history.write([...day].reverse()), history.write(day.slice(100, 200))]);
    const [{ count }] = await sql.query<{ count: number }>(
      'SELECT count(*)::int4 AS count FROM observations WHERE datastream = 1',
    );
    expect(count).toBe(1440);
    const hours = await history.series(1, NOON_MS, NOON_MS + 24 * HOUR_MS, 24);
    expect(hours.count).toEqual(Array(24).fill(60));
  });

  test.skipIf(skip)('two results of one instant are both kept, each once', async () => {
    await history.write([seen(2, NOON_MS, 3), seen(2, NOON_MS, 4), seen(2, NOON_MS, 3)]);
    const { count, low, mean, high } = await history.series(2, NOON_MS, NOON_MS + 1000, 1);
    expect([count, low, mean, high]).toEqual([[2], [3], [3.5], [4]]);
  });

  test.skipIf(skip)('buckets of hours and buckets of observations tell the same least, mean and greatest', async () => {
    await history.write(minutes(3, NOON_MS, 2880));
    const byHours = await history.series(3, NOON_MS, NOON_MS + 48 * HOUR_MS, 48);
    expect(byHours.bucketMs).toBe(HOUR_MS);
    for (let i = 0; i < 48; i++) {
      const fine = await history.series(3, byHours.startMs[i], byHours.startMs[i] + HOUR_MS, 60);
      expect(fine.bucketMs).toBe(60_000);
      expect(Math.min(...fine.low)).toBe(byHours.low[i]);
      expect(Math.max(...fine.high)).toBe(byHours.high[i]);
      expect(fine.mean.reduce((sum, one) => sum + one, 0) / 60).toBeCloseTo(byHours.mean[i], 12);
    }
  });

  test.skipIf(skip)('results that are no numbers are kept as they came, and enter no sum', async () => {
    const words = ['闸门 "open"', true, null, { a: ['\\', '{}', "'"] }];
    await history.write(words.map((word, i) => seen(4, NOON_MS + i, word)));
    const rows = await sql.query<{ other_result: unknown }>(
      'SELECT other_result FROM observations WHERE datastream = 4 ORDER BY phenomenon_ms',
    );
    expect(rows.map((row) => row.other_result)).toEqual(words);
    expect((await history.series(4, NOON_MS, NOON_MS + HOUR_MS, 10)).count).toEqual([]);
  });

  test.skipIf(skip)('what is forgotten singly stays in its hours', async () => {
    await history.write(minutes(5, NOON_MS, 180));
    expect(await history.forget(NOON_MS + 2 * HOUR_MS, NOON_MS + 47 * HOUR_MS)).toBeGreaterThanOrEqual(120);
    const { bucketMs, count } = await history.series(5, NOON_MS, NOON_MS + 3 * HOUR_MS, 180);
    expect([bucketMs, count]).toEqual([HOUR_MS, [60, 60, 60]]);
  });

  test.skipIf(skip)(
    'a clock three days ahead forgets nothing that the readings themselves do not call old',
    async () => {
      await history.write(minutes(13, NOON_MS + 24 * HOUR_MS, 60));
      const aheadMs = NOON_MS + 96 * HOUR_MS;
      await history.forget(aheadMs - 24 * HOUR_MS, aheadMs);
      const [{ count }] = await sql.query<{ count: number }>(
        'SELECT count(*)::int4 AS count FROM observations WHERE datastream = 13',
      );
      expect(count).toBe(60);
      expect(history.retainedSinceMs).toBeLessThanOrEqual(NOON_MS + 24 * HOUR_MS);
    },
  );

  test.skipIf(skip)('a row that the database refuses is refused alone, to who brought it', async () => {
    const bad = seen(12, NOON_MS, 'a\u0000b');
    const others = minutes(11, NOON_MS, 700);
    const mixed = [seen(12, NOON_MS, 1), bad, seen(12, NOON_MS + 1, 2)];
    const [first, second] = await Promise.allSettled([history.write(others), history.write(mixed)]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { name: 'Error' } });
    expect(
      second.status === 'rejected' && second.reason instanceof RowsRefused && [...second.reason.reasons.keys()],
    ).toEqual([bad]);
    const counts = await sql.query(
      'SELECT datastream, count(*)::int4 AS count FROM observations WHERE datastream IN (11, 12) GROUP BY 1 ORDER BY 1',
    );
    expect(counts).toEqual([
      { datastream: 11, count: 700 },
      { datastream: 12, count: 2 },
    ]);
    expect(history.failure).toBeNull();
  });

  test.skipIf(skip)('a failed transaction leaves nothing, and the next statement is well', async () => {
    await expect(
      sql.transaction(async (within) => {
        await within.query('INSERT INTO hours VALUES (9, 0, 1, 1, 1, 1)');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await sql.query('SELECT * FROM hours WHERE datastream = 9')).toEqual([]);
  });

  test.skipIf(skip || kind === 'server')('one folder, one hub', async () => {
    await expect(openDatabase({ folder, ownThread: false })).rejects.toThrow(FolderInUse);
  });
});

test('the hash of a result tells results apart and is the same each time', () => {
  expect(resultHash({ result: 1.5 })).toBe(resultHash({ result: 1.5 }));
  expect(new Set([1, 1.1, '1', true, null, { a: 1 }].map((result) => resultHash({ result }))).size).toBe(6);
  expect(new Set([5, 6].map((phenomenonBeginMs) => resultHash({ result: 0, phenomenonBeginMs }))).size).toBe(2);
});
