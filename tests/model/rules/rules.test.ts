import { expect, test } from 'vitest';
import { countryOf } from '../../../model/city/country.ts';
import { PIPE_SYSTEM_NAMES, type PipeSystem } from '../../../model/city/pipe-system.ts';
import { BASE_CLEARANCE_RULES } from '../../../model/pipes/clearance-rules.ts';
import { BASE_PLAN_RULES } from '../../../model/plans/base-rules.ts';
import { UNVERIFIED_AIRPORT } from '../../../model/questions/height-limits.ts';
import { DEFAULT_LOOK_AHEAD } from '../../../model/questions/look-ahead.ts';
import { SUN_RULES } from '../../../model/questions/sun-rules.ts';
import {
  AIRPORT_RULE,
  airportShapeOf,
  cityRules,
  clearanceInForce,
  clearanceRulesOf,
  countStandings,
  craneClearanceOf,
  hazardClassesOf,
  judgedHazard,
  judgedPlanRule,
  lookAheadNumbersOf,
  siteNoiseInForce,
  sunRulesOf,
} from '../../../model/rules/city-rules.ts';
import {
  numberFields,
  numbersHash,
  type RuleNumbers,
  type RuleSubject,
  sunNumbers,
  withNumber,
} from '../../../model/rules/numbers.ts';
import { packDifferences, packText, parseRulePack } from '../../../model/rules/rule-pack.ts';
import {
  givesVerdict,
  parseRuleRecord,
  type RuleRecord,
  type RuleRecords,
  ruleKey,
  standingOf,
} from '../../../model/rules/rule-record.ts';
import { HAZARD_CLASSES, HAZARD_IDS, hazardClassMap } from '../../../model/scenarios/flood-hazard.ts';
import { jsonHash } from '../../../model/text/json-hash.ts';
import { commonWords } from '../../../src/kit/words/words.ts';

const CHINA = countryOf({ zone: 'Asia/Shanghai' });

const label = { zh: '规则', en: 'Rule' };

function confirmed(subject: RuleSubject, id: string, numbers: RuleNumbers): RuleRecord {
  const hash = numbersHash(subject, id, numbers);
  const text = { edition: 'GB 50180-2018', clause: '4.0.9', page: '12' };
  const person = { unit: '澄川市规划院', role: '总工程师', who: 'Li', by: 'page' as const };
  return { subject, id, label, numbers, release: { ...person, on: '2026-11-29', ...text, scan: null, hash } };
}

const recordsOf = (...records: RuleRecord[]): RuleRecords =>
  Object.fromEntries(records.map((record) => [ruleKey(record), record]));

const sunRule = (id: string) => SUN_RULES.find((rule) => rule.id === id) ?? expect.fail(id);

test('a country is stated or that of the time zone; hours from Greenwich and zones of other countries show none', () => {
  expect(CHINA).toEqual({ code: 'CN', from: 'zone' });
  expect(countryOf({ zone: 'Europe/Berlin' })?.code).toBe('DE');
  expect(countryOf({ zone: 'Etc/GMT+8', country: 'CA' })).toEqual({ code: 'CA', from: 'stated' });
  for (const zone of ['Etc/GMT+8', 'UTC', 'America/Vancouver', 'America/Sao_Paulo'])
    expect(countryOf({ zone })).toBeNull();
});

test('a Canadian and a Brazilian town begin with no Chinese rule; what other countries have stands for comparison', () => {
  for (const country of [null, countryOf({ zone: 'UTC', country: 'CA' })]) {
    expect(sunRulesOf(country, {})[0].id).toBe('hours-only');
    expect(clearanceRulesOf(country)).toBeNull();
    const rules = cityRules({ country, records: {}, plans: null, clearance: null });
    const own = rules.filter(({ isForeign }) => !isForeign).map(({ subject, id }) => `${subject}/${id}`);
    expect(own).toEqual(['sun/hours-only', `heights/${AIRPORT_RULE}`, 'hazards/look-ahead']);
    expect(rules.some(({ id }) => id === 'great-cold-2h')).toBe(true);
  }
  expect(sunRulesOf(CHINA, {})[0].id).toBe('great-cold-2h');
  expect(sunRulesOf(countryOf({ zone: 'Europe/Berlin' }), {})[0].id).toBe('en-17037');
  expect(clearanceRulesOf(CHINA)).toBe(BASE_CLEARANCE_RULES);
});

