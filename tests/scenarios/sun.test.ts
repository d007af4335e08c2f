import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { parseSunCase, SunCase, sunRequestOf } from '../../scenarios/sun.ts';

const small = () => ({
  format: 1,
  kind: 'sun',
  id: 'estate',
  title: { zh: '小区', en: 'Estate' },
  city: 'town',
  study: { year: 2026, rules: 'great-cold-2h', of: { kind: 'box', boxM: [0, 0, 100, 100] } },
});

test('the JSON Schema is what the parser reads', () => {
  const written = JSON.parse(readFileSync(resolve('scenarios/sun.schema.json'), 'utf8'));
  expect(written).toEqual(jsonSchemaOf(SunCase, 'Shapan sunlight case'));
});

test('a rule named by its id is asked whole; bays of 3 m, no scheme', () => {
  const request = sunRequestOf(parseSunCase(small(), 'sun.json').study);
  expect(request).toMatchObject({ bayM: 3, scheme: null, rules: { bandH: [8, 16], minMinutes: 120, verified: false } });
});

test('what is no study is refused by file and place', () => {
  const { study } = small();
  expect(() => parseSunCase({ ...small(), study: { ...study, year: 'soon' } }, 'sun.json')).toThrow(
    'sun.json: study.year',
  );
});
