import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BASE_PLAN_BASIS } from '../../../model/plans/base-basis.ts';
import { Crosswalk, crosswalkStamp, landUseClass, parseCrosswalk } from '../../../model/plans/crosswalk.ts';
import { basisText, isSameBasis, stampsOf } from '../../../model/plans/plan-basis.ts';
import { ownEdition } from '../../../model/plans/plan-edition.ts';
import { PlanRules, parsePlanRules, rulesStamp, sliversOf } from '../../../model/plans/plan-rules.ts';
import { MAX_BASIS_BYTES, readBasisFile, refuseLarge } from '../../../model/plans/read-basis-file.ts';
import { DEFAULT_SLIVERS } from '../../../model/plans/slivers.ts';
import { jsonSchemaOf } from '../../../scenarios/json-schema.ts';

const SCENARIOS = resolve(import.meta.dirname, '../../../scenarios');
const { rules, crosswalk } = BASE_PLAN_BASIS;

/** The shipped rules as a file, with one of them changed. */
const withRule = (i: number, part: object, edition = 'own') => ({
  ...rules,
  edition,
  rules: rules.rules.map((rule, k) => (k === i ? { ...rule, ...part } : rule)),
});
const withRow = (i: number, part: object, edition = 'own') => ({
  ...crosswalk,
  edition,
  rows: crosswalk.rows.map((row, k) => (k === i ? { ...row, ...part } : row)),
});

describe('files', () => {
  test('their schemas say what the parsers take', () => {
    const schemaOf = (name: string) => JSON.parse(readFileSync(join(SCENARIOS, `${name}.schema.json`), 'utf8'));
    expect(schemaOf('plan-rules')).toEqual(jsonSchemaOf(PlanRules, 'Shapan rules of plan conflicts'));
    expect(schemaOf('plan-crosswalk')).toEqual(jsonSchemaOf(Crosswalk, 'Shapan crosswalk of land-use codes'));
  });

  test('what is shipped comes back from its file the same, byte for byte, with the same hash', () => {
    const text = basisText(rules);
    const { rules: again } = readBasisFile('rules', text, 'rules.json', BASE_PLAN_BASIS);
    expect(basisText(again)).toBe(text);
    expect(rulesStamp(again)).toEqual(rulesStamp(rules));
    const { crosswalk: codes } = readBasisFile('crosswalk', basisText(crosswalk), 'crosswalk.json', BASE_PLAN_BASIS);
    expect(crosswalkStamp(codes)).toEqual(crosswalkStamp(crosswalk));
  });

  test('rules written before names and switches were there are read, all switched on', () => {
    const { name: _, ...older } = rules;
    const read = parsePlanRules(
      { ...older, rules: older.rules.map(({ isOff: __, ...rule }) => rule) },
      'plans/rules.json',
    );
    expect(read.rules.some(({ isOff }) => isOff)).toBe(false);
    expect(read.name.zh).toBe('多规冲突规则');
  });

  test('a fault names the file, the rule or the row by number and id, and the field', () => {
    const faultOf = (read: () => unknown) => {
      try {
        read();
      } catch (error) {
        return (error as Error).message;
      }
      return 'none';
    };
    expect(faultOf(() => parsePlanRules(withRule(7, { severity: 'grave' }), 'own.json'))).toBe(
      'own.json: rules.7 (construction-river).severity: expected "prohibited" | "check" | "negotiate", got "grave"',
    );
    expect(faultOf(() => parsePlanRules(withRule(7, { distanceM: -1 }), 'own.json'))).toContain(
      'own.json: rules.7 (construction-river).distanceM: ',
    );
    expect(faultOf(() => parsePlanRules(withRule(7, { colour: 'red' }), 'own.json'))).toContain(
      'own.json: rules.7 (construction-river).colour: expected nothing of this name',
    );
    expect(faultOf(() => parsePlanRules(withRule(7, { id: rules.rules[0].id }), 'own.json'))).toContain(
      `own.json: rules.7: expected each once, got "${rules.rules[0].id}" again`,
    );
    const row = crosswalk.rows[3];
    expect(faultOf(() => parseCrosswalk(withRow(3, { class: 'housing' }), 'own.json'))).toContain(
      `own.json: rows.3 (${row.system} ${row.code}).class: expected "residential" | `,
    );
    expect(faultOf(() => readBasisFile('rules', '{"format": 1,', 'own.json', BASE_PLAN_BASIS))).toContain(
      'own.json: expected JSON, got ',
    );
    expect(faultOf(() => refuseLarge(MAX_BASIS_BYTES + 1, 'own.json'))).toContain('own.json: expected at most 1048576');
  });

  test('other content that goes by the edition of the shipped one is refused', () => {
    const text = JSON.stringify(withRule(0, { isOff: true }, rules.edition));
    expect(() => readBasisFile('rules', text, 'own.json', BASE_PLAN_BASIS)).toThrow(
      'own.json: edition: expected another one than "3", whose content is other',
    );
    const own = readBasisFile('rules', JSON.stringify(withRule(0, { isOff: true })), 'own.json', BASE_PLAN_BASIS);
    expect(own.rules.rules[0].isOff).toBe(true);
    expect(own.crosswalk).toBe(crosswalk);
  });
});

