import { useState } from 'react';
import {
  Above,
  AfterMin,
  HAZARDS,
  INCIDENT_LEVELS,
  INCIDENT_ROLES,
  PlanStep,
  type PlanTrigger,
  Reach,
  type ResponsePlan,
} from '../../../../model/incidents/response-plan.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import { RUN_FIGURES } from '../../../../model/runs/run-figures.ts';
import { IconButton } from '../../../kit/controls.tsx';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { triggerOn, withoutStep, withStep, withStepChanged, withStepMoved } from '../plan-draft.ts';

const TRIGGERS: readonly PlanTrigger['on'][] = ['opened', 'level', 'step-done', 'alarm', 'run-result'];
const LOSSES = ['personMmMin', 'roadMin', 'dwellings'] as const;

interface FormProps {
  plan: ResponsePlan;
  /** `field` names what was changed, so that typing into it is one change; empty: a change of its own. */
  onChange: (field: string, plan: ResponsePlan) => void;
}

/** All fields of a plan: its head, then its steps, one of them unfolded. */
export function PlanForm({ plan, onChange }: FormProps) {
  const { t } = useWords();
  const [open, setOpen] = useState<number | null>(null);
  const head = (field: string, change: Partial<ResponsePlan>) => onChange(field, { ...plan, ...change });
  const { title, source } = plan;
  const add = () => {
    onChange('', withStep(plan));
    setOpen(plan.steps.length);
  };
  return (
    <>
      <div className="part">
        <TextField
          label={t('responsePlans.titleZh')}
          value={title.zh}
          onChange={(zh) => head('zh', { title: { ...title, zh } })}
        />
        <TextField
          label={t('responsePlans.titleEn')}
          value={title.en}
          onChange={(en) => head('en', { title: { ...title, en } })}
        />
        <TextField label={t('responsePlans.id')} value={plan.id} onChange={(id) => head('id', { id })} />
        <ChoiceField
          label={t('responsePlans.hazard')}
          value={plan.hazard}
          options={HAZARDS.map((value) => ({ value, label: t(`incidentLog.hazard_${value}`) }))}
          onChange={(hazard) => head('', { hazard })}
        />
        <TextField
          label={t('responsePlans.sourceZh')}
          value={source.zh}
          onChange={(zh) => head('source zh', { source: { ...source, zh } })}
        />
        <TextField
          label={t('responsePlans.sourceEn')}
          value={source.en}
          onChange={(en) => head('source en', { source: { ...source, en } })}
        />
      </div>
      <ol className="plan-steps">
        {plan.steps.map((step, at) => (
          <li key={at}>
            <StepRow
              plan={plan}
              at={at}
              isOpen={open === at}
              onOpen={(isOpen, to = at) => setOpen(isOpen ? to : null)}
              onChange={onChange}
            />
            {open === at && <StepForm plan={plan} at={at} step={step} onChange={onChange} />}
          </li>
        ))}
      </ol>
      <p className="incident-package">
        <button type="button" className="btn small" onClick={add}>
          <Icon name="plus" />
          {t('responsePlans.addStep')}
        </button>
      </p>
    </>
  );
}

function StepRow({
  plan,
  at,
  isOpen,
  onOpen,
  onChange,
}: FormProps & { at: number; isOpen: boolean; onOpen: (isOpen: boolean, at?: number) => void }) {
  const { t, of } = useWords();
  const step = plan.steps[at];
  const name = of(step.title) || step.id || t('responsePlans.unnamed');
  const move = (by: -1 | 1) => {
    onChange('', withStepMoved(plan, at, by));
    const to = at + by;
    if (isOpen && to >= 0 && to < plan.steps.length) onOpen(true, to);
  };
  return (
    <p className="row-head">
      <button type="button" className="plan-step" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
        <b>
          {at + 1} {name}
        </b>
        <span className="note">
          {t(`incidentLog.role_${step.owner}`)} · {t(`responsePlans.triggers.${step.trigger.on}`)} ·{' '}
          {t('incidentLog.within', { limit: formatNumber(step.limitMin) })}
        </span>
      </button>
      <IconButton icon="up" label={t('responsePlans.up', { name })} onClick={() => move(-1)} />
      <IconButton icon="down" label={t('responsePlans.down', { name })} onClick={() => move(1)} />
      <IconButton
        icon="x"
        label={t('responsePlans.removeStep', { name })}
        onClick={() => {
          onOpen(false);
          onChange('', withoutStep(plan, at));
        }}
      />
    </p>
  );
}

