import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { FloodScenario } from '../../../model/questions/flood.ts';
import { caseOfForm, formOfCase } from '../../../src/plugins/flood/flood-case.ts';
import { readFloodLink, writeFloodLink } from '../../../src/plugins/flood/flood-link.ts';
import type { FloodSite } from '../../../src/plugins/flood/slice.ts';
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
  if (parts.kind === 'pump') parts.stopM = Math.min(parts.stopM, parts.startM);
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
