import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../../scenarios/scenario.ts';
import { caseOfForm, formOfCase } from '../../../src/plugins/flood/flood-case.ts';
import { defaultFloodForm, type FloodForm, type FloodSite } from '../../../src/plugins/flood/slice.ts';

const site: FloodSite = {
  area: { westM: -4000, southM: -3000, eastM: 4000, northM: 3000 },
  cellM: 4,
  stormYears: [20, 100],
  riverYears: [100],
  riverPeakH: 18,
  riverEndH: 48,
  hasDrains: true,
  supplies: ['ss-1', 'ss-2'],
  breaches: [],
  gauges: [],
};
const CITY = 'chengchuan';
const own = (form: FloodForm) => caseOfForm(form, site, CITY);
const opened = (json: unknown, file = 'a.json') => formOfCase(json, file, CITY, site);

/** A case with every kind of thing that a case on a city can say. */
const WHOLE = {
  format: 1,
  kind: 'flood',
  id: 'whole',
  title: { zh: '全', en: 'Whole' },
  about: { zh: '什么都有', en: 'It has everything' },
  ground: {
    kind: 'city',
    id: CITY,
    boxM: [-100, -50, 300, 250],
    cellM: 8,
    raisedBuildingsM: 0.3,
    rivers: { years: 100, fromH: 19.5 },
    drains: { blocked: { '*': 0.25, 'in-00001': 1 }, failed: ['ss-2'] },
  },
  rain: { kind: 'design', years: 30, hours: 2, peakRatio: 0.35, formula: { a: 2000, c: 0.8, bMin: 12, n: 0.7 } },
  breaches: [
    { kind: 'planned', id: 'levee-breach', beginH: 0.5 },
    { kind: 'placed', id: 'b', at: [1, 2], beginH: 1, growH: 0.5, widthM: 40, sillM: 380 },
  ],
  walls: [
    {
      id: 'w',
      line: [
        [0, 0],
        [10, 0],
      ],
      heightM: 1,
      fromH: 0,
    },
  ],
  works: [
    {
      kind: 'crest',
      id: 'c',
      line: [
        [0, 0, 381],
        [10, 0, 381.5],
      ],
      fromH: 1,
    },
    { kind: 'inflow', id: 'i', from: [0, 0], to: [1, 0], dischargeM3ps: { timesH: [0, 1], values: [0, 5] } },
    { kind: 'outflow', id: 'o', from: [0, 0], to: [1, 0], slope: 0.001, manningN: 0.03 },
    { kind: 'rating', id: 'r', from: [0, 0], to: [1, 0], levelM: [380, 381], dischargeM3ps: [0, 9] },
    { kind: 'pump', id: 'p', from: [0, 0], to: null, rateM3ps: 2, startM: 381, stopM: 380.5, offH: [[1, 2]] },
    {
      ...{ kind: 'culvert', id: 'k', from: [0, 0], to: [9, 0], fromInvertM: 380, toInvertM: 379.9 },
      ...{ widthM: 2, heightM: 1.5, manningN: 0.013, flap: true },
    },
    {
      ...{ kind: 'gate', id: 'g', from: [0, 0], to: [9, 0], sillM: 380, widthM: 4 },
      openRatio: { timesH: [0, 1, 1.5], values: [1, 1, 0] },
    },
    { kind: 'opening', id: 'u', at: [3, 3], sillM: 381, widthM: 2, into: 'room', roomM3: 100 },
  ],
  gauges: [{ id: 'stadium', at: [10, 10] }],
  scheme: 'first',
  endH: 2.5,
  frameEveryMin: 3,
  maximaEveryS: 0,
};

