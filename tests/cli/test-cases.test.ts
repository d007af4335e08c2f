import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readCaseManifest } from '../../cli/test-cases.ts';
import { unsourcedOf, verdictsOf } from '../../cli/validate.ts';
import { readRecord, readSources } from '../../cli/validation-record.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('a folder without a manifest is named, with the reason why it may be missing', () => {
  expect(() => readCaseManifest('tests/none')).toThrow(
    /^tests\/none: expected its manifest\.json, got none: only a checkout/,
  );
});

test.each([
  ['tests/bench', 'PARTS'],
  ['tests/validation', 'CASES'],
])('every file that %s exports %s from stands in its manifest', (folder, name) => {
  const listed = JSON.parse(readFileSync(join(ROOT, folder, 'manifest.json'), 'utf8')) as Record<string, string>;
  const exporting = readdirSync(join(ROOT, folder)).filter(
    (file) =>
      file.endsWith('.ts') &&
      new RegExp(`^export const ${name}\\b`, 'm').test(readFileSync(join(ROOT, folder, file), 'utf8')),
  );
  expect(Object.values(listed).sort()).toEqual(exporting.sort());
  for (const file of Object.values(listed)) expect(existsSync(join(ROOT, folder, file))).toBe(true);
});

test('a case that breaks off has failed under its name, and ends no others', async () => {
  const broken = verdictsOf('hub.clock', () => Promise.reject(new Error('the hub did not start')));
  expect(await broken).toEqual([
    { case: 'hub.clock', value: 'the hub did not start', mark: 'played to its end', pass: false },
  ]);
});

test('a verdict whose mark has no source is found before it is recorded; all that are recorded have one', () => {
  const sources = readSources(ROOT);
  const verdicts = [{ case: 'flood.stoker depth' }, { case: 'nowhere.known depth' }];
  expect(unsourcedOf(sources, verdicts)).toEqual(['nowhere.known depth']);
  expect(unsourcedOf(sources, readRecord(ROOT))).toEqual([]);
});
