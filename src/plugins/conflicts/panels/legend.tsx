import { useWords } from '../../../kit/words.ts';
import { SEVERITIES, SEVERITY_TOKENS } from '../scene/solids.ts';

/** What the colours of the solids mean; the one that is looked at is hatched. */
export function ConflictLegend() {
  const { t } = useWords();
  return (
    <ul className="conflict-legend" aria-label={t('conflicts.title')}>
      {SEVERITIES.map((severity) => (
        <li key={severity}>
          <i style={{ background: `var(--${SEVERITY_TOKENS[severity]})` }} aria-hidden="true" />
          {t(`conflicts.${severity}`)}
        </li>
      ))}
      <li>
        <i className="hatched" aria-hidden="true" />
        {t('conflicts.chosen')}
      </li>
    </ul>
  );
}
