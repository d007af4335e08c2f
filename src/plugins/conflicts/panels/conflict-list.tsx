import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatArea, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { WorkList, type WorkRow } from '../../../kit/work-list.tsx';
import { conflictsController, filtered } from '../controller.ts';
import { SEVERITY_MARKS } from '../slice.ts';
import { useConflictText } from './conflict-text.ts';
import { flyTo } from './fly-to.ts';
import { usePlanReport } from './use-plan-report.ts';

/** Conflicts of the last comparison, the worst first: a press takes one up as a case and flies there. */
export function ConflictList() {
  const { t, language } = useWords();
  const { twin, view } = useApp();
  const controller = useController(conflictsController);
  const report = usePlanReport();
  const filter = useTwin(({ planFilter }) => planFilter);
  const resolved = useTwin(({ conflictResolved }) => conflictResolved);
  const shown = useTwin(({ conflictShown }) => conflictShown);
  const text = useConflictText();
  if (!report) return null;
  const conflicts = filtered(report, filter);
  const open = (id: string) => {
    const conflict = conflicts.find((each) => each.id === id);
    if (!conflict) return;
    twin.getState().setPlanCheck({ conflictShown: id, showsConflicts: true });
    controller.resolve(conflict);
    flyTo(twin.city.origin, view, conflict);
  };
  const rows = conflicts.map((conflict): WorkRow => {
    const { value, unit } = formatArea(conflict.areaM2, language);
    return {
      id: conflict.id,
      name: text.title(conflict),
      note: text.between(conflict),
      figure: `${value}${THIN_SPACE}${unit}`,
      mark: SEVERITY_MARKS[conflict.severity],
    };
  });
  const onAll = resolved === null ? undefined : () => controller.resolve(null);
  return <WorkList title={t('conflicts.list')} rows={rows} open={resolved ?? shown} onOpen={open} onAll={onAll} />;
}

/** How a state of a decision is marked. */
const STATE_MARKS = { open: undefined, proposed: 'waits', signed: 'done', rejected: 'open' } as const;

/** What was decided or waits for a signature: a press shows its history and flies there. */
export function DecisionList() {
  const { t, language } = useWords();
  const { twin, view } = useApp();
  const controller = useController(conflictsController);
  useTwin(({ planRecord }) => planRecord.serial);
  const shown = useTwin(({ decisionShown }) => decisionShown);
  const text = useConflictText();
  const decisions = [...controller.decisions().values()].reverse();
  const open = (id: string) => {
    const decision = controller.decisions().get(id);
    twin.getState().setPlanCheck({ decisionShown: id });
    if (decision) flyTo(twin.city.origin, view, decision.facts);
  };
  const rows = decisions.map(({ conflict, facts, state }): WorkRow => {
    const { value, unit } = formatArea(facts.areaM2, language);
    return {
      id: conflict,
      name: text.title(facts),
      note: t(`conflicts.state_${state}`),
      figure: `${value}${THIN_SPACE}${unit}`,
      mark: STATE_MARKS[state],
    };
  });
  return <WorkList title={t('conflicts.decisionList')} rows={rows} open={shown} onOpen={open} />;
}
