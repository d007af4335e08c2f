import { type OwnSensor, parseOwnSensors } from '../../../model/sensors/own-sensors.ts';
import type { SensorKinds } from '../../../model/sensors/sensor-kind.ts';

/** What stands in the form's fields, as it is typed. */
export interface OwnForm {
  id: string;
  kind: string;
  zh: string;
  en: string;
  lonDeg: string;
  latDeg: string;
  elevationM: string;
  unit: string;
  cadenceS: string;
  warn: string;
  alarm: string;
  topic: string;
  valuePath: string;
}

const DEFAULT_CADENCE_S = 60;

/** An empty form of a kind, with an id that is not in use and the topic that goes with it. */
export function emptyForm(kinds: SensorKinds, kind: string, own: readonly OwnSensor[]): OwnForm {
  const id = freeId(kind, own);
  return {
    id,
    kind,
    zh: '',
    en: '',
    lonDeg: '',
    latDeg: '',
    elevationM: '',
    unit: unitsOf(kinds, kind)[0] ?? '1',
    cadenceS: String(DEFAULT_CADENCE_S),
    warn: '',
    alarm: '',
    topic: topicOf(id),
    valuePath: '',
  };
}

export function formOf(one: OwnSensor): OwnForm {
  const text = (value: number | string | undefined) => (value === undefined ? '' : String(value));
  const { id, kind, name, lonDeg, latDeg, elevationM, unit, cadenceS, warn, alarm, topic, valuePath } = one;
  return {
    id,
    kind,
    zh: name.zh,
    en: name.en === name.zh ? '' : name.en,
    lonDeg: text(lonDeg),
    latDeg: text(latDeg),
    elevationM: text(elevationM),
    unit,
    cadenceS: text(cadenceS),
    warn: text(warn),
    alarm: text(alarm),
    topic,
    valuePath: text(valuePath),
  };
}

/** Returns the form with another kind: its unit, and an id and topic that name it, unless somebody wrote others. */
export function withKind(form: OwnForm, kind: string, kinds: SensorKinds, own: readonly OwnSensor[]): OwnForm {
  const wasOffered = emptyForm(kinds, form.kind, own);
  const offered = emptyForm(kinds, kind, own);
  const next = <Field extends 'id' | 'topic' | 'unit'>(field: Field) =>
    form[field] === wasOffered[field] ? offered[field] : form[field];
  return { ...form, kind, id: next('id'), topic: next('topic'), unit: next('unit') };
}

/** The topic goes along with the id as long as nobody wrote another. */
export const withId = (form: OwnForm, id: string): OwnForm => ({
  ...form,
  id,
  topic: form.topic === topicOf(form.id) ? topicOf(id) : form.topic,
});

/** The sensor that the form describes; throws where it describes none. */
export function sensorOfForm(form: OwnForm): OwnSensor {
  const number = (text: string) => (text.trim() === '' ? undefined : Number(text));
  const optional = (name: 'elevationM' | 'warn' | 'alarm') => {
    const value = number(form[name]);
    return value === undefined ? {} : { [name]: value };
  };
  const zh = form.zh.trim();
  const sensor = {
    id: form.id.trim(),
    kind: form.kind,
    name: { zh: zh || form.en.trim(), en: form.en.trim() || zh },
    lonDeg: number(form.lonDeg),
    latDeg: number(form.latDeg),
    unit: form.unit.trim(),
    cadenceS: number(form.cadenceS),
    topic: form.topic.trim(),
    ...optional('elevationM'),
    ...optional('warn'),
    ...optional('alarm'),
    ...(form.valuePath.trim() === '' ? {} : { valuePath: form.valuePath.trim() }),
  };
  const [parsed] = parseOwnSensors({ sensors: [sensor] }, 'form');
  return parsed;
}

const topicOf = (id: string): string => `sensors/${id}`;

function freeId(kind: string, own: readonly OwnSensor[]): string {
  const begin = /^[A-Za-z0-9]/.test(kind) ? kind.replaceAll(/[^\w.-]/g, '').slice(0, 40) : 'sensor';
  const used = new Set(own.map(({ id }) => id));
  for (let i = 1; ; i++) if (!used.has(`${begin}-${i}`)) return `${begin}-${i}`;
}

/** Units in which the kind is known to speak; the first is offered. */
export function unitsOf(kinds: SensorKinds, kind: string): readonly string[] {
  return kinds.kindOf(kind)?.streams?.map(({ unit }) => unit) ?? [];
}
