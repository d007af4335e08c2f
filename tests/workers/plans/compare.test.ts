import { expect, test } from 'vitest';
import { BASE_PLAN_BASIS } from '../../../model/plans/base-basis.ts';
import type { PlanFeature, PlanProperties } from '../../../model/plans/plan.ts';
import { DEFAULT_SLIVERS } from '../../../model/plans/slivers.ts';
import { comparePlans } from '../../../workers/plans/compare.ts';
import { openOverlayPool } from '../../../workers/plans/overlay-pool.ts';
import type { PlanReport, PlanRequest } from '../../../workers/plans/plan-types.ts';
import { boxesOf, planShapes } from '../../../workers/plans/shapes.ts';

/** About 1 m at the equator, where the plane's meridian runs: a square of 100 × 100 of it is 1 ha within 1 %. */
const M_DEG = 1 / 111_000;

/** A rectangle in metres from 0° N 0° E. */
function shape(
  id: string,
  [west, south, east, north]: readonly [number, number, number, number],
  properties: PlanProperties,
): PlanFeature {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ].map(([x, y]) => [x * M_DEG, y * M_DEG]);
  return { type: 'Feature', id, properties, geometry: { type: 'Polygon', coordinates: [ring] } };
}

async function compare(
  plans: readonly (readonly PlanFeature[])[],
  request: Partial<PlanRequest> = {},
  codes: readonly ('mnr-2023' | 'gb50137-2011')[] = [],
): Promise<PlanReport> {
  const infos = plans.map((_, i) => ({
    id: `plan-${i}`,
    authority: { zh: '', en: '' },
    name: { zh: '', en: '' },
    version: '1',
    status: 'draft' as const,
    codes: codes[i] ?? ('mnr-2023' as const),
    source: { name: { zh: '', en: '' }, licence: '', crs: 'EPSG:4326' },
    file: `plans/plan-${i}.geojson`,
    hash: '0'.repeat(64),
    count: 0,
  }));
  const shapes = planShapes(plans.map((features, i) => ({ info: infos[i], features: [...features] })));
  const crew = await openOverlayPool(shapes.arrays, [], { yield: async () => {} });
  const report = await comparePlans(
    {
      infos,
      shapes,
      boxes: boxesOf(shapes.arrays),
      basis: BASE_PLAN_BASIS,
      request: { plans: null, rules: null, slivers: DEFAULT_SLIVERS, isRepairing: false, ...request },
    },
    crew,
    () => {},
  );
  return report ?? expect.fail('stopped');
}

const found = ({ conflicts }: PlanReport) => conflicts.map(({ id }) => id);
const HOME = { kind: 'parcel', code: '0701' } as const;

test('homes on farmland are one conflict with its area in the plane and on the ellipsoid; parks and sewage works are none', async () => {
  const farmland = shape('field', [0, 0, 100, 100], { kind: 'farmland' });
  const report = await compare([
    [shape('homes', [50, 0, 150, 100], HOME), shape('park', [0, 0, 40, 100], { kind: 'parcel', code: '1401' })],
    [farmland],
  ]);
  expect(found(report)).toEqual(['construction-farmland/plan-0/homes/plan-1/field']);
  const [{ areaM2, ellipsoidalM2, meanWidthM, coordinates }] = report.conflicts;
  expect(areaM2 / (50 * 100)).toBeCloseTo(1, 1);
  expect(ellipsoidalM2 / areaM2).toBeCloseTo(1, 6);
  expect(meanWidthM).toBeCloseTo((2 * 50 * 100) / 300, 0);
  expect(coordinates[0][0].at(-1)).toEqual(coordinates[0][0][0]);
});

test('codes of two systems are compared by the crosswalk: R is 07, B is not', async () => {
  const ours = [shape('a', [0, 0, 100, 100], HOME), shape('b', [200, 0, 300, 100], HOME)];
  const theirs = [
    shape('same', [0, 0, 100, 100], { kind: 'parcel', code: 'R21' }),
    shape('other', [200, 0, 300, 100], { kind: 'parcel', code: 'B1' }),
  ];
  expect(found(await compare([ours, theirs], {}, ['mnr-2023', 'gb50137-2011']))).toEqual([
    'use-crosswalk/plan-0/b/plan-1/other',
  ]);
});

