import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { packageTexts, playIncident } from '../../cli/sim/sim-incident.ts';
import { parseIncidentPackage } from '../../model/incidents/incident-package.ts';
import { verdictsOn } from '../../model/incidents/scenario-input.ts';
import { IncidentScenario, parseIncidentScenario } from '../../scenarios/incident.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { SHIPPED_INCIDENTS } from '../../scenarios/shipped-incidents.ts';
import { isLong } from '../long.ts';

const SCENARIOS = resolve(import.meta.dirname, '../../scenarios');
const CITIES = resolve(import.meta.dirname, '../../public/city');
const isBaked = existsSync(join(CITIES, 'chengchuan/manifest.json'));
/** Each of the others plays minutes of flood or crowd. */
const PLAYED = SHIPPED_INCIDENTS.map(({ id }) => id).filter((id) => isLong || id === 'gas-burst');
const fileOf = (id: string, name: string) => join(SCENARIOS, `incident-${id}`, name);
const jsonOf = (id: string, name: string) => JSON.parse(readFileSync(fileOf(id, name), 'utf8'));

test('the schema file says what the parser takes', () => {
  const file = readFileSync(join(SCENARIOS, 'incident.schema.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(jsonSchemaOf(IncidentScenario, 'Shapan incident scenario'));
});

test('every folder of a scenario is on the list that comes with the program', () => {
  const folders = readdirSync(SCENARIOS).flatMap((name) => /^incident-([a-z-]+)$/.exec(name)?.[1] ?? []);
  expect(SHIPPED_INCIDENTS.map(({ id }) => id).sort()).toEqual(folders.sort());
});

test('a scenario that names an input that is not there is refused with its place', () => {
  const json = jsonOf('gas-burst', 'scenario.json');
  json.expected[0].input = 'valvez';
  expect(() => parseIncidentScenario(json, 'gas.json')).toThrow(/gas\.json: expected\.0\.input: .*got "valvez"/);
});

test('a figure is held against its tolerance, a list whatever its order, nothing against nothing', () => {
  const expected = [
    { input: 'a', figure: 'm', value: 10, tolerance: 1, unit: 'm', source: 'by hand' },
    { input: 'a', figure: 'ids', value: ['x', 'y'], tolerance: 0, unit: '', source: 'by hand' },
    { input: 'a', figure: 'dry', value: null, tolerance: 0, unit: 'h', source: 'by hand' },
  ];
  const met = (figures: Record<string, number | string[] | null>) =>
    verdictsOn(expected, new Map([['a', figures]])).map(({ isMet }) => isMet);
  expect(met({ m: 11, ids: ['y', 'x'], dry: null })).toEqual([true, true, true]);
  expect(met({ m: 11.01, ids: ['y'], dry: 2 })).toEqual([false, false, false]);
  expect(met({ ids: ['x', 'y', 'z'] })).toEqual([false, false, true]);
});

test.each(SHIPPED_INCIDENTS.map(({ id }) => id))('%s: no name of a person, and a line for each language', (id) => {
  const [zh, en] = (['zh', 'en'] as const).map((language) =>
    parseIncidentPackage(jsonOf(id, `incident.${language}.json`), id),
  );
  expect(zh.entries.map(({ act }) => act.kind)).toEqual(en.entries.map(({ act }) => act.kind));
  expect(zh.scenario?.injects.length).toBeGreaterThan(1);
  // The log of a scenario is folded without a refusal: what a rule forbids would be no scenario.
  expect([...zh.entries, ...en.entries].filter(({ refused }) => refused !== null)).toEqual([]);
});

test.skipIf(!isBaked).each(PLAYED)(
  '%s: the committed packages are what the generator writes, and come to what they should',
  { timeout: 180_000 },
  async (id) => {
    const texts = await packageTexts(fileOf(id, 'scenario.json'), CITIES, false);
    for (const language of ['zh', 'en'] as const)
      expect(texts[language]).toBe(readFileSync(fileOf(id, `incident.${language}.json`), 'utf8'));
    const { verdicts } = await playIncident(fileOf(id, 'incident.zh.json'), CITIES, false);
    expect(verdicts.filter(({ isMet }) => !isMet)).toEqual([]);
  },
);
