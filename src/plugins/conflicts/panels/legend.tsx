import { useTwin } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import { areChangesShown } from '../controller.ts';
import { CHANGE_TOKENS, CHANGES, SEVERITIES, SEVERITY_TOKENS } from '../scene/solids.ts';

/** What the colours of the solids mean; the one that is looked at is hatched. */
export function ConflictLegend() {
  const { t } = useWords();
  const areChanges = useTwin(areChangesShown);
  return (
    <ul className="conflict-legend" aria-label={t('conflicts.title')}>
      {areChanges &&
        CHANGES.map((change) => (
          <li key={change}>
            <i style={{ background: `var(--${CHANGE_TOKENS[change]})` }} aria-hidden="true" />
            {t(`conflicts.shape_${change}`)}
          </li>
        ))}
      {!areChanges &&
        SEVERITIES.map((severity) => (
          <li key={severity}>
            <i style={{ background: `var(--${SEVERITY_TOKENS[severity]})` }} aria-hidden="true" />
            {t(`conflicts.${severity}`)}
          </li>
        ))}
      <li>
        <i className="hatched" aria-hidden="true" />
        {t(areChanges ? 'conflicts.chosenShape' : 'conflicts.chosen')}
      </li>
    </ul>
  );
}
