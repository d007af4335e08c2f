import { expect, test } from 'vitest';
import { BASE_PLAN_BASIS } from '../../../model/plans/base-basis.ts';
import type { PlanFeature } from '../../../model/plans/plan.ts';
import { foldedEdits, leftHash, type PlanEdit, shapeHash } from '../../../model/plans/plan-edits.ts';
import { DEFAULT_SLIVERS } from '../../../model/plans/slivers.ts';
import { type Comparison, layPlans, reportOf } from '../../../workers/plans/compare.ts';
import {
  arraysOf,
  type EditedPlans,
  editedPlans,
  type PublishedPlans,
  publishedPlans,
} from '../../../workers/plans/edited.ts';
import type { OverlaidShape } from '../../../workers/plans/overlaid-shapes.ts';
import { openOverlayPool } from '../../../workers/plans/overlay-pool.ts';
import { giveUp } from '../../../workers/plans/proposals.ts';
import { type FormerComparison, overlayChanges } from '../../../workers/plans/recheck.ts';
import { planShapes } from '../../../workers/plans/shapes.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { publishedParcels, redigitisedParcels } from '../../bench/plans-parcels.ts';

const SIDE = 8;
const parcels = redigitisedParcels(SIDE, 'recheck');
const published = publishedParcels(parcels);

const comparisonOf = (plans: EditedPlans): Comparison => ({
  infos: parcels.infos,
  shapes: plans,
  boxes: plans.boxes,
  basis: BASE_PLAN_BASIS,
  request: { plans: null, rules: null, slivers: DEFAULT_SLIVERS, isRepairing: false },
  stale: plans.stale,
});

async function whole(plans: EditedPlans): Promise<OverlaidShape[]> {
  const crew = await openOverlayPool(arraysOf(plans), [], { yield: async () => {} });
  return (await layPlans(comparisonOf(plans), crew, () => {})) ?? expect.fail('stopped');
}

const stateOf = ({ properties, geometry }: PlanFeature) => ({ properties, geometry });

/** A corner moved, another use, nothing at all, or a new parcel over the old one's corner. */
function anyEdit({ plans }: PublishedPlans, random: () => number): PlanEdit {
  const { info, features } = plans[random() < 0.5 ? 0 : 1];
  const feature = features[Math.floor(random() * features.length)];
  const state = stateOf(feature);
  const edit = { plan: info.id, shape: feature.id, was: shapeHash(state) };
  const choice = random();
  if (choice < 0.25) return { ...edit, next: null };
  if (choice < 0.5) return { ...edit, next: { ...state, properties: { kind: 'parcel', code: '1001' } } };
  if (feature.geometry.type !== 'Polygon') return expect.fail('parcels are polygons');
  const [ring] = feature.geometry.coordinates;
  const far = [ring[0][0] + (random() - 0.5) * 1e-3, ring[0][1] + (random() - 0.5) * 1e-3];
  const geometry = { type: 'Polygon' as const, coordinates: [[far, ...ring.slice(1, -1), far]] };
  if (choice < 0.75) return { ...edit, next: { ...state, geometry } };
  const properties = { kind: 'parcel' as const, code: '0901' };
  return { plan: info.id, shape: `new-${Math.floor(random() * 4)}`, was: null, next: { properties, geometry } };
}

test('after any edits, also taken back, what is laid again amounts to a whole comparison, to the last bit', async () => {
  const random = seeded(7);
  const none = editedPlans(published, []);
  let kept: FormerComparison = { plans: none, laid: await whole(none) };
  let edits: PlanEdit[] = [];
  for (let round = 0; round < 16; round++) {
    edits = random() < 0.3 ? edits.slice(1) : foldedEdits([...edits, anyEdit(published, random)]);
    const plans = editedPlans(published, foldedEdits(edits));
    const again = (await overlayChanges(kept, comparisonOf(plans), plans)) ?? expect.fail('a whole run was asked for');
    const expected = await whole(plans);
    expect(reportOf(comparisonOf(plans), again)).toEqual(reportOf(comparisonOf(plans), expected));
    kept = { plans, laid: again };
  }
  expect(edits.length).toBeGreaterThan(5);
});

