import { createHash } from 'node:crypto';
import { type Message, MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';

/** One thing that someone did: who in which role did what to which object, what was before and after, and why. */
export interface AuditEntry {
  atMs: number;
  who: string;
  role: string;
  /** Verb and kind: `command.sign`, `account.create`. */
  what: string;
  /** Of the object. */
  of: string;
  detail: Readonly<Record<string, unknown>>;
}

/** An entry of the audit with its number and the hashes that chain it to the row before. */
export interface AuditRow extends AuditEntry {
  seq: number;
  /** Of the row before; 64 zeros before the first. */
  previous: string;
  hash: string;
}

const NO_HASH = '0'.repeat(64);

/** SHA-256 over the row before and every field of this one, in a fixed order. */
function hashOf({ seq, atMs, who, role, what, of, detail, previous }: Omit<AuditRow, 'hash'>): string {
  return createHash('sha256')
    .update(JSON.stringify([previous, seq, atMs, who, role, what, of, inOrder(detail)]))
    .digest('hex');
}

/** A database gives the keys of an object back in an order of its own. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, inOrder(item)]);
}

/** The row that an entry becomes after the last one; hashes are SHA-256 over the entry and the hash before. */
export function nextRow(entry: AuditEntry, last: Pick<AuditRow, 'seq' | 'hash'> | null): AuditRow {
  const row = { ...entry, seq: (last?.seq ?? 0) + 1, previous: last?.hash ?? NO_HASH };
  return { ...row, hash: hashOf(row) };
}

/** What a walk along the audit found: a whole chain with its head, or the first row that breaks it. */
export type AuditVerdict =
  | { kind: 'whole'; rows: number; head: string }
  /** `seq`: the first row that does not follow from the one before. */
  | { kind: 'broken'; seq: number; reason: Message };

/**
 * Walks the chain. Finds every edited, added, dropped or moved row but one case: rows cut off at the end leave a chain that is whole
 * by itself. Whoever wrote down the head (the command prints it) finds that too.
 */
export function verifyChain(rows: Iterable<AuditRow>): AuditVerdict {
  let last: AuditRow | null = null;
  for (const row of rows) {
    const seq: number = (last?.seq ?? 0) + 1;
    const previous: string = last?.hash ?? NO_HASH;
    if (row.seq !== seq) return { kind: 'broken', seq, reason: serviceMessage('audit-seq', { seq, got: row.seq }) };
    if (row.previous !== previous)
      return {
        kind: 'broken',
        seq,
        reason: serviceMessage('audit-previous', {
          previous: previous.slice(0, 12),
          got: String(row.previous).slice(0, 12),
        }),
      };
    const hash = hashOf(row);
    if (row.hash !== hash)
      return {
        kind: 'broken',
        seq,
        reason: serviceMessage('audit-hash', { hash: hash.slice(0, 12), got: String(row.hash).slice(0, 12) }),
      };
    last = row;
  }
  return { kind: 'whole', rows: last?.seq ?? 0, head: last?.hash ?? NO_HASH };
}

/** Exported rows, one JSON object a line; a line that is none breaks the chain where it stands. */
export function* rowsOfLines(text: string): Generator<AuditRow> {
  for (const [i, line] of text.split('\n').entries()) {
    if (line === '') continue;
    try {
      yield JSON.parse(line) as AuditRow;
    } catch {
      throw new MessageError(serviceMessage('audit-line', { line: i + 1, got: line.slice(0, 40) }));
    }
  }
}
