import { expect, test } from 'vitest';
import { incidentMessage } from '../../../model/incidents/incident-messages.ts';
import { planFaults, type ResponsePlan } from '../../../model/incidents/response-plan.ts';
import type { SharedResponsePlan } from '../../../model/incidents/shared-response-plan.ts';
import { MessageError } from '../../../model/text/message.ts';
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
import type { PlanStore } from '../../../src/plugins/incident-log/plan-store.ts';
import { listedPlans, openResponsePlans, usablePlans } from '../../../src/plugins/incident-log/response-plans.ts';
import type { SharedPlans } from '../../../src/plugins/incident-log/shared-plans.ts';
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

function shelfOf() {
  const kept = new Map<string, unknown>();
  const store: PlanStore = {
    all: async () => [],
    put: async (one) => void kept.set(one.plan.id, one),
    remove: async (id) => void kept.delete(id),
  };
  /** As the hub answers: revisions by id, and what another browser did to them. */
  const revisions: SharedResponsePlan[] = [];
  const newest = (id: string) => revisions.findLast((one) => one.id === id);
  const add = (id: string, plan: ResponsePlan | null, who: string) => {
    const made = { id, revision: (newest(id)?.revision ?? 0) + 1, who, atMs: 0, plan };
    revisions.push(made);
    return made;
  };
  const hub: SharedPlans = {
    fetch: async () => [...new Set(revisions.map(({ id }) => id))].flatMap((id) => newest(id) ?? []),
    async share(plan, after) {
      const { revision = 0, who = '' } = newest(plan.id) ?? {};
      if (after !== revision)
        throw new MessageError(incidentMessage('plan-shared-since', { id: plan.id, revision, who }));
      return add(plan.id, plan, 'me');
    },
    takeBack: async (id) => void add(id, null, 'me'),
  };
  const shelf = openResponsePlans(store, hub, (error) => expect.fail(String(error)));
  return { shelf, kept, add };
}

test('a plan of this browser stands in place of one that comes with the program, until it is removed', async () => {
  const { shelf, kept } = shelfOf();
  await Promise.resolve();
  const [flood] = DEFAULT_PLANS;
  const own = { ...flood, title: { zh: '本区防汛', en: 'ours' } };
  await shelf.put(draftOf(own));
  expect(listedPlans(shelf.state.getState()).map(({ plan }) => plan.title.zh)).toContain('本区防汛');
  expect(listedPlans(shelf.state.getState())).toHaveLength(DEFAULT_PLANS.length);
  expect(kept.get(flood.id)).toEqual({ plan: own, base: 0 });
  await shelf.remove(flood.id);
  expect(usablePlans(shelf.state.getState())).toEqual(DEFAULT_PLANS);
  expect(kept.size).toBe(0);
});

test('a plan that is shared is this browser’s own no longer; beside it an own one is offered first, and both are listed', async () => {
  const { shelf, kept } = shelfOf();
  await shelf.put(draftOf(HAND_PLAN));
  await shelf.share(draftOf(HAND_PLAN));
  expect(kept.size).toBe(0);
  const listed = () => listedPlans(shelf.state.getState()).filter(({ plan }) => plan.id === HAND_PLAN.id);
  expect(listed()).toMatchObject([{ from: 'hub', base: 1, shared: { who: 'me' } }]);
  const own = { ...HAND_PLAN, title: { zh: '改过的', en: 'changed' } };
  await shelf.put(draftOf(own, 1));
  expect(listed().map(({ from, base }) => [from, base])).toEqual([
    ['browser', 1],
    ['hub', 1],
  ]);
  expect(usablePlans(shelf.state.getState()).filter(({ id }) => id === HAND_PLAN.id)).toMatchObject([
    { title: { zh: '改过的' } },
  ]);
});

test('what another browser shared meanwhile is not written over unseen: the second time it is, and it is taken back and shared anew', async () => {
  const { shelf, add } = shelfOf();
  await shelf.share(draftOf(HAND_PLAN));
  shelf.edit(draftOf(HAND_PLAN, 1));
  add(HAND_PLAN.id, { ...HAND_PLAN, title: { zh: '别人的', en: 'theirs' } }, 'another');
  // That the page has heard of it is not that somebody has seen it.
  await shelf.refresh();
  const draft = () => shelf.state.getState().draft ?? expect.fail('expected a draft');
  await expect(shelf.share(draft())).rejects.toThrow(/another shared meanwhile as revision 2/);
  expect(draft()).toMatchObject({ plan: HAND_PLAN, base: 2 });
  await shelf.share(draft());
  expect(draft().base).toBe(3);
  await shelf.takeBack(HAND_PLAN.id);
  expect(usablePlans(shelf.state.getState()).some(({ id }) => id === HAND_PLAN.id)).toBe(false);
  await shelf.share(draftOf(HAND_PLAN));
  expect(listedPlans(shelf.state.getState()).find(({ plan }) => plan.id === HAND_PLAN.id)?.base).toBe(5);
});
