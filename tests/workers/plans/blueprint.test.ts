import { expect, test } from 'vitest';
import { BASE_PLAN_BASIS } from '../../../model/plans/base-basis.ts';
import { stampsOf } from '../../../model/plans/plan-basis.ts';
import { type PlanEdit, shapeHash } from '../../../model/plans/plan-edits.ts';
import { type Actor, type Journal, type PlanAct, withAct } from '../../../model/plans/plan-journal.ts';
import { blueprintOf } from '../../../workers/plans/blueprint.ts';
import { publishedParcels, redigitisedParcels } from '../../bench/plans-parcels.ts';

const parcels = redigitisedParcels(3, 'blueprint');
const published = publishedParcels(parcels);
const PROGRESS = { found: { all: 117, prohibited: 48 }, open: { all: 116, prohibited: 47 } };
const of = (journal: Journal, progress = PROGRESS) =>
  blueprintOf(published, parcels.infos, stampsOf(BASE_PLAN_BASIS), journal, progress);

const AN: Actor = { who: '安', role: 'analyst', by: 'page' };
const BO: Actor = { who: '博', role: 'planner', by: 'page' };

const [feature] = published.plans[1].features;
const removal: PlanEdit = { plan: 'b', shape: feature.id, was: shapeHash(feature), next: null };
const propose = (edit: PlanEdit): PlanAct => ({
  kind: 'propose',
  conflict: 'c',
  facts: { rule: 'use-crosswalk', edition: '1', a: { plan: 'a', shape: 'a-0-0' }, b: null, areaM2: 1, at: [108, 30] },
  way: { kind: 'give-up', side: 'b' },
  edits: [edit],
  vanished: ['c'],
  arose: [],
  text: '',
});
const signed = (edit: PlanEdit) =>
  withAct(withAct([], propose(edit), AN, 1), { kind: 'sign', conflict: 'c', text: '' }, BO, 2);

test('the blueprint is all plans after what was signed; what waits for a signature is not in it', () => {
  const all = 2 * 3 * 3;
  expect(of([])).toMatchObject({ shapes: all, changed: 0, decisions: [], left: [] });
  expect(of(withAct([], propose(removal), AN, 1))).toMatchObject({ shapes: all, changed: 0, decisions: [] });
  const blueprint = of(signed(removal));
  expect(blueprint).toMatchObject({ shapes: all - 1, changed: 1, left: [] });
  expect(blueprint.decisions).toMatchObject([{ conflict: 'c', proposedBy: '安', signedBy: '博', way: 'give-up b' }]);
  const { features, shapan } = JSON.parse(blueprint.geoJson);
  expect(features).toHaveLength(all - 1);
  expect(features.map(({ id }: { id: string }) => id)).not.toContain(feature.id);
  expect(shapan).toMatchObject({ hash: blueprint.hash, ...PROGRESS, ...stampsOf(BASE_PLAN_BASIS) });
});

test('its hash is the same for the same signatures, and another for another shape, signature or number of conflicts left open', () => {
  const hash = of(signed(removal)).hash;
  expect(of(signed(removal)).hash).toBe(hash);
  const { properties, geometry } = feature;
  const coded = { ...removal, next: { properties: { ...properties, code: '0901' }, geometry } };
  expect(of(signed(coded)).hash).not.toBe(hash);
  const again = withAct(withAct([], propose(removal), AN, 1), { kind: 'sign', conflict: 'c', text: '' }, BO, 3);
  expect(of(again).hash).not.toBe(hash);
  expect(of(signed(removal), { ...PROGRESS, open: { all: 0, prohibited: 0 } }).hash).not.toBe(hash);
});

test('a signature on a shape that the city has another edition of now is named, and changes nothing', () => {
  const blueprint = of(signed({ ...removal, was: '0'.repeat(64) }));
  expect(blueprint).toMatchObject({ shapes: 18, changed: 0, left: ['c'] });
});
