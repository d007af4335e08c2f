import { describe, expect, test } from 'vitest';
import {
  basementAreaM2,
  basementsOf,
  basementsWithoutRoom,
  isBeyondSite,
  pitPieces,
  withBasement,
} from '../../../model/schemes/basements.ts';
import { coveredM2, coveredPieces } from '../../../model/schemes/covered-pieces.ts';
import { metricsOf, parcelMetrics, parcelRing } from '../../../model/schemes/metrics.ts';
import {
  type BasementLevels,
  DEFAULT_ASSUMPTIONS,
  DEFAULT_CONTROLS,
  type ParcelBasement,
  type Scheme,
  type SchemeBuilding,
  type SchemeParcel,
} from '../../../model/schemes/scheme.ts';
import { parseSchemesFile, schemesFileText } from '../../../model/schemes/scheme-file.ts';
import { planOfScheme } from '../../../model/schemes/scheme-plan.ts';
import { differencesOf } from '../../../model/schemes/scorecard.ts';

const box = (west: number, south: number, wideM: number, deepM: number): [number, number][] => [
  [west, south],
  [west + wideM, south],
  [west + wideM, south + deepM],
  [west, south + deepM],
];
const LEVELS: BasementLevels = { storeys: 2, storeyM: 4, outsetM: 0, isInFar: false };
const UNDER_EACH: ParcelBasement = { under: 'buildings', ...LEVELS };
const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };

const parcelOf = (basement?: ParcelBasement): SchemeParcel => ({
  id: 'p1',
  name: 'p1',
  source: null,
  ...parcelRing(box(0, 0, 100, 60)),
  controls: DEFAULT_CONTROLS,
  ...(basement ? { basement } : {}),
});
const buildingOf = (id: string, ringM: [number, number][], own: Partial<SchemeBuilding> = {}): SchemeBuilding => ({
  id,
  parcel: 'p1',
  ringM,
  baseM: 0,
  heightM: 30,
  storeys: 10,
  use: 'residential',
  ...own,
});
/** 100 × 60 m with two blocks of 20 × 10 m, 4 m apart, ten storeys each. */
const schemeOf = (basement?: ParcelBasement, ...own: Partial<SchemeBuilding>[]): Scheme => ({
  id: 's1',
  name: 'one',
  parcels: [parcelOf(basement)],
  buildings: [buildingOf('b1', box(20, 20, 20, 10), own[0]), buildingOf('b2', box(44, 20, 20, 10), own[1])],
});
const areaOf = (scheme: Scheme) => basementAreaM2(basementsOf(scheme));

describe('ground that rings cover', () => {
  test('counts once where two of them overlap', () => {
    // 100 + 100 − 4 × 5.
    expect(coveredM2([box(0, 0, 10, 10), box(6, 5, 10, 10)])).toBeCloseTo(180, 9);
    const both = coveredPieces([box(0, 0, 10, 10), box(6, 5, 10, 10)]).filter(({ of }) => of.length === 2);
    expect(both.reduce((sum, { areaM2 }) => sum + areaM2, 0)).toBeCloseTo(20, 9);
  });
  test('is the same for slanted edges that cross, whichever way a ring runs', () => {
    const diamond: [number, number][] = [
      [5, -5],
      [15, 5],
      [5, 15],
      [-5, 5],
    ];
    // A square of 100 in a diamond of 200: four corners of the diamond stick out by 25 each.
    expect(coveredM2([diamond, box(0, 0, 10, 10)])).toBeCloseTo(200, 9);
    expect(coveredM2([diamond.toReversed(), box(10, 0, 10, 10)])).toBeCloseTo(275, 9);
  });
});

