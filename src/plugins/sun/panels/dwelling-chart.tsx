import type { SunResult } from '../../../../workers/sun/engine-types.ts';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { type DwellingRow, dwellingClasses } from '../dwelling.ts';
import { sunClasses } from '../facade-quads.ts';
import { classText } from './legend.tsx';

/** Dwellings by hours of sun: an outline for today, and full bars in the colours of the picture for what is planned or, without it, for today. */
export function DwellingChart({ result, rows }: { result: SunResult; rows: readonly DwellingRow[] }) {
  const { t } = useWords();
  const { rules, hasScheme } = result;
  const classes = sunClasses(rules);
  const before = dwellingClasses(result, rows, ({ beforeMin }) => beforeMin);
  const after = dwellingClasses(result, rows, ({ afterMin }) => afterMin);
  const most = Math.max(1, ...before, ...after);
  const heightOf = (count: number) => `${(100 * count) / most}%`;
  return (
    <figure className="dwelling-chart">
      <figcaption className="row-head">
        <span className="note">{t('sun.chart')}</span>
        <span className="space" />
        {hasScheme && <span className="note">{t('sun.chartKey')}</span>}
      </figcaption>
      <ol>
        {classes.map(({ token }, i) => (
          <li key={token} className={i === RULE_CLASS ? 'least' : undefined}>
            <span className="dwelling-columns">
              {hasScheme && <i className="of-today" style={{ height: heightOf(before[i]) }} />}
              <i style={{ height: heightOf(after[i]), background: `var(--${token})` }} />
            </span>
            <b>{hasScheme ? `${formatNumber(before[i])} → ${formatNumber(after[i])}` : formatNumber(after[i])}</b>
            <small>{classText(t, classes, i)}</small>
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** The first class that meets the rule. */
const RULE_CLASS = 2;
