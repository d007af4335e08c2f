import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { isUnacknowledged } from '../../../../model/alarms/alarm.ts';
import { lonLatFromEnu } from '../../../../model/geo/enu.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import type { ActOf, IncidentAct } from '../../../../model/incidents/incident-entry.ts';
import { HAZARDS, type Hazard, INCIDENT_LEVELS, type ResponsePlan } from '../../../../model/incidents/response-plan.ts';
import { sensorOfStream } from '../../../../model/sensors/sensors.ts';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField, PickField, TextField } from '../../../kit/form-fields.tsx';
import { formatLonLat } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { capTarget } from '../cap-match.ts';
import { caseSources, runSources } from '../case-subjects.ts';
import { incidentLogController } from '../controller.ts';
import { usablePlans } from '../response-plans.ts';
import type { CapProposal } from '../tasks/cap-subject.ts';
import { readCapFile, readPlanFile } from '../tasks/start-package.ts';
import { CapOffer, type CapUpdate } from './cap-offer.tsx';

type Level = (typeof INCIDENT_LEVELS)[number];
/** Alarms that are offered; the rest are in their own list. */
const MAX_ALARMS = 40;
/** Cases that are offered; the rest are in their own list. */
const MAX_CASES = 40;

interface Subject {
  /** Key of an alarm or a run; empty: by hand. */
  key: string;
  source: ActOf<'opened'>['source'];
  hazard: Hazard | null;
  level: Level | null;
  /** Null: that of its kind. */
  radiusM: number | null;
  /** What a person must see of it before it becomes an incident. */
  warning: string | null;
  title: string;
  object: string;
  place: LonLat | null;
}
const BY_HAND: Subject = {
  key: '',
  source: { kind: 'hand' },
  hazard: null,
  level: null,
  radiusM: null,
  warning: null,
  title: '',
  object: '',
  place: null,
};

