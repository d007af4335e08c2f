import type * as v from 'valibot';
import { type FieldFacts, factsOf } from '../../../model/questions/field.ts';
import { type Fielded, fieldsOf } from '../../../model/questions/question.ts';
import { Segmented, Slider, Switch } from '../controls.tsx';
import { ChoiceField, FormSection, NumberField, PickField, TextField } from '../form-fields.tsx';
import { THIN_SPACE } from '../format.ts';
import { useWords } from '../words.ts';

/** What a panel knows better than the question: bounds and offers of this city, this run. */
interface Known {
  min?: number;
  max?: number;
  offers?: readonly number[];
  /** Label of an offer; without it the number with its unit. */
  textOf?: (value: number) => string;
  /** The words of a choice that can be chosen now. */
  only?: readonly string[];
  pick?: { isPicking: boolean; onPick: (on: boolean) => void };
}

type Names<E extends v.ObjectEntries> = keyof E & string;
type Value<E extends v.ObjectEntries, N extends Names<E>> = v.InferOutput<E[N]>;
/** Values by the names of their fields; one that may be left out may be absent. */
type Values<E extends v.ObjectEntries, K extends Names<E>> = {
  [N in K as undefined extends Value<E, N> ? never : N]: Value<E, N>;
} & { [N in K as undefined extends Value<E, N> ? N : never]?: Value<E, N> };

/** The controls of a question's fields; bounds, units, steps and words are the question's. Each change is given on as a part. */
export function Fields<E extends v.ObjectEntries, K extends Names<E> = Names<E>>({
  of: question,
  only,
  value,
  known = {},
  onChange,
}: {
  of: Fielded<E>;
  /** Which fields, in this order; all that have words where it is left out. */
  only?: readonly K[];
  value: Readonly<Values<E, K>>;
  known?: Partial<Record<K, Known>>;
  onChange: (part: Partial<Values<E, K>>) => void;
}) {
  const { t } = useWords();
  const wordOf = useWordOf();
  const all = fieldsOf(question).filter(({ facts }) => facts.word !== undefined);
  const chosen = only ? only.flatMap((name) => all.filter((field) => field.name === name)) : all;
  const draw = ({ name, facts }: { name: string; facts: FieldFacts }) => (
    <Control
      key={name}
      facts={facts}
      value={(value as Readonly<Record<string, unknown>>)[name]}
      known={known[name as K] ?? {}}
      onChange={(next) => onChange({ [name]: next } as Partial<Values<E, K>>)}
    />
  );
  const common = chosen.filter(({ facts }) => !facts.more);
  const more = chosen.filter(({ facts }) => facts.more);
  const groups = [...new Set(common.map(({ facts }) => facts.group))];
  return (
    <>
      {groups.map((group) => {
        const drawn = common.filter(({ facts }) => facts.group === group).map(draw);
        return group === undefined ? (
          drawn
        ) : (
          <FormSection key={group} title={wordOf(group)}>
            {drawn}
          </FormSection>
        );
      })}
      {more.length > 0 && (
        <details className="advanced">
          <summary>{t('common.moreFields')}</summary>
          {more.map(draw)}
        </details>
      )}
    </>
  );
}

/** The control of one field; `label` stands in place of its own word, where a panel has several of the kind. */
export function FieldControl<S extends v.GenericSchema>({
  of: field,
  label,
  value,
  known = {},
  onChange,
}: {
  of: S;
  label?: string;
  value: v.InferOutput<S>;
  known?: Known;
  onChange: (value: v.InferOutput<S>) => void;
}) {
  const facts = factsOf(field);
  if (!facts) throw new Error('expected a field that has facts');
  const shown = label === undefined ? facts : { ...facts, word: label };
  return <Control facts={shown} value={value} known={known} onChange={onChange as (value: unknown) => void} />;
}

/** The words of a key that a question names; the key itself where the page has none. */
function useWordOf(): (key: string | undefined) => string {
  const { t, isKey } = useWords();
  return (key = '') => (isKey(key) ? t(key) : key);
}

interface ControlProps<F> {
  facts: F;
  value: unknown;
  known: Known;
  onChange: (value: unknown) => void;
}

