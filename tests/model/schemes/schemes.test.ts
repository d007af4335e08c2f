import { describe, expect, test } from 'vitest';
import { landBalance, metricsOf, parcelMetrics, parcelRing } from '../../../model/schemes/metrics.ts';
import {
  DEFAULT_ASSUMPTIONS,
  DEFAULT_CONTROLS,
  type Scheme,
  type SchemeBuilding,
  type SchemeParcel,
} from '../../../model/schemes/scheme.ts';
import { parseSchemesFile, schemesFileText } from '../../../model/schemes/scheme-file.ts';
import { DEFAULT_WEIGHTS, differencesOf, leadOf, scorecardOf } from '../../../model/schemes/scorecard.ts';
import { doOverlap, isSimpleRing } from '../../../model/schemes/site-geometry.ts';

const box = (west: number, south: number, wideM: number, deepM: number): [number, number][] => [
  [west, south],
  [west + wideM, south],
  [west + wideM, south + deepM],
  [west, south + deepM],
];
const parcel = (id: string, ring: [number, number][], code = '0701'): SchemeParcel => ({
  id,
  name: id,
  source: null,
  ...parcelRing(ring),
  controls: { ...DEFAULT_CONTROLS, code },
});
const building = (id: string, of: string, ringM: [number, number][], storeys: number): SchemeBuilding => ({
  id,
  parcel: of,
  ringM,
  baseM: 0,
  heightM: 3 * storeys,
  storeys,
  use: 'residential',
});
/** 100 × 60 with 40 × 15 of 10 storeys, 8 m from the south edge. */
const SCHEME: Scheme = {
  id: 's1',
  name: 'one',
  parcels: [parcel('p1', box(0, 0, 100, 60))],
  buildings: [building('b1', 'p1', box(30, 8, 40, 15), 10)],
};
const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };

describe('figures', () => {
  test('are those of a hand calculation', () => {
    expect(metricsOf(SCHEME, DEFAULT_ASSUMPTIONS)).toMatchObject({
      siteM2: 6000,
      gfaM2: 6000,
      far: 1,
      footprintM2: 600,
      densityPct: 10,
      // Six tenths of 5,400 m².
      greenM2: 3240,
      greenPct: 54,
      dwellings: 60,
      population: 156,
      parking: 60,
      heightM: 30,
      meanStoreys: 10,
      spaciousness: 0.9,
      setbackStreetM: 8,
      setbackSideM: 30,
      setbackRearM: 37,
    });
  });

  test('of a parcel say which limits hold', () => {
    const near = { ...SCHEME, buildings: [building('b', 'p1', box(30, 7, 40, 15), 19)] };
    const [{ verdicts }] = parcelMetrics(near, DEFAULT_ASSUMPTIONS);
    expect(verdicts.filter(({ isMet }) => !isMet).map(({ metric, limit, got }) => [metric, limit, got])).toEqual([
      ['far', 1.8, 1.9],
      ['heightM', 54, 57],
      ['setbackStreetM', 8, 7],
    ]);
  });

  test('of no buildings are none where there is nothing to measure', () => {
    const bare = metricsOf({ ...SCHEME, buildings: [] }, DEFAULT_ASSUMPTIONS);
    expect(bare).toMatchObject({ far: 0, heightM: null, setbackStreetM: null, openPerPersonM2: null, dwellings: 0 });
  });

  test('land by code sums up to the whole', () => {
    const scheme = { ...SCHEME, parcels: [...SCHEME.parcels, parcel('p2', box(100, 0, 100, 20), '1401')] };
    expect(landBalance(scheme)).toEqual([
      { code: '0701', siteM2: 6000, sharePct: 75, gfaM2: 6000 },
      { code: '1401', siteM2: 2000, sharePct: 25, gfaM2: 0 },
    ]);
  });
});

describe('rings', () => {
  test('that cross themselves are none', () => {
    const bow: [number, number][] = [
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ];
    expect(isSimpleRing(bow)).toBe(false);
    expect(isSimpleRing(box(0, 0, 10, 10))).toBe(true);
  });
  test('overlap by more than an edge', () => {
    expect(doOverlap(box(0, 0, 10, 10), box(10, 0, 10, 10))).toBe(false);
    expect(doOverlap(box(0, 0, 10, 10), box(9, 5, 10, 10))).toBe(true);
    expect(doOverlap(box(0, 0, 10, 10), box(2, 2, 3, 3))).toBe(true);
  });
});

