import type { PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { conflictsController } from '../controller.ts';

/** The last comparison; null: none was made. It is drawn anew with each. */
export function usePlanReport(): PlanReport | null {
  const controller = useController(conflictsController);
  useTwin(({ planCheck }) => planCheck);
  return controller.report();
}
