import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  checkChain,
  type IncidentAct,
  isLaterFormat,
  LOG_FORMAT,
  parseEntries,
  parseSentEntry,
} from '../../../model/incidents/incident-entry.ts';
import { incidentPackageText, parseIncidentPackage } from '../../../model/incidents/incident-package.ts';
import { sentencesOf } from '../../../model/text/message.ts';
import { handLog, OPENED_MS, opening } from './log.ts';

const HASH = 'b'.repeat(64);
const fromCase = (hash?: string): IncidentAct =>
  ({ ...opening(), source: { kind: 'case', id: 'flood 暴雨', ...(hash ? { hash } : {}) } }) as IncidentAct;
const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const errorOf = (read: () => unknown): unknown => {
  try {
    read();
  } catch (error) {
    return error;
  }
  return expect.fail('it was read');
};
const packageText = (entries: ReturnType<typeof handLog>['entries']) =>
  incidentPackageText({ city: 'c', cityHash: '', recording: null, entries, branches: [], scenario: null });

test('a log of before keeps its hashes: a package that was written before there was a number is read', () => {
  const file = 'scenarios/incident-levee-breach/incident.zh.json';
  const { entries } = parseIncidentPackage(JSON.parse(readFileSync(file, 'utf8')), file);
  expect(entries.length).toBeGreaterThan(10);
  expect(entries.filter((entry) => 'format' in entry)).toEqual([]);
});

test('a line is written with the lowest format that says it', () => {
  const formatOf = (act: IncidentAct) => handLog([[0, act]]).entries[0].format;
  expect([opening(), fromCase(), fromCase(HASH)].map(formatOf)).toEqual([undefined, undefined, 2]);
  const sent = { client: 'client-by-hand', n: 1, atMs: OPENED_MS };
  expect(parseSentEntry({ ...sent, act: fromCase(HASH) }).format).toBe(2);
  // What a page says of itself does not count: the act tells.
  expect('format' in parseSentEntry({ ...sent, format: 2, act: opening() })).toBe(false);
});

test('the hash of a case is in the opening line, over a file and back', () => {
  const { entries } = handLog([[0, fromCase(HASH)]]);
  const read = parseIncidentPackage(JSON.parse(packageText(entries)), 'a.json').entries;
  expect(read).toEqual(entries);
  expect(read[0].act).toMatchObject({ source: { kind: 'case', hash: HASH } });
});

test('a line of a later format is said to be one, and not to have been changed', () => {
  const { entries } = handLog([
    [0, opening()],
    [1, { kind: 'comment', text: 'a' }],
  ]);
  const later = copyOf(entries) as Record<string, unknown>[];
  later[1] = { ...later[1], format: LOG_FORMAT + 1, act: { kind: 'not-known-yet', what: 1 } };
  const error = errorOf(() => parseEntries(later, 'log'));
  expect(isLaterFormat(error)).toBe(true);
  expect(sentencesOf(error, 'en')).toMatch(/log: line 2: expected format 3 or earlier, got 4: .*later version/);
  expect(sentencesOf(error, 'zh')).toMatch(/第 2 条的格式为 4/);
  const text = JSON.stringify({ ...JSON.parse(packageText(entries)), entries: later });
  expect(isLaterFormat(errorOf(() => parseIncidentPackage(JSON.parse(text), 'a.json')))).toBe(true);
  expect(isLaterFormat(errorOf(() => parseSentEntry(later[1])))).toBe(true);
});

test('without the number the same line would look changed: an unknown field is stripped and the chain does not hold', () => {
  const [line] = copyOf(handLog([[0, fromCase(HASH)]]).entries) as { act: { source: { hash?: string } } }[];
  delete line.act.source.hash;
  const error = errorOf(() => checkChain(parseEntries([line], 'log')));
  expect(isLaterFormat(error)).toBe(false);
  expect(sentencesOf(error, 'en')).toMatch(/it was changed/);
});

test('a package of a later format says so', () => {
  const error = errorOf(() => parseIncidentPackage({ format: 2, kind: 'shapan-incident', more: [] }, 'a.json'));
  expect(isLaterFormat(error)).toBe(true);
  expect(sentencesOf(error, 'en')).toMatch(/a\.json: expected a package of format 1, got 2/);
});
