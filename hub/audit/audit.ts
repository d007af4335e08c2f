import type { Sql } from '../sql/sql-api.ts';
import { type AuditEntry, type AuditRow, type AuditVerdict, nextRow, verifyChain } from './audit-chain.ts';

/** The record of who did what, to which rows are only ever appended. */
export interface Audit {
  /** Resolves when the row is durable: who acts waits for it. */
  append(entry: AuditEntry): Promise<AuditRow>;
  rows(fromSeq: number, limit: number): Promise<AuditRow[]>;
  verify(): Promise<AuditVerdict>;
}

const TABLE = `
  CREATE TABLE IF NOT EXISTS audit (
    seq int8 PRIMARY KEY, at_ms int8 NOT NULL, who text NOT NULL, role text NOT NULL, what text NOT NULL, of text NOT NULL,
    detail jsonb NOT NULL, previous text NOT NULL, hash text NOT NULL);`;

const COLUMNS = 'seq::float8 AS seq, at_ms::float8 AS "atMs", who, role, what, of, detail, previous, hash';
const AUDIT_PAGE_ROWS = 1000;

/** Rows are only ever added. One is written after the other, since each holds the hash of the one before. */
export async function openAudit(sql: Sql): Promise<Audit> {
  await sql.run(TABLE);
  let queue: Promise<unknown> = Promise.resolve();

  const rows = (fromSeq: number, limit: number) =>
    sql.query<AuditRow>(`SELECT ${COLUMNS} FROM audit WHERE seq >= $1 ORDER BY seq LIMIT $2`, [fromSeq, limit]);

  async function write(entry: AuditEntry): Promise<AuditRow> {
    const [last] = await sql.query<Pick<AuditRow, 'seq' | 'hash'>>(
      'SELECT seq::float8 AS seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
    );
    // What the database gives back is what is hashed: JSON knows no undefined.
    const plain = { ...entry, detail: JSON.parse(JSON.stringify(entry.detail)) as AuditEntry['detail'] };
    const row = nextRow(plain, last ?? null);
    const { seq, atMs, who, role, what, of, detail, previous, hash } = row;
    await sql.query('INSERT INTO audit VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)', [
      seq,
      atMs,
      who,
      role,
      what,
      of,
      JSON.stringify(detail),
      previous,
      hash,
    ]);
    return row;
  }

  return {
    append(entry) {
      const written = queue.then(() => write(entry));
      queue = written.catch(() => {});
      return written;
    },
    rows,
    async verify() {
      const all: AuditRow[] = [];
      for (
        let page = await rows(1, AUDIT_PAGE_ROWS);
        page.length > 0;
        page = await rows(all.length + 1, AUDIT_PAGE_ROWS)
      ) {
        all.push(...page);
        if (page.length < AUDIT_PAGE_ROWS) break;
      }
      return verifyChain(all);
    },
  };
}
