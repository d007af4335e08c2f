import { expect, test } from 'vitest';
import { type BuildingEdit, brokenLimits, withEdit } from '../../../model/schemes/edit-building.ts';
import { metricsOf, parcelRing } from '../../../model/schemes/metrics.ts';
import {
  DEFAULT_ASSUMPTIONS,
  DEFAULT_CONTROLS,
  type Scheme,
  type SchemeBuilding,
} from '../../../model/schemes/scheme.ts';
import { areaM2 } from '../../../model/schemes/site-geometry.ts';

const box = (west: number, south: number, wideM: number, deepM: number): [number, number][] => [
  [west, south],
  [west + wideM, south],
  [west + wideM, south + deepM],
  [west, south + deepM],
];
const facts = { parcel: 'p', use: 'residential' as const };
/** A podium of 20 × 10 m with 2 storeys of 4.5 m and a tower of 10 × 8 m and 5 storeys of 3 m on it, on a site of 100 × 60 m. */
const podium: SchemeBuilding = { ...facts, id: 'a', ringM: box(20, 20, 20, 10), baseM: 0, heightM: 9, storeys: 2 };
const tower: SchemeBuilding = { ...facts, id: 'b', ringM: box(25, 21, 10, 8), baseM: 9, heightM: 15, storeys: 5 };
const parcel = { id: 'p', name: '', source: null, ...parcelRing(box(0, 0, 100, 60)), controls: DEFAULT_CONTROLS };
const scheme: Scheme = { id: 's', name: '', parcels: [parcel], buildings: [podium, tower] };

const after = (id: string, edit: BuildingEdit): SchemeBuilding[] => withEdit(scheme, id, edit)?.buildings ?? [];
const figures = (edit: BuildingEdit) => {
  const next = withEdit(scheme, 'a', edit);
  return next && metricsOf(next, DEFAULT_ASSUMPTIONS);
};

test('what stands on a building moves with it, and counts as edited', () => {
  const [a, b] = after('a', { kind: 'move', eastM: 5, northM: -3 });
  expect([a.ringM[0], b.ringM[0], a.made, b.made]).toEqual([[25, 17], [30, 18], 'edited', 'edited']);
  expect(after('b', { kind: 'move', eastM: 5, northM: 0 })[0]).toBe(podium);
});

test('a turn by 90° lays 20 × 10 m across, about the middle', () => {
  const [a] = after('a', { kind: 'turn', turnDeg: 90 });
  expect(a.ringM.map(([x, y]) => [Math.round(x * 1e6) / 1e6, Math.round(y * 1e6) / 1e6])).toEqual([
    [35, 15],
    [35, 35],
    [25, 35],
    [25, 15],
  ]);
});

test('storeys keep their height, and the tower rises with the podium', () => {
  const [a, b] = after('a', { kind: 'storeys', storeys: 4 });
  expect([a.storeys, a.heightM, b.baseM]).toEqual([4, 18, 18]);
  // 200 m² × 4 + 80 m² × 5, and 33 m to the top.
  expect(figures({ kind: 'storeys', storeys: 4 })).toMatchObject({ gfaM2: 1200, heightM: 33, footprintM2: 200 });
});

test('an edge that is pushed makes the footprint larger by its length times the way', () => {
  const [a] = after('a', { kind: 'push', edge: 1, outM: 3 });
  expect(areaM2(a.ringM)).toBeCloseTo(230, 9);
  expect(figures({ kind: 'push', edge: 1, outM: -5 })?.footprintM2).toBeCloseTo(150, 9);
  expect(withEdit(scheme, 'a', { kind: 'push', edge: 1, outM: -20 })).toBeNull();
});

test('each limit that a building breaks is named with what it came to', () => {
  const [a, b] = after('a', { kind: 'move', eastM: 0, northM: -15 });
  const moved = { ...scheme, buildings: [a, b] };
  // 5 m to the street in the south, where 8 are asked for.
  expect(brokenLimits(a, parcel, moved)).toEqual([{ code: 'street', limit: 8, got: 5 }]);
  expect(brokenLimits(podium, parcel, scheme)).toEqual([]);
  const high = after('b', { kind: 'height', heightM: 50 })[1];
  expect(brokenLimits(high, parcel, scheme)).toEqual([{ code: 'height', limit: 54, got: 59 }]);
  const beside: SchemeBuilding = { ...podium, id: 'c', ringM: box(45, 20, 20, 10) };
  expect(brokenLimits(beside, parcel, { ...scheme, buildings: [podium, beside] })).toEqual([
    { code: 'gap', limit: 13, got: 5 },
  ]);
  const within: SchemeBuilding = { ...podium, id: 'c', ringM: box(30, 20, 20, 10) };
  expect(brokenLimits(within, parcel, { ...scheme, buildings: [podium, within] }).map(({ code }) => code)).toEqual([
    'overlap',
  ]);
  const [out] = after('a', { kind: 'move', eastM: 70, northM: 0 });
  expect(brokenLimits(out, parcel, scheme).map(({ code }) => code)).toContain('outside');
});
