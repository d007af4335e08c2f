import type { AttributeInfo } from '../../model/city/manifest.ts';
import type { Theme } from '../twin/appearance.ts';
import type { Legend } from '../twin/legend.ts';
import { showLimit } from './attribute-text.ts';
import { useWords } from './words.ts';

/** Classes of a number: colours side by side, limits under their edges. Codes: a patch and a word each. */
export function LegendBody({
  attribute,
  legend,
  theme,
}: {
  attribute: AttributeInfo;
  legend: Legend;
  /** Theme of the colours, where that is not the page's. */
  theme?: Theme;
}) {
  const { t, language } = useWords();
  if (legend.kind === 'code') {
    return (
      <ul className="legend-codes">
        {legend.values.map((value, i) => (
          <li key={value}>
            <i data-theme={theme} style={{ background: `var(--${legend.tokens[i]})` }} />
            {attribute.values?.[value]?.[language] ?? value}
          </li>
        ))}
        {legend.otherToken && (
          <li>
            <i data-theme={theme} style={{ background: `var(--${legend.otherToken})` }} />
            {t('common.otherValues')}
          </li>
        )}
      </ul>
    );
  }
  const only = onlyValueOf(attribute);
  return (
    <div className="legend-ramp">
      <div className="ramp">
        {legend.tokens.map((token, i) => (
          <i key={i} data-theme={theme} style={{ background: `var(--${token})` }} />
        ))}
      </div>
      <ol>
        {legend.breaks.map((value, i) => (
          <li key={value} style={{ left: `${((i + 1) / legend.tokens.length) * 100}%` }}>
            {showLimit(attribute, value)}
          </li>
        ))}
        {only !== null && <li style={{ left: '50%' }}>{showLimit(attribute, only)}</li>}
      </ol>
    </div>
  );
}

/** The value that all objects have; null where they differ. */
function onlyValueOf({ range }: AttributeInfo): number | null {
  return range && range[0] === range[1] ? range[0] : null;
}