test('a side that gives up its part contradicts the other no more, and covers what it had less the part', async () => {
  const none = editedPlans(published, []);
  const kept = { plans: none, laid: await whole(none) };
  const before = reportOf(comparisonOf(none), kept.laid);
  const conflict = before.conflicts.find(({ rule }) => rule === 'use-crosswalk') ?? expect.fail('no conflict');
  const edit = await giveUp({ published, kept }, conflict, 'b');
  const plans = editedPlans(published, foldedEdits([edit]));
  const laid = (await overlayChanges(kept, comparisonOf(plans), plans)) ?? expect.fail('a whole run was asked for');
  const after = reportOf(comparisonOf(plans), laid);
  expect(after.conflicts.map(({ id }) => id)).not.toContain(conflict.id);
  const lost = before.tallies[0].sharedM2 - after.tallies[0].sharedM2;
  expect(lost).toBeCloseTo(conflict.areaM2, 3);
});

test('a parcel moved out of the boundary, to where nothing is, lies outside as a whole', async () => {
  const of = (id: string, kind: 'parcel' | 'urban-boundary', west: number): PlanFeature => {
    const ring = [
      [west, 0],
      [west + 0.001, 0],
      [west + 0.001, 0.001],
      [west, 0.001],
      [west, 0],
    ];
    const properties = kind === 'parcel' ? { kind, code: '0701' } : { kind };
    return { type: 'Feature', id, properties, geometry: { type: 'Polygon', coordinates: [ring] } };
  };
  const home = of('home', 'parcel', 0);
  const plans = [
    { info: parcels.infos[0], features: [home] },
    { info: parcels.infos[1], features: [of('edge', 'urban-boundary', 0)] },
  ];
  const inside = publishedPlans(plans, planShapes(plans));
  const none = editedPlans(inside, []);
  const kept = { plans: none, laid: await whole(none) };
  const far = stateOf(of('home', 'parcel', 0.01));
  const moved = editedPlans(inside, [{ plan: 'a', shape: 'home', was: shapeHash(home), next: far }]);
  const again = (await overlayChanges(kept, comparisonOf(moved), moved)) ?? expect.fail('a whole run was asked for');
  const report = reportOf(comparisonOf(moved), again);
  expect(report.conflicts.map(({ id }) => id)).toEqual(['construction-outside/a/home']);
  expect(report).toEqual(reportOf(comparisonOf(moved), await whole(moved)));
});

test('a shape in the conflict as a whole is taken away', async () => {
  const none = editedPlans(published, []);
  const kept = { plans: none, laid: await whole(none) };
  const conflict = reportOf(comparisonOf(none), kept.laid).conflicts[0];
  const { plan, shape } = conflict.a;
  const bigger = { ...conflict, b: conflict.a };
  expect(await giveUp({ published, kept }, bigger, 'a')).toMatchObject({ plan, shape, next: null });
});

test('an edit of another edition of a shape is not in force, and said', () => {
  const [feature] = published.plans[0].features;
  const state = stateOf(feature);
  const edit: PlanEdit = { plan: 'a', shape: feature.id, was: '0'.repeat(64), next: state };
  const plans = editedPlans(published, foldedEdits([edit]));
  expect(plans.stale).toEqual([edit]);
  expect(plans.edits.size).toBe(0);
  expect(reportOf(comparisonOf(plans), []).notes).toEqual([
    { code: 'stale', plan: 'a', count: 1, example: feature.id },
  ]);
});

test('edits one after the other are one a shape, made from what it was before the first', () => {
  const [feature] = published.plans[0].features;
  const first: PlanEdit = { plan: 'a', shape: feature.id, was: shapeHash(feature), next: stateOf(feature) };
  const second: PlanEdit = { ...first, was: leftHash(first), next: null };
  expect(foldedEdits([first, second])).toEqual([{ ...first, next: null }]);
});
