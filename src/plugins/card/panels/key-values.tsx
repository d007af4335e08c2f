import { useState } from 'react';
import { HEIGHT_ORIGIN, HEIGHT_ORIGINS, unmeasuredHeight } from '../../../../model/city/height-origin.ts';
import type { AttributeInfo, LayerInfo } from '../../../../model/city/manifest.ts';
import { keyAttributes, showValue } from '../../../kit/attribute-text.ts';
import { Quantity } from '../../../kit/controls.tsx';
import { formatLimit } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { Why, WhyButton } from './why.tsx';

/** The few values that matter most of this kind of object; a click on one says whence it is. `overM`: by how much its height passes a plan's limit. */
export function KeyValues({
  layer,
  values,
  overM,
}: {
  layer: LayerInfo;
  values: ReadonlyMap<string, string | number | null>;
  overM: number | null;
}) {
  const { t, of, language } = useWords();
  const [explained, setExplained] = useState<AttributeInfo | null>(null);
  const origin = unmeasuredHeight(values.get(HEIGHT_ORIGIN));
  const keys = keyAttributes(layer.attributes, values);
  return (
    <>
      {keys.length > 0 && (
        <dl className="keys">
          {keys.map((attribute) => {
            const { text, unit } = showValue(attribute, values.get(attribute.name) ?? null, language);
            const label = of(attribute.label);
            const isOpen = explained?.name === attribute.name;
            return (
              <div key={attribute.name}>
                <dt>{label}</dt>
                <dd>
                  <Quantity value={text} unit={unit} />
                  <WhyButton name={label} isOpen={isOpen} onToggle={() => setExplained(isOpen ? null : attribute)} />
                  {attribute.name === 'height' && origin && (
                    <span className="tag unsure">{of(HEIGHT_ORIGINS[origin])}</span>
                  )}
                  {attribute.name === 'height' && overM !== null && (
                    <span className="over">{t('card.overLimit', { over: formatLimit(Number(overM.toFixed(1))) })}</span>
                  )}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
      {explained && <Why layer={layer} attribute={explained} />}
    </>
  );
}
