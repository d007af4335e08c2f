import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ConstructionCase } from '../../model/questions/construction.ts';
import { parseConstructionCase } from '../../scenarios/construction.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';

const small = () => ({
  format: 1,
  kind: 'construction',
  id: 'pit',
  title: { zh: '基坑', en: 'Pit' },
  schedule: 'pit.xml',
});

test('the JSON Schema is what the parser reads', () => {
  const written = JSON.parse(readFileSync(resolve('scenarios/construction.schema.json'), 'utf8'));
  expect(written).toEqual(jsonSchemaOf(ConstructionCase, 'Shapan construction case'));
});

test('what is not said is retained logic, no resources and no risk', () => {
  const read = parseConstructionCase(small());
  expect(read).toMatchObject({ progress: 'retained', criticalFloatH: 0 });
  expect([read.resources, read.risk]).toEqual([undefined, undefined]);
  expect(parseConstructionCase({ ...small(), risk: {} }).risk).toEqual({ runs: 10_000, seed: 1, shape: 'triangular' });
});

test.each([
  [{ progress: 'hope' }, 'case.json: progress: expected "retained" | "override", got "hope"'],
  [{ risk: { runs: 3 } }, 'case.json: risk.runs: expected 10 to 1000000, got 3'],
  [
    { scenarios: [{ id: 'a', noGo: [{ from: '2026-01-07', to: '2026-01-08', times: '8-12' }] }] },
    'case.json: scenarios.0.noGo.0.times: expected times like 08:00-12:00, got "8-12"',
  ],
  [{ crews: 4 }, 'case.json: crews: expected nothing of this name, got "crews"'],
])('%j is refused by file and place', (part, message) =>
  expect(() => parseConstructionCase({ ...small(), ...part })).toThrow(message),
);