test('the hash is the same whatever order keys stand in, and another after any change', () => {
  const reversed = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reversed)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, item]) => [key, reversed(item)]),
          )
        : value;
  const { hash } = rulesStamp(rules);
  expect(rulesStamp(parsePlanRules(reversed(rules), 'x')).hash).toBe(hash);
  const hashes = [
    withRule(0, { isOff: true }),
    withRule(0, { severity: 'check' }),
    withRule(0, { distanceM: 1 }),
    { ...rules, edition: 'own' },
  ].map((json) => rulesStamp(parsePlanRules(json, 'x')).hash);
  expect(new Set([hash, ...hashes]).size).toBe(5);
});

test('two bases are the same where rules and crosswalk are', () => {
  const one = stampsOf(BASE_PLAN_BASIS);
  expect(isSameBasis(one, stampsOf({ ...BASE_PLAN_BASIS }))).toBe(true);
  const other = { rules, crosswalk: parseCrosswalk(withRow(0, { class: 'forest' }), 'x') };
  expect(isSameBasis(one, stampsOf(other))).toBe(false);
});

test('an own edition is that of the shipped one with the first number that nothing was made by', () => {
  expect(ownEdition('2', [])).toBe('2 + own 1');
  expect(ownEdition('2', ['2 + own 1', '2 + own 3'])).toBe('2 + own 2');
});

test('a code belongs to the class of its longest beginning in the crosswalk', () => {
  const classOf = (system: 'mnr-2023' | 'gb50137-2011' | 'gbt21010-2017', code: string | null) =>
    landUseClass(crosswalk, system, code);
  expect([classOf('mnr-2023', '100101'), classOf('mnr-2023', '1002')]).toEqual(['industrial', 'mining']);
  expect([classOf('gb50137-2011', 'R21'), classOf('gbt21010-2017', '0701')]).toEqual(['residential', 'residential']);
  expect([classOf('mnr-2023', 'X'), classOf('mnr-2023', null), classOf('mnr-2023', '')]).toEqual([null, null, null]);
});

test('uses of the sea, wetlands and settlements have rows', () => {
  const classOf = (system: 'mnr-2023' | 'gb50137-2011' | 'gbt21010-2017', codes: string) =>
    codes.split(' ').map((code) => landUseClass(crosswalk, system, code));
  expect(classOf('mnr-2023', '1801 1902 2001 2101 2202 24')).toEqual([
    ...['water', 'industrial', 'transport', 'green', 'special', 'water'],
  ]);
  expect(classOf('gbt21010-2017', '0303 0304 0306 0402 1105 1106 1108')).toEqual(Array(7).fill('wetland'));
  expect(classOf('gbt21010-2017', '0301 0401 1101 1104A 0201K')).toEqual([
    'forest',
    'grass',
    'water',
    'water',
    'orchard',
  ]);
  expect(classOf('gb50137-2011', 'H11 H14 R21 R2/B1 A33a')).toEqual([
    'other',
    'residential',
    'residential',
    'residential',
    'public',
  ]);
});