function Control(props: ControlProps<FieldFacts>) {
  const wordOf = useWordOf();
  const { note } = props.facts;
  return (
    <>
      <BareControl {...props} />
      {note !== undefined && <p className="note">{wordOf(note)}</p>}
    </>
  );
}

function BareControl({ facts, value, known, onChange }: ControlProps<FieldFacts>) {
  const wordOf = useWordOf();
  const label = wordOf(facts.word);
  switch (facts.kind) {
    case 'quantity':
      return <QuantityControl facts={facts} value={value} known={known} onChange={onChange} />;
    case 'share':
      return <ShareControl facts={facts} value={value} known={known} onChange={onChange} />;
    case 'choice': {
      const options = Object.entries(facts.options)
        .filter(([word]) => known.only?.includes(word) ?? true)
        .map(([word, key]) => ({ value: word, label: wordOf(key) }));
      const Chooser = facts.as === 'segments' ? SmallSegments : ChoiceField<string>;
      return <Chooser label={label} value={String(value)} options={options} onChange={onChange} />;
    }
    case 'flag':
      return (
        <div className="field">
          <span>{label}</span>
          <Switch label={label} on={value === true} onChange={onChange} />
        </div>
      );
    case 'text':
      return <TextField label={label} value={typeof value === 'string' ? value : ''} onChange={onChange} />;
    default:
      return known.pick ? (
        <PickField
          icon={facts.kind === 'place' ? 'pin' : 'ruler'}
          label={label}
          hint={wordOf(facts.hint)}
          {...(facts.kind === 'place' ? {} : { points: facts.min })}
          {...known.pick}
        />
      ) : null;
  }
}

const SmallSegments = (props: Parameters<typeof Segmented<string>>[0]) => <Segmented small {...props} />;

type Amount = Extract<FieldFacts, { kind: 'quantity' | 'share' }>;
/** No amount is below zero by a unit of its own: stands for null in a list. */
const NONE = 'none';

/** A number that is typed, or chosen among usual ones with the one that came from a case or a link. */
function QuantityControl({ facts, value, known, onChange }: ControlProps<Amount>) {
  const wordOf = useWordOf();
  const { step, none, isWhole = false } = facts;
  const unit = wordOf(facts.unit);
  const label = wordOf(facts.word);
  const amount = typeof value === 'number' ? value : null;
  const offers = known.offers ?? facts.offers;
  const [min, max] = facts.shown ?? [facts.min, facts.max];
  const textOf = known.textOf ?? ((each: number) => `${Number(each.toFixed(2))}${unit && THIN_SPACE}${unit}`);
  if (facts.kind === 'quantity' && facts.as === 'slider' && amount !== null)
    return (
      <Slider
        label={label}
        value={amount}
        min={known.min ?? min}
        max={known.max ?? max}
        step={step ?? 1}
        text={textOf(amount)}
        onChange={onChange}
      />
    );
  if (!offers && amount !== null)
    return (
      <NumberField
        label={label}
        unit={unit}
        value={amount}
        min={known.min ?? min}
        max={known.max ?? max}
        {...(step === undefined ? {} : { step })}
        onChange={(typed) => onChange(isWhole ? Math.round(typed) : typed)}
      />
    );
  const listed = withValue(offers ?? [], amount).map((each) => ({
    value: each as number | typeof NONE,
    label: textOf(each),
  }));
  return (
    <ChoiceField
      label={label}
      value={amount ?? NONE}
      options={none === undefined ? listed : [{ value: NONE, label: wordOf(none) }, ...listed]}
      onChange={(chosen) => onChange(chosen === NONE ? null : chosen)}
    />
  );
}

/** A part of a whole, in per cent. */
function ShareControl({ facts, value, onChange }: ControlProps<Amount>) {
  const wordOf = useWordOf();
  const percent = Math.round(Number(value) * 100);
  return (
    <Slider
      label={wordOf(facts.word)}
      value={percent}
      min={facts.min * 100}
      max={facts.max * 100}
      step={(facts.step ?? 0.05) * 100}
      text={`${percent}${THIN_SPACE}%`}
      onChange={(each) => onChange(each / 100)}
    />
  );
}

/** What is offered, with a value that came from a case or a link and is not among it, in its order. */
const withValue = (offered: readonly number[], value: number | null): number[] =>
  value === null || offered.includes(value) ? [...offered] : [...offered, value].sort((a, b) => a - b);
