import { createStore, type StoreApi } from 'zustand/vanilla';
import { plainPlan, type ResponsePlan } from '../../../model/incidents/response-plan.ts';
import { DEFAULT_PLANS } from '../../../scenarios/response-plans.ts';
import { draftOf, type PlanDraft } from './plan-draft.ts';
import type { PlanStore } from './plan-store.ts';
import { readPlanFile } from './start-package.ts';

interface PlanShelfState {
  /** Edited or imported in this browser. */
  kept: readonly ResponsePlan[];
  /** What is edited; it stays while the panel is shut. */
  draft: PlanDraft | null;
}

/** The response plans that an incident can be opened with: those of this browser, and those that come with the program. */
export interface PlanShelf {
  readonly state: StoreApi<PlanShelfState>;
  /** Keeps a plan in place of one of the same id; resolves once the browser has it. */
  put(plan: ResponsePlan): Promise<void>;
  /** One that comes with the program stands again as it came. */
  remove(id: string): Promise<void>;
  edit(draft: PlanDraft | null): void;
  /** Reads a file and opens it as a draft. */
  open(file: File): Promise<void>;
}

/** All plans, each once by its id: this browser's in place of those that come with the program. */
export function shelvedPlans(kept: readonly ResponsePlan[]): ResponsePlan[] {
  return [...kept, ...DEFAULT_PLANS.filter(({ id }) => !kept.some((own) => own.id === id))];
}

/** The plans of a city as its browser keeps them. */
export function openPlanShelf(store: PlanStore, report: (error: unknown) => void): PlanShelf {
  const state = createStore<PlanShelfState>(() => ({ kept: [], draft: null }));
  const without = (id: string) => state.getState().kept.filter((one) => one.id !== id);
  store.all().then((kept) => state.setState({ kept }), report);
  return {
    state,
    async put(plan) {
      const plain = plainPlan(plan);
      await store.put(plain);
      state.setState({ kept: [plain, ...without(plain.id)] });
    },
    async remove(id) {
      await store.remove(id);
      state.setState({ kept: without(id) });
    },
    edit: (draft) => state.setState({ draft }),
    async open(file) {
      state.setState({ draft: draftOf(await readPlanFile(file)) });
    },
  };
}
