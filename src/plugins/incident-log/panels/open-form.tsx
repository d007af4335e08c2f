import { type FormEvent, useEffect, useState } from 'react';
import { isUnacknowledged } from '../../../../model/alarms/alarm.ts';
import { lonLatFromEnu } from '../../../../model/geo/enu.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import type { IncidentAct } from '../../../../model/incidents/incident-entry.ts';
import {
  HAZARDS,
  type Hazard,
  INCIDENT_LEVELS,
  parseResponsePlan,
  type ResponsePlan,
} from '../../../../model/incidents/response-plan.ts';
import { sensorOfStream } from '../../../../model/sensors/sensors.ts';
import { DEFAULT_PLANS } from '../../../../scenarios/response-plans.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { RadioField, SelectField, TextField } from '../../../kit/form-fields.tsx';
import { formatLonLat } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { incidentLogOpener } from '../open.ts';

/** Alarms that are offered; the rest are in their own list. */
const MAX_ALARMS = 40;

interface Subject {
  /** Of an alarm; empty: by hand. */
  key: string;
  title: string;
  object: string;
  place: LonLat | null;
}
const BY_HAND: Subject = { key: '', title: '', object: '', place: null };

/** Opens an incident from an alarm that stands, or by hand at a place of the map. */
export function OpenForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const desk = useController(incidentLogOpener);
  const reasonOf = useErrorText();
  const alarms = useAlarms();
  const [subject, setSubject] = useState<Subject>(alarms[0] ?? BY_HAND);
  const [hazard, setHazard] = useState<Hazard>(HAZARDS[0]);
  const [level, setLevel] = useState<(typeof INCIDENT_LEVELS)[number]>(3);
  const [plans, setPlans] = useState<readonly ResponsePlan[]>(DEFAULT_PLANS);
  const [planId, setPlanId] = useState(DEFAULT_PLANS[0].id);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { key, title, object, place } = subject;
    const plan = plans.find(({ id }) => id === planId) ?? null;
    const source = key === '' ? { kind: 'hand' as const } : { kind: 'alarm' as const, key };
    const act: IncidentAct = { kind: 'opened', title: title.trim(), hazard, level, place, object, source, plan };
    desk.openIncident(act).then(onDone, (error: unknown) => setFailure(reasonOf(error)));
  };
  const readPlan = (file: File) => {
    file
      .text()
      .then((text) => {
        const plan = parseResponsePlan(JSON.parse(text), file.name);
        setPlans([plan, ...DEFAULT_PLANS.filter(({ id }) => id !== plan.id)]);
        setPlanId(plan.id);
        setHazard(plan.hazard);
        setFailure(null);
      })
      .catch((error: unknown) => setFailure(reasonOf(error)));
  };
  return (
    <form className="part incident-open" onSubmit={submit}>
      <RadioField
        label={t('incidentLog.from')}
        value={subject.key}
        options={[
          { value: '', label: t('incidentLog.byHand') },
          ...alarms.map(({ key, title }) => ({ value: key, label: title })),
        ]}
        onChange={(key) => setSubject(alarms.find((one) => one.key === key) ?? BY_HAND)}
      />
      <TextField
        label={t('incidentLog.what')}
        value={subject.title}
        onChange={(title) => setSubject({ ...subject, title })}
      />
      <PlacePicker place={subject.place} onPlace={(place) => setSubject({ ...subject, place })} />
      <RadioField
        label={t('incidentLog.hazard')}
        value={hazard}
        options={HAZARDS.map((value) => ({ value, label: t(`incidentLog.hazard_${value}`) }))}
        onChange={(next) => {
          setHazard(next);
          setPlanId(plans.find((plan) => plan.hazard === next)?.id ?? '');
        }}
      />
      <RadioField
        label={t('incidentLog.level')}
        value={level}
        options={INCIDENT_LEVELS.map((value) => ({ value, label: t(`incidentLog.level_${value}`) }))}
        onChange={setLevel}
      />
      <PlanField plans={plans} planId={planId} onPlan={setPlanId} onFile={readPlan} />
      {failure && (
        <p className="note" role="alert">
          {failure}
        </p>
      )}
      <p className="row-head">
        <button type="submit" className="btn primary" disabled={subject.title.trim() === ''}>
          {t('incidentLog.openNow')}
        </button>
        <button
          type="button"
          className="btn"
          onClick={() => {
            twin.getState().endPicking(incidentLogOpener.id);
            onDone();
          }}
        >
          {t('common.cancel')}
        </button>
      </p>
    </form>
  );
}

function PlanField({
  plans,
  planId,
  onPlan,
  onFile,
}: {
  plans: readonly ResponsePlan[];
  planId: string;
  onPlan: (id: string) => void;
  onFile: (file: File) => void;
}) {
  const { t, of } = useWords();
  const plan = plans.find(({ id }) => id === planId);
  return (
    <>
      <RadioField
        label={t('incidentLog.plan')}
        value={planId}
        options={[
          { value: '', label: t('incidentLog.noPlan') },
          ...plans.map(({ id, title }) => ({ value: id, label: of(title) })),
        ]}
        onChange={onPlan}
      />
      {plan && <p className="note">{of(plan.source)}</p>}
      <p className="row-head">
        <FileButton accept=".json" label={t('incidentLog.planFile')} onFile={onFile} />
      </p>
    </>
  );
}

/** One point on the map. */
function PlacePicker({ place, onPlace }: { place: LonLat | null; onPlace: (place: LonLat) => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { startPicking, endPicking } = twin.getState();
  const isPicking = useTwin(({ pick }) => pick?.owner === incidentLogOpener.id);
  const point = useTwin(({ pick }) => (pick?.owner === incidentLogOpener.id ? pick.points[0] : null) ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a point is taken once
  useEffect(() => {
    if (!point) return;
    onPlace(point.lonLat);
    endPicking(incidentLogOpener.id);
  }, [point]);
  useEffect(() => () => endPicking(incidentLogOpener.id), [endPicking]);
  return (
    <p className="row-head">
      <span className="note">{place ? formatLonLat(place.lonDeg, place.latDeg) : t('incidentLog.noPlace')}</span>
      <SelectField
        icon="pin"
        label={t('incidentLog.pick')}
        hint={t('incidentLog.pickHint')}
        isPicking={isPicking}
        onPick={(on) =>
          on ? startPicking(incidentLogOpener.id, 'incident', 'distance') : endPicking(incidentLogOpener.id)
        }
      />
    </p>
  );
}

/** Alarms that nobody acknowledged, the gravest first, each with its place. */
function useAlarms(): Subject[] {
  const { of } = useWords();
  const { twin } = useApp();
  const alarms = useTwin((state) => state.alarms);
  const sensors = useTwin((state) => state.sensors);
  return alarms
    .filter(isUnacknowledged)
    .sort((a, b) => a.meaning.priority - b.meaning.priority || (a.key < b.key ? -1 : 1))
    .slice(0, MAX_ALARMS)
    .map(({ key, meaning, stream }) => {
      const sensor = sensorOfStream(stream, sensors ?? []);
      const place = sensor ? lonLatFromEnu(twin.city.origin, [sensor.at[0], sensor.at[1], 0]) : null;
      const title = sensor ? `${of(sensor.name)} · ${of(meaning.title)}` : of(meaning.title);
      return { key, title, object: sensor?.id ?? '', place };
    });
}
