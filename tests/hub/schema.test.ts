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
    expect(await sql.query('SELECT version FROM schema_version')).toEqual([{ version: 2 }]);
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
    ['plan', 'own-1', 1, 'i1', 'g1', 'li', 5, null, null],
    ['plan', 'own-1', 2, 'i2', 'g2', 'wu', 6, 'li', 7],
    ['plan-basis', 'rules', 1, 's', 't', 'li', 8, null, null],
    ['response-plan', 'flood', 1, 'p', '', 'li', 9, null, null],
    ['response-plan', 'flood', 2, null, '', 'wu', 10, null, null],
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
