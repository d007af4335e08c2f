import { createPublicKey } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAudit } from '../../hub/audit/audit.ts';
import { type AuditRow, nextRow, rowsOfLines, verifyChain } from '../../hub/audit/audit-chain.ts';
import { openDatabase } from '../../hub/schema.ts';
import type { OpenSql } from '../../hub/sql/sql.ts';
import { newDataFolder } from './data-folder.ts';

let folder = '';
let sql: OpenSql;
let problem: string | null = null;

const open = () =>
  openAudit({
    sql,
    folder,
    health: {
      set: (_, message) => {
        problem = message?.code ?? null;
      },
    },
    nowMs: () => 5,
  });
const entry = (n: number) => ({ atMs: n, who: 'ann', role: 'controller', what: 'w', of: `o${n}`, detail: { n } });

beforeAll(async () => {
  folder = await newDataFolder();
  sql = await openDatabase({ folder, ownThread: false });
});

afterAll(async () => {
  await sql.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  await sql.run('DELETE FROM audit');
  for (const name of ['audit.key', 'audit.head', 'audit.pub']) await rm(join(folder, name), { force: true });
  const audit = await open();
  for (let n = 1; n <= 8; n++) await audit.append(entry(n));
});

describe('at its start the hub finds', () => {
  test('nothing where nobody touched it', async () => {
    const audit = await open();
    expect(problem).toBeNull();
    expect(audit.begun).toMatchObject({ rows: 8 });
  });

  test('a row that is one ahead of the head well: a kill between the two leaves that', async () => {
    const head = await readFile(join(folder, 'audit.head'), 'utf8');
    await (await open()).append(entry(9));
    await writeFile(join(folder, 'audit.head'), head);
    await open();
    expect(problem).toBeNull();
  });

  test('rows cut off at the end, also after it went on, at every start', async () => {
    await sql.query('DELETE FROM audit WHERE seq > 5');
    const audit = await open();
    expect(problem).toBe('audit-cut');
    for (let n = 20; n < 30; n++) await audit.append(entry(n));
    await open();
    expect(problem).toBe('audit-cut');
  });

  test('an edited row', async () => {
    await sql.query("UPDATE audit SET who = 'nobody' WHERE seq = 2");
    await open();
    expect(problem).toBe('audit-broken');
  });

  test('a chain that was written anew without the key, with the old signatures, without any, and with the head gone', async () => {
    const rows = await (await open()).rows(1, 100);
    const anew: AuditRow[] = [];
    for (const { atMs, role, what, of, detail, signature } of rows)
      anew.push({
        ...nextRow({ atMs, who: 'ben', role, what, of, detail }, anew.at(-1) ?? null),
        signature: signature ?? null,
      });
    for (const { seq, who, previous, hash } of anew)
      await sql.query('UPDATE audit SET who = $2, previous = $3, hash = $4 WHERE seq = $1', [seq, who, previous, hash]);
    await open();
    expect(problem).toBe('audit-broken');
    await sql.query('UPDATE audit SET signature = NULL');
    await open();
    expect(problem).toBe('audit-cut');
    await rm(join(folder, 'audit.head'));
    await sql.query('UPDATE audit SET signature = $1', [rows[0].signature]);
    await open();
    expect(problem).toBe('audit-broken');
  });

  test('a head that the hub did not sign', async () => {
    const head = await readFile(join(folder, 'audit.head'), 'utf8');
    await writeFile(join(folder, 'audit.head'), head.replace(/^8/, '7'));
    await open();
    expect(problem).toBe('audit-head');
  });

  test('that the head was set aside, which is a row of its own', async () => {
    await rm(join(folder, 'audit.head'));
    const audit = await open();
    expect(problem).toBe('audit-head-missing');
    expect((await audit.rows(9, 1))[0]).toMatchObject({ seq: 9, what: 'audit.head-missing' });
    await open();
    expect(problem).toBeNull();
  });

  test('that rows were cut off and the head removed with them', async () => {
    await sql.query('DELETE FROM audit WHERE seq > 5');
    await rm(join(folder, 'audit.head'));
    await open();
    expect(problem).toBe('audit-head-missing');
  });

  test('that all rows were removed, with their head and without, though not before the first act', async () => {
    await sql.run('DELETE FROM audit');
    await open();
    expect(problem).toBe('audit-cut');
    await rm(join(folder, 'audit.head'));
    // A hub of a former version that nobody acted in has a key and no head.
    await open();
    expect(problem).toBeNull();
    await rm(join(folder, 'audit.head'));
    await sql.run(`INSERT INTO accounts (name, role, salt, hash, created_ms) VALUES ('ann', 'auditor', '', '', 0)`);
    await open();
    expect(problem).toBe('audit-head-missing');
    await sql.run('DELETE FROM accounts');
  });

  test('no key where rows were signed: it does not make another', async () => {
    await rm(join(folder, 'audit.key'));
    await expect(open()).rejects.toThrow(/audit\.key.*restore/);
  });
});

test('an export is checked with the public key that lies beside the database', async () => {
  const rows = await (await open()).rows(1, 100);
  const publicKey = createPublicKey(await readFile(join(folder, 'audit.pub'), 'utf8'));
  const lines = rows.map((row) => JSON.stringify(row)).join('\n');
  expect(verifyChain(rowsOfLines(lines), publicKey)).toMatchObject({ kind: 'whole', rows: 8 });
  const unsigned = rows.map((row) => ({ ...row, signature: null }));
  expect(verifyChain(unsigned, publicKey)).toMatchObject({ kind: 'broken', reason: { code: 'audit-signature' } });
  expect(verifyChain([{ ...rows[0], signature: rows[1].signature ?? null }], publicKey)).toMatchObject({
    kind: 'broken',
    seq: 1,
  });
});

test('what is no row of an audit is named: a field too many, one too few, a null', () => {
  const row = nextRow(entry(1), null);
  expect(verifyChain([{ ...row, extra: 1 } as AuditRow])).toMatchObject({ reason: { code: 'audit-extra' } });
  expect(verifyChain([{} as AuditRow])).toMatchObject({ reason: { code: 'audit-field' } });
  expect(verifyChain([{ ...row, who: 7 } as never])).toMatchObject({ reason: { code: 'audit-field' } });
  for (const line of ['null', '5', '[]', '"x"']) expect(() => [...rowsOfLines(line)]).toThrow(/line 1/);
  const line = JSON.stringify(row);
  const twice = `{"who":"somebody else",${line.slice(1)}`;
  expect(() => [...rowsOfLines(`${line}\n${twice}`)]).toThrow(/line 2.*who.*twice/);
});
