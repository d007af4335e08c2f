import { Arrival, Classes, CrowdQuestion } from '../../../../model/questions/crowd.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormRow, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber, formatTotal, THIN_SPACE } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { nameOf } from '../crowd-names.ts';
import { type CrowdArrival, type CrowdClasses, type CrowdForm, SPREAD_PEOPLE, type StandOption } from '../slice.ts';

const CLASS_SHARES = ['childPct', 'elderlyPct', 'wheelchairPct'] as const;

/** Form of the people: shares of children, elderly and wheelchairs, how many know every way out, and in what groups they walk. */
export function Mix({ form: { classes, knowAllPct, groupMean } }: { form: CrowdForm }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { changeCrowd } = twin.getState();
  const others = (name: keyof CrowdClasses) =>
    CLASS_SHARES.reduce((sum, each) => (each === name ? sum : sum + classes[each]), 0);
  const percent = (value: number) => `${formatNumber(value)}${THIN_SPACE}%`;
  const adults = 100 - CLASS_SHARES.reduce((sum, each) => sum + classes[each], 0);
  return (
    <FormSection title={t('crowd.mix.title')}>
      {CLASS_SHARES.map((name) => (
        <FieldControl
          key={name}
          of={Classes.entries[name]}
          value={classes[name]}
          known={{ textOf: percent }}
          onChange={(pct) => changeCrowd({ classes: { ...classes, [name]: Math.min(pct, 100 - others(name)) } })}
        />
      ))}
      <p className="note">{t('crowd.mix.adults', { percent: formatNumber(adults) })}</p>
      <details>
        <summary className="note">{t('crowd.mix.source')}</summary>
        <p className="note">{t('crowd.mix.rule')}</p>
      </details>
      <Fields
        of={CrowdQuestion}
        only={['knowAllPct']}
        value={{ knowAllPct }}
        known={{ knowAllPct: { textOf: percent } }}
        onChange={changeCrowd}
      />
      {knowAllPct < 100 && <p className="note">{t('crowd.mix.knowRule')}</p>}
      <Fields
        of={CrowdQuestion}
        only={['groupMean']}
        value={{ groupMean }}
        known={{ groupMean: { textOf: (mean) => (mean === 1 ? t('crowd.mix.alone') : formatNumber(mean, 1)) } }}
        onChange={changeCrowd}
      />
      {groupMean > 1 && <p className="note">{t('crowd.mix.groupRule', { most: formatNumber(2 * groupMean - 1) })}</p>}
    </FormSection>
  );
}

const DEFAULT_ARRIVAL = { firstMin: 1, everyMin: 3, times: 3, people: 200, overS: 30 } as const;
const ARRIVAL_FIELDS = ['people', 'times', 'firstMin', 'everyMin', 'overS'] as const;

/** Trains that arrive, a show that ends: people who come in again and again, at a platform, a stand or on the ground. */
export function Arrivals({ form: { arrivals }, stands }: { form: CrowdForm; stands: readonly StandOption[] }) {
  const { t } = useWords();
  const { twin } = useApp();
  const change = (next: readonly CrowdArrival[]) => twin.getState().changeCrowd({ arrivals: next });
  const first = stands.find(({ kind }) => kind === 'platform') ?? stands[0];
  return (
    <FormSection title={t('crowd.arrivals.title')}>
      {arrivals.map((arrival, at) => (
        <ArrivalRow
          key={at}
          arrival={arrival}
          number={at + 1}
          stands={stands}
          onChange={(part) => change(arrivals.map((one, k) => (k === at ? { ...one, ...part } : one)))}
          onRemove={() => change(arrivals.filter((_, k) => k !== at))}
        />
      ))}
      <div className="actions">
        <button
          type="button"
          className="btn small"
          onClick={() => change([...arrivals, { at: first?.id ?? SPREAD_PEOPLE, ...DEFAULT_ARRIVAL }])}
        >
          <Icon name="plus" />
          {t('crowd.arrivals.add')}
        </button>
      </div>
    </FormSection>
  );
}

function ArrivalRow({
  arrival,
  number,
  stands,
  onChange,
  onRemove,
}: {
  arrival: CrowdArrival;
  number: number;
  stands: readonly StandOption[];
  onChange: (part: Partial<CrowdArrival>) => void;
  onRemove: () => void;
}) {
  const { t, of, language } = useWords();
  const places = [
    ...stands.map((stand) => ({ value: stand.id, label: nameOf(stand, stands, of) })),
    { value: SPREAD_PEOPLE, label: t('crowd.arrivals.ground') },
  ];
  const at = places.findIndex(({ value }) => value === arrival.at);
  const { times, people } = arrival;
  return (
    <FormRow title={t('crowd.arrivals.one', { number })} onRemove={onRemove}>
      <ChoiceField
        label={t('crowd.arrivals.at')}
        value={at}
        options={places.map(({ label }, value) => ({ value, label }))}
        onChange={(next) => onChange({ at: places[next]?.value ?? arrival.at })}
      />
      <Fields of={Arrival} only={ARRIVAL_FIELDS} value={arrival} onChange={onChange} />
      <p className="note">{t('crowd.people', { people: formatTotal(times * people, language) })}</p>
    </FormRow>
  );
}
