import type { FastifyRequest } from 'fastify';
import { readerOf } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { type DocumentAreas, readsDocument } from '../accounts/scope.ts';
import type { Session } from '../accounts/sessions.ts';
import type { Hub } from '../hub.ts';
import { openMutex } from '../mutex.ts';
import type { Reader } from '../sql/sql-api.ts';
import { reportFailure } from '../unready.ts';
import { openBodyCache } from './body-cache.ts';

/** Kinds of documents that people share. */
type DocumentKind = 'plan' | 'plan-basis' | 'response-plan' | 'rule' | 'signer-key' | 'board';

/** A revision of a shared document, without its body. */
export interface DocumentRevision {
  id: string;
  revision: number;
  /** Facts that lists show of the revision, JSON; null: the revision takes the document back. */
  head: string | null;
  /** Districts of who shared the first revision: the document holds in them. */
  areas: DocumentAreas;
  who: string;
  atMs: number;
  /** By whom and when the revision was taken back; it stays readable. */
  withdrawn: { who: string; atMs: number } | null;
}

/** An act on a document as the signed audit has it. */
interface Act {
  session: Session;
  id: string;
  revision: number;
  /** The act's name in the audit. */
  what: string;
  /** Facts of the act beside the revision, as the hash of the content. */
  detail?: Readonly<Record<string, unknown>>;
}

/**
 * Documents of one kind, each shared within the districts of its first author: each revision is kept, each act stands in the signed audit.
 * A revision of somebody with more districts leaves it where it holds.
 */
interface Documents {
  /** The newest revision of each document, in the order of ids, those that were taken back too. */
  newest(): Promise<DocumentRevision[]>;
  /** Those of them that the asker may read. */
  newestFor(request: FastifyRequest): Promise<DocumentRevision[]>;
  /** All revisions of a document, from the first. */
  revisionsOf(id: string): Promise<DocumentRevision[]>;
  /** The body of a revision, decoded; null where there is none of that number, or the asker may not read it. */
  bodyFor(request: FastifyRequest, id: string, revision: string): Promise<Buffer | null>;
  share(act: Act & { head: string | null; areas: DocumentAreas; body: string }): Promise<DocumentRevision>;
  takeBack(act: Act): Promise<void>;
  /** Runs what reads the newest revision and writes the next as one. */
  runExclusive: ReturnType<typeof openMutex>;
}

interface Row {
  id: string;
  revision: number;
  head: string | null;
  areas: DocumentAreas | null;
  who: string;
  at_ms: number;
  withdrawn_by: string | null;
  withdrawn_ms: number | null;
}

const FACTS = 'id, revision, head, areas, who, at_ms, withdrawn_by, withdrawn_ms';

/** How bodies stand in the database: a packed file in base64, all others as they are. */
const ENCODINGS = {
  plan: 'base64',
  'plan-basis': 'utf8',
  'response-plan': 'utf8',
  rule: 'utf8',
  'signer-key': 'utf8',
  board: 'utf8',
} as const;

/** Bodies of a kind in memory: seven of the largest plans. */
const MAX_CACHED_BYTES = 67_108_864;

