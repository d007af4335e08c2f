import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { FormatRow } from '../../cli/docs/formats-page.ts';
import { keepFormats } from './formats-record.ts';

const row = (file: string, features: number): FormatRow => ({
  ...{ file, features, outcome: 'baked', leftOut: 0, seconds: 1, mb: 1, findings: 0, pageErrors: null, said: '' },
  commit: 'abc',
});

test('a part that is measured anew leaves the rows of all others, in the order of the files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-formats-record-'));
  try {
    const path = join(folder, 'record.jsonl');
    const rows = (): string[] =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as FormatRow)
        .map(({ file, features }) => `${file} ${features}`);
    keepFormats(
      path,
      [row('city/cad/a.dxf', 1), row('city/b.gml', 2), row('formats/c.las', 3), row('formats/old.las', 4)],
      '',
    );
    keepFormats(path, [row('formats/c.las', 30), row('formats/a.las', 5)], '.las');
    expect(rows()).toEqual(['city/b.gml 2', 'city/cad/a.dxf 1', 'formats/a.las 5', 'formats/c.las 30']);
    keepFormats(path, [row('city/b.gml', 9)], '');
    expect(rows()).toEqual(['city/b.gml 9']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the record that is kept stands in that order', () => {
  const path = resolve(import.meta.dirname, 'record.jsonl');
  const before = readFileSync(path, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'shapan-formats-record-'));
  const copy = join(folder, 'record.jsonl');
  writeFileSync(copy, before);
  keepFormats(copy, [], '/no such file/');
  expect(readFileSync(copy, 'utf8')).toBe(before);
  rmSync(folder, { recursive: true, force: true });
});