describe('a file of schemes', () => {
  const text = schemesFileText('x', ORIGIN, { schemes: [SCHEME], assumptions: DEFAULT_ASSUMPTIONS });

  test('comes back as it was', () => {
    const { schemes, assumptions } = parseSchemesFile(JSON.parse(text), 'f', 'x', ORIGIN);
    expect(assumptions).toEqual(DEFAULT_ASSUMPTIONS);
    const [again] = schemes;
    expect({ ...again, parcels: [], buildings: [] }).toEqual({ ...SCHEME, parcels: [], buildings: [] });
    expect(again.parcels[0].controls).toEqual(DEFAULT_CONTROLS);
    expect(again.parcels[0].edges).toEqual(SCHEME.parcels[0].edges);
    for (const [i, [x, y]] of again.buildings[0].ringM.entries()) {
      expect(x).toBeCloseTo(SCHEME.buildings[0].ringM[i][0], 6);
      expect(y).toBeCloseTo(SCHEME.buildings[0].ringM[i][1], 6);
    }
  });

  test('of another city is refused by both names', () => {
    expect(() => parseSchemesFile(JSON.parse(text), 'f', 'y', ORIGIN)).toThrow(
      'f: expected schemes of "y", got those of "x"',
    );
  });

  test('with a building on no parcel, or a wrong field, is refused with its place', () => {
    const json = JSON.parse(text);
    json.features[1].properties.parcel = 'gone';
    expect(() => parseSchemesFile(json, 'f', 'x', ORIGIN)).toThrow('f: expected a parcel of building "b1"');
    json.features[0].properties.controls.far = 'much';
    expect(() => parseSchemesFile(json, 'f', 'x', ORIGIN)).toThrow(/features\.0\.properties\.controls\.far/);
  });
});

describe('a scorecard', () => {
  const taller: Scheme = { ...SCHEME, id: 's2', buildings: [building('b1', 'p1', box(30, 8, 40, 15), 15)] };
  const metrics = [SCHEME, taller].map((scheme) => metricsOf(scheme, DEFAULT_ASSUMPTIONS));

  test('weighs who is better by each figure', () => {
    // Floor area for the second, height for the first: 3 to 1.
    const card = scorecardOf(metrics, { gfaM2: 3, heightM: 1 });
    expect(card.scores).toEqual([25, 75]);
    expect(card.best).toBe(1);
  });

  test('the first leads by its points, for the figures in which it is best', () => {
    expect(leadOf(scorecardOf(metrics, { gfaM2: 3, heightM: 1 }))).toEqual({ best: 1, margin: 50, metrics: ['gfaM2'] });
    expect(leadOf(scorecardOf(metrics, { gfaM2: 1, heightM: 1 }))).toBeNull();
  });

  test('says at which weight another scheme is first', () => {
    const { sensitivity } = scorecardOf(metrics, { gfaM2: 3, heightM: 1 });
    expect(sensitivity).toEqual([
      { metric: 'gfaM2', weight: 3, turnsBelow: 1, turnsAbove: null },
      { metric: 'heightM', weight: 1, turnsBelow: null, turnsAbove: 3 },
    ]);
    // No weight is below nothing: with one figure alone there is no turn.
    expect(scorecardOf(metrics, { gfaM2: 3 }).sensitivity).toEqual([
      { metric: 'gfaM2', weight: 3, turnsBelow: null, turnsAbove: null },
    ]);
    expect(new Set(Object.values(DEFAULT_WEIGHTS))).toEqual(new Set([1]));
    expect(scorecardOf(metrics, { gfaM2: 0.99, heightM: 1 }).best).toBe(0);
    expect(scorecardOf(metrics, { gfaM2: 1, heightM: 1 }).best).toBeNull();
  });

  test('what differs is named with both values', () => {
    const other: Scheme = {
      ...SCHEME,
      parcels: [
        { ...SCHEME.parcels[0], controls: { ...DEFAULT_CONTROLS, far: 2.5 } },
        parcel('p2', box(200, 0, 50, 50)),
      ],
    };
    expect(differencesOf(SCHEME, other)).toEqual([
      { parcel: 'p1', kind: 'changed', fields: [{ name: 'far', first: '1.8', second: '2.5' }] },
      { parcel: 'p2', kind: 'only-second', fields: [] },
    ]);
    expect(differencesOf(SCHEME, SCHEME)).toEqual([]);
  });

  test('other volumes and other ground of the same parcel are named too', () => {
    const graded: Scheme = {
      ...taller,
      parcels: [{ ...SCHEME.parcels[0], grading: { by: 'plane', elevationM: 380.5, fallPct: 2, bearingDeg: 90 } }],
    };
    const [{ fields }] = differencesOf(SCHEME, graded);
    expect(fields.map(({ name }) => name)).toEqual(['ground', 'volumes']);
    expect(fields[0]).toMatchObject({ first: 'kept', second: 'plane 380.5 m 2 % 90°' });
    // 40 × 15 m with 15 storeys.
    expect(fields[1].second).toBe('1 · 9000 m² · 45.0 m');
  });
});