/** Opens the documents of a kind, and forgets the content of revisions beyond those that are kept. */
export async function openDocuments(hub: Hub, accounts: Accounts, kind: DocumentKind): Promise<Documents> {
  const { sql, nowMs } = hub;
  const prune = () => pruneRevisions(hub, accounts, kind);
  // What was forgotten is room for others only after this.
  if ((await prune()) > 0) await sql.run('VACUUM documents');
  // The audit row first: what nobody did is not kept.
  const record = async ({ session, id, revision, what, detail }: Act): Promise<{ who: string; atMs: number }> => {
    const { name: who, role } = session;
    const atMs = nowMs();
    await accounts.audit.append({ atMs, who, role, what, of: id, detail: { revision, ...detail } });
    return { who, atMs };
  };
  const bodies = openBodyCache(MAX_CACHED_BYTES);
  const newest = async (by: Reader = sql) => {
    const text = `SELECT DISTINCT ON (id) ${FACTS} FROM documents WHERE kind = $1 ORDER BY id, revision DESC`;
    return (await by.query<Row>(text, [kind])).map(revisionOf);
  };
  return {
    runExclusive: openMutex(),
    newest: () => newest(),
    newestFor: async (request) => {
      const scope = accounts.scopeOf(request);
      return (await newest(readerOf({ sql }, request))).filter(({ areas }) => readsDocument(scope, areas));
    },
    revisionsOf: async (id) => {
      const text = `SELECT ${FACTS} FROM documents WHERE kind = $1 AND id = $2 ORDER BY revision`;
      return (await sql.query<Row>(text, [kind, id])).map(revisionOf);
    },
    bodyFor: async (request, id, revision) => {
      const scope = accounts.scopeOf(request);
      if (!Number.isInteger(Number(revision))) return null;
      const by = readerOf({ sql }, request);
      const where = "FROM documents WHERE kind = $1 AND id = $2 AND revision = $3 AND body <> ''";
      const key = [kind, id, Number(revision)];
      // A revision that is there no more is not told from memory either.
      const [row] = await by.query<Pick<Row, 'areas'>>(`SELECT areas ${where}`, key);
      if (!row || !readsDocument(scope, row.areas ?? 'all')) return null;
      return bodies.get(JSON.stringify(key), async () => {
        const [found] = await by.query<{ body: string }>(`SELECT body ${where}`, key);
        return found ? Buffer.from(found.body, ENCODINGS[kind]) : null;
      });
    },
    share: async ({ head, areas, body, ...act }) => {
      const { id, revision } = act;
      const { who, atMs } = await record(act);
      const text =
        'INSERT INTO documents (kind, id, revision, head, body, who, at_ms, areas) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)';
      const held = areas === 'all' ? null : JSON.stringify(areas);
      await sql.query(text, [kind, id, revision, head, body, who, atMs, held]);
      // The revision is shared by now: what could not be forgotten is forgotten with the next one.
      await prune().catch((error: unknown) => reportFailure('documents', error));
      return { id, revision, head, areas, who, atMs, withdrawn: null };
    },
    takeBack: async (act) => {
      const { who, atMs } = await record(act);
      const text =
        'UPDATE documents SET withdrawn_by = $4, withdrawn_ms = $5 WHERE kind = $1 AND id = $2 AND revision = $3';
      await sql.query(text, [kind, act.id, act.revision, who, atMs]);
    },
  };
}

/**
 * Forgets the content of old revisions, the newest excepted, and returns of how many: who shared them when, with which facts, stays. Of a
 * response plan and of a rule the facts are the content, and the row goes. Each document is a row of the audit, written before.
 */
async function pruneRevisions(
  { sql, nowMs, keepRevisions = Number.POSITIVE_INFINITY }: Hub,
  { audit }: Accounts,
  kind: DocumentKind,
): Promise<number> {
  if (!Number.isFinite(keepRevisions)) return 0;
  const isRow = kind !== 'plan' && kind !== 'plan-basis' && kind !== 'board';
  const found = await sql.query<{ id: string; first: number; last: number; count: number }>(
    `SELECT id, min(revision) AS first, max(revision) AS last, count(*) AS count
     FROM (SELECT id, revision, body, max(revision) OVER (PARTITION BY id) AS newest FROM documents WHERE kind = $1) AS all_of_kind
     WHERE revision < newest AND revision <= newest - $2::int8 AND ($3::boolean OR body <> '') GROUP BY id ORDER BY id`,
    [kind, keepRevisions, isRow],
  );
  for (const { id, first, last, count } of found) {
    const detail = { kind, first, last, count, kept: keepRevisions };
    await audit.append({ atMs: nowMs(), who: 'hub', role: 'hub', what: 'document.prune', of: id, detail });
    const text = isRow ? 'DELETE FROM documents' : "UPDATE documents SET body = ''";
    await sql.query(`${text} WHERE kind = $1 AND id = $2 AND revision <= $3`, [kind, id, last]);
  }
  return found.reduce((sum, { count }) => sum + count, 0);
}

const revisionOf = ({ id, revision, head, areas, who, at_ms, withdrawn_by, withdrawn_ms }: Row): DocumentRevision => ({
  id,
  revision,
  head,
  areas: areas ?? 'all',
  who,
  atMs: at_ms,
  withdrawn: withdrawn_by === null || withdrawn_ms === null ? null : { who: withdrawn_by, atMs: withdrawn_ms },
});
