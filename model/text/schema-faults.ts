import * as v from 'valibot';
import { caseMessage } from './case-messages.ts';
import type { Message } from './message.ts';

/** At most so many faults are listed one by one: more do not help whoever mends the file. */
const MAX_FAULTS = 20;

/** Longer than this a value of a file says no more. */
const MAX_VALUE_CHARACTERS = 60;

/** The faults that a schema found in a file, as messages; the last one says how many are not listed. */
export function faultMessages(issues: readonly v.BaseIssue<unknown>[], file: string): Message[] {
  const listed = issues.slice(0, MAX_FAULTS).map((issue) => faultMessage(issue, file));
  const more = issues.length - listed.length;
  return more > 0 ? [...listed, caseMessage('more', { file, more })] : listed;
}

/** What a schema's issue says to a person: the schema's rule decides the sentence, its requirement the figures. */
function faultMessage(issue: v.BaseIssue<unknown>, file: string): Message {
  const place = v.getDotPath(issue) ?? '(root)';
  const expected = issue.message.startsWith('Invalid') ? (issue.expected ?? 'another value') : issue.message;
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
      return expected.startsWith('letters')
        ? caseMessage('id', { ...at, got })
        : caseMessage('pattern', { ...at, asked: expected, got });
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
      return caseMessage('word', { ...at, asked: alternatives(expected), got });
  }
}

/** Schemas of cases write their ranges as "0 to 500"; another requirement is shown as it stands. */
function rangeMessage(expected: string, at: { file: string; place: string }, got: string): Message {
  const [least, most] = expected.split(' to ');
  if (expected === 'number') return caseMessage('number', { ...at, got });
  if (most === undefined) return caseMessage('pattern', { ...at, asked: expected, got });
  return caseMessage('range', { ...at, least, most, got });
}

function limitOf({ requirement }: v.BaseIssue<unknown>, expected: string): number | string {
  return typeof requirement === 'number' ? requirement : expected;
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
