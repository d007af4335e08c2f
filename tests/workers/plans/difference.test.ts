import { expect, test } from 'vitest';
import type { PlanFeature, PlanProperties } from '../../../model/plans/plan.ts';
import { differenceOf } from '../../../workers/plans/difference.ts';
import type { ReadPlan } from '../../../workers/plans/shapes.ts';
import { loadGeos } from '../../../workers/shared/geos.ts';

const parcel = (id: string, west: number, east: number, properties: Partial<PlanProperties> = {}): PlanFeature => ({
  type: 'Feature',
  id,
  properties: { kind: 'parcel', ...properties },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 0],
        [east, 0],
        [east, 1],
        [west, 1],
        [west, 0],
      ].map(([x, y]) => [108 + x * 1e-4, 34 + y * 1e-4]),
    ],
  },
});

const plan = (...features: PlanFeature[]): ReadPlan => ({ info: { id: 'a', codes: 'mnr-2023' }, features });
const older = plan(parcel('a', 0, 1, { farMax: 2 }), parcel('b', 1, 2), parcel('c', 2, 3), parcel('d', 3, 4));

test('added, removed and changed shapes by their ids, with the ground and the words that changed', async () => {
  const newer = plan(parcel('a', 0, 1, { farMax: 2.5 }), parcel('b', 1, 2.2), parcel('c', 2, 3), parcel('e', 9, 10));
  const { changes, same, by } = differenceOf(await loadGeos(), older, newer);
  expect([by, same]).toEqual(['id', 1]);
  const of = (kind: string, id: string) =>
    changes.find((one) => one.kind === kind && (one.is ?? one.was) === id) ?? expect.fail(`${kind} ${id}`);
  const { areaM2 } = of('removed', 'd');
  expect(changes).toHaveLength(4);
  expect(of('added', 'e').movedM2 / areaM2).toBeCloseTo(1, 5);
  expect(of('changed', 'b').movedM2 / areaM2).toBeCloseTo(0.2, 5);
  expect(of('changed', 'a')).toMatchObject({ movedM2: 0, properties: [{ name: 'farMax', was: '2', is: '2.5' }] });
});

test('where ids are others, shapes are found again by the ground that they share', async () => {
  const newer = plan(parcel('1', 0, 1, { farMax: 2 }), parcel('2', 1, 1.9), parcel('3', 2, 3));
  const { changes, same, by } = differenceOf(await loadGeos(), older, newer);
  expect([by, same]).toEqual(['ground', 2]);
  expect(changes.map(({ kind, was, is }) => [kind, was, is])).toEqual([
    ['removed', 'd', null],
    ['changed', 'b', '2'],
  ]);
});

test('a plan does not differ from itself', async () => {
  expect(differenceOf(await loadGeos(), older, older)).toMatchObject({ changes: [], same: 4 });
});
