import type { AttributeInfo, LayerInfo } from '../../../../model/city/manifest.ts';
import { useApp, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { showLimit } from '../../../kit/attribute-text.ts';
import { formatNumber, formatUnit } from '../../../kit/format.ts';
import { LegendBody } from '../../../kit/legend-body.tsx';
import { useWords } from '../../../kit/words.ts';
import type { ColouringSlice } from '../../../twin/colouring.ts';
import { coloursHidden } from '../../../twin/colours-seen.ts';
import { isDrawn } from '../../../twin/layers.ts';
import { type Legend, legendOf } from '../../../twin/legend.ts';
import { MAX_ENTRIES, type OwnColour, ownColours, PIPE_CODES } from '../own-colours.ts';
import { Diameters } from './diameters.tsx';

type Colouring = NonNullable<ColouringSlice['colouring']>;

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
    if (min && max) return t('common.range', { min, max });
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

/** The colours of an attribute that the map wears. */
export function ColouringLegend() {
  const colouring = useTwin((state) => state.colouring);
  return colouring && <AttributeLegend colouring={colouring} />;
}

/** Colours that layers wear by themselves and that want words: those of pipes and of plans. */
export function OwnLegend() {
  const { twin } = useApp();
  const colouring = useTwin((state) => state.colouring);
  const drawn = useTwin((state) =>
    twin.city.layers
      .filter((layer) => isDrawn(layer, state) && !coloursHidden(state, twin.city).has(layer.id))
      .map(({ id }) => id)
      .join(),
  );
  const ids = new Set(drawn.split(','));
  const own = ownColours(twin.city.layers.filter(({ id }) => ids.has(id) && id !== colouring?.layerId));
  if (own.length === 0) return null;
  return (
    <>
      <OwnColours colours={own} />
      {own.some(({ kind }) => kind === 'pipe') && <Diameters />}
    </>
  );
}

/** Title with unit, limits of classes under the colours' edges. */
function AttributeLegend({ colouring }: { colouring: Colouring }) {
  const { of, language } = useWords();
  const { twin, catalogue } = useApp();
  const { layer, attribute } = subjectOf(twin.city.layers, colouring);
  const { layerId, attribute: name, method } = colouring;
  const queryState = useQuery(attribute ? JSON.stringify(colouring) : null, () =>
    catalogue.summarise(layerId, name, method),
  );
  if (!layer || !attribute || queryState.kind !== 'answered') return null;
  const unit = formatUnit(attribute.unit, language);
  return (
    <>
      <h3>
        {of(attribute.label)}
        {unit && <span className="unit">{`\u2009${unit}`}</span>}
        <span className="note">{of(layer.label)}</span>
      </h3>
      <LegendBody attribute={attribute} legend={legendOf(layer, attribute, queryState.answer)} />
    </>
  );
}

function OwnColours({ colours }: { colours: OwnColour[] }) {
  const { t, of } = useWords();
  return (
    <ul className="legend-own">
      {colours.slice(0, MAX_ENTRIES).map(({ token, kind, meanings }) => (
        <li key={token + meanings[0].zh} title={meanings.map(of).join(' · ')}>
          <span className={`swatch ${kind === 'pipe' ? 'line' : 'area'}`} aria-hidden="true">
            <i className={PIPE_CODES[token] && token} style={{ color: `var(--${token})` }} />
          </span>
          {PIPE_CODES[token] && <span className="mono">{PIPE_CODES[token]}</span>}
          <span className="text">{of(meanings[0])}</span>
          {meanings.length > 1 && <span className="note">{t('colour.alike', { all: meanings.length })}</span>}
        </li>
      ))}
      {colours.length > MAX_ENTRIES && (
        <li className="note">{t('colour.furtherColours', { amount: colours.length - MAX_ENTRIES })}</li>
      )}
    </ul>
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
