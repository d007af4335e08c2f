import { useState } from 'react';
import { BREAK_METHODS } from '../../../../model/city/catalogue.ts';
import type { AttributeInfo, LayerInfo } from '../../../../model/city/manifest.ts';
import {
  MAX_STYLE_COLOURS,
  type PictureStyle,
  STYLE_RAMPS,
  type StyleColour,
} from '../../../../model/scenarios/picture-style.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField, FormRow } from '../../../kit/form-fields.tsx';
import { formatUnit } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { isCountable, type StyledOrNot, styledLayers } from '../../../twin/style-colours.ts';

interface ColoursProps {
  worn: PictureStyle;
  onColours: (colours: StyleColour[]) => void;
}

/** Which attributes colour which layers while the style is worn. */
export function StyleColours({ worn, onColours }: ColoursProps) {
  const { t } = useWords();
  const { twin } = useApp();
  useTwin((state) => state.layers);
  const { colours } = worn;
  const replace = (at: number, next: StyleColour[]) => onColours(colours.toSpliced(at, 1, ...next));
  return (
    <section className="part" aria-label={t('style.colours')}>
      <h3 className="minor">{t('style.colours')}</h3>
      {styledLayers(twin.city, worn).map((one, at) => (
        <Rule
          key={at}
          rule={colours[at]}
          one={one}
          onChange={(rule) => replace(at, [rule])}
          onRemove={() => replace(at, [])}
        />
      ))}
      {colours.length < MAX_STYLE_COLOURS && <NewRule onAdd={(rule) => onColours([...colours, rule])} />}
    </section>
  );
}

interface RuleProps {
  rule: StyleColour;
  one: StyledOrNot;
  onChange: (rule: StyleColour) => void;
  onRemove: () => void;
}

function Rule({ rule, one, onChange, onRemove }: RuleProps) {
  const { t, of } = useWords();
  const named = useNamed();
  if (one.kind === 'lacks')
    return (
      <FormRow title={`${rule.layer ?? rule.kind} · ${rule.attribute}`} onRemove={onRemove}>
        <p className="note warn">{of(one.why.text)}</p>
      </FormRow>
    );
  const { layers, attribute } = one.styled;
  const isNumber = attribute.type !== 'code' && attribute.values === undefined;
  return (
    <FormRow title={`${layers.map(({ label }) => of(label)).join(' · ')} · ${named(attribute)}`} onRemove={onRemove}>
      {isNumber && (
        <>
          <ChoiceField
            label={t('style.ramp')}
            value={rule.ramp}
            options={STYLE_RAMPS.map((value) => ({ value, label: t(`style.ramp_${value}`) }))}
            onChange={(ramp) => onChange({ ...rule, ramp })}
          />
          <Classes rule={rule} onChange={onChange} />
        </>
      )}
    </FormRow>
  );
}

const AS_GIVEN = 'given';
/** The first: as the values themselves lie. */
const WAYS = ['auto', ...BREAK_METHODS] as const;

/** Limits that a file gives stay until another way is chosen. */
function Classes({ rule, onChange }: Pick<RuleProps, 'rule' | 'onChange'>) {
  const { t } = useWords();
  const choose = (value: string): void => {
    const { breaks: _, method: __, ...bare } = rule;
    const method = BREAK_METHODS.find((one) => one === value);
    if (value !== AS_GIVEN) onChange(method ? { ...bare, method } : bare);
  };
  const given = rule.breaks ? [{ value: AS_GIVEN, label: rule.breaks.join(' · ') }] : [];
  return (
    <ChoiceField<string>
      label={t('style.classes')}
      value={rule.breaks ? AS_GIVEN : (rule.method ?? WAYS[0])}
      options={[...given, ...WAYS.map((value) => ({ value, label: t(`style.classes_${value}`) }))]}
      onChange={choose}
    />
  );
}

function NewRule({ onAdd }: { onAdd: (rule: StyleColour) => void }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const named = useNamed();
  const layers = twin.city.layers.filter(({ attributes }) => attributes.some(isCountable));
  const [chosen, choose] = useState<{ layerId: string; attribute: string }>({ layerId: '', attribute: '' });
  const layer: LayerInfo | undefined = layers.find(({ id }) => id === chosen.layerId) ?? layers[0];
  const countable = layer?.attributes.filter(isCountable) ?? [];
  const attribute = countable.find(({ name }) => name === chosen.attribute) ?? countable[0];
  if (!layer || !attribute) return <p className="vacant">{t('style.noAttributes')}</p>;
  return (
    <>
      <ChoiceField
        label={t('style.layer')}
        value={layer.id}
        options={layers.map(({ id, label }) => ({ value: id, label: of(label) }))}
        onChange={(layerId) => choose({ layerId, attribute: '' })}
      />
      <ChoiceField
        label={t('style.attribute')}
        value={attribute.name}
        options={countable.map((one) => ({ value: one.name, label: named(one) }))}
        onChange={(name) => choose({ layerId: layer.id, attribute: name })}
      />
      <p className="form-actions">
        <button
          type="button"
          className="btn small"
          onClick={() => onAdd({ layer: layer.id, attribute: attribute.name, ramp: STYLE_RAMPS[0] })}
        >
          {t('style.addColour')}
        </button>
      </p>
    </>
  );
}

/** An attribute with its unit. */
function useNamed(): (attribute: AttributeInfo) => string {
  const { of, language } = useWords();
  return ({ label, unit }) => {
    const text = formatUnit(unit, language);
    return text ? `${of(label)} (${text})` : of(label);
  };
}
