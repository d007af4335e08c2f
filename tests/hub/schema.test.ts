import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../hub/schema.ts';
import { openSql } from '../../hub/sql/sql.ts';
import { newDataFolder } from './data-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await newDataFolder();
});
afterEach(() => rm(folder, { recursive: true }));

const options = () => ({ folder, ownThread: false });

test('a database of before the numbers gets what it lacks, keeps its rows, and is numbered', async () => {
  const before = await openSql(options());
  await before.run(`CREATE TABLE accounts (
    name text PRIMARY KEY, role text NOT NULL, salt text NOT NULL, hash text NOT NULL, created_ms int8 NOT NULL)`);
  await before.query('INSERT INTO accounts VALUES ($1, $2, $3, $4, $5)', ['li', 'dispatcher', 's', 'h', 5]);
  await before.close();
  for (let start = 0; start < 2; start++) {
    const sql = await openDatabase(options());
    expect(await sql.query('SELECT name, scope, closed_ms FROM accounts')).toEqual([
      { name: 'li', scope: { areas: [], classes: [] }, closed_ms: null },
    ]);
    expect(await sql.query('SELECT version FROM schema_version')).toEqual([{ version: 6 }]);
    await sql.close();
  }
});

test('what was shared before there was one table of documents is in it, revision by revision', async () => {
  const before = await openSql(options());
  await before.run(`
    CREATE TABLE shared_plans (id text NOT NULL, revision int8 NOT NULL, info text NOT NULL, gz text NOT NULL, who text NOT NULL,
      at_ms int8 NOT NULL, withdrawn_by text, withdrawn_ms int8, PRIMARY KEY (id, revision));
    INSERT INTO shared_plans VALUES ('own-1', 1, 'i1', 'g1', 'li', 5, NULL, NULL), ('own-1', 2, 'i2', 'g2', 'wu', 6, 'li', 7);
    CREATE TABLE shared_plan_basis (part text NOT NULL, revision int8 NOT NULL, stamp text NOT NULL, text text NOT NULL, who text NOT NULL,
      at_ms int8 NOT NULL, withdrawn_by text, withdrawn_ms int8, PRIMARY KEY (part, revision));
    INSERT INTO shared_plan_basis VALUES ('rules', 1, 's', 't', 'li', 8, NULL, NULL);
    CREATE TABLE response_plans (
      id text NOT NULL, revision int8 NOT NULL, plan text, who text NOT NULL, at_ms int8 NOT NULL, PRIMARY KEY (id, revision));
    INSERT INTO response_plans VALUES ('flood', 1, 'p', 'li', 9), ('flood', 2, NULL, 'wu', 10);`);
  await before.close();
  const sql = await openDatabase(options());
  const rows = await sql.query<object>('SELECT * FROM documents ORDER BY kind, id, revision');
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['plan', 'own-1', 1, 'i1', 'g1', 'li', 5, null, null, null],
    ['plan', 'own-1', 2, 'i2', 'g2', 'wu', 6, 'li', 7, null],
    ['plan-basis', 'rules', 1, 's', 't', 'li', 8, null, null, null],
    ['response-plan', 'flood', 1, 'p', '', 'li', 9, null, null, null],
    ['response-plan', 'flood', 2, null, '', 'wu', 10, null, null, null],
  ]);
  await sql.close();
});

test('an observation over a span stands at its end, and so do the hours; those that were forgotten stay', async () => {
  const before = await openSql(options());
  const hour = (n: number) => n * 3_600_000;
  await before.run(`
    CREATE TABLE observations (datastream int4 NOT NULL, phenomenon_ms int8 NOT NULL, result_hash int4 NOT NULL, feature int4,
      phenomenon_end_ms int8, result_ms int8, received_ms int8 NOT NULL, result float8, other_result jsonb, more jsonb,
      PRIMARY KEY (datastream, phenomenon_ms, result_hash));
    INSERT INTO observations VALUES
      (1, ${hour(10)}, 7, 1, ${hour(11)}, NULL, 5, 0, NULL, NULL),
      (1, ${hour(11)}, 7, 1, ${hour(12)}, NULL, 5, 0, NULL, NULL),
      (1, ${hour(11.5)}, 7, 1, ${hour(12)}, NULL, 5, 0, NULL, NULL),
      (1, ${hour(11.25)}, 9, 1, NULL, NULL, 5, 4, NULL, NULL);
    CREATE TABLE hours (datastream int4 NOT NULL, start_ms int8 NOT NULL, count int4 NOT NULL, low float8 NOT NULL, total float8 NOT NULL,
      high float8 NOT NULL, PRIMARY KEY (datastream, start_ms));
    INSERT INTO hours VALUES (1, ${hour(2)}, 9, 1, 9, 1), (1, ${hour(10)}, 1, 0, 0, 0), (1, ${hour(11)}, 3, 0, 4, 4);`);
  await before.close();
  const sql = await openDatabase(options());
  const rows = await sql.query(
    'SELECT phenomenon_begin_ms AS begin, phenomenon_ms AS at, result FROM observations ORDER BY 2, 1',
  );
  expect(rows).toEqual([
    { begin: hour(10), at: hour(11), result: 0 },
    { begin: null, at: hour(11.25), result: 4 },
    { begin: hour(11), at: hour(12), result: 0 },
    { begin: hour(11.5), at: hour(12), result: 0 },
  ]);
  expect(await sql.query('SELECT start_ms, count, total FROM hours ORDER BY 1')).toEqual([
    { start_ms: hour(2), count: 9, total: 9 },
    { start_ms: hour(11), count: 2, total: 4 },
    { start_ms: hour(12), count: 2, total: 0 },
  ]);
  await sql.close();
});

test('the id of a page is of who wrote the first line under it, as the audit has it', async () => {
  const before = await openDatabase(options());
  const line = (incident: string, seq: number, client: string) =>
    before.query('INSERT INTO incident_log VALUES ($1, $2, $3, $4, $5)', [incident, seq, client, seq, '{}']);
  const audit = (seq: number, who: string, of: string, line: number) =>
    before.query("INSERT INTO audit VALUES ($1, 0, $2, 'dispatcher', 'incident.comment', $3, $4::jsonb, '', '')", [
      seq,
      who,
      of,
      JSON.stringify({ seq: line }),
    ]);
  for (const [incident, seq, client] of [
    ['one', 1, 'page-a'],
    ['one', 2, 'page-a'],
    ['two', 1, 'page-b'],
    ['two', 2, 'page-moved'],
  ] as const)
    await line(incident, seq, client);
  await audit(1, 'wu', 'two', 1);
  await audit(2, 'li', 'one', 1);
  await audit(3, 'wu', 'one', 2);
  await before.run('DROP TABLE incident_clients; UPDATE schema_version SET version = 4;');
  await before.close();
  const sql = await openDatabase(options());
  expect(await sql.query('SELECT client, who FROM incident_clients ORDER BY client')).toEqual([
    { client: 'page-a', who: 'li' },
    { client: 'page-b', who: 'wu' },
  ]);
  await sql.close();
});

test('a database that a newer program has changed is refused, and is as it was', async () => {
  const sql = await openDatabase(options());
  await sql.run('UPDATE schema_version SET version = 1000');
  await sql.close();
  await expect(openDatabase(options())).rejects.toThrow(/version 1000/);
  const after = await openSql(options());
  expect(await after.query('SELECT version FROM schema_version')).toEqual([{ version: 1000 }]);
  await after.close();
});
