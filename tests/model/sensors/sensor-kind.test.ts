import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rulesOf } from '../../../model/alarms/stream-rules.ts';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { mergeSensorKinds, parseSensorKinds, SensorKindsSchema } from '../../../model/sensors/sensor-kind.ts';
import { jsonSchemaOf } from '../../../scenarios/json-schema.ts';

const FILE = resolve('model/sensors/sensor-kind.schema.json');
const meaning = {
  priority: 2 as const,
  title: { zh: '超限', en: 'Too much' },
  consequence: { zh: '无', en: 'None' },
  action: { zh: '查', en: 'Look' },
};
const stream = { id: 't/1', name: { zh: '值', en: 'value' }, unit: 'deg', cadenceS: 60, warn: 3 };
const sensor = {
  id: 't',
  kind: 'tilt',
  name: stream.name,
  lonLat: [0, 0] as [number, number],
  at: [0, 0] as [number, number],
  of: 'x',
  datastreams: [stream],
};

test('the schema beside the parser is the parser’s', () => {
  const schema = jsonSchemaOf(SensorKindsSchema, 'Shapan sensor kinds');
  if (process.env.UPDATE_SCHEMAS) writeFileSync(FILE, `${JSON.stringify(schema, null, 2)}\n`);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
});

test('the program’s own kinds hold to it', () => {
  expect(parseSensorKinds(BASE_KINDS)).toEqual(BASE_KINDS);
});

test('a kind that nobody named has the rules of every kind; a record changes what it names and leaves the rest', () => {
  const base = mergeSensorKinds(BASE_KINDS);
  expect(rulesOf(base, sensor, stream).map(({ id, priority }) => [id, priority])).toEqual([
    ['warn', 3],
    ['silent', 4],
  ]);
  const leaning = { id: 'leaning', condition: { kind: 'above' as const, limit: 5 }, ...meaning };
  const city = { kinds: [{ id: 'tilt', streams: [{ unit: 'deg', rules: [leaning] }], without: ['warn'] }] };
  const ofCity = mergeSensorKinds(BASE_KINDS, city);
  expect(rulesOf(ofCity, sensor, stream).map(({ id }) => id)).toEqual(['leaning', 'silent']);
  const change = { kinds: [{ id: 'tilt', streams: [{ unit: 'deg', rules: [{ ...leaning, priority: 1 as const }] }] }] };
  const [first] = rulesOf(mergeSensorKinds(BASE_KINDS, city, change), sensor, stream);
  expect([first.id, first.priority, first.condition]).toEqual([
    'leaning',
    1,
    { kind: 'above', limit: 5, hysteresis: 0.25 },
  ]);
});

test.each([
  [{ kinds: [{ id: 'a', rules: [{ ...meaning, id: 'x', condition: { kind: 'above', limit: 'much' } }] }] }, 'limit'],
  [{ kinds: [{ id: 'a b' }] }, 'kinds.0.id'],
  [{ kind: [] }, 'kind'],
])('%j is refused, and its place is named', (json, place) => {
  expect(() => parseSensorKinds(json)).toThrow(place);
});
