import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Actor, headOf, type Journal } from '../../../model/plans/plan-journal.ts';
import type { App } from '../../../src/kit/plugin.ts';
import { type ConflictController, conflictsController } from '../../../src/plugins/conflicts/controller.ts';
import type { PageStore } from '../../../src/plugins/conflicts/page-store.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { openTownPlans } from '../../workers/plans/town-plans.ts';

/** A browser's database, in memory. */
vi.mock('../../../src/plugins/conflicts/page-store.ts', () => ({
  openPageStore: (): PageStore => {
    let kept: Journal = [];
    return {
      journal: async () => kept,
      putJournal: async (_, journal) => {
        kept = journal;
      },
      plans: async () => [],
      putPlan: async () => undefined,
      removePlan: async () => undefined,
    };
  },
}));

/** The page's controller over the engine itself, without a hub: homes of one plan lie on the other's permanent basic farmland. */
const FARMLAND = 'construction-farmland/own-0/homes/own-1/field';
const AN: Actor = { who: '安', role: 'analyst', by: 'page' };
const BO: Actor = { who: '博', role: 'planner', by: 'page' };

let town: Awaited<ReturnType<typeof openTownPlans>>;
let twin: Twin;
let controller: ConflictController;

beforeAll(async () => {
  town = await openTownPlans();
  twin = pageTwin(smallCity().city, 0);
  const { site, questions, opened } = town;
  const app = {
    twin,
    hubUrl: 'http://city.invalid/',
    engines: { engine: () => ({ open: async () => site.facts, questions }) },
    service: () => null,
    panels: { getState: () => ({ openTool: () => undefined }) },
    offer: () => () => undefined,
    // Rules are kept nowhere here: this browser has no database.
    report: () => undefined,
  } as unknown as App;
  controller = conflictsController.open(app);
  await controller.ready();
  for (const plan of opened) await controller.openPlan({ ...plan, bytes: plan.bytes.slice() });
  await controller.compare();
});
afterAll(async () => {
  controller.close();
  await town.close();
});

const counted = () => controller.report()?.conflicts.length;
const farmlandConflict = () =>
  controller.report()?.conflicts.find(({ id }) => id === FARMLAND) ?? expect.fail('no conflict');
const drafted = async () => {
  await expect.poll(() => twin.getState().planDraft.kind).toBe('made');
  const { planDraft } = twin.getState();
  return planDraft.kind === 'made' ? planDraft : expect.fail(planDraft.kind);
};

test('the plan gives way to the farmland by itself, and what is tried changes no count', async () => {
  const before = counted();
  controller.resolve(farmlandConflict());
  const { way, effect } = await drafted();
  expect(way).toBe('give-up a');
  expect(effect.vanished).toContain(FARMLAND);
  expect(effect.needsApproval).toBe(false);
  expect(effect.balance.map(({ kind }) => kind)).toEqual(['parcel']);
  expect(counted()).toBe(before);
  expect(controller.report()?.conflicts.map(({ id }) => id)).toContain(FARMLAND);
  // The picture shows it before anybody takes it.
  expect(controller.shown().map(({ id }) => id)).not.toContain(FARMLAND);
});

test('the other way costs farmland, says how much, and is refused without the number of its approval', async () => {
  await controller.draft({ kind: 'give-up', side: 'b' });
  const { effect } = await drafted();
  const farmland = effect.balance.find(({ kind }) => kind === 'farmland') ?? expect.fail('no farmland');
  expect((farmland.afterM2 - farmland.beforeM2) / (50 * 100)).toBeCloseTo(-1, 1);
  expect(effect.needsApproval).toBe(true);
  await expect(controller.propose('', AN, ' ')).rejects.toMatchObject({ messages: [{ code: 'no-approval' }] });
  expect(headOf(controller.journal())).toBe('0'.repeat(64));
});

test('a proposal changes no count either; the signature does', async () => {
  const before = counted() ?? 0;
  await controller.draft({ kind: 'give-up', side: 'a' });
  const { effect } = await drafted();
  await controller.propose('', AN, '');
  expect(counted()).toBe(before);
  await controller.act({ kind: 'sign', conflict: FARMLAND, text: '' }, BO);
  expect(counted()).toBe(before - effect.vanished.length + effect.arose.length);
  expect(controller.report()?.published.all).toBe(before);
  const [decided, ...others] = await controller.cases('prohibited');
  expect([decided.conflict.id, decided.decision?.state]).toEqual([FARMLAND, 'signed']);
  // Before: as published, also after the signature; after: what the signature left.
  expect(decided.shapes.map(({ areaM2 }) => areaM2 / 1e4)).toEqual([expect.closeTo(1, 1), expect.closeTo(1, 1)]);
  expect(decided.after).toMatchObject([{ plan: 'own-0', shape: 'homes' }]);
  expect(others.every(({ conflict }) => conflict.severity === 'prohibited')).toBe(true);
  await controller.makeBlueprint();
  const { found, open, decisions } = controller.blueprint() ?? expect.fail('no blueprint');
  expect([found.all, open.all, open.prohibited]).toEqual([before, counted(), found.prohibited - 1]);
  expect(decisions).toMatchObject([{ way: 'give-up a', approval: null }]);
});