test('a confirmed rule of sunlight gives verdicts and cites its text; with other numbers it must be confirmed again', () => {
  const rule = sunRule('great-cold-2h');
  expect(sunRulesOf(CHINA, {})[0].verified).toBe(false);
  const record = confirmed('sun', rule.id, sunNumbers(rule));
  const [now] = sunRulesOf(CHINA, recordsOf(record));
  expect(now).toMatchObject({ verified: true, minMinutes: 120 });
  expect(now.source.en).toBe('GB 50180-2018, 4.0.9, p. 12; confirmed by 澄川市规划院');
  const changed: RuleRecord = { ...record, numbers: withNumber(record.numbers, ['minMinutes'], 180), release: null };
  expect(sunRulesOf(CHINA, recordsOf(changed))[0]).toMatchObject({ verified: false, minMinutes: 180 });
});

test('the release binds the numbers: one that was changed by hand is refused, and one of other numbers stands as changed', () => {
  const rule = sunRule('hangzhou');
  const record = confirmed('sun', rule.id, sunNumbers(rule));
  expect(parseRuleRecord(JSON.parse(JSON.stringify(record)), 'pack.json')).toEqual(record);
  const forged = { ...record, numbers: withNumber(record.numbers, ['minMinutes'], 30) };
  expect(() => parseRuleRecord(forged, 'pack.json')).toThrow(
    'expected a confirmation of these numbers of "sun/hangzhou"',
  );
  const farmland = judgedPlanRule(BASE_PLAN_RULES.rules[0]);
  const records = recordsOf(confirmed('conflicts', farmland.id, farmland.numbers));
  const standing = (rule: typeof farmland) => standingOf(rule, records).kind;
  expect(standing(farmland)).toBe('released');
  expect(standing(judgedPlanRule({ ...BASE_PLAN_RULES.rules[0], distanceM: 5 }))).toBe('changed');
  expect(standing(judgedPlanRule({ ...BASE_PLAN_RULES.rules[0], isOff: true }))).toBe('released');
  expect(standing(judgedPlanRule(BASE_PLAN_RULES.rules[1]))).toBe('unconfirmed');
  expect(standing(judgedPlanRule({ ...BASE_PLAN_RULES.rules[1], status: 'read' }))).toBe('stated');
  expect(
    (['released', 'changed', 'stated', 'unconfirmed'] as const).map((kind) => givesVerdict({ kind } as never)),
  ).toEqual([true, false, true, false]);
});

test('numbers that no rule can have are refused with their place', () => {
  const rule = sunRule('beijing');
  const record = { ...confirmed('sun', rule.id, sunNumbers(rule)), release: null };
  const wrong = { ...record, numbers: withNumber(record.numbers, ['sweepDeg'], 95) };
  expect(() => parseRuleRecord(wrong, 'pack.json')).toThrow(/sweepDeg.*95/);
});

test('all numbers of a rule of sunlight can be changed, one of a date its month and day too', () => {
  const paths = (id: string) => numberFields('sun', sunNumbers(sunRule(id)), null).map(({ path }) => path.join('.'));
  const all = ['minMinutes', 'bandH.0', 'bandH.1', 'sillM', 'minSpellMin', 'longestSpells', 'sweepDeg', 'stepMin'];
  expect(paths('beijing')).toEqual(all);
  expect(paths('en-17037')).toEqual(['day.month', 'day.day', ...all]);
  const shape = withNumber(UNVERIFIED_AIRPORT as RuleNumbers, ['approach', 1, 'ratio'], 0.03);
  expect(shape).toMatchObject({ approach: [{ ratio: 0.02 }, { ratio: 0.03 }, { ratio: 0 }] });
  expect(
    airportShapeOf(recordsOf({ subject: 'heights', id: AIRPORT_RULE, label, numbers: shape, release: null })),
  ).toEqual(shape);
});

test('a confirmed clause of the table of clearances is read, the other clauses are not', () => {
  const rules = cityRules({ country: CHINA, records: {}, plans: null, clearance: null });
  const crossing = rules.find(({ label }) => label.en === 'GB 50289, table 4.1.14') ?? expect.fail('no table');
  const table = clearanceInForce(BASE_CLEARANCE_RULES, recordsOf(confirmed('pipes', crossing.id, crossing.numbers)));
  const read = table.rows.filter(({ status }) => status === 'read');
  expect(read.length).toBe(28);
  expect(new Set(read.map(({ clause }) => clause.en))).toEqual(new Set(['GB 50289, table 4.1.14']));
  expect(table.cover.every(({ status }) => status === 'unverified')).toBe(true);
});

const ruleOf = (subject: RuleSubject, id: string) =>
  cityRules({ country: CHINA, records: {}, plans: null, clearance: null }).find(
    (rule) => rule.subject === subject && rule.id === id,
  ) ?? expect.fail(id);
