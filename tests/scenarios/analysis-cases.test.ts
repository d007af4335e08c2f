import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { sunRequestOf } from '../../model/questions/sun-study.ts';
import { ANALYSIS_CASES, type AnalysisKind, parseAnalysisCase } from '../../scenarios/analysis-cases.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';

const small = () => ({
  format: 1,
  kind: 'sun',
  id: 'estate',
  title: { zh: '小区', en: 'Estate' },
  city: 'town',
  study: { year: 2026, rules: 'great-cold-2h', of: { kind: 'box', boxM: [0, 0, 100, 100] } },
});

test.each(Object.keys(ANALYSIS_CASES) as AnalysisKind[])('%s: the JSON Schema is what the parser reads', (kind) => {
  const written = JSON.parse(readFileSync(resolve(`scenarios/${kind}.schema.json`), 'utf8'));
  expect(written).toEqual(jsonSchemaOf(ANALYSIS_CASES[kind], written.title));
});

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(resolve(`tests/fixtures/analyses/${name}.json`), 'utf8'));

test.each(Object.keys(ANALYSIS_CASES) as AnalysisKind[])(
  '%s: a case of version 0.2 asks what it asked then',
  (kind) => {
    const opened = fixture('opened') as Record<AnalysisKind, unknown>;
    const read = parseAnalysisCase(kind, fixture(kind), `${kind}.json`);
    expect('study' in read ? read.study : read.analysis).toEqual(opened[kind]);
  },
);

test('a rule named by its id is asked whole; bays of 3 m, no scheme', () => {
  const request = sunRequestOf(parseAnalysisCase('sun', small(), 'sun.json').study);
  expect(request).toMatchObject({ bayM: 3, scheme: null, rules: { bandH: [8, 16], minMinutes: 120, verified: false } });
});

test('what is no study is refused by file and place', () => {
  const { study } = small();
  expect(() => parseAnalysisCase('sun', { ...small(), study: { ...study, year: 'soon' } }, 'sun.json')).toThrow(
    'sun.json: study.year',
  );
});
