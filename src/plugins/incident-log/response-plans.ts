import { createStore, type StoreApi } from 'zustand/vanilla';
import { plainPlan, type ResponsePlan } from '../../../model/incidents/response-plan.ts';
import type { SharedResponsePlan } from '../../../model/incidents/shared-response-plan.ts';
import { messagesOf } from '../../../model/text/message.ts';
import { DEFAULT_PLANS } from '../../../scenarios/response-plans.ts';
import { draftOf, type PlanDraft } from './plan-draft.ts';
import type { PlanStore, SavedPlan } from './plan-store.ts';
import type { SharedPlans } from './shared-plans.ts';
import { readPlanFile } from './tasks/start-package.ts';

interface ResponsePlansState {
  /** Edited or imported in this browser. */
  kept: readonly SavedPlan[];
  /** The newest revision of each that the hub keeps for all, those that were taken back without their plan. */
  shared: readonly SharedResponsePlan[];
  /** What is edited; it stays while the panel is shut. */
  draft: PlanDraft | null;
}

/** The response plans that an incident can be opened with: those of this browser, those that are shared, and those that come with the program. */
export interface ResponsePlans {
  readonly state: StoreApi<ResponsePlansState>;
  /** Keeps what is edited in place of one of the same id; resolves once the browser has it. */
  put(draft: PlanDraft): Promise<void>;
  remove(id: string): Promise<void>;
  edit(draft: PlanDraft | null): void;
  /** Reads a file and opens it as a draft. */
  open(file: File): Promise<void>;
  /** Asks the hub for what is shared; what was known stays where it does not answer. */
  refresh(): Promise<void>;
  /**
   * Gives what is edited to all; it is this browser's own no longer. Rejects where another revision came since it was begun: the draft goes on
   * from that one then, so that whoever has seen it can share in its place.
   */
  share(draft: PlanDraft): Promise<void>;
  takeBack(id: string): Promise<void>;
}

/** A plan of the shelf. */
interface ListedPlan {
  plan: ResponsePlan;
  from: 'browser' | 'hub' | 'program';
  /** Revision of the shared plan that it is, or goes on from; 0: of none. */
  base: number;
  /** Name of the person who shared it, and the time; null: it is not shared. */
  shared: Pick<SharedResponsePlan, 'who' | 'atMs'> | null;
}

/** All plans: this browser's, what is shared, and those that come with the program where neither has one of that id. */
export function listedPlans({ kept, shared }: Pick<ResponsePlansState, 'kept' | 'shared'>): ListedPlan[] {
  const own = kept.map((one) => ({ ...one, from: 'browser' as const, shared: null }));
  const ofHub = shared.flatMap(({ plan, revision, who, atMs }) =>
    plan ? [{ plan, from: 'hub' as const, base: revision, shared: { who, atMs } }] : [],
  );
  const others = DEFAULT_PLANS.filter(({ id }) => ![...own, ...ofHub].some(({ plan }) => plan.id === id));
  return [...own, ...ofHub, ...others.map((plan) => ({ plan, from: 'program' as const, base: 0, shared: null }))];
}

/** Those that an incident can be opened with, each id once: this browser's in place of what is shared. */
export const usablePlans = (state: Pick<ResponsePlansState, 'kept' | 'shared'>): ResponsePlan[] =>
  listedPlans(state)
    .map(({ plan }) => plan)
    .filter(({ id }, i, all) => all.findIndex((other) => other.id === id) === i);

const isSharedSince = (error: unknown): boolean =>
  messagesOf(error)?.some(({ code }) => code === 'plan-shared-since') ?? false;

/** The plans of a city as its browser and its hub keep them. */
export function openResponsePlans(store: PlanStore, hub: SharedPlans, report: (error: unknown) => void): ResponsePlans {
  const state = createStore<ResponsePlansState>(() => ({ kept: [], shared: [], draft: null }));
  const without = (id: string) => state.getState().kept.filter(({ plan }) => plan.id !== id);
  /** An answer that comes after a later one counts for nothing. */
  let serial = 0;
  store.all().then((kept) => state.setState({ kept }), report);

  async function refresh(): Promise<void> {
    const own = ++serial;
    const shared = await hub.fetch();
    if (own === serial) state.setState({ shared });
  }

  async function remove(id: string): Promise<void> {
    await store.remove(id);
    state.setState({ kept: without(id) });
  }

  /** The draft of that plan goes on from the newest revision. */
  function rebase(id: string): void {
    const { draft, shared } = state.getState();
    const newest = shared.find((one) => one.id === id)?.revision ?? 0;
    if (draft?.plan.id === id) state.setState({ draft: { ...draft, base: newest } });
  }

  return {
    state,
    refresh,
    remove,
    async put({ plan, base }) {
      const kept = { plan: plainPlan(plan), base };
      await store.put(kept);
      state.setState({ kept: [kept, ...without(plan.id)] });
    },
    edit: (draft) => state.setState({ draft }),
    async open(file) {
      state.setState({ draft: draftOf(await readPlanFile(file)) });
    },
    async share({ plan, base }) {
      const { id } = plan;
      try {
        const newest = state.getState().shared.find((one) => one.id === id);
        // What was taken back nobody can have changed on from.
        await hub.share(plainPlan(plan), newest?.plan === null ? newest.revision : base);
      } catch (error) {
        if (!isSharedSince(error)) throw error;
        await refresh();
        rebase(id);
        throw error;
      }
      await refresh();
      rebase(id);
      await remove(id);
    },
    async takeBack(id) {
      await hub.takeBack(id);
      await refresh();
    },
  };
}
