import { useTwin } from '../../../kit/app-context.tsx';
import { maySignPlans } from '../../../twin/account.ts';

/** Whether who sits here may change and confirm rules: with a hub a planner, without one whoever does it in his own browser. */
export const useMayConfirm = (): boolean =>
  useTwin(({ ruleKeeper, account }) => ruleKeeper === 'page' || maySignPlans(account));
