import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import * as crowd from '../../../model/questions/crowd.ts';
import { CrowdQuestion, CrowdScenario } from '../../../model/questions/crowd.ts';
import { factsOf } from '../../../model/questions/field.ts';
import * as flood from '../../../model/questions/flood.ts';
import { FloodScenario } from '../../../model/questions/flood.ts';
import { readCrowdLink, writeCrowdLink } from '../../../src/plugins/crowd/crowd-link.ts';
import { crowdWords } from '../../../src/plugins/crowd/words.ts';
import { caseOfForm, formOfCase } from '../../../src/plugins/flood/flood-case.ts';
import { readFloodLink, writeFloodLink } from '../../../src/plugins/flood/flood-link.ts';
import type { FloodSite } from '../../../src/plugins/flood/slice.ts';
import { floodWords } from '../../../src/plugins/flood/words.ts';
import { anyOf } from './arbitrary.ts';

const CASES = { numRuns: 1000, seed: 45 };
const CITY = 'chengchuan';

/** Series as a person writes them: moments that rise, and as many values as moments. */
function mended(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mended(part)]));
  for (const [moments, values] of [
    ['timesH', 'values'],
    ['levelM', 'dischargeM3ps'],
  ]) {
    if (!Array.isArray(parts[moments]) || !Array.isArray(parts[values])) continue;
    const rising = [...new Set(parts[moments] as number[])].sort((a, b) => a - b);
    const count = Math.min(rising.length, parts[values].length);
    parts[moments] = rising.slice(0, count);
    parts[values] = parts[values].slice(0, count);
  }
  if (parts.kind === 'pump') parts.stopM = Math.min(Number(parts.stopM), Number(parts.startM));
  return parts;
}

const floodSite: FloodSite = {
  area: { westM: -4000, southM: -3000, eastM: 4000, northM: 3000 },
  ...{ cellM: 4, stormYears: [20, 100], riverYears: [100], riverPeakH: 18, riverEndH: 48, hasDrains: true },
  ...{ supplies: ['ss-1', 'ss-2'], breaches: [], gauges: [] },
};

test('any flood on a city goes from its case through form and link and comes back as the same case', () => {
  const { ground, rain, edges: _, ...entries } = FloodScenario.entries;
  const options = rain.wrapped.options.filter(({ entries: { kind } }) => kind.literal !== 'grids');
  const [city] = ground.options;
  const OnCity = v.strictObject({ ...entries, ground: v.strictObject({ ...city.entries, id: v.literal(CITY) }) });
  const rains = fc.oneof(...options.map((option) => anyOf(option)));
  fc.assert(
    fc.property(anyOf(OnCity), rains, (json, rain_) => {
      const scheme = json.breaches?.length ? 'second' : json.scheme;
      const { form, left } = formOfCase(mended({ ...json, rain: rain_, scheme }), 'any.json', CITY, floodSite);
      expect(left).toEqual([]);
      const linked = readFloodLink(writeFloodLink(form));
      expect(linked).toEqual({ ...form, opened: null });
      const { scenario } = caseOfForm({ ...form, ...linked, opened: form.opened }, floodSite, CITY);
      expect(formOfCase(scenario, 'back.json', CITY, floodSite).form).toEqual(form);
      expect(caseOfForm(form, floodSite, CITY).scenario).toEqual(scenario);
    }),
    CASES,
  );
});

test('any form of a crowd goes through its link and comes back as it was; any case is JSON that reads back', () => {
  const forms = anyOf(CrowdQuestion).filter(({ place }) => place.kind !== 'plan');
  fc.assert(
    fc.property(forms, (json) => {
      const form = v.parse(CrowdQuestion, { ...json, waterId: null });
      expect(readCrowdLink(writeCrowdLink(form, null))).toEqual(form);
    }),
    CASES,
  );
  fc.assert(
    fc.property(anyOf(CrowdScenario), (json) => {
      const scenario = v.parse(CrowdScenario, json);
      expect(v.parse(CrowdScenario, JSON.parse(JSON.stringify(scenario)))).toEqual(scenario);
    }),
    { ...CASES, numRuns: 200 },
  );
});

test('every word that a field names is a word of its plug-in', () => {
  const known = { ...floodWords, ...crowdWords };
  const named = [...Object.values(flood), ...Object.values(crowd)].flatMap((each) =>
    typeof each === 'object' && 'entries' in each ? Object.values(each.entries as v.ObjectEntries) : [],
  );
  const keys = named.flatMap((entry) => {
    const facts = factsOf(entry as v.GenericSchema);
    if (!facts) return [];
    const { word, note, group } = facts;
    const options = facts.kind === 'choice' ? Object.values(facts.options) : [];
    return [word, note, group, ...options].flatMap((key) => key ?? []);
  });
  expect(keys.length).toBeGreaterThan(40);
  expect(keys.filter((key) => !Object.hasOwn(known, key))).toEqual([]);
});