function StepForm({ plan, at, step, onChange }: FormProps & { at: number; step: PlanStep }) {
  const { t } = useWords();
  const set = (field: string, change: Partial<PlanStep>) =>
    onChange(field === '' ? '' : `${at} ${field}`, withStepChanged(plan, at, change));
  const { title } = step;
  return (
    <div className="plan-step-form">
      <TextField
        label={t('responsePlans.stepZh')}
        value={title.zh}
        onChange={(zh) => set('zh', { title: { ...title, zh } })}
      />
      <TextField
        label={t('responsePlans.stepEn')}
        value={title.en}
        onChange={(en) => set('en', { title: { ...title, en } })}
      />
      <TextField label={t('responsePlans.id')} value={step.id} onChange={(id) => set('id', { id })} />
      <ChoiceField
        label={t('responsePlans.owner')}
        value={step.owner}
        options={INCIDENT_ROLES.map((value) => ({ value, label: t(`incidentLog.role_${value}`) }))}
        onChange={(owner) => set('', { owner })}
      />
      <TriggerFields plan={plan} step={step} onTrigger={(field, trigger) => set(field, { trigger })} />
      <Fields
        of={PlanStep}
        only={['limitMin', 'weight', 'toleranceRatio']}
        value={step}
        onChange={(part) => set(Object.keys(part).join(), part)}
      />
    </div>
  );
}

interface TriggerProps {
  plan: ResponsePlan;
  step: PlanStep;
  onTrigger: (field: string, trigger: PlanTrigger) => void;
}

/** What begins the step's time, the conditions of that, and how long after. */
function TriggerFields({ plan, step, onTrigger }: TriggerProps) {
  const { t } = useWords();
  const { trigger } = step;
  const others = plan.steps.filter(({ id }) => id !== step.id).map(({ id }) => id);
  return (
    <>
      <ChoiceField
        label={t('responsePlans.trigger')}
        value={trigger.on}
        options={TRIGGERS.map((value) => ({
          value,
          label: t(`responsePlans.triggers.${value}`),
          disabled: value === 'step-done' && others.length === 0,
        }))}
        onChange={(on) => onTrigger('', triggerOn(on, trigger, others))}
      />
      <Condition plan={plan} step={step} onTrigger={onTrigger} />
      <FieldControl
        of={AfterMin}
        value={trigger.afterMin ?? 0}
        onChange={(afterMin) => {
          const { afterMin: _, ...rest } = trigger;
          onTrigger('after', afterMin > 0 ? { ...rest, afterMin } : rest);
        }}
      />
    </>
  );
}

function Condition({ plan, step, onTrigger }: TriggerProps) {
  const { t, of } = useWords();
  const { trigger } = step;
  switch (trigger.on) {
    case 'opened': {
      const { hazard, ...rest } = trigger;
      return (
        <ChoiceField
          label={t('responsePlans.hazard')}
          value={hazard ?? ''}
          options={[
            { value: '' as const, label: t('responsePlans.anyHazard') },
            ...HAZARDS.map((value) => ({ value, label: t(`incidentLog.hazard_${value}`) })),
          ]}
          onChange={(value) => onTrigger('', value === '' ? rest : { ...rest, hazard: value })}
        />
      );
    }
    case 'level':
      return (
        <ChoiceField
          label={t('responsePlans.level')}
          value={trigger.level}
          options={INCIDENT_LEVELS.map((value) => ({ value, label: t(`incidentLog.level_${value}`) }))}
          onChange={(level) => onTrigger('', { ...trigger, level })}
        />
      );
    case 'step-done':
      return (
        <ChoiceField
          label={t('responsePlans.step')}
          value={trigger.step}
          options={plan.steps.map(({ id, title }) => ({ value: id, label: of(title) || id }))}
          onChange={(waited) => onTrigger('', { ...trigger, step: waited })}
        />
      );
    case 'alarm':
      return <AlarmCondition trigger={trigger} onTrigger={onTrigger} />;
    case 'run-result':
      return <FigureCondition trigger={trigger} onTrigger={onTrigger} />;
  }
}