/** Opens an incident from an alarm that stands, or by hand at a place of the map. */
export function OpenForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(incidentLogController);
  const reasonOf = useErrorText();
  const alarms = useAlarms();
  const cases = useCaseSubjects();
  const [messages, setMessages] = useState<readonly Subject[]>([]);
  const offered = [...messages, ...alarms, ...cases];
  const [subject, setSubject] = useState<Subject>(alarms[0] ?? BY_HAND);
  const [hazard, setHazard] = useState<Hazard>(HAZARDS[0]);
  const [level, setLevel] = useState<Level>(3);
  const kept = useStore(controller.plans.state, (state) => state.kept);
  const shared = useStore(controller.plans.state, (state) => state.shared);
  const [fromFile, setFromFile] = useState<ResponsePlan | null>(null);
  const shelved = usablePlans({ kept, shared });
  const plans = fromFile ? [fromFile, ...shelved.filter(({ id }) => id !== fromFile.id)] : shelved;
  const [planId, setPlanId] = useState(plans.find((plan) => plan.hazard === HAZARDS[0])?.id ?? '');
  const subjectOfCap = useCapSubject();
  const [update, setUpdate] = useState<CapUpdate | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { title, object, place, source, radiusM } = subject;
    const plan = plans.find(({ id }) => id === planId) ?? null;
    const own = radiusM === null ? {} : { radiusM };
    const act: IncidentAct = {
      kind: 'opened',
      title: title.trim(),
      hazard,
      level,
      place,
      object,
      source,
      plan,
      ...own,
    };
    controller.openIncident(act).then(onDone, (error: unknown) => setFailure(reasonOf(error)));
  };
  const chooseHazard = (next: Hazard) => {
    setHazard(next);
    setPlanId(plans.find((plan) => plan.hazard === next)?.id ?? '');
  };
  const choose = (one: Subject) => {
    setSubject(one);
    if (one.hazard) chooseHazard(one.hazard);
    if (one.level) setLevel(one.level);
  };
  const readMessage = (file: File) => {
    readCapFile(file)
      .then((alert) => {
        const one = subjectOfCap(alert);
        const known = controller.client.all().map(({ id, shown }) => ({ id, timeline: shown }));
        const target = capTarget(alert, known);
        setUpdate(target && { alert, target });
        if (!one && target) return setFailure(null);
        if (!one) return setFailure(t('incidentLog.capCancel', { id: alert.identifier }));
        setMessages([one, ...messages.filter(({ key }) => key !== one.key)]);
        choose(one);
        setFailure(null);
      })
      .catch((error: unknown) => setFailure(reasonOf(error)));
  };
  const readPlan = (file: File) => {
    readPlanFile(file)
      .then((plan) => {
        setFromFile(plan);
        setPlanId(plan.id);
        setHazard(plan.hazard);
        setFailure(null);
      })
      .catch((error: unknown) => setFailure(reasonOf(error)));
  };
  if (update) {
    const canBeOther = update.alert.subjects.zh !== null;
    return <CapOffer update={update} onOther={canBeOther ? () => setUpdate(null) : null} onDone={onDone} />;
  }
  return (
    <form className="part incident-open" onSubmit={submit}>
      <ChoiceField
        label={t('incidentLog.from')}
        value={subject.key}
        options={[
          { value: '', label: t('incidentLog.byHand') },
          ...offered.map(({ key, title }) => ({ value: key, label: title })),
        ]}
        onChange={(key) => choose(offered.find((one) => one.key === key) ?? BY_HAND)}
      />
      <p className="row-head">
        <FileButton accept=".xml,.cap" label={t('incidentLog.capFile')} onFile={readMessage} />
      </p>
      {subject.warning && (
        <p className="note" role="alert">
          {subject.warning}
        </p>
      )}
      <TextField
        label={t('incidentLog.what')}
        value={subject.title}
        onChange={(title) => setSubject({ ...subject, title })}
      />
      <PlacePicker place={subject.place} onPlace={(place) => setSubject({ ...subject, place })} />
      <ChoiceField
        label={t('incidentLog.hazard')}
        value={hazard}
        options={HAZARDS.map((value) => ({ value, label: t(`incidentLog.hazard_${value}`) }))}
        onChange={chooseHazard}
      />
      <ChoiceField
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
            twin.getState().endPicking(incidentLogController.id);
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
      <ChoiceField
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
  const isPicking = useTwin(({ pick }) => pick?.owner === incidentLogController.id);
  const point = useTwin(({ pick }) => (pick?.owner === incidentLogController.id ? pick.points[0] : null) ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a point is taken once
  useEffect(() => {
    if (!point) return;
    onPlace(point.lonLat);
    endPicking(incidentLogController.id);
  }, [point]);
  useEffect(() => () => endPicking(incidentLogController.id), [endPicking]);
  return (
    <p className="row-head">
      <span className="note">{place ? formatLonLat(place.lonDeg, place.latDeg) : t('incidentLog.noPlace')}</span>
      <PickField
        icon="pin"
        label={t('incidentLog.pick')}
        hint={t('incidentLog.pickHint')}
        isPicking={isPicking}
        onPick={(on) =>
          on ? startPicking(incidentLogController.id, 'incident', 'distance') : endPicking(incidentLogController.id)
        }
      />
    </p>
  );
}

/** A message as a subject, in the reader's language, with what is to be seen of it. */
function useCapSubject(): (alert: CapProposal) => Subject | null {
  const { t, language } = useWords();
  const { twin } = useApp();
  return (alert) => {
    const subject = alert.subjects[language];
    if (!subject) return null;
    const place = subject.place && { ...subject.place, heightM: twin.city.origin.heightM };
    const warnings = [
      ...(alert.status === 'Actual'
        ? []
        : [t('incidentLog.capNotActual', { status: t(`incidentLog.cap_${alert.status}`) })]),
      ...(alert.type === 'Alert' ? [] : [t(`incidentLog.capType_${alert.type === 'Cancel' ? 'Cancel' : 'Update'}`)]),
      ...(place ? [] : [t('incidentLog.capNoPlace')]),
      t('incidentLog.capCheck'),
    ];
    return {
      ...BY_HAND,
      ...subject,
      place,
      title: alert.status === 'Actual' ? subject.title : `[${t(`incidentLog.cap_${alert.status}`)}] ${subject.title}`,
      key: `cap ${alert.sender} ${alert.identifier}`,
      warning: warnings.join(' '),
    };
  };
}

/** Runs of this page, floods and crowds that somebody played, and open cases of the city's management. */
function useCaseSubjects(): Subject[] {
  const runs = useTwin((state) => state.runs);
  const cases = useTwin((state) => state.cases);
  return useMemo(
    () => [
      ...runSources(runs).map(({ engine, title, key, source }) => ({
        ...BY_HAND,
        key,
        source,
        title,
        hazard: HAZARDS.find((one) => one === engine) ?? null,
      })),
      ...caseSources(cases)
        .slice(0, MAX_CASES)
        .map(({ one, key, source }) => ({
          ...BY_HAND,
          key,
          source,
          title: one.title,
          object: one.object,
          place: one.place,
          level: one.priority,
        })),
    ],
    [runs, cases],
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
      return { ...BY_HAND, key, source: { kind: 'alarm', key }, title, object: sensor?.id ?? '', place };
    });
}
