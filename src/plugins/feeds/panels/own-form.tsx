import { type FormEvent, useEffect, useId, useState } from 'react';
import type { OwnSensor } from '../../../../model/sensors/own-sensors.ts';
import { useApp, useController, useService, useStore, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { ChoiceField, PickField } from '../../../kit/form-fields.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords, type WordKey } from '../../../kit/words.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { feedsController, OWN_PICKER } from '../controller.ts';
import { emptyForm, formOf, type OwnForm, sensorOfForm, unitsOf, withId, withKind } from '../own-form.ts';

export const FIRST_KIND = 'rain';
/** Digits of a degree, some centimetres, and of a metre, one. */
const DEGREE_DIGITS = 7;
const METRE_DIGITS = 2;

/** Kind, name, place, unit and topic of one sensor; `sensor`: one that is changed, whose id and unit stay. */
export function OwnSensorForm({
  sensor,
  onDone,
  onCancel,
}: {
  sensor: OwnSensor | null;
  onDone: (id: string) => void;
  onCancel: () => void;
}) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const feeds = useController(feedsController);
  const session = useService(ACCOUNT_SESSION);
  const own = useStore(feeds.own, (list) => list);
  const [form, setForm] = useState<OwnForm>(() =>
    sensor ? formOf(sensor) : emptyForm(feeds.kinds(), FIRST_KIND, own),
  );
  const [failure, setFailure] = useState<string | null>(null);
  const tell = (error: unknown) => setFailure(reasonOf(error));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      const made = sensorOfForm(form);
      session.post('own-sensors', { sensors: [made] }).then(() => {
        feeds.readOwnSensors();
        onDone(made.id);
      }, tell);
    } catch (error) {
      tell(error);
    }
  };
  const field = { form, onChange: setForm };
  return (
    <form className="account-form own-form" onSubmit={submit}>
      <KindField form={form} own={own} onChange={setForm} isKept={sensor !== null} />
      <div className="pair">
        <Field {...field} name="zh" label="own.nameZh" maxLength={100} isRequired />
        <Field {...field} name="en" label="own.nameEn" maxLength={100} />
      </div>
      <PlaceFields {...field} />
      <div className="pair">
        <UnitField {...field} isKept={sensor !== null} />
        <Field {...field} name="cadenceS" label="own.cadence" type="number" isRequired />
        <Field {...field} name="warn" label="own.warn" type="number" />
        <Field {...field} name="alarm" label="own.alarm" type="number" />
      </div>
      <div className="pair">
        <Field
          {...field}
          name="id"
          label="own.id"
          maxLength={64}
          isRequired
          isKept={sensor !== null}
          onType={(id) => setForm(withId(form, id))}
        />
        <Field {...field} name="topic" label="own.topic" maxLength={200} isRequired />
      </div>
      <Field {...field} name="valuePath" label="own.valuePath" maxLength={300} />
      <p className="note">{t('own.messageNote')}</p>
      {failure !== null && <ErrorNotice what={t('own.failed')} reason={failure} />}
      <p className="form-actions">
        <button type="submit" className="btn primary">
          {t(sensor ? 'own.save' : 'own.connect')}
        </button>
        <button type="button" className="btn ghost" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </p>
    </form>
  );
}

interface FormProps {
  form: OwnForm;
  onChange: (form: OwnForm) => void;
}

/** Alarms, sign and figures of a sensor are those of its kind. */
function KindField({ form, own, onChange, isKept }: FormProps & { own: readonly OwnSensor[]; isKept: boolean }) {
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  const kinds = feeds.kinds();
  const options = kinds.file.kinds.map(({ id, label }) => ({ value: id, label: label ? of(label) : id }));
  const known = options.some(({ value }) => value === form.kind);
  const change = (kind: string) => onChange(isKept ? { ...form, kind } : withKind(form, kind, kinds, own));
  return (
    <ChoiceField
      label={t('own.kind')}
      value={form.kind}
      options={known ? options : [{ value: form.kind, label: form.kind }, ...options]}
      onChange={change}
    />
  );
}

/** By a press on the map, or as numbers. */
function PlaceFields({ form, onChange }: FormProps) {
  const { t } = useWords();
  const { twin } = useApp();
  const [isPicking, setPicking] = useState(false);
  const point = useTwin(({ pick }) => (pick?.owner === OWN_PICKER ? pick.points[0] : null) ?? null);
  const isOurs = useTwin(({ pick }) => pick?.owner === OWN_PICKER);
  const { startPicking, endPicking } = twin.getState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form is taken as it is when the point comes
  useEffect(() => {
    if (!isPicking || !point) return;
    const { lonDeg, latDeg } = point.lonLat;
    endPicking(OWN_PICKER);
    setPicking(false);
    onChange({
      ...form,
      lonDeg: lonDeg.toFixed(DEGREE_DIGITS),
      latDeg: latDeg.toFixed(DEGREE_DIGITS),
      elevationM: point.elevationM.toFixed(METRE_DIGITS),
    });
  }, [isPicking, point]);
  useEffect(() => () => endPicking(OWN_PICKER), [endPicking]);
  const field = { form, onChange };
  return (
    <fieldset className={isPicking && isOurs ? 'place picks' : 'place'}>
      <legend>{t('own.place')}</legend>
      <PickField
        icon="pin"
        label={t('own.pick')}
        hint={t('own.pickHint')}
        isPicking={isPicking && isOurs}
        onPick={(on) => {
          if (on) startPicking(OWN_PICKER, 'own-sensor', 'distance');
          else endPicking(OWN_PICKER);
          setPicking(on);
        }}
      />
      <div className="triple">
        <Field {...field} name="lonDeg" label="own.lon" type="number" isRequired />
        <Field {...field} name="latDeg" label="own.lat" type="number" isRequired />
        <Field {...field} name="elevationM" label="own.elevation" type="number" />
      </div>
    </fieldset>
  );
}

/** UCUM; those in which the kind has rules and figures are offered. */
function UnitField({ form, onChange, isKept }: FormProps & { isKept: boolean }) {
  const feeds = useController(feedsController);
  const list = useId();
  return (
    <>
      <Field
        form={form}
        onChange={onChange}
        name="unit"
        label="own.unit"
        list={list}
        maxLength={32}
        isRequired
        isKept={isKept}
      />
      <datalist id={list}>
        {unitsOf(feeds.kinds(), form.kind).map((unit) => (
          <option key={unit} value={unit} />
        ))}
      </datalist>
    </>
  );
}

function Field({
  form,
  onChange,
  name,
  label,
  type = 'text',
  list,
  maxLength,
  isRequired = false,
  isKept = false,
  onType = (text) => onChange({ ...form, [name]: text }),
}: FormProps & {
  name: keyof OwnForm;
  label: WordKey;
  type?: 'text' | 'number';
  list?: string;
  maxLength?: number;
  isRequired?: boolean;
  isKept?: boolean;
  onType?: (text: string) => void;
}) {
  const { t } = useWords();
  const id = useId();
  return (
    <label htmlFor={id}>
      {t(label)}
      <input
        id={id}
        name={name}
        type={type}
        step="any"
        list={list}
        value={form[name]}
        maxLength={maxLength}
        required={isRequired}
        disabled={isKept}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => onType(currentTarget.value)}
      />
    </label>
  );
}
