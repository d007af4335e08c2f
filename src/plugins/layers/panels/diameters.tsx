import { useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { PIPE_WIDTHS } from '../../../twin/pipe-widths.ts';

/** Which width of a line stands for which diameters, while the ground is looked through: only then far pipes are widened. */
export function Diameters() {
  const { t } = useWords();
  const isLookedThrough = useTwin(({ underground }) => underground !== 'off');
  if (!isLookedThrough) return null;
  return (
    <div className="legend-dn" title={t('colour.diameterNear')}>
      <span>{t('colour.diameter')}</span>
      <ul>
        {PIPE_WIDTHS.map(({ px }, i) => (
          <li key={px}>
            <i style={{ height: px }} aria-hidden="true" />
            {rangeOf(i, t)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function rangeOf(index: number, t: ReturnType<typeof useWords>['t']): string {
  const { belowMm } = PIPE_WIDTHS[index];
  if (index === 0) return `< ${formatNumber(belowMm)}`;
  const min = formatNumber(PIPE_WIDTHS[index - 1].belowMm);
  return belowMm === Number.POSITIVE_INFINITY ? `≥ ${min}` : t('common.range', { min, max: formatNumber(belowMm) });
}
