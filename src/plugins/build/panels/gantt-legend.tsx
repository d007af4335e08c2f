import { useWords } from '../../../kit/words.ts';
import type { PlanFacts } from '../schedule-controller.ts';

const BARS = ['planned', 'doneShare', 'critical', 'baseline', 'behind', 'milestone'] as const;

/** What bars, lines and diamonds mean; only those dates that the plan has. */
export function GanttLegend({ facts, isCurve }: { facts: PlanFacts; isCurve: boolean }) {
  const { t } = useWords();
  const dates = [
    ...(facts.dataDateMin === null ? [] : (['dataDate'] as const)),
    ...(['today', 'p50', 'p80'] as const),
    ...(facts.mustFinishMin === null ? [] : (['contract'] as const)),
  ];
  return (
    <ul className="gantt-legend" aria-label={t('gantt.legend')}>
      {[...(isCurve ? [] : BARS), ...dates].map((key) => (
        <li key={key}>
          <i className={key} aria-hidden="true" />
          {t(`gantt.${key}`)}
        </li>
      ))}
    </ul>
  );
}
