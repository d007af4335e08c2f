import type { AttributeInfo, LayerInfo } from '../../../../model/city/manifest.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { showValue } from '../../../kit/attribute-text.ts';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

/** A code has 256 values at most by the manifest; a file that says otherwise must not fill the panel with thousands. */
const MAX_VALUES = 256;

/** What a code may be, a row each with how many there are; a switch leaves it out of the picture. How many rows there are stands above them: the list may go on below its edge. */
export function ValuesFilter({
  layer,
  attribute,
  values,
}: {
  layer: LayerInfo;
  attribute: AttributeInfo;
  values: { value: string; count: number }[];
}) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const known = useTwin((state) =>
    state.filters.find((filter) => filter.layerId === layer.id && filter.attribute === attribute.name),
  );
  const kept = known?.kind === 'values' ? known.values : values.map(({ value }) => value);
  const keep = (next: string[]) => {
    const { setFilter, dropFilter } = twin.getState();
    if (next.length === values.length) dropFilter(layer.id, attribute.name);
    else setFilter({ layerId: layer.id, attribute: attribute.name, kind: 'values', values: next });
  };
  return (
    <>
      <p className="note">{t('colour.values', { count: values.length, amount: formatNumber(values.length) })}</p>
      <ul className="values">
        {values.slice(0, MAX_VALUES).map(({ value, count }) => (
          <li key={value}>
            <label>
              <input
                type="checkbox"
                checked={kept.includes(value)}
                onChange={(event) =>
                  keep(event.currentTarget.checked ? [...kept, value] : kept.filter((other) => other !== value))
                }
              />
              <span className="text">{showValue(attribute, value, language).text}</span>
              <span className="count">{formatNumber(count)}</span>
            </label>
          </li>
        ))}
        {values.length > MAX_VALUES && (
          <li className="note">{t('colour.more', { amount: formatNumber(values.length - MAX_VALUES) })}</li>
        )}
      </ul>
    </>
  );
}
