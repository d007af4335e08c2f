import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message } from '../../model/text/message.ts';
import { keyIn } from '../commands/command-key.ts';
import { AUDIT_HEAD_FILE, AUDIT_KEY_FILE } from '../data-folder.ts';
import type { Health } from '../health.ts';
import { serviceMessage } from '../service-messages.ts';
import type { Reader, Sql } from '../sql/sql-api.ts';
import { type AuditEntry, type AuditRow, type AuditVerdict, NO_HASH, nextRow, verifyChain } from './audit-chain.ts';
import { type AuditHead, readHead, writeHead } from './audit-head.ts';
import { type AuditKeys, auditKeys, signatureOf } from './audit-key.ts';

/** The record of who did what, to which rows are only ever appended. */
export interface Audit {
  /** Resolves when the row is durable: who acts waits for it. */
  append(entry: AuditEntry): Promise<AuditRow>;
  rows(fromSeq: number, limit: number, by?: Reader): Promise<AuditRow[]>;
  verify(): Promise<AuditVerdict>;
  /** As it was at the start, for who starts the hub to write down. */
  readonly begun: { rows: number; head: string; fingerprint: string };
  /** By which exports are checked, PEM. */
  readonly publicKey: string;
}

const COLUMNS = 'seq::float8 AS seq, at_ms::float8 AS "atMs", who, role, what, of, detail, previous, hash, signature';
const AUDIT_PAGE_ROWS = 1000;
const PUBLIC_KEY_FILE = 'audit.pub';

/** What the audit needs of the hub. */
interface AuditParts {
  sql: Sql;
  /** Where the key and the head lie, outside the database. */
  folder: string;
  health: Pick<Health, 'set'>;
  nowMs(): number;
}

/**
 * Rows are only ever added. One is written after the other, since each holds the hash of the one before; each is signed by a key that is
 * not in the database. The last one's number and hash are kept in a file too, and both are held against each other at the start: what was
 * cut off, edited or written anew meanwhile is told by /health and at each start, until somebody sets the file of the head aside, which
 * is a row of its own, and told until the start after. An audit without rows has a head too: rows and head cannot go together unseen. The
 * hub goes on all the same, and the head stays as it was, as evidence.
 */
export async function openAudit({ sql, folder, health, nowMs }: AuditParts): Promise<Audit> {
  const [signed] = await sql.query('SELECT 1 FROM audit WHERE signature IS NOT NULL LIMIT 1');
  const [account] = await sql.query('SELECT 1 FROM accounts LIMIT 1');
  const hadKey = await isThere(join(folder, AUDIT_KEY_FILE));
  const keys = auditKeys(await keyIn(join(folder, AUDIT_KEY_FILE), signed !== undefined));
  const publicKey = keys.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  await writeFile(join(folder, PUBLIC_KEY_FILE), publicKey);
  const rows = (fromSeq: number, limit: number, by: Reader = sql) =>
    by.query<AuditRow>(`SELECT ${COLUMNS} FROM audit WHERE seq >= $1 ORDER BY seq LIMIT $2`, [fromSeq, limit]);
  const headFile = join(folder, AUDIT_HEAD_FILE);
  const verdict = await verifyAll(rows, keys);
  const problem = await headProblem(rows, headFile, keys, verdict);
  health.set('audit', problem);
  const write = openWriter({ sql, keys, health, headFile: problem ? null : headFile });
  let queue: Promise<unknown> = Promise.resolve();
  const append: Audit['append'] = (entry) => {
    const written = queue.then(() => write(entry));
    queue = written.catch(() => {});
    return written;
  };
  if (!problem && !(await isThere(headFile))) {
    // Of a hub that has accounts somebody made the first one, which was a row.
    const isCut = signed !== undefined || (hadKey && account !== undefined);
    if (isCut) {
      await append({ atMs: nowMs(), who: 'hub', role: 'hub', what: 'audit.head-missing', of: 'audit', detail: {} });
      health.set('audit-head', serviceMessage('audit-head-missing', { file: headFile }));
    } else if (verdict.kind === 'whole' && verdict.rows === 0)
      await writeHead(headFile, { seq: 0, hash: verdict.head }, keys.privateKey);
  }
  return {
    append,
    rows,
    verify: () => verifyAll(rows, keys),
    begun: {
      rows: verdict.kind === 'whole' ? verdict.rows : verdict.seq - 1,
      head: verdict.kind === 'whole' ? verdict.head : '',
      fingerprint: keys.fingerprint,
    },
    publicKey,
  };
}

interface WriterParts extends Pick<AuditParts, 'sql' | 'health'> {
  keys: AuditKeys;
  /** Null: the head stays as it is. */
  headFile: string | null;
}

function openWriter({ sql, keys, health, headFile }: WriterParts): Audit['append'] {
  const keepHead = async (file: string, row: AuditRow) => {
    // The row is durable by now: that the file could not be written must not undo what was done.
    await writeHead(file, row, keys.privateKey).then(
      () => health.set('audit', null),
      (error: Error) => health.set('audit', serviceMessage('audit-head-unwritten', { file, reason: error.message })),
    );
  };
  return async (entry) => {
    const [last] = await sql.query<Pick<AuditRow, 'seq' | 'hash'>>(
      'SELECT seq::float8 AS seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
    );
    // What the database gives back is what is hashed: JSON knows no undefined.
    const plain = { ...entry, detail: JSON.parse(JSON.stringify(entry.detail)) as AuditEntry['detail'] };
    const chained = nextRow(plain, last ?? null);
    const { seq, atMs, who, role, what, of, detail, previous, hash } = chained;
    const signature = signatureOf(hash, keys.privateKey);
    await sql.query(
      `INSERT INTO audit (seq, at_ms, who, role, what, of, detail, previous, hash, signature)
       VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10)`,
      [seq, atMs, who, role, what, of, JSON.stringify(detail), previous, hash, signature],
    );
    if (headFile !== null) await keepHead(headFile, chained);
    return { ...chained, signature };
  };
}

const isThere = async (file: string): Promise<boolean> => {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return found !== null;
};

type ReadRows = Audit['rows'];

/** The whole chain, and all signatures; before the first signed row there may be rows of a former version. */
async function verifyAll(rows: ReadRows, { publicKey }: AuditKeys): Promise<AuditVerdict> {
  const all: AuditRow[] = [];
  for (let page = await rows(1, AUDIT_PAGE_ROWS); page.length > 0; page = await rows(all.length + 1, AUDIT_PAGE_ROWS)) {
    all.push(...page);
    if (page.length < AUDIT_PAGE_ROWS) break;
  }
  return verifyChain(all, all.some(({ signature }) => signature) ? publicKey : null);
}

/** Null: the database and the head that was kept say the same, or none was kept yet. */
async function headProblem(
  rows: ReadRows,
  file: string,
  { publicKey }: AuditKeys,
  verdict: AuditVerdict,
): Promise<Message | null> {
  if (verdict.kind === 'broken')
    return serviceMessage('audit-broken', { seq: verdict.seq, reason: verdict.reason.text });
  const head: AuditHead | 'forged' | null = await readHead(file, publicKey);
  if (head === 'forged') return serviceMessage('audit-head', { file });
  if (head === null || (head.seq === 0 && head.hash === NO_HASH)) return null;
  const [row] = await rows(head.seq, 1);
  if (row?.seq === head.seq && row.hash === head.hash) return null;
  return serviceMessage('audit-cut', { seq: head.seq, hash: head.hash.slice(0, 12), file });
}
