import type { PlanEngineTypes, PlanFacts } from '../../../workers/plans/engine-types.ts';
import type { PlanConflict, PlanReport } from '../../../workers/plans/plan-types.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf } from '../../twin/failure.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/twin.ts';
import type { PlanFilter } from './slice.ts';

/** The plans of the city laid over each other. */
export interface ConflictController extends Controller {
  /** The city's plans and the rules in force; read once. */
  facts(): Promise<PlanFacts>;
  compare(): Promise<void>;
  stop(): void;
  /** Of the last comparison; null: there is none. */
  report(): PlanReport | null;
}

/** Asks the engine of plans; answers are large, so they lie here and not in the state. */
export const conflictsOpener: Opener<App, ConflictController> = {
  id: 'conflicts',
  open({ twin, engines }) {
    const client = engines.engine<PlanEngineTypes>('plans');
    const { setPlanCheck } = twin.getState();
    let report: PlanReport | null = null;
    let serial = 0;
    return {
      facts: () => client.open(),
      report: () => report,
      stop: () => void client.questions.stop(),
      async compare() {
        const asked = ++serial;
        const { planSlivers, repairsPlans } = twin.getState();
        setPlanCheck({ planCheck: { kind: 'running', doneRatio: 0 }, conflictShown: null });
        try {
          const request = { plans: null, rules: null, slivers: planSlivers, isRepairing: repairsPlans };
          const found = await client.questions.compare(request, (doneRatio) => {
            const isRunning = asked === serial && twin.getState().planCheck.kind === 'running';
            if (isRunning) setPlanCheck({ planCheck: { kind: 'running', doneRatio } });
          });
          if (asked !== serial) return;
          if (found) report = found;
          setPlanCheck({ planCheck: report ? { kind: 'done', serial } : { kind: 'idle' } });
        } catch (error) {
          if (asked === serial) setPlanCheck({ planCheck: { kind: 'failed', reason: failureOf(error) } });
        }
      },
      close() {},
    };
  },
};

/** Conflicts that a filter leaves, the gravest and then the largest first. */
export function filtered(report: PlanReport, { rule, plan, severity }: PlanFilter): PlanConflict[] {
  return report.conflicts
    .filter(
      (conflict) =>
        (rule === null || conflict.rule === rule) &&
        (severity === null || conflict.severity === severity) &&
        (plan === null || conflict.a.plan === plan || conflict.b?.plan === plan),
    )
    .sort((one, other) => other.areaM2 - one.areaM2);
}

/** The city says that it has plans to compare. */
export const hasPlans = ({ city }: { city: { plans?: { count: number } | undefined } }): boolean =>
  (city.plans?.count ?? 0) >= 2;

/** Whether conflicts are on the picture now. */
export const areConflictsShown = ({ planCheck, showsConflicts }: TwinState): boolean =>
  planCheck.kind === 'done' && showsConflicts;
