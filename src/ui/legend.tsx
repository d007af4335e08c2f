import type { AttributeInfo, LayerInfo } from '../city/manifest.ts';
import { type Legend, legendOf } from '../twin/legend.ts';
import { showLimit } from './attribute-text.ts';
import { formatNumber, formatUnit } from './format.ts';
import { useAsked, useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Classes of a number: colours side by side, limits under their edges. Codes: a patch and a word each. */
export function LegendBody({ attribute, legend }: { attribute: AttributeInfo; legend: Legend }) {
  const { t, language } = useWords();
  if (legend.kind === 'code') {
    return (
      <ul className="legend-codes">
        {legend.values.map((value, i) => (
          <li key={value}>
            <i style={{ background: `var(--${legend.tokens[i]})` }} />
            {attribute.values?.[value]?.[language] ?? value}
          </li>
        ))}
        {legend.otherToken && (
          <li>
            <i style={{ background: `var(--${legend.otherToken})` }} />
            {t('colour.other')}
          </li>
        )}
      </ul>
    );
  }
  return (
    <div className="legend-ramp">
      <div className="ramp">
        {legend.tokens.map((token, i) => (
          <i key={i} style={{ background: `var(--${token})` }} />
        ))}
      </div>
      <ol>
        {legend.breaks.map((value, i) => (
          <li key={value} style={{ left: `${((i + 1) / legend.tokens.length) * 100}%` }}>
            {showLimit(attribute, value)}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Each class of a number in a row: colour, from which value to which, how many objects. */
export function ClassList({
  attribute,
  legend: { breaks, tokens },
  counts,
}: {
  attribute: AttributeInfo;
  legend: Extract<Legend, { kind: 'number' }>;
  counts: readonly number[];
}) {
  const { t } = useWords();
  const range = (i: number) => {
    const [min, max] = [breaks[i - 1], breaks[i]].map((limit) => limit !== undefined && showLimit(attribute, limit));
    if (min && max) return t('colour.range', { min, max });
    return min ? `≥ ${min}` : max ? `< ${max}` : t('colour.all');
  };
  return (
    <ul className="classes">
      {tokens.map((token, i) => (
        <li key={token}>
          <i style={{ background: `var(--${token})` }} />
          <span>{range(i)}</span>
          <span className="count">{formatNumber(counts[i] ?? 0)}</span>
        </li>
      ))}
    </ul>
  );
}

/** At the bottom left of the map while something is coloured: title with unit, no more than seven entries. */
export function MapLegend() {
  const { t, of } = useWords();
  const { twin, catalogue } = useSurroundings();
  const colouring = useTwin((state) => state.colouring);
  const { layer, attribute } = subjectOf(twin.city.layers, colouring);
  const key = colouring && attribute ? JSON.stringify(colouring) : null;
  const asked = useAsked(key, () =>
    catalogue.summarise(colouring?.layerId ?? '', colouring?.attribute ?? '', colouring?.method),
  );
  if (!layer || !attribute || asked.kind !== 'answered') return null;
  const unit = formatUnit(attribute.unit);
  return (
    <section className="furniture legend" aria-label={t('colour.legend')}>
      <h3>
        {of(attribute.label)}
        {unit && <span className="unit">{`\u2009${unit}`}</span>}
        <span className="note">{of(layer.label)}</span>
      </h3>
      <LegendBody attribute={attribute} legend={legendOf(layer, attribute, asked.answer)} />
    </section>
  );
}

/** Layer and attribute of these names, where the city has them. */
export function subjectOf(
  layers: readonly LayerInfo[],
  subject: { layerId: string; attribute: string | null } | null,
): { layer: LayerInfo | undefined; attribute: AttributeInfo | undefined } {
  const layer = layers.find(({ id }) => id === subject?.layerId);
  return { layer, attribute: layer?.attributes.find(({ name }) => name === subject?.attribute) };
}