describe('basements', () => {
  test('lie under each building of a parcel, and their levels are counted apart from the floor-area ratio', () => {
    const scheme = schemeOf(UNDER_EACH);
    // 2 blocks × 200 m² × 2 levels; 800 / 35 = 22.9 places.
    expect(metricsOf(scheme, DEFAULT_ASSUMPTIONS)).toMatchObject({
      gfaM2: 4000,
      basementM2: 800,
      basementSpaces: 22,
      far: 4000 / 6000,
      dugM3: null,
      surplusM3: null,
    });
    const assumed = { ...DEFAULT_ASSUMPTIONS, basementM2PerSpace: 40 };
    expect(metricsOf(scheme, assumed).basementSpaces).toBe(20);
    expect(parcelMetrics(scheme, assumed)[0].metrics.basementM2).toBe(800);
  });

  test('count in the floor-area ratio where that is stated', () => {
    const { far, gfaM2 } = metricsOf(schemeOf({ ...UNDER_EACH, isInFar: true }), DEFAULT_ASSUMPTIONS);
    expect([far, gfaM2]).toEqual([expect.closeTo(4800 / 6000, 12), 4000]);
  });

  test('that overlap share their levels', () => {
    // By 3 m on each side: 26 × 16 m each, 2 m of them in each other.
    expect(areaOf(schemeOf({ ...UNDER_EACH, outsetM: 3 }))).toBeCloseTo(2 * (2 * 26 * 16 - 2 * 16), 9);
    // One of them alone has a third level.
    const deeper = { basement: { ...LEVELS, storeys: 3, outsetM: 3 } };
    const two = basementsOf(schemeOf({ ...UNDER_EACH, outsetM: 3 }, deeper));
    expect(basementAreaM2(two)).toBeCloseTo(2 * (2 * 26 * 16 - 2 * 16) + 26 * 16, 9);
    expect(two.map(({ depthM }) => depthM)).toEqual([12, 8]);
  });

  test('lie under the whole site, 5 m within it, and under what stands on them no second time', () => {
    expect(areaOf(schemeOf({ ...UNDER_EACH, under: 'site', outsetM: -5 }))).toBeCloseTo(2 * 90 * 50, 9);
    // With a core of three levels of its own under one block.
    const core = schemeOf({ ...UNDER_EACH, under: 'site', outsetM: -5 }, { basement: { ...LEVELS, storeys: 3 } });
    expect(areaOf(core)).toBeCloseTo(2 * 90 * 50 + 200, 9);
  });

  test('are none under a building that has none, nor under a volume that stands on another', () => {
    expect(areaOf(schemeOf(UNDER_EACH, { basement: null }))).toBe(400);
    expect(areaOf(schemeOf(UNDER_EACH, { baseM: 9 }))).toBe(400);
    expect(areaOf(schemeOf(undefined, { basement: LEVELS }))).toBe(400);
  });

  test('that lie too far within are told of', () => {
    const scheme = schemeOf({ ...UNDER_EACH, outsetM: -5 });
    expect([areaOf(scheme), basementsWithoutRoom(scheme.parcels[0], scheme.buildings)]).toEqual([0, 2]);
  });

  test('that reach out of their parcel are found', () => {
    const beyond = (outsetM: number) =>
      basementsOf(schemeOf({ ...UNDER_EACH, under: 'site', outsetM })).map((one) => isBeyondSite(one, parcelOf()));
    expect([beyond(1), beyond(0), beyond(-1)]).toEqual([[true], [false], [false]]);
  });

  test('are dug with a margin once, where pits overlap', () => {
    // By 2 m on each side 24 × 14 m each, which touch; by 3 m they share a strip of 2 × 16 m.
    const areaM2 = (marginM: number) =>
      pitPieces(basementsOf(schemeOf(UNDER_EACH)), marginM).reduce((sum, one) => sum + one.areaM2, 0);
    expect([areaM2(0), areaM2(2), areaM2(3)]).toEqual([
      400,
      expect.closeTo(2 * 24 * 14, 9),
      expect.closeTo(2 * 26 * 16 - 2 * 16, 9),
    ]);
  });
});

test('an own basement makes a building edited, and gives it back to its parcel', () => {
  const scheme = withBasement(schemeOf(UNDER_EACH), { of: 'building', id: 'b1', levels: null });
  expect(scheme.buildings[0]).toMatchObject({ made: 'edited', basement: null });
  const back = withBasement(scheme, { of: 'building', id: 'b1', levels: 'as-parcel' });
  expect('basement' in back.buildings[0]).toBe(false);
  expect('basement' in withBasement(back, { of: 'parcel', id: 'p1', basement: null }).parcels[0]).toBe(false);
});

describe('a file of schemes', () => {
  const textOf = (scheme: Scheme) =>
    schemesFileText('x', ORIGIN, { schemes: [scheme], assumptions: DEFAULT_ASSUMPTIONS });
  const formatOf = (scheme: Scheme) => JSON.parse(textOf(scheme)).shapan.format;

  test('keeps basements, and is of an older format where there are none', () => {
    const scheme = schemeOf({ ...UNDER_EACH, outsetM: 1.5 }, { basement: null });
    const [again] = parseSchemesFile(JSON.parse(textOf(scheme)), 'f', 'x', ORIGIN).schemes;
    expect(again.parcels[0].basement).toEqual({ ...UNDER_EACH, outsetM: 1.5 });
    expect(again.buildings.map(({ basement }) => basement)).toEqual([null, undefined]);
    expect([formatOf(scheme), formatOf(schemeOf())]).toEqual([3, 1]);
  });

  test('from before there were any reads as none, with the usual assumptions', () => {
    const old = JSON.parse(textOf(schemeOf()));
    delete old.shapan.assumptions.basementM2PerSpace;
    delete old.shapan.assumptions.workingMarginM;
    const { schemes, assumptions } = parseSchemesFile(old, 'f', 'x', ORIGIN);
    expect(assumptions).toEqual(DEFAULT_ASSUMPTIONS);
    expect(metricsOf(schemes[0], assumptions)).toMatchObject({ basementM2: 0, basementSpaces: 0, dugM3: 0 });
  });
});

test('what differs names the basements', () => {
  const [{ fields }] = differencesOf(schemeOf(), schemeOf({ ...UNDER_EACH, outsetM: 1 }));
  // 22 × 12 m, two of them, two levels.
  expect(fields).toEqual([
    { name: 'basement', first: 'no-basement', second: 'under-buildings 2 × 4 m · +1 m · 1056 m² · not-in-far' },
  ]);
});

test('a scheme as a plan has its buildings, and its basements down to their floors', () => {
  const { info, bytes } = planOfScheme({ ...schemeOf(UNDER_EACH), id: 'S 1' }, ORIGIN, { zh: 'x', en: 'x' });
  expect(info).toMatchObject({ id: 'scheme-s-1', count: 4, status: 'draft' });
  const { features } = JSON.parse(new TextDecoder().decode(bytes));
  expect(features.map(({ id, properties }: { id: string; properties: object }) => [id, properties])).toEqual([
    ['b1', { kind: 'planned-building', heightM: 30 }],
    ['b2', { kind: 'planned-building', heightM: 30 }],
    ['b1-basement', { kind: 'basement', topM: 0, bottomM: -8 }],
    ['b2-basement', { kind: 'basement', topM: 0, bottomM: -8 }],
  ]);
});
