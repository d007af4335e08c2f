import { expect, test } from 'vitest';
import { planFaults } from '../../../model/incidents/response-plan.ts';
import { DEFAULT_PLANS } from '../../../scenarios/response-plans.ts';
import {
  changedDraft,
  draftOf,
  newPlan,
  undoneDraft,
  withoutStep,
  withStep,
  withStepChanged,
  withStepMoved,
} from '../../../src/plugins/incident-log/plan-draft.ts';
import { openPlanShelf, shelvedPlans } from '../../../src/plugins/incident-log/plan-shelf.ts';
import { HAND_PLAN } from '../../model/incidents/log.ts';

test('undo takes back one change after the other; letters typed into one field are one', () => {
  let draft = draftOf(HAND_PLAN);
  draft = changedDraft(draft, 'zh', { ...HAND_PLAN, title: { zh: '一', en: '' } });
  draft = changedDraft(draft, 'zh', { ...draft.plan, title: { zh: '一二', en: '' } });
  const typed = draft.plan;
  draft = changedDraft(draft, '', withoutStep(typed, 0));
  draft = changedDraft(draft, '', withStepMoved(draft.plan, 0, 1));
  expect(draft.plan.steps.map(({ id }) => id)).toEqual(['road', 'lead', 'pumps', 'evacuate', 'camp']);
  draft = undoneDraft(undoneDraft(draft));
  expect(draft.plan).toEqual(typed);
  expect(undoneDraft(draft).plan).toEqual(HAND_PLAN);
  expect(undoneDraft(undoneDraft(draft)).plan).toEqual(HAND_PLAN);
});

test('a new id of a step is followed by the steps that wait for it; a step is not moved past the ends', () => {
  const plan = withStepChanged(HAND_PLAN, 0, { id: 'look' });
  expect(plan.steps[2].trigger).toEqual({ on: 'step-done', step: 'look' });
  expect(planFaults(plan, 'a')).toEqual([]);
  expect(withStepMoved(plan, 0, -1)).toBe(plan);
});

test('a new plan says what is missing; a step more has an id of its own', () => {
  const plan = withStep(newPlan(['plan-1']));
  expect([plan.id, ...plan.steps.map(({ id }) => id)]).toEqual(['plan-2', 'step-1', 'step-2']);
  expect(planFaults(plan, 'a')).toHaveLength(8);
});

test('a plan of this browser stands in place of one that comes with the program, until it is removed', async () => {
  const kept = new Map<string, unknown>();
  const store = {
    all: async () => [],
    put: async (plan: { id: string }) => void kept.set(plan.id, plan),
    remove: async (id: string) => void kept.delete(id),
  };
  const shelf = openPlanShelf(store, (error) => expect.fail(String(error)));
  await Promise.resolve();
  const [flood] = DEFAULT_PLANS;
  const own = { ...flood, title: { zh: '本区防汛', en: 'ours' } };
  await shelf.put(own);
  expect(shelvedPlans(shelf.state.getState().kept).map(({ title }) => title.zh)).toContain('本区防汛');
  expect(shelvedPlans(shelf.state.getState().kept)).toHaveLength(DEFAULT_PLANS.length);
  expect(kept.get(flood.id)).toEqual(own);
  await shelf.remove(flood.id);
  expect(shelvedPlans(shelf.state.getState().kept)).toEqual(DEFAULT_PLANS);
  expect(kept.size).toBe(0);
});