type AlarmReach = NonNullable<Extract<PlanTrigger, { on: 'alarm' }>['reach']>;

/** Half a metre of water: what a car does not go through. */
const DEFAULT_REACH: AlarmReach = { side: 'above', value: 0.5, unit: 'm' };

function AlarmCondition({
  trigger,
  onTrigger,
}: Pick<TriggerProps, 'onTrigger'> & { trigger: Extract<PlanTrigger, { on: 'alarm' }> }) {
  const { t } = useWords();
  const { priority, ...anyPriority } = trigger;
  const { words, ...anyWords } = trigger;
  const { reach, ...anyValue } = trigger;
  const setReach = (part: Partial<AlarmReach>) =>
    onTrigger('reach', { ...trigger, reach: { ...(reach ?? DEFAULT_REACH), ...part } });
  return (
    <>
      <ChoiceField
        label={t('responsePlans.priority')}
        value={priority ?? 0}
        options={[
          { value: 0 as const, label: t('responsePlans.anyPriority') },
          ...INCIDENT_LEVELS.map((value) => ({ value, label: formatNumber(value) })),
        ]}
        onChange={(value) => onTrigger('', value === 0 ? anyPriority : { ...trigger, priority: value })}
      />
      <TextField
        label={t('responsePlans.alarmWords')}
        value={words ?? ''}
        onChange={(text) => onTrigger('words', text === '' ? anyWords : { ...trigger, words: text })}
      />
      <ChoiceField
        label={t('responsePlans.reach')}
        value={reach?.side ?? ''}
        options={[
          { value: '' as const, label: t('responsePlans.anyValue') },
          { value: 'above' as const, label: t('responsePlans.reachAbove') },
          { value: 'below' as const, label: t('responsePlans.reachBelow') },
        ]}
        onChange={(side) => (side === '' ? onTrigger('', anyValue) : setReach({ side }))}
      />
      {reach && (
        <>
          <NumberField
            label={t('responsePlans.reachValue')}
            {...boundsOf(Reach.entries.value)}
            unit={reach.unit}
            value={reach.value}
            onChange={(value) => setReach({ value })}
          />
          <TextField label={t('responsePlans.reachUnit')} value={reach.unit} onChange={(unit) => setReach({ unit })} />
        </>
      )}
    </>
  );
}

function FigureCondition({
  trigger,
  onTrigger,
}: Pick<TriggerProps, 'onTrigger'> & { trigger: Extract<PlanTrigger, { on: 'run-result' }> }) {
  const { t } = useWords();
  const { figure, above, ...any } = trigger;
  return (
    <>
      <ChoiceField
        label={t('responsePlans.figure')}
        value={figure ?? ''}
        options={[
          { value: '', label: t('responsePlans.anyFigure') },
          ...LOSSES.map((value) => ({ value, label: t(`responsePlans.losses.${value}`) })),
          ...RUN_FIGURES.map((value) => ({ value, label: t(`incidentLog.run_${value}`) })),
        ]}
        onChange={(value) => onTrigger('', value === '' ? any : { ...trigger, figure: value })}
      />
      {figure !== undefined && (
        <FieldControl
          of={Above}
          value={above ?? 0}
          onChange={(value) => onTrigger('above', { ...trigger, above: value })}
        />
      )}
    </>
  );
}