test.each([
  // XPlanung: Gewerbegebiet, allgemeines Wohngebiet, sonstiges Sondergebiet, Versorgung.
  ['mnr-2023', '1700 1200 2100 1400 1000'],
  ['gbt21010-2017', '1100 1200 0100'],
  // CNIG: zones to be urbanised; PLATEAU: dwellings, shops, roads.
  ['gb50137-2011', 'AUc AUs Nh Ud'],
  ['mnr-2023', '211 212 221 203 1'],
  ['unlisted', '0701 R2 1700 U'],
] as const)('%s: codes of other countries are not taken for its own: %s', (system, codes) => {
  for (const code of codes.split(' ')) expect([code, landUseClass(crosswalk, system, code)]).toEqual([code, null]);
});

test.each([
  // Dwellings of four kinds; village, mixed and urban areas are none; core and trade; industry; special areas are none.
  ['xplanung-specific', '1000 1100 1200 1300', 'residential'],
  ['xplanung-specific', '1400 1450 1500 1550 2000 2100 3000 4000 9999 17 12001', null],
  ['xplanung-specific', '1600 1700', 'commercial'],
  ['xplanung-specific', '1800', 'industrial'],
  ['xplanung-general', '1000', 'residential'],
  // Trade and industry in one; the specific list has a holiday-home area by this number.
  ['xplanung-general', '2000 3000 4000 9999', null],
  ['cnig-zone', 'A', 'farmland'],
  ['cnig-zone', 'U AUc AUs N Ah Nh', null],
  ['cnig-use', '01', 'residential'],
  ['cnig-use', '05', 'public'],
  ['cnig-use', '00 02 03 04 08 09 99', null],
  // By the code list: 1 to 8 end with the rural residential district, 9 and 10 are commercial, 11 to 13 industrial.
  ['plateau-zone', '1 2 3 4 5 6 7 8', 'residential'],
  ['plateau-zone', '9 10', 'commercial'],
  ['plateau-zone', '11 12 13', 'industrial'],
  ['plateau-zone', '0 14 18 25 38 100 3011', null],
  ['plateau-land-use', '201 202 260', 'farmland'],
  ['plateau-land-use', '211 2111 2115', 'residential'],
  ['plateau-land-use', '205 219 231 2234', null],
] as const)('%s: %s is %s', (system, codes, use) => {
  for (const code of codes.split(' ')) expect([code, landUseClass(crosswalk, system, code)]).toEqual([code, use]);
});

test('codes of the Chinese systems have the classes that they had in edition 2', () => {
  const chinese = crosswalk.rows.filter(({ system }) => /^(mnr|gb)/.test(system));
  expect([crosswalk.edition, chinese.length]).toEqual(['3', 69]);
});

test('codes of another system have classes by a crosswalk of one’s own', () => {
  const row = { system: 'unlisted', code: '1700', class: 'commercial' };
  const own = parseCrosswalk({ ...crosswalk, edition: 'own', rows: [row] }, 'own.json');
  expect(landUseClass(own, 'unlisted', '1700')).toBe('commercial');
});

describe('slivers', () => {
  test('rules that state no policy drop as before, and their hash is what it was', () => {
    expect(rules).not.toHaveProperty('slivers');
    expect(sliversOf(rules)).toEqual(DEFAULT_SLIVERS);
    expect(basisText(rules)).not.toContain('slivers');
  });

  test('a policy that is stated comes back from its file, and is another hash', () => {
    const own = { ...rules, edition: 'own', slivers: { minAreaM2: 12.5, minWidthM: 0.3 } };
    const { rules: again } = readBasisFile('rules', basisText(own), 'rules.json', BASE_PLAN_BASIS);
    expect(sliversOf(again)).toEqual({ minAreaM2: 12.5, minWidthM: 0.3 });
    expect(rulesStamp(again).hash).not.toBe(rulesStamp({ ...own, slivers: DEFAULT_SLIVERS }).hash);
  });

  test.each([
    [{ minAreaM2: 201, minWidthM: 0.5 }, /slivers\.minAreaM2/],
    [{ minAreaM2: 1, minWidthM: -1 }, /slivers\.minWidthM/],
    [{ minAreaM2: 1 }, /slivers\.minWidthM/],
    [{ minAreaM2: 1, minWidthM: 1, most: 3 }, /slivers/],
  ])('%j is refused by its field', (slivers, place) => {
    const text = JSON.stringify({ ...rules, edition: 'own', slivers });
    expect(() => readBasisFile('rules', text, 'rules.json', BASE_PLAN_BASIS)).toThrow(place);
  });
});