describe('a case through the form', () => {
  test('comes out as it went in, with everything that a case on a city can say', () => {
    const { form, left } = opened(WHOLE);
    expect(left).toEqual([]);
    const saved = own(form);
    expect(saved).toEqual({ scenario: parseScenario(WHOLE), left: [] });
    expect(opened(saved.scenario).form).toEqual(form);
  });

  const folder = join(import.meta.dirname, '../../../scenarios');
  const cases = readdirSync(folder).flatMap((id) => {
    if (id.includes('.') || ['tours', 'styles'].includes(id)) return [];
    const json = JSON.parse(readFileSync(join(folder, id, 'scenario.json'), 'utf8'));
    return json.kind === 'flood' ? [[id, json] as const] : [];
  });
  test.each(cases)('the project’s %s too', (_, json) => {
    const { form, left } = opened(json);
    expect(left).toEqual([]);
    expect(own(form).scenario).toEqual(parseScenario(json));
  });

  test.each([
    { kind: 'none' },
    { kind: 'uniform', rateMmPerH: 30, hours: 1.5 },
    { kind: 'series', stepMin: 5, ratesMmPerH: [0, 12, 3] },
    { kind: 'depth', depthMm: 120, hours: 2 },
    { kind: 'moving', from: [0, 0], to: [500, 0], hours: 1, radiusM: 300, peakMmPerH: 90 },
  ])('rain of kind $kind', (rain) => {
    expect(own(opened({ ...WHOLE, rain }).form).scenario.rain).toEqual(rain);
  });

  test('pumps without power are all the city’s supplies, and come back as the one switch', () => {
    const form = { ...defaultFloodForm(site), pumpsOff: true };
    const { scenario } = own(form);
    expect(scenario.ground.drains?.failed).toEqual(['ss-1', 'ss-2']);
    expect(opened(scenario).form).toMatchObject({ pumpsOff: true, failedSupplies: [] });
  });

  test('the whole city is a case without a box', () => {
    const { scenario } = own({ ...defaultFloodForm(site), area: site.area });
    expect(scenario.ground.boxM).toBeUndefined();
    expect(opened(scenario).form.area).toEqual(site.area);
  });
});

describe('what does not come over is named', () => {
  const codes = (left: readonly { code: string }[]) => left.map(({ code }) => code);
  test('an excavation, gauges’ own provenance and rivers by gauge, rain grids', () => {
    const reading = {
      ...{ readMs: 0, fromMs: 0, hours: 1, taken: 'mean' as const, rain: [], stages: [], holes: [] },
      ...{ stepS: 300, ratesMmPerH: [1, 2] },
    };
    const live = own({
      ...defaultFloodForm(site),
      ...{ pit: 'site', riverByGauge: true, rain: { kind: 'live', hours: 1, reading } },
    });
    expect(codes(live.left)).toEqual(['left-pit', 'left-stages', 'left-live']);
    expect(live.scenario.rain).toEqual({ kind: 'series', stepMin: 5, ratesMmPerH: [1, 2] });
    const grids = {
      id: '1',
      files: ['a.asc', 'b.asc'],
      columns: 1,
      rows: 1,
      cellM: 1,
      westM: 0,
      southM: 0,
      mostMmPerH: 9,
    };
    const byGrids = own({ ...defaultFloodForm(site), rain: { kind: 'grids', grids, stepMin: 6 } });
    expect(codes(byGrids.left)).toEqual(['left-grids']);
    expect(byGrids.scenario.rain).toEqual({
      kind: 'grids',
      grids: [
        { atH: 0, file: 'a.asc' },
        { atH: 0.1, file: 'b.asc' },
      ],
    });
    const back = opened(byGrids.scenario);
    expect([back.form.rain, codes(back.left)]).toEqual([{ kind: 'none' }, ['case-grids']]);
    expect(back.left[0].text.en).toContain('a.asc, b.asc');
  });

  test('drains of a city that has none', () => {
    const { left } = formOfCase(WHOLE, 'a.json', CITY, { ...site, hasDrains: false, supplies: [] });
    expect(codes(left)).toEqual(['case-drains']);
  });

  test.each([
    [
      'another city’s case',
      { ...WHOLE, ground: { ...WHOLE.ground, id: 'elsewhere' } },
      /expected this city, chengchuan, got elsewhere/,
    ],
    ['a case on its own DEM', { ...WHOLE, ground: { kind: 'dem', file: 'a.tif', manningN: 0.03 } }, /shapan sim flood/],
    ['a word that no case knows', { ...WHOLE, levee: 1 }, /levee/],
    [
      'a depth of metres in place of millimetres',
      { ...WHOLE, rain: { kind: 'depth', depthMm: 1e5, hours: 2 } },
      /rain\.depthMm/,
    ],
  ])('%s is refused with file and place', (_, json, expected) => {
    expect(() => opened(json, 'theirs.json')).toThrow(expected);
    expect(() => opened(json, 'theirs.json')).toThrow(/theirs\.json/);
  });
});
