import { ChoiceField } from './form-fields.tsx';
import { useWords, type WordKey } from './words.ts';

/** One of a few words. */
export function WordChoice<K extends string>({
  label,
  of,
  value,
  onChange,
}: {
  label: WordKey;
  of: Readonly<Partial<Record<K, WordKey>>>;
  value: K;
  onChange: (value: K) => void;
}) {
  const { t } = useWords();
  const words = Object.entries(of) as [K, WordKey][];
  const options = words.map(([key, word]) => ({ value: key, label: t(word) }));
  return <ChoiceField label={t(label)} value={value} options={options} onChange={onChange} />;
}
