import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../hub/schema.ts';
import { openSql } from '../../hub/sql/sql.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-schema-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

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
    expect(await sql.query('SELECT version FROM schema_version')).toEqual([{ version: 1 }]);
    await sql.close();
  }
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
