import * as v from 'valibot';
import { caseMessage } from './case-messages.ts';
import type { Message } from './message.ts';
import { requirement, requirementOf } from './requirements.ts';
import type { MessageValue } from './words.ts';

/** At most so many faults are listed one by one: more do not help whoever mends the file. */
const MAX_FAULTS = 20;

/** Requirement that is shown for a rule which states none. */
const ANOTHER = requirement('another');

/** Longer than this a value of a file says no more. */
const MAX_VALUE_CHARACTERS = 60;

/** A file of a million wrong entries has a million faults of some 600 bytes each: of one so large the first alone is told. */
const MAX_LISTED_VALUES = 100_000;

/** By its schema: all faults where the file is of a size that people write, else the first. Every door reads its JSON by this. */
export function checked<Schema extends v.GenericSchema>(schema: Schema, json: unknown): v.SafeParseResult<Schema> {
  const quick = v.safeParse(schema, json, { abortEarly: true });
  return quick.success || hasMore(json, MAX_LISTED_VALUES) ? quick : v.safeParse(schema, json);
}

/** Whether JSON has more values than `most`; it is not looked at further. */
function hasMore(json: unknown, most: number): boolean {
  const left = [json];
  for (let count = 0; left.length > 0; count++) {
    if (count + left.length > most) return true;
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inner: unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (inner.length > most) return true;
    for (const one of inner) left.push(one);
  }
  return false;
}

/** The faults that a schema found in a file, as messages; the last one says how many are not listed. */
export function faultMessages(issues: readonly v.BaseIssue<unknown>[], file: string): Message[] {
  const listed = issues.slice(0, MAX_FAULTS).map((issue) => faultMessage(issue, file));
  const more = issues.length - listed.length;
  return more > 0 ? [...listed, caseMessage('more', { file, more })] : listed;
}

/** What a schema's issue says to a person: the schema's rule decides the sentence, its requirement the figures. */
function faultMessage(issue: v.BaseIssue<unknown>, file: string): Message {
  const place = v.getDotPath(issue) ?? '(root)';
  const expected = issue.message.startsWith('Invalid') ? (issue.expected ?? ANOTHER) : issue.message;
  const got = shortened(issue.received);
  const at = { file, place };
  if (expected === 'never') return caseMessage('unknown-key', { ...at, got });
  if (issue.received === 'undefined') return caseMessage('missing', { ...at, asked: expected });
  switch (issue.type) {
    case 'number':
    case 'min_value':
    case 'max_value':
      return rangeMessage(expected, at, got);
    case 'integer':
      return caseMessage('whole', { ...at, got });
    case 'min_length':
      return caseMessage('few', { ...at, least: limitOf(issue, expected), got });
    case 'max_length':
      return caseMessage('many', { ...at, most: limitOf(issue, expected), got });
    case 'regex':
      return caseMessage('pattern', { ...at, asked: requirementOf(expected) ?? expected, got });
    case 'string':
      return caseMessage('text', { ...at, got });
    case 'finite':
    case 'nan':
      return caseMessage('number', { ...at, got });
    case 'boolean':
      return caseMessage('flag', { ...at, got });
    case 'array':
    case 'strict_tuple':
    case 'tuple':
    case 'length':
      return caseMessage('list', { ...at, got });
    default:
      if (expected === 'Object') return caseMessage('object', { ...at, got });
      return caseMessage('word', { ...at, asked: requirementOf(expected) ?? alternatives(expected), got });
  }
}

/** Schemas of cases write their ranges as "0 to 500"; another requirement is shown as it stands. */
function rangeMessage(expected: string, at: { file: string; place: string }, got: string): Message {
  const [least, most] = expected.split(' to ');
  if (expected === 'number') return caseMessage('number', { ...at, got });
  if (most === undefined) return caseMessage('pattern', { ...at, asked: requirementOf(expected) ?? expected, got });
  return caseMessage('range', { ...at, least, most, got });
}

function limitOf(issue: v.BaseIssue<unknown>, expected: string): MessageValue {
  return typeof issue.requirement === 'number' ? issue.requirement : (requirementOf(expected) ?? expected);
}

/** The words of a choice without the English between them. */
function alternatives(expected: string): string {
  return expected.replace(/[()]/g, '').replace(/ (\||or) |, /g, ' | ');
}

function shortened(received: string): string {
  if (received === 'Object') return '{…}';
  if (received === 'Array') return '[…]';
  return received.length > MAX_VALUE_CHARACTERS ? `${received.slice(0, MAX_VALUE_CHARACTERS)}…` : received;
}