const numbered = (subject: RuleSubject, id: string, numbers: RuleNumbers): RuleRecord => {
  const record: RuleRecord = { subject, id, label, numbers, release: null };
  return parseRuleRecord(JSON.parse(JSON.stringify(record)), 'rules.json');
};

test('without records the table of clearances, hazards and cranes are those that the program came with, by their hashes', () => {
  expect(jsonHash(clearanceInForce(BASE_CLEARANCE_RULES, {}))).toBe(jsonHash(BASE_CLEARANCE_RULES));
  for (const id of HAZARD_IDS) expect(hazardClassesOf(id, {})).toBe(HAZARD_CLASSES[id]);
  expect(craneClearanceOf({})).toEqual({ tipToMastM: 2, betweenJibsM: 2 });
});

test('a clause of clearances has the numbers of its record, the others keep theirs; shown beside what it came with', () => {
  const rule = ruleOf('pipes', 'GB 50289, table 4.1.14');
  const fields = numberFields('pipes', rule.numbers, rule.shipped);
  expect([fields.length, fields.every(({ shipped }) => shipped === null)]).toEqual([28, true]);
  const [{ path, value, label: name }] = fields;
  const other = withNumber(rule.numbers, path, 0.9);
  const table = clearanceInForce(BASE_CLEARANCE_RULES, recordsOf(numbered('pipes', rule.id, other)));
  const moved = table.rows.filter((row, i) => jsonHash(row) !== jsonHash(BASE_CLEARANCE_RULES.rows[i]));
  expect(moved.map(({ verticalM, status, clause }) => [verticalM, status, clause.en])).toEqual([
    [0.9, 'unverified', rule.id],
  ]);
  expect(numberFields('pipes', other, rule.shipped)[0]).toMatchObject({ value: 0.9, shipped: value, label: name });
  const confirmedTable = clearanceInForce(BASE_CLEARANCE_RULES, recordsOf(confirmed('pipes', rule.id, other)));
  expect(confirmedTable.rows.filter(({ status }) => status === 'read')).toHaveLength(28);
  // A record of another table's rows changes nothing.
  const short = numbered('pipes', rule.id, { rows: [], cover: [], roadCover: [] });
  expect(jsonHash(clearanceInForce(BASE_CLEARANCE_RULES, recordsOf(short)))).toBe(jsonHash(BASE_CLEARANCE_RULES));
});

test('classes of hazard go by the limits of their record', () => {
  const rule = ruleOf('hazards', 'waterlogging');
  const fields = numberFields('hazards', rule.numbers, rule.shipped);
  expect(fields.map(({ label: { zh }, value, unit }) => [zh, value, unit])).toEqual([
    ['未积涝：水深低于', 0.15, 'm'],
    ['轻微：水深低于', 0.27, 'm'],
    ['轻度：水深低于', 0.4, 'm'],
    ['中度：水深低于', 0.6, 'm'],
  ]);
  const records = recordsOf(numbered('hazards', rule.id, withNumber(rule.numbers, fields[0].path, 0.1)));
  const classAt = (depthM: number, of: RuleRecords) => {
    const cell = (value: number) => new Float32Array([value]);
    const worst = { depthM: cell(depthM), speedMps: cell(0), depthSpeedM2ps: cell(0), hazardRating: cell(0) };
    return hazardClassMap(hazardClassesOf('waterlogging', of), worst)[0];
  };
  expect([classAt(0.12, {}), classAt(0.12, records), classAt(0.3, {}), classAt(0.3, records)]).toEqual([1, 2, 3, 3]);
  expect(standingOf(judgedHazard('waterlogging', records), records).kind).toBe('unconfirmed');
  expect(() => numbered('hazards', rule.id, withNumber(rule.numbers, fields[0].path, -1))).toThrow(
    /hazards\/waterlogging/,
  );
});

test('systems of pipes are called on the page of rules as everywhere else', () => {
  for (const [system, name] of Object.entries(PIPE_SYSTEM_NAMES))
    expect(commonWords[`pipeSystem.${system as PipeSystem}`]).toEqual(name);
});

test('cranes are held to the distances of their record', () => {
  const rule = ruleOf('schedule', 'cranes');
  expect(numberFields('schedule', rule.numbers, rule.shipped).map(({ value, unit }) => [value, unit])).toEqual([
    [2, 'm'],
    [2, 'm'],
  ]);
  const records = recordsOf(numbered('schedule', rule.id, { tipToMastM: 3, betweenJibsM: 2.5 }));
  expect(craneClearanceOf(records)).toEqual({ tipToMastM: 3, betweenJibsM: 2.5 });
  expect(() => numbered('schedule', rule.id, { tipToMastM: 3 })).toThrow(/betweenJibsM/);
});

