import type { Text } from '../../model/text/text.ts';
import { useApp } from './app-context.tsx';
import type { FacilityChoice } from './facility-choice.ts';
import { ChoiceField } from './form-fields.tsx';
import { formatNumber } from './format.ts';
import { useWords } from './words.ts';

/** Codes of a layer by which its things can be chosen, as engines find them. */
interface FacilityCodes {
  readonly layer: string;
  readonly label: Text;
  /** Empty: all things of the layer serve. */
  readonly attribute: string;
  /** Somebody gave the layer the role of facilities. */
  readonly given: object | null;
  readonly values: readonly { value: string; label: Text; count: number }[];
}

/** The layer with its attribute, and one of its values. */
export function FacilityFields({
  codes,
  value: chosen,
  onChange,
}: {
  codes: readonly FacilityCodes[];
  value: FacilityChoice;
  onChange: (choice: FacilityChoice) => void;
}) {
  const { t, of } = useWords();
  const { layers: cityLayers } = useApp().twin.city;
  const nameOf = (layer: string, attribute: string) => {
    const info = cityLayers.find(({ id }) => id === layer)?.attributes.find(({ name }) => name === attribute);
    return info ? of(info.label) : attribute;
  };
  const keyOf = (layer: string, attribute: string) => (layer === '' ? '' : `${layer} ${attribute}`);
  const known = codes.find(({ layer, attribute }) => layer === chosen.layer && attribute === chosen.attribute);
  const layers = codes.map(({ layer, label, attribute, given }) => ({
    value: keyOf(layer, attribute),
    label: [
      of(label),
      ...(attribute === '' ? [] : [nameOf(layer, attribute)]),
      ...(given ? [t('facility.given')] : []),
    ].join(' · '),
  }));
  const values = (known?.values ?? []).map(({ value, label, count }) => ({
    value,
    label: t('facility.option', { name: of(label), amount: formatNumber(count) }),
  }));
  const none = { value: '', label: t('facility.choose'), disabled: true };
  const chooseLayer = (key: string) => {
    const next = codes.find(({ layer, attribute }) => keyOf(layer, attribute) === key);
    if (next) onChange({ layer: next.layer, attribute: next.attribute, value: '' });
  };
  return (
    <>
      <ChoiceField
        label={t('facility.layer')}
        value={keyOf(chosen.layer, chosen.attribute)}
        options={[none, ...layers]}
        onChange={chooseLayer}
      />
      {known?.attribute !== '' && (
        <ChoiceField
          label={t('facility.kind')}
          value={chosen.value}
          options={[none, ...values]}
          onChange={(value) => onChange({ layer: chosen.layer, attribute: chosen.attribute, value })}
        />
      )}
    </>
  );
}
