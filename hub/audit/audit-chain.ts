import { createHash, type KeyObject } from 'node:crypto';
import { type Message, MessageError } from '../../model/text/message.ts';
import { repeatedKey } from '../../model/text/repeated-key.ts';
import { serviceMessage } from '../service-messages.ts';
import { isSignature } from './audit-key.ts';

/** One thing that someone did: who in which role did what to which object, what was before and after, and why. */
export interface AuditEntry {
  atMs: number;
  who: string;
  role: string;
  /** Verb and kind: `command.sign`, `account.create`. */
  what: string;
  /** Object that it was done to. */
  of: string;
  detail: Readonly<Record<string, unknown>>;
}

/** An entry of the audit with its number and the hashes that chain it to the row before. */
export interface AuditRow extends AuditEntry {
  seq: number;
  /** Hash of the row before; 64 zeros before the first. */
  previous: string;
  hash: string;
  /** Signature of the hash, by the hub's key, which is in no database; rows of former versions have none. */
  signature?: string | null;
}

export const NO_HASH = '0'.repeat(64);

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
 * Walks the chain. Finds every edited, added, dropped or moved row. Rows cut off at the end, and a chain that was made anew from its
 * beginning, are whole by themselves: the first is found by the head that the hub keeps beside its database, the second by the signatures,
 * which need the hub's public key. From the first signed row on all must be signed, and the last one is.
 */
export function verifyChain(rows: Iterable<AuditRow>, publicKey: KeyObject | null = null): AuditVerdict {
  let last: AuditRow | null = null;
  let isSigned = false;
  for (const row of rows) {
    const seq: number = (last?.seq ?? 0) + 1;
    const fault = fieldFault(row) ?? linkFault(row, last);
    if (fault) return { kind: 'broken', seq, reason: fault };
    isSigned ||= typeof row.signature === 'string';
    if (publicKey && isSigned && !isSignature(row.hash, row.signature ?? '', publicKey))
      return { kind: 'broken', seq, reason: serviceMessage('audit-signature', {}) };
    last = row;
  }
  if (publicKey && last && !isSigned)
    return { kind: 'broken', seq: last.seq, reason: serviceMessage('audit-signature', {}) };
  return { kind: 'whole', rows: last?.seq ?? 0, head: last?.hash ?? NO_HASH };
}

/** Every field of a row; what no hash covers must not stand in it. */
const FIELDS: Readonly<Record<keyof AuditRow, string>> = {
  seq: 'number',
  atMs: 'number',
  who: 'string',
  role: 'string',
  what: 'string',
  of: 'string',
  detail: 'object',
  previous: 'string',
  hash: 'string',
  signature: 'string',
};

function fieldFault(row: AuditRow): Message | null {
  for (const name of Object.keys(row))
    if (!Object.hasOwn(FIELDS, name)) return serviceMessage('audit-extra', { field: name.slice(0, 40) });
  for (const [name, type] of Object.entries(FIELDS)) {
    const value: unknown = Reflect.get(row, name);
    if (name === 'signature' && (value === undefined || value === null)) continue;
    if (value === null || value === undefined || typeof value !== type)
      return serviceMessage('audit-field', { field: name });
  }
  return null;
}

function linkFault(row: AuditRow, last: AuditRow | null): Message | null {
  const seq = (last?.seq ?? 0) + 1;
  const previous = last?.hash ?? NO_HASH;
  if (row.seq !== seq) return serviceMessage('audit-seq', { seq, got: row.seq });
  if (row.previous !== previous)
    return serviceMessage('audit-previous', { previous: previous.slice(0, 12), got: row.previous.slice(0, 12) });
  const hash = hashOf(row);
  if (row.hash !== hash) return serviceMessage('audit-hash', { hash: hash.slice(0, 12), got: row.hash.slice(0, 12) });
  return null;
}

/** Exported rows, one JSON object a line; a line that is none breaks the chain where it stands. */
export function* rowsOfLines(text: string): Generator<AuditRow> {
  for (const [i, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const row = objectOf(line);
    if (!row) throw new MessageError(serviceMessage('audit-line', { line: i + 1, got: line.slice(0, 40) }));
    const key = repeatedKey(line);
    if (key !== null) throw new MessageError(serviceMessage('audit-twice', { line: i + 1, key }));
    yield row;
  }
}

/** Its fields are looked at where the chain is walked. */
function objectOf(line: string): AuditRow | null {
  try {
    const json: unknown = JSON.parse(line);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as AuditRow) : null;
  } catch {
    return null;
  }
}