test('a site is held to the levels of the record, with a verdict once it is confirmed; without one a case goes by its own', () => {
  const rule = ruleOf('schedule', 'site-noise');
  expect(numberFields('schedule', rule.numbers, rule.shipped).map(({ value, unit }) => [value, unit])).toEqual([
    [70, 'dB(A)'],
    [55, 'dB(A)'],
  ]);
  expect(siteNoiseInForce({})).toBeNull();
  const numbers = { dayDb: 65, nightDb: 50 };
  expect(siteNoiseInForce(recordsOf(numbered('schedule', rule.id, numbers)))).toEqual({
    ...numbers,
    clause: '—',
    verified: false,
  });
  expect(siteNoiseInForce(recordsOf(confirmed('schedule', rule.id, numbers)))).toMatchObject({
    clause: 'GB 50180-2018 4.0.9',
    verified: true,
  });
  expect(() => numbered('schedule', rule.id, { dayDb: 65 })).toThrow(/nightDb/);
});

test('a look ahead goes on by the numbers of its record', () => {
  const rule = ruleOf('hazards', 'look-ahead');
  const fields = numberFields('hazards', rule.numbers, rule.shipped);
  expect(fields.map(({ value, unit }) => [value, unit])).toEqual([
    [30, 'min'],
    [0.5, 'm'],
    [0.1, 'm'],
    [0.05, 'm'],
  ]);
  const other = withNumber(rule.numbers, fields[0].path, 45);
  expect(lookAheadNumbersOf(recordsOf(numbered('hazards', rule.id, other)))).toEqual({
    ...DEFAULT_LOOK_AHEAD,
    persistMin: 45,
  });
  expect(lookAheadNumbersOf({})).toBe(DEFAULT_LOOK_AHEAD);
  expect(() => numbered('hazards', rule.id, withNumber(rule.numbers, fields[0].path, 0))).toThrow(/persistMin/);
});

test('the rules of a city are counted by whether they give verdicts', () => {
  const rule = sunRule('great-cold-2h');
  const records = recordsOf(confirmed('sun', rule.id, sunNumbers(rule)));
  const rules = cityRules({ country: CHINA, records, plans: BASE_PLAN_RULES, clearance: null });
  const conflicts = BASE_PLAN_RULES.rules.length;
  // Five of sunlight, the conflicts, three clauses of pipes, a runway, cranes, noise, one class of hazard, the look-ahead.
  expect(countStandings(rules, records)).toEqual({ confirmed: 1, open: 5 + conflicts + 3 + 1 + 1 + 1 + 1 + 1 - 1 });
});

test('the Chinese rules of conflicts are of another country in a German city, a city’s own are not', () => {
  const foreign = (set: typeof BASE_PLAN_RULES, zone: string) =>
    cityRules({ country: countryOf({ zone }), records: {}, plans: set, clearance: null })
      .filter(({ subject }) => subject === 'conflicts')
      .filter(({ isForeign }) => isForeign).length;
  const count = BASE_PLAN_RULES.rules.length;
  expect([foreign(BASE_PLAN_RULES, 'Europe/Berlin'), foreign(BASE_PLAN_RULES, 'Asia/Shanghai')]).toEqual([count, 0]);
  expect(foreign({ ...BASE_PLAN_RULES, edition: 'own' }, 'Europe/Berlin')).toBe(0);
});

test('a pack is the same bytes for the same rules, comes back, and tells which numbers differ', () => {
  const rule = sunRule('hangzhou');
  const here = recordsOf(confirmed('sun', rule.id, sunNumbers(rule)));
  const text = packText('chengchuan', here);
  expect(parseRulePack(JSON.parse(text), 'rules.json')).toEqual({ city: 'chengchuan', records: here });
  const numbers = withNumber(withNumber(sunNumbers(rule), ['minMinutes'], 90), ['longestSpells'], null);
  const there = recordsOf(confirmed('sun', rule.id, numbers), {
    subject: 'sun',
    id: 'own-1',
    label,
    numbers,
    release: null,
  });
  expect(packDifferences(here, there).map(({ rule: of, name, here: a, there: b }) => [of, name.en, a, b])).toEqual([
    ['sun/hangzhou', 'Least sunlight', '60', '90'],
    ['sun/hangzhou', 'Longest spells that count', '2', 'null'],
    ['sun/own-1', 'the rule', null, '✓'],
  ]);
  const twice = { ...JSON.parse(text), records: [...JSON.parse(text).records, ...JSON.parse(text).records] };
  expect(() => parseRulePack(twice, 'rules.json')).toThrow('expected each rule once, got "sun/hangzhou" again');
  expect(() => parseRulePack({ format: 1 }, 'x.json')).toThrow('x.json: expected a pack of rules');
});
