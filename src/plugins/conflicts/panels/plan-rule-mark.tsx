import type { PlanRule } from '../../../../model/plans/plan-rules.ts';
import { judgedPlanRule } from '../../../../model/rules/city-rules.ts';
import { standingOf } from '../../../../model/rules/rule-record.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { RuleMark } from '../../../kit/rule-mark.tsx';

/** The mark of a rule of conflicts that nobody confirmed. */
export function PlanRuleMark({ rule }: { rule: PlanRule }) {
  const records = useTwin(({ ruleRecords }) => ruleRecords);
  return <RuleMark standing={standingOf(judgedPlanRule(rule), records)} />;
}
