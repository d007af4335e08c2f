import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ConstructionCase } from '../../../model/questions/construction.ts';
import { SpaceCase } from '../../../model/questions/construction-space.ts';
import { SiteCase, WhatIf } from '../../../model/questions/construction-what-if.ts';
import * as crowd from '../../../model/questions/crowd.ts';
import { CrowdQuestion, CrowdScenario } from '../../../model/questions/crowd.ts';
import { factsOf } from '../../../model/questions/field.ts';
import * as flood from '../../../model/questions/flood.ts';
import { FloodScenario } from '../../../model/questions/flood.ts';
import { ANALYSIS_CASES, type AnalysisKind, parseAnalysisCase } from '../../../scenarios/analysis-cases.ts';
import { buildLink } from '../../../src/plugins/build/link-part.ts';
import { scenarioFile, scenariosOfFile } from '../../../src/plugins/build/scenario-file.ts';
import { readCrowdLink, writeCrowdLink } from '../../../src/plugins/crowd/crowd-link.ts';
import { crowdWords } from '../../../src/plugins/crowd/words.ts';
import { caseOfForm, formOfCase } from '../../../src/plugins/flood/flood-case.ts';
import { readFloodLink, writeFloodLink } from '../../../src/plugins/flood/flood-link.ts';
import type { FloodSite } from '../../../src/plugins/flood/slice.ts';
import { floodWords } from '../../../src/plugins/flood/words.ts';
import type { TwinState } from '../../../src/twin/slice.ts';
import { smallCity } from '../city/small-city.ts';
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

const PLAN = { file: 'plan.xer', name: '计划' };

test('any construction case is JSON that reads back; its what-ifs go through the page’s file, its limits through a link, unchanged', () => {
  const { scenarios, space, site, sunlight, ...head } = ConstructionCase.entries;
  for (const part of [v.strictObject(head), WhatIf, SiteCase, SpaceCase])
    fc.assert(
      fc.property(anyOf(part as v.GenericSchema), (json) => {
        const read = v.parse(part, json);
        expect(v.parse(part, JSON.parse(JSON.stringify(read)))).toEqual(read);
      }),
      { ...CASES, numRuns: 200 },
    );
  fc.assert(
    fc.property(anyOf(v.strictObject(head)), fc.array(anyOf(WhatIf), { maxLength: 1 }), (json, whatIfs) => {
      const theCase = v.parse(ConstructionCase, { ...json, scenarios: whatIfs });
      const asked = theCase.scenarios ?? [];
      expect(scenariosOfFile(JSON.parse(scenarioFile(theCase, PLAN, asked)), 'any.json')).toEqual(asked);
      expect(scenariosOfFile(JSON.parse(scenarioFile(null, PLAN, asked)), 'any.json')).toEqual(asked);
      const planLimits = theCase.dcma ?? {};
      const state = { plan: { kind: 'open', file: PLAN.file, serial: 1 }, model: { kind: 'none' }, planLimits };
      const written = Object.fromEntries(buildLink.write(state as unknown as TwinState, smallCity().city));
      const isWritten = written.limits !== undefined;
      const linked = isWritten ? buildLink.read('limits', written.limits, smallCity().city) : null;
      expect(linked).toEqual(Object.keys(planLimits).length > 0 ? { linked: { planLimits } } : null);
    }),
    CASES,
  );
});

test.each(Object.keys(ANALYSIS_CASES) as AnalysisKind[])(
  'any case of an analysis %s is JSON that reads back, with its usual values in it',
  (kind) =>
    fc.assert(
      fc.property(anyOf<v.GenericSchema>(ANALYSIS_CASES[kind]), (json) => {
        const read = parseAnalysisCase(kind, json, 'any.json');
        expect(parseAnalysisCase(kind, JSON.parse(JSON.stringify(read)), 'back.json')).toEqual(read);
      }),
      CASES,
    ),
);

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
