import { useState } from 'react';
import { CrewChange, Money, RateChange, ShiftChange } from '../../../../model/questions/construction-what-if.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, DateField, TextField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import type { Language } from '../../../twin/appearance.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { buildController } from '../controller.ts';
import { planName } from '../plan-text.ts';
import { CHANGE_KINDS, DAY_SETS, type DaySet, type ScenarioChange, type ScenarioDraft } from '../scenario-draft.ts';
import { Refusal } from './refusal.tsx';
import { usePlan } from './verdicts.tsx';

type Plan = NonNullable<ReturnType<typeof usePlan>>;
type ChangeOf<K extends ScenarioChange['kind']> = Extract<ScenarioChange, { kind: K }>;

/** A new what-if: the plan, or a what-if there is, with one more change. Without a name of its own it has its change's. */
export function ScenarioForm({ onAdd }: { onAdd: () => void }) {
  const { t, language } = useWords();
  const { build } = useController(buildController);
  const plan = usePlan();
  const isRunning = useTwin((state) => state.whatIf.kind === 'running');
  const [name, setName] = useState('');
  const [basedOn, setBasedOn] = useState('');
  const [change, setChange] = useState<ScenarioChange | null>(null);
  const [onceCost, setOnceCost] = useState(0);
  const [refusal, setRefusal] = useState<Reason | null>(null);
  if (!plan) return null;
  const kinds = CHANGE_KINDS.filter((kind) => firstOf(kind, plan) !== null);
  const shown = change ?? firstOf(kinds[0], plan);
  if (!shown) return null;
  const usualName = nameOf(shown, plan, language);
  const add = async (draft: ScenarioDraft) => {
    setRefusal(null);
    try {
      await build.review.addScenario(draft);
      setName('');
      onAdd();
    } catch (error) {
      setRefusal(failureOf(error));
    }
  };
  return (
    <details className="link-form scenario-form">
      <summary>{t('whatIf.form.title')}</summary>
      <TextField label={t('whatIf.form.name')} value={name} hint={usualName} onChange={setName} />
      <BasedOn scenario={basedOn} onChange={setBasedOn} />
      <ChoiceField
        label={t('whatIf.form.kind')}
        value={shown.kind}
        options={kinds.map((value) => ({ value, label: t(`whatIf.form.${value}`) }))}
        onChange={(kind) => setChange(firstOf(kind, plan))}
      />
      <ChangeFields change={shown} plan={plan} onChange={setChange} />
      <FieldControl of={Money} value={onceCost} onChange={setOnceCost} />
      <Refusal reason={refusal} />
      <button
        type="button"
        className="btn small primary"
        disabled={isRunning || !isWhole(shown)}
        onClick={() => void add({ name: name.trim() || usualName, basedOn: basedOn || null, change: shown, onceCost })}
      >
        {t('whatIf.form.add')}
      </button>
    </details>
  );
}

/** The plan, or the what-if that a new one goes on from. */
function BasedOn({ scenario, onChange }: { scenario: string; onChange: (scenario: string) => void }) {
  const { t, of } = useWords();
  const scenarios = useTwin((state) => state.scenarios);
  return (
    <ChoiceField
      label={t('whatIf.form.basedOn')}
      value={scenarios.some(({ id }) => id === scenario) ? scenario : ''}
      options={[
        { value: '', label: t('whatIf.base') },
        ...scenarios.map(({ id, title }) => ({ value: id, label: title ? of(title) : id })),
      ]}
      onChange={onChange}
    />
  );
}

/** What a kind of change begins with; null: the plan has nothing that it could change. */
function firstOf(kind: ScenarioChange['kind'], { resources, calendars, rows, startMin }: Plan): ScenarioChange | null {
  const day = new Date(startMin * 60_000).toISOString().slice(0, 10);
  if (kind === 'crews') {
    const [first] = resources;
    return first ? { kind, resource: first.id, capacity: Math.ceil(first.capacity ?? first.peak) } : null;
  }
  if (kind === 'shifts') {
    const [first] = calendars;
    return first
      ? { kind, calendar: first.id, days: 'sixDays', times: '08:00-12:00, 13:00-17:00, 18:00-22:00', costRatio: 1 }
      : null;
  }
  if (kind === 'rates')
    return rows.some((row) => row.kind === 'task') ? { kind, codes: '', rate: 1, crewRatio: 1 } : null;
  return { kind, from: day, to: day, days: 'everyDay', times: '00:00-24:00' };
}