test('limits that differ are a conflict of indicators; equal ones and unstated ones are none', async () => {
  const at = [0, 0, 100, 100] as const;
  const ours = [shape('a', at, { ...HOME, farMax: 2, heightMaxM: 54 })];
  expect(found(await compare([ours, [shape('b', at, { ...HOME, farMax: 2 })]]))).toEqual([]);
  expect(found(await compare([ours, [shape('b', at, { ...HOME, farMax: 2.5 })]]))).toEqual([
    'indicators/plan-0/a/plan-1/b',
  ]);
});

test('the same line drawn by two authorities differs where only one has it, from either side', async () => {
  const report = await compare([
    [shape('a', [0, 0, 100, 100], { kind: 'ecology' })],
    [shape('b', [20, 0, 120, 100], { kind: 'ecology' })],
  ]);
  expect(found(report)).toEqual(['boundary-ecology/plan-0/a', 'boundary-ecology/plan-1/b']);
  for (const { areaM2 } of report.conflicts) expect(areaM2 / (20 * 100)).toBeCloseTo(1, 1);
});

test('what is planned is held against what is there', async () => {
  const existing = shape('wood', [0, 0, 100, 100], { kind: 'existing', code: '0301' });
  expect(found(await compare([[shape('homes', [0, 0, 100, 100], HOME)], [existing]]))).toEqual([
    'existing-use/plan-0/homes/plan-1/wood',
  ]);
});

test('a basement above a tunnel is none, one that reaches its level is', async () => {
  const at = [0, 0, 100, 100] as const;
  const tunnel = shape('tunnel', at, { kind: 'tunnel', topM: -3, bottomM: -7 });
  const basement = (bottomM: number) => shape('basement', at, { kind: 'underground', topM: -1, bottomM });
  expect(found(await compare([[basement(-2.7)], [tunnel]]))).toEqual([]);
  expect(found(await compare([[basement(-3.1)], [tunnel]]))).toEqual([
    'underground-tunnel/plan-0/basement/plan-1/tunnel',
  ]);
});

test('a shape that crosses itself is left out and named, or repaired when asked; the others go on', async () => {
  const bow: PlanFeature = {
    ...shape('bow', [0, 0, 1, 1], HOME),
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [100, 100],
          [100, 0],
          [0, 100],
          [0, 0],
        ].map(([x, y]) => [x * M_DEG, y * M_DEG]),
      ],
    },
  };
  const plans = [
    [bow, shape('homes', [300, 0, 400, 100], HOME)],
    [shape('field', [0, 0, 400, 100], { kind: 'farmland' })],
  ];
  const asIs = await compare(plans);
  expect(found(asIs)).toEqual(['construction-farmland/plan-0/homes/plan-1/field']);
  expect(asIs.notes).toEqual([{ code: 'invalid', plan: 'plan-0', count: 1, example: 'bow', isRepaired: false }]);
  const repaired = await compare(plans, { isRepairing: true });
  expect(found(repaired)).toHaveLength(2);
  expect(repaired.conflicts[0].areaM2 / 5000).toBeCloseTo(1, 1);
});

test('slivers are counted with their area, and the balance holds', async () => {
  const report = await compare([
    [shape('homes', [99.997, 0, 200, 100], HOME)],
    [shape('field', [0, 0, 100, 100], { kind: 'farmland' })],
  ]);
  expect(found(report)).toEqual([]);
  expect(report.tallies).toMatchObject([{ rule: 'construction-farmland', droppedCount: 1 }]);
  expect(report.tallies[0].droppedM2).toBeCloseTo(0.3, 1);
  expect(report.tallies[0].errorRatio).toBeLessThan(1e-9);
});

test('a comparison that is stopped gives no report', async () => {
  const shapes = planShapes([
    { info: { id: 'a', codes: 'mnr-2023' }, features: [shape('homes', [0, 0, 1, 1], HOME)] },
    { info: { id: 'b', codes: 'mnr-2023' }, features: [shape('field', [0, 0, 1, 1], { kind: 'farmland' })] },
  ]);
  const crew = await openOverlayPool(shapes.arrays, [], { yield: async () => {} });
  crew.stop();
  const request = { plans: null, rules: null, slivers: DEFAULT_SLIVERS, isRepairing: false };
  expect(
    await comparePlans(
      { infos: [], shapes, boxes: boxesOf(shapes.arrays), basis: BASE_PLAN_BASIS, request },
      crew,
      () => {},
    ),
  ).toBeNull();
});
