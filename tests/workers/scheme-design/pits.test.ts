import { expect, test } from 'vitest';
import type { Grading } from '../../../model/questions/terrain-analysis.ts';
import { basementsOf } from '../../../model/schemes/basements.ts';
import { metricsOf, parcelRing } from '../../../model/schemes/metrics.ts';
import {
  DEFAULT_ASSUMPTIONS,
  DEFAULT_CONTROLS,
  type ParcelBasement,
  type Scheme,
  type SchemeBuilding,
  type SchemeParcel,
} from '../../../model/schemes/scheme.ts';
import { excavatedParcel } from '../../../workers/scheme-design/site-pits.ts';

/** Ground that rises by 1 m in 10 m to the east: elevation 100 m at east 0. */
const slope = {
  grid: { westM: -100, southM: -100, cellM: 10, columns: 30, rows: 30 },
  elevationM: Float32Array.from({ length: 900 }, (_, i) => 100 + (-100 + ((i % 30) + 0.5) * 10) / 10),
};

const box = (west: number, south: number, wide: number, deep: number): [number, number][] => [
  [west, south],
  [west + wide, south],
  [west + wide, south + deep],
  [west, south + deep],
];
const UNDER_EACH: ParcelBasement = { under: 'buildings', storeys: 2, storeyM: 4, outsetM: 0, isInFar: false };

const parcelOf = (grading?: Grading): SchemeParcel => ({
  id: 'p1',
  name: '',
  source: null,
  ...parcelRing(box(0, 0, 100, 60)),
  controls: DEFAULT_CONTROLS,
  basement: UNDER_EACH,
  ...(grading ? { grading } : {}),
});
const building = (id: string, ringM: [number, number][]): SchemeBuilding => ({
  id,
  parcel: 'p1',
  ringM,
  baseM: 0,
  heightM: 30,
  storeys: 10,
  use: 'residential',
});

test('a pit in a slope goes down from the ground to a floor below its lowest corner, and is filled again beside the basement', async () => {
  const parcel = parcelOf();
  const found = basementsOf({ parcels: [parcel], buildings: [building('b', box(20, 20, 20, 10))] });
  const dug = await excavatedParcel(slope, parcel, found, { marginM: 1, gradedM: null });
  // The floor is at 102 − 8 = 94 m; the ground over the middle, at 103 m, is 9 m above it: 22 × 12 × 9, of which 20 × 10 × 9 is basement.
  expect(dug?.areaM2).toBeCloseTo(264, 6);
  expect(dug?.dugM3).toBeCloseTo(2376, 2);
  expect(dug?.backfillM3).toBeCloseTo(576, 2);
  expect(dug?.uncoveredM2).toBeCloseTo(0, 6);
});

test('pits that overlap are dug once, down to the deeper floor', async () => {
  const parcel = parcelOf();
  const deep = { ...building('a', box(20, 20, 20, 10)), basement: { ...UNDER_EACH, storeys: 3 } };
  const found = basementsOf({ parcels: [parcel], buildings: [deep, building('b', box(42, 20, 20, 10))] });
  const dug = await excavatedParcel(null, parcel, found, { marginM: 2, gradedM: null });
  // On level ground: 24 × 14 m by 12 m, and the other's 24 × 14 m without the shared 2 × 14 m by 8 m.
  expect(dug?.dugM3).toBeCloseTo(24 * 14 * 12 + 22 * 14 * 8, 6);
  expect(dug?.backfillM3).toBeCloseTo(24 * 14 * 12 + 22 * 14 * 8 - 200 * 12 - 200 * 8, 6);
  // No ground is known there.
  expect(dug?.uncoveredM2).toBeCloseTo(dug?.areaM2 ?? 0, 6);
});

test('on a graded site pits begin at the graded ground, and the surplus is of cut, pits, fill and what is filled again', async () => {
  const parcel = parcelOf({ by: 'level', elevationM: 105 });
  const scheme: Scheme = { id: 's', name: '', parcels: [parcel], buildings: [building('b', box(20, 20, 20, 10))] };
  const dug = await excavatedParcel(slope, parcel, basementsOf(scheme), { marginM: 1, gradedM: 105 });
  if (!dug) throw new Error('pits: expected one');
  // 8 m deep all over: 264 × 8, of which 200 × 8 is basement.
  expect([dug.dugM3, dug.backfillM3]).toEqual([expect.closeTo(2112, 6), expect.closeTo(512, 6)]);
  const earthwork = [{ parcel: 'p1', cutM3: 1000, fillM3: 300, areaM2: 6000, uncoveredM2: 0, elevationM: 105 }];
  const site = { earthwork, excavations: [dug], services: [], roads: [], lacks: [] };
  const assumed = { ...DEFAULT_ASSUMPTIONS, fillPerCutRatio: 0.9 };
  const figures = metricsOf(scheme, assumed, site);
  expect(figures.dugM3).toBeCloseTo(2112, 6);
  expect(figures.surplusM3).toBeCloseTo(0.9 * (1000 + 2112) - 300 - 512, 6);
  // Without grading the surplus is of the pits alone.
  const bare = metricsOf(scheme, assumed, { ...site, earthwork: [] });
  expect([bare.cutM3, bare.surplusM3]).toEqual([null, expect.closeTo(0.9 * 2112 - 512, 6)]);
});

test('nothing is dug where no basement is built', async () => {
  expect(await excavatedParcel(slope, parcelOf(), [], { marginM: 1, gradedM: null })).toBeNull();
});
