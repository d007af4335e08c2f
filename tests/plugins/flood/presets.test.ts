import { describe, expect, test } from 'vitest';
import { presetOf } from '../../../src/plugins/flood/presets.ts';
import { defaultFloodForm, type FloodSite } from '../../../src/plugins/flood/slice.ts';

const label = { zh: '溃口', en: 'Breach' };
const site: FloodSite = {
  area: { westM: -4000, southM: -3000, eastM: 4000, northM: 3000 },
  ...{ cellM: 4, stormYears: [2, 50, 100], riverYears: [100], riverPeakH: 18, riverEndH: 48, hasDrains: true },
  ...{ supplies: [], gauges: [] },
  breaches: [{ id: 'b', label, at: [0, 0], chainageM: 2350, beginH: 20, returnYears: 100 }],
};
/** A town of footprints and elevations. */
const town: FloodSite = { ...site, stormYears: null, riverYears: [], hasDrains: false, breaches: [] };

describe('a preset', () => {
  test('of the storm is the 100-year one on rivers as they stand, whatever was filled in before', () => {
    const before = { ...defaultFloodForm(site), pumpsOff: true, blockedInlets: { a: 1 } };
    const form = { ...before, ...presetOf('storm', site) };
    expect(form).toMatchObject({ rain: { kind: 'design', years: 100, hours: 2 }, riverYears: null, breaches: [] });
    expect(form).toMatchObject({ pumpsOff: false, blockedInlets: {} });
  });

  test('of the breach is the form that a city with a feared reach begins with', () => {
    const { rain, breaches, riverFromH, area } = defaultFloodForm(site);
    expect(presetOf('breach', site)).toMatchObject({ rain, breaches, riverFromH, area, riverYears: 100 });
  });

  test('that the city has no data for is none; what it has goes on', () => {
    expect([presetOf('storm', town), presetOf('breach', town)]).toEqual([null, null]);
    expect(presetOf('live', town)).toMatchObject({ breaches: [], riverYears: null });
  });

  test('a town without a storm formula begins with the same water, evenly', () => {
    expect(defaultFloodForm(town).rain).toEqual({ kind: 'uniform', rateMmPerH: 60, hours: 2 });
  });

  test('a town without a levee begins where its home view looks, as far as its data reach', () => {
    const area = { westM: -4000, southM: -4000, eastM: 4000, northM: 4000 };
    expect(defaultFloodForm({ ...town, area, middle: [-3000, 500] }).area).toEqual({
      westM: -4000,
      southM: -700,
      eastM: -1800,
      northM: 1700,
    });
  });
});