function nameOf(change: ScenarioChange, { resources, calendars }: Plan, language: Language): string {
  const named = (list: readonly { id: string; name: string }[], wanted: string) =>
    planName(list.find(({ id }) => id === wanted)?.name ?? wanted, language);
  if (change.kind === 'crews') return `${named(resources, change.resource)} ${change.capacity}`;
  if (change.kind === 'shifts') return `${named(calendars, change.calendar)} ${change.times}`.slice(0, MAX_NAME_CHARS);
  if (change.kind === 'rates') return `${change.codes} × ${change.rate}`;
  return change.from === change.to ? change.from : `${change.from}–${change.to}`;
}

const MAX_NAME_CHARS = 60;

/** All is typed that a click needs; whether it can be is for the parser and the plan to say. */
function isWhole(change: ScenarioChange): boolean {
  if (change.kind === 'rates') return change.codes.trim() !== '';
  if (change.kind === 'noGo') return change.times.trim() !== '' && change.from !== '' && change.from <= change.to;
  return change.kind === 'crews' || change.times.trim() !== '';
}

interface FieldsOf<C extends ScenarioChange> {
  change: C;
  plan: Plan;
  onChange: (change: ScenarioChange) => void;
}

function ChangeFields({ change, plan, onChange }: FieldsOf<ScenarioChange>) {
  if (change.kind === 'crews') return <Crews change={change} plan={plan} onChange={onChange} />;
  if (change.kind === 'shifts') return <Shifts change={change} plan={plan} onChange={onChange} />;
  if (change.kind === 'rates') return <Rates change={change} plan={plan} onChange={onChange} />;
  return <NoGo change={change} plan={plan} onChange={onChange} />;
}

function Crews({ change, plan, onChange }: FieldsOf<ChangeOf<'crews'>>) {
  const { t, language } = useWords();
  return (
    <>
      <ChoiceField
        label={t('whatIf.form.resource')}
        value={change.resource}
        options={plan.resources.map(({ id, name }) => ({ value: id, label: planName(name, language) }))}
        onChange={(resource) => {
          const found = plan.resources.find(({ id }) => id === resource);
          onChange({ ...change, resource, capacity: Math.ceil(found?.capacity ?? found?.peak ?? 0) });
        }}
      />
      <Fields
        of={CrewChange}
        value={change}
        onChange={({ capacity = change.capacity }) => onChange({ ...change, capacity })}
      />
    </>
  );
}

function Shifts({ change, plan, onChange }: FieldsOf<ChangeOf<'shifts'>>) {
  const { t, language } = useWords();
  return (
    <>
      <ChoiceField
        label={t('whatIf.form.calendar')}
        value={change.calendar}
        options={plan.calendars.map(({ id, name }) => ({ value: id, label: planName(name, language) }))}
        onChange={(calendar) => onChange({ ...change, calendar })}
      />
      <Days value={change.days} onChange={(days) => onChange({ ...change, days })} />
      <TextField
        label={t('whatIf.form.times')}
        hint="08:00-12:00, 13:00-17:00"
        value={change.times}
        onChange={(times) => onChange({ ...change, times })}
      />
      <Fields
        of={ShiftChange}
        only={['costRatio']}
        value={change}
        onChange={(part) => onChange({ ...change, ...part })}
      />
    </>
  );
}

function Rates({ change, plan, onChange }: FieldsOf<ChangeOf<'rates'>>) {
  const { t, language } = useWords();
  return (
    <>
      <TextField
        label={t('whatIf.form.codes')}
        value={change.codes}
        offers={plan.rows
          .filter(({ kind, code }) => kind === 'task' && code !== '')
          .map(({ code, name }) => ({ value: code, label: planName(name, language) }))}
        onChange={(codes) => onChange({ ...change, codes })}
      />
      <Fields
        of={RateChange}
        only={['rate', 'crewRatio']}
        value={change}
        onChange={(part) => onChange({ ...change, ...part })}
      />
    </>
  );
}

function NoGo({ change, onChange }: FieldsOf<ChangeOf<'noGo'>>) {
  const { t } = useWords();
  return (
    <>
      {(['from', 'to'] as const).map((end) => (
        <DateField
          key={end}
          label={t(`whatIf.form.${end}`)}
          value={change[end]}
          isInvalid={end === 'to' && change.to < change.from}
          onChange={(day = '') => onChange({ ...change, [end]: day })}
        />
      ))}
      <Days value={change.days} onChange={(days) => onChange({ ...change, days })} />
      <TextField
        label={t('whatIf.form.closed')}
        hint="22:00-24:00"
        value={change.times}
        onChange={(times) => onChange({ ...change, times })}
      />
    </>
  );
}

function Days({ value, onChange }: { value: DaySet; onChange: (days: DaySet) => void }) {
  const { t } = useWords();
  return (
    <ChoiceField
      label={t('whatIf.form.days')}
      value={value}
      options={(Object.keys(DAY_SETS) as DaySet[]).map((days) => ({ value: days, label: t(`whatIf.form.${days}`) }))}
      onChange={onChange}
    />
  );
}
