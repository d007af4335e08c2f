import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAudit } from '../../hub/audit/audit.ts';
import { migrate, restoreBackup, writeBackup } from '../../hub/backup/backup.ts';
import { type CopyPart, readDatabase, writeDatabase } from '../../hub/backup/database-copy.ts';
import { openHistory } from '../../hub/history/history.ts';
import { openDatabase } from '../../hub/schema.ts';
import { registerSensors } from '../../hub/sensor-things/catalogue.ts';
import { type OpenSql, openSql } from '../../hub/sql/sql.ts';
import { newDataFolder } from './data-folder.ts';
import { newPostgres } from './databases.ts';
import { lacksPostgres } from './services.ts';

const NOON_MS = Date.UTC(2026, 10, 20, 12);
const READINGS = 2500;
const why = lacksPostgres();
if (why) process.stdout.write(`skipped with PostgreSQL: ${why}\n`);

let place = '';
let folder = '';

const openAt = (at: string, databaseUrl?: string) => openSql({ folder: at, databaseUrl, ownThread: false });

/** All rows of all tables, as one text. */
async function contentOf(sql: OpenSql): Promise<string> {
  const tables = await sql.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await sql.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`);
    parts.push(name, ...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}

/** Indexes, constraints and counters hold there too: the hub goes on writing, and refuses what it refused. */
async function expectGoesOn(sql: OpenSql): Promise<void> {
  const history = await openHistory(sql);
  const known = { datastream: 1, phenomenonMs: NOON_MS, resultMs: null, receivedMs: NOON_MS, result: 0 };
  await history.write([known, { ...known, phenomenonMs: NOON_MS - 1 }]);
  const [{ count }] = await sql.query<{ count: number }>('SELECT count(*)::int4 AS count FROM observations');
  expect(count).toBe(READINGS + 5);
  const [{ id }] = await sql.query<{ id: number }>(
    `INSERT INTO alarm_events (key, kind, at_ms, state, noted_ms) VALUES ('a', 'raise', 0, 's', 0) RETURNING id`,
  );
  expect(id).toBe(3);
  await expect(sql.query(`INSERT INTO datastreams SELECT * FROM datastreams`)).rejects.toThrow();
}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'shapan-backup-'));
  folder = await newDataFolder();
  const sql = await openDatabase({ folder, ownThread: false });
  const thing = {
    id: 'sn-rain-0001',
    kind: 'rain',
    name: { zh: '雨量', en: "rain's \\ gauge" },
    lonLat: [108, 34],
    at: [0, 0],
    of: 'roof',
  };
  const datastreams = [{ id: 'sn-rain-0001/1', name: { zh: '雨', en: 'rain' }, unit: 'mm', cadenceS: 60 }];
  await registerSensors(sql, 'c', [{ ...thing, datastreams } as never]);
  const history = await openHistory(sql);
  const seen = (i: number, result: number | string | object | null) => ({
    datastream: 1,
    phenomenonMs: NOON_MS + i,
    resultMs: null,
    receivedMs: NOON_MS,
    result,
  });
  await history.write(Array.from({ length: READINGS }, (_, i) => seen(i, i / 7)));
  await history.write(
    ['{"NULL"}', '', null, { a: ['\\', '"', '闸', 1e-300] }].map((result, i) => seen(-2 - i, result)),
  );
  const audit = await openAudit({ sql: sql, folder, health: { set: () => undefined }, nowMs: () => 1 });
  await audit.append({
    atMs: NOON_MS,
    who: 'a',
    role: 'auditor',
    what: 'alarm.acknowledge',
    of: 'x',
    detail: { n: 1.5 },
  });
  await sql.run(`INSERT INTO alarm_events (key, kind, at_ms, state, noted_ms)
    VALUES ('a', 'raise', 1, 's', 1), ('a', 'clear', 2, 's', 2)`);
  await sql.close();
  await writeFile(join(folder, 'commands.key'), 'a key');
});

afterAll(async () => {
  for (const one of [place, folder]) await rm(one, { recursive: true, force: true });
});

test('a backup restored is what it was, byte by byte, and goes on; a damaged one restores nothing', async () => {
  const made = await writeBackup({ folder, ownThread: false }, join(place, 'backup'));
  expect(made.rows.observations).toBe(READINGS + 4);
  await restoreBackup(join(place, 'backup'), { folder: join(place, 'again'), ownThread: false });
  const [first, second] = [await openAt(folder), await openAt(join(place, 'again'))];
  expect(await contentOf(second)).toBe(await contentOf(first));
  await expectGoesOn(second);
  for (const sql of [first, second]) await sql.close();
  expect(await readFile(join(place, 'again/commands.key'), 'utf8')).toBe('a key');

  const known = { folder: join(place, 'again'), ownThread: false };
  await expect(restoreBackup(join(place, 'backup'), known)).rejects.toThrow('nothing was changed');
  await expect(writeBackup({ folder, ownThread: false }, join(place, 'backup'))).rejects.toThrow('not there or empty');
  await appendFile(join(place, 'backup/files/commands.key'), '!');
  const other = { folder: join(place, 'other'), ownThread: false };
  await expect(restoreBackup(join(place, 'backup'), other)).rejects.toThrow('nothing was restored');
}, 120_000);

test('a part of a backup is some 16 MB of rows, and a larger row is a part of its own', async () => {
  const at = await newDataFolder();
  const sql = await openDatabase({ folder: at, ownThread: false });
  const MIB = 2 ** 20;
  // In MiB: 9 and 6 fill a part; 17 is one for itself.
  for (const [i, mib] of [9, 6, 17, 1].entries())
    await sql.query(
      `INSERT INTO documents (kind, id, revision, body, who, at_ms)
       VALUES ('plan', $1, 1, repeat('x', $2::int4), 'a', 0)`,
      [String(i), mib * MIB],
    );
  const parts = await sql.transaction(async (within) => {
    const found: number[] = [];
    for await (const part of readDatabase(within))
      if (part.kind === 'rows' && part.table === 'documents') found.push(part.rows.length);
    return found;
  });
  expect(parts).toEqual([2, 1, 1]);
  await sql.close();
  await rm(at, { recursive: true });
}, 60_000);

test('a backup of the first version is restored', async () => {
  const parts: CopyPart[] = [
    { kind: 'table', table: 'old', create: 'CREATE TABLE "old" ("a" int8 NOT NULL, "b" text, "c" jsonb)' },
    {
      kind: 'rows',
      table: 'old',
      rows: [
        ['1', 'a "quote", a \\ and 闸', '{"a": "\\\\ \\""}'],
        ['2', '', null],
        ['3', null, 'null'],
      ],
    },
    { kind: 'finish', statements: ['ALTER TABLE old ADD CONSTRAINT old_pkey PRIMARY KEY (a)'] },
  ];
  const at = await newDataFolder();
  const sql = await openAt(at);
  expect(await sql.transaction((within) => writeDatabase(within, parts))).toEqual({ old: 3 });
  expect(await sql.query('SELECT * FROM old ORDER BY a')).toEqual([
    { a: 1, b: 'a "quote", a \\ and 闸', c: { a: '\\ "' } },
    { a: 2, b: '', c: null },
    { a: 3, b: null, c: null },
  ]);
  await sql.close();
  await rm(at, { recursive: true });
  // Its manifest is read as far as its files, of which one is missing.
  const from = join(place, 'first');
  await mkdir(from);
  const manifest = { shapan: 'backup', version: 1, madeAt: '', rows: {}, files: { 'database.jsonl.gz': '' } };
  await writeFile(join(from, 'backup.json'), JSON.stringify(manifest));
  const nowhere = { folder: join(place, 'nowhere'), ownThread: false };
  await expect(restoreBackup(from, nowhere)).rejects.toThrow('nothing was restored');
}, 60_000);

test.skipIf(why !== null)(
  'the embedded history moves to a PostgreSQL server, once, and goes on there',
  async () => {
    const service = await newPostgres();
    try {
      const rows = await migrate(folder, service.url, false);
      expect(rows.observations).toBe(READINGS + 4);
      const [embedded, server] = [await openAt(folder), await openAt(folder, service.url)];
      expect(await contentOf(server)).toBe(await contentOf(embedded));
      await expectGoesOn(server);
      for (const sql of [embedded, server]) await sql.close();
      await expect(migrate(folder, service.url, false)).rejects.toThrow('expected one without tables');
      const back = { folder, databaseUrl: service.url, ownThread: false };
      expect((await writeBackup(back, join(place, 'of-server'))).rows.observations).toBe(READINGS + 5);
    } finally {
      await service.stop();
    }
  },
  120_000,
);
