import { useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';
import { lookOf, type NamedLook, patternBackground } from '../land-use-look.ts';

/** Entries that a reader can hold against the map. */
const MAX_LOOKS = 12;

/** Colours and patterns of the plans on the picture, the most frequent first. */
export function AreaLegend() {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  useTwin(({ planDrawnSerial, plansDrawn, plansAtDate, planDay }) =>
    [planDrawnSerial, plansDrawn.join(), plansAtDate, planDay].join(),
  );
  const plans = controller.drawn();
  const counts = new Map<string, { look: NamedLook; count: number }>();
  for (const { plan } of plans)
    for (const { properties, use } of plan.shapes) {
      const look = lookOf({ kind: properties.kind, use });
      const known = counts.get(look.key);
      if (known) known.count++;
      else counts.set(look.key, { look, count: 1 });
    }
  const looks = [...counts.values()].sort((a, b) => b.count - a.count);
  const left = plans.reduce((sum, { plan }) => sum + plan.left, 0);
  return (
    <ul className="conflict-legend plan-legend" aria-label={t('conflicts.drawnPlans')}>
      {looks.slice(0, MAX_LOOKS).map(({ look, count }) => (
        <li key={look.key}>
          <i style={{ background: patternBackground(look) }} aria-hidden="true" />
          {of(look.name)} <span className="note">{formatNumber(count)}</span>
        </li>
      ))}
      {left > 0 && <li className="note">{t('conflicts.notDrawn', { count: formatNumber(left) })}</li>}
      <li className="note">{t('conflicts.coloursUnverified')}</li>
    </ul>
  );
}
