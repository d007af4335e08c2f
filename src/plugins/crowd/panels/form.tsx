import { type DragEvent, useState } from 'react';
import {
  AreaPlace,
  CROWD_MODELS,
  CROWD_PRESETS,
  CrowdQuestion,
  CrowdSeeds,
  PlanPlace,
} from '../../../../model/questions/crowd.ts';
import { type CrowdNote, crowdNoteText } from '../../../../model/scenarios/crowd-note.ts';
import { PRESET_HOLDS, PRESET_TESTS, testsOf, testTitle } from '../../../../model/scenarios/crowd-preset-tests.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Segmented } from '../../../kit/controls.tsx';
import { useFieldSources } from '../../../kit/field-sources.ts';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber, formatTotal, THIN_SPACE, waitText } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { nextRunName, saveFile, useEstimate } from '../../../kit/run-parts.tsx';
import { RunStart } from '../../../kit/run-start.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, reasonIn } from '../../../twin/failure.ts';
import { isRunActive } from '../../../twin/runs.ts';
import { crowdController } from '../controller.ts';
import { chosenCase, spreadPeople } from '../crowd-case.ts';
import { WATER_FIELD } from '../run-controller.ts';
import {
  boxOfCrowd,
  type CrowdCaseFacts,
  type CrowdForm,
  type CrowdPlan,
  type CrowdSiteOptions,
  crowdRuns,
} from '../slice.ts';
import { Arrivals, Mix } from './mix-form.tsx';
import { Homes, Stands } from './people-form.tsx';
import { CrowdPick, Exits, Gates, Lines, Marshals } from './ways-form.tsx';

/** All that a run is asked, and what it will cost before it is begun. */
export function CrowdFormBody({ onStarted }: { onStarted: () => void }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const crowd = useController(crowdController);
  const form = useTwin((state) => state.crowdForm);
  const offer = useTwin((state) => state.crowdSiteOptions);
  const cases = useTwin((state) => state.crowdCases);
  const isBusy = useTwin((state) => crowdRuns(state).list.some(({ status }) => isRunActive(status)));
  const estimate = useEstimate(offer && !isBusy ? form : null, () =>
    form ? crowd.estimate(form) : Promise.reject(new Error('no form')),
  );
  const files = useOpenedFile((file) => crowd.openFile(file));
  if (!form) return null;
  const start = () => {
    crowd.start(nextRunName(crowdRuns(twin.getState()).list, (letter) => t('crowd.runName', { letter })));
    onStarted();
  };
  return (
    <section className={`run-form${files.isOver ? ' over' : ''}`} aria-label={t('run.setUp')} {...files.drop}>
      <NoWalkable />
      <PlacePart form={form} cases={cases} offer={offer} files={files} />
      {form.place.kind === 'area' && offer && offer.stands.length > 0 && <Stands form={form} stands={offer.stands} />}
      {form.place.kind === 'area' && offer?.homes && offer.homes.houses.length > 0 && (
        <Homes form={form} offered={offer.homes} />
      )}
      {form.place.kind === 'area' && offer?.homes === null && (
        <FormSection title={t('crowd.homes.title')}>
          <p className="note">{t('crowd.homes.none')}</p>
        </FormSection>
      )}
      {form.place.kind === 'area' && offer && <Arrivals form={form} stands={offer.stands} />}
      {form.place.kind !== 'case' && <Mix form={form} />}
      {form.place.kind === 'area' && offer && (
        <Exits form={form} offer={offer} leftOut={estimate?.kind === 'answered' ? estimate.answer.exitsLeftOut : []} />
      )}
      {estimate?.kind === 'answered' && <LeftOut notes={estimate.answer.notes} />}
      <Lines form={form} />
      {form.place.kind !== 'plan' && <Marshals form={form} cases={cases} offer={offer} />}
      {form.place.kind !== 'plan' && offer && offer.gates.length > 0 && <Gates form={form} gates={offer.gates} />}
      <Water form={form} hasHouses={form.place.kind !== 'plan' && (offer?.homes?.houses.length ?? 0) > 0} />
      <Walking form={form} />
      <Seeds isReady={estimate?.kind === 'answered' && !isBusy} onStarted={onStarted} />
      <RunStart
        estimate={estimate}
        isBusy={isBusy}
        costOf={({ people, seconds, memoryBytes }) =>
          t('crowd.cost', {
            people: formatTotal(people, language),
            time: waitText(seconds),
            memory: `${formatNumber(memoryBytes / 2 ** 20)}${THIN_SPACE}MB`,
          })
        }
        notesOf={({ notes }) => notes.map((note) => crowdNoteText(note, language))}
        refusalOf={failureOf}
        onStart={start}
      >
        {estimate?.kind === 'answered' && (
          <button
            type="button"
            className="btn small"
            onClick={() =>
              saveFile('crowd-case.json', 'application/json', JSON.stringify(crowd.caseOf(form), undefined, 2))
            }
          >
            {t('crowd.saveCase')}
          </button>
        )}
      </RunStart>
    </section>
  );
}

const LEFT_OUT: readonly string[] = ['exits-left-out', 'cut-off'];

/**
 * Shows, where they were chosen too, the people and exits that are not in the run: a way out that nobody can walk to, people without a way.
 */
function LeftOut({ notes }: { notes: readonly CrowdNote[] }) {
  const { language } = useWords();
  return notes
    .filter(({ code }) => LEFT_OUT.includes(code))
    .map((note) => (
      <p key={note.code} className="note missing" role="status">
        {crowdNoteText(note, language)}
      </p>
    ));
}

/** Shows what is missing in a city that does not state where one walks, as most towns do not, and what can be played all the same. */
function NoWalkable() {
  const { t } = useWords();
  const isMissing = useTwin((state) => state.crowdSite !== null && !state.crowdSite.hasWalkable);
  return isMissing ? (
    <p className="note missing" role="status">
      {t('crowd.noWalkable')}
    </p>
  ) : null;
}

/** The same people elsewhere, again and again: how far apart the ends lie. */
function Seeds({ isReady, onStarted }: { isReady: boolean; onStarted: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const crowd = useController(crowdController);
  const seeds = useTwin((state) => state.crowdSeeds);
  const start = () => {
    const { crowdEnsembles } = twin.getState();
    crowd.startEnsemble(
      nextRunName(crowdEnsembles, (letter) => t('crowd.ensemble.name', { letter })),
      seeds,
    );
    onStarted();
  };
  return (
    <FormSection title={t('crowd.ensemble.title')}>
      <FieldControl of={CrowdSeeds.entries.seeds} value={seeds} onChange={twin.getState().setCrowdSeeds} />
      <div className="actions">
        <button type="button" className="btn small" disabled={!isReady} onClick={start}>
          {t('crowd.ensemble.start', { seeds })}
        </button>
      </div>
      <p className="note">{t('crowd.ensemble.rule')}</p>
    </FormSection>
  );
}

const refusalText = (error: unknown, language: 'zh' | 'en'): string => reasonIn(failureOf(error), language);

type Reading = { kind: 'idle' } | { kind: 'reading'; file: string } | { kind: 'failed'; error: unknown };
type OpenedFile = Pick<ReturnType<typeof useOpenedFile>, 'state' | 'take'>;

/** A file by the button or dropped on the form. */
function useOpenedFile(open: (file: File) => Promise<void>) {
  const [state, setState] = useState<Reading>({ kind: 'idle' });
  const [isOver, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (!file) return;
    setState({ kind: 'reading', file: file.name });
    open(file).then(
      () => setState({ kind: 'idle' }),
      (error: unknown) => setState({ kind: 'failed', error }),
    );
  };
  const drop = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer.files[0]);
    },
  };
  return { state, isOver, take, drop };
}

/** Opens a file by a button, and says how that goes. */
function FilePart({ files: { state, take }, label, accept }: { files: OpenedFile; label: string; accept: string }) {
  const { t, language } = useWords();
  return (
    <>
      <div className="actions">
        <FileButton accept={accept} icon="plus" label={label} onFile={take} />
      </div>
      {state.kind === 'reading' && (
        <p className="note" role="status">
          {t('crowd.readingCase', { file: state.file })}
        </p>
      )}
      {state.kind === 'failed' && (
        <ErrorNotice what={t('crowd.caseNotRead')} reason={refusalText(state.error, language)} />
      )}
    </>
  );
}

/** A floor plan out of a drawing. */
function PlanFilePart() {
  const { t } = useWords();
  const crowd = useController(crowdController);
  return (
    <FilePart
      files={useOpenedFile((file) => crowd.openPlan(file))}
      label={t('crowd.plan.open')}
      accept=".geojson,.json,.wkt,.txt,.dxf,.ifc"
    />
  );
}

/** A plan that was opened: where it stands, how many people are on it, and how they leave. */
function PlanFields({ place, plan }: { place: Extract<CrowdForm['place'], { kind: 'plan' }>; plan: CrowdPlan }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const crowd = useController(crowdController);
  const change = (part: Partial<typeof place>) =>
    twin.getState().changeCrowd({ place: { ...place, ...part }, ...('people' in part ? {} : { lines: [] }) });
  const notes = plan.notes.map((note) => crowdNoteText(note, language));
  return (
    <>
      <p>
        {plan.file}
        <span className="note">
          {' '}
          {formatNumber(2 * plan.reachEastM, 1)} × {formatNumber(2 * plan.reachNorthM, 1)}
          {THIN_SPACE}m · {t('crowd.walkable', { area: formatTotal(Math.round(plan.m2), language) })} ·{' '}
          {t('crowd.plan.exits', { amount: plan.exits.length })}
        </span>
      </p>
      {plan.storeys.length > 1 && (
        <ChoiceField
          label={t('crowd.plan.storey')}
          value={plan.storey}
          options={plan.storeys.map((label, value) => ({ value, label }))}
          onChange={crowd.showPlanStorey}
        />
      )}
      <Fields of={PlanPlace} value={place} onChange={change} />
      <div className="actions">
        <CrowdPick what="plan" icon="pin" label={t('crowd.plan.move')} hint={t('crowd.plan.moving')} />
      </div>
      {notes.map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
      <p className="note">{t('crowd.plan.rule')}</p>
    </>
  );
}

function PlacePart({
  form,
  cases,
  offer,
  files,
}: {
  form: CrowdForm;
  cases: readonly CrowdCaseFacts[];
  offer: CrowdSiteOptions | null;
  files: OpenedFile;
}) {
  const { t, of, language } = useWords();
  const { twin, view } = useApp();
  const { changeCrowd } = twin.getState();
  const { place } = form;
  const plan = useTwin((state) => state.crowdPlan);
  const hasWalkable = useTwin((state) => state.crowdSite?.hasWalkable ?? true);
  const boxM = boxOfCrowd(form, cases, plan);
  const choose = (id: string) => {
    const chosen = cases.find((each) => each.id === id);
    if (chosen) changeCrowd(chosenCase(chosen));
  };
  const look = () => boxM && view.flyToPlace(placeOfBox(boxM));
  return (
    <FormSection title={t('crowd.place')}>
      {cases.length > 0 && (
        <ul className="choices">
          {cases.map(({ id, title, people }) => (
            <li key={id}>
              <button
                type="button"
                className="choice"
                aria-pressed={place.kind === 'case' && place.id === id}
                onClick={() => choose(id)}
              >
                {of(title)}
                <span className="note">{t('crowd.people', { people: formatTotal(people, language) })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <FilePart files={files} label={t('crowd.openCase')} accept=".json" />
      <PlanFilePart />
      <div className="actions">
        {hasWalkable && <CrowdPick what="area" icon="pin" label={t('run.pickArea')} hint={t('run.pickingArea')} />}
        <button type="button" className="btn small" onClick={look}>
          <Icon name="camera" />
          {t('run.lookAtArea')}
        </button>
      </div>
      {place.kind === 'area' && <AreaFields place={place} offer={offer} />}
      {place.kind === 'plan' && plan && <PlanFields place={place} plan={plan} />}
    </FormSection>
  );
}

function placeOfBox([westM, southM, eastM, northM]: readonly number[]) {
  return {
    eastM: (westM + eastM) / 2,
    northM: (southM + northM) / 2,
    upM: 0,
    radiusM: Math.hypot(eastM - westM, northM - southM) / 2,
  };
}

/** An area that somebody drew: how large it is, and how many people are spread on it. */
function AreaFields({
  place,
  offer,
}: {
  place: Extract<CrowdForm['place'], { kind: 'area' }>;
  offer: CrowdSiteOptions | null;
}) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const { changeCrowd } = twin.getState();
  return (
    <>
      <p>
        {formatNumber(place.area.eastM - place.area.westM)} × {formatNumber(place.area.northM - place.area.southM)}
        {THIN_SPACE}m
        {offer && (
          <span className="note">
            {' '}
            {t('crowd.walkable', { area: formatTotal(Math.round(offer.walkableM2), language) })}
          </span>
        )}
      </p>
      <FieldControl
        of={AreaPlace.entries.perM2}
        value={place.perM2}
        known={{ textOf: (perM2) => `${formatNumber(perM2, 2)}${THIN_SPACE}/m²` }}
        onChange={(perM2) => changeCrowd({ place: { ...place, perM2 } })}
      />
      {offer && (
        <p className="note">
          {offer.walkableM2 < 1
            ? t('crowd.noGround')
            : t('crowd.people', { people: formatTotal(spreadPeople(place.perM2, offer.walkableM2), language) })}
        </p>
      )}
    </>
  );
}

/** On one clock with what gives water in this window: the crowd starts at the shown time, and meets the water of that minute. */
function Water({ form, hasHouses }: { form: CrowdForm; hasHouses: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const shownMs = useTwin((state) => Math.floor(state.shownTimeMs / MS_PER_MIN) * MS_PER_MIN);
  const { changeCrowd } = twin.getState();
  const usable = useFieldSources(WATER_FIELD).filter(({ fromMs, toMs }) => toMs > fromMs);
  const chosen = usable.find(({ sourceId }) => sourceId === form.waterId);
  const isWithin = chosen && shownMs >= chosen.fromMs - MS_PER_MIN && shownMs <= chosen.toMs;
  return (
    <FormSection title={t('crowd.water')}>
      {usable.length === 0 ? (
        <p className="note">{t('crowd.noWater')}</p>
      ) : (
        <ChoiceField
          label={t('crowd.waterRun')}
          value={usable.findIndex(({ sourceId }) => sourceId === form.waterId)}
          options={[{ value: -1, label: t('crowd.dry') }, ...usable.map(({ label }, value) => ({ value, label }))]}
          onChange={(at) => changeCrowd({ waterId: usable[at]?.sourceId ?? null })}
        />
      )}
      {chosen && <p className="note">{t(isWithin ? 'crowd.waterRule' : 'crowd.waterOutside')}</p>}
      {chosen && hasHouses && (
        <>
          <Fields of={CrowdQuestion} only={['upperFloors']} value={form} onChange={changeCrowd} />
          <p className="note">{t('crowd.upperFloorsRule')}</p>
        </>
      )}
    </FormSection>
  );
}

/** The published tests of the chosen people, those that they fail first. */
function TestTable({ preset }: { preset: CrowdForm['preset'] }) {
  const { t, of } = useWords();
  const { passed, failed } = testsOf(preset);
  const all = passed.length + failed.length;
  const title = t('crowd.presetTests', { passed: passed.length, all });
  return (
    <details>
      <summary className="note">{title}</summary>
      <Table
        label={title}
        rows={[...failed, ...passed]}
        rowKey={(name) => name}
        columns={[
          { head: t('crowd.test'), value: (name) => of(testTitle(name)) },
          {
            head: t('crowd.testResult'),
            cell: (name) => t(PRESET_TESTS[name][preset] === 1 ? 'crowd.testPassed' : 'crowd.testFailed'),
            align: 'end',
            classOf: (name) => (PRESET_TESTS[name][preset] === 0 ? 'danger' : undefined),
          },
        ]}
      />
    </details>
  );
}

function Walking({ form }: { form: CrowdForm }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { changeCrowd } = twin.getState();
  return (
    <FormSection title={t('crowd.walking')}>
      <Segmented
        small
        label={t('crowd.preset')}
        value={form.preset}
        options={CROWD_PRESETS.map((value) => ({ value, label: t(`crowd.presets.${value}`) }))}
        onChange={(preset) => changeCrowd({ preset })}
      />
      <p className="note">{of(PRESET_HOLDS[form.preset])}</p>
      <TestTable preset={form.preset} />
      <Segmented
        small
        label={t('crowd.model')}
        value={form.model}
        options={CROWD_MODELS.map((value) => ({ value, label: t(`crowd.models.${value}`) }))}
        onChange={(model) => changeCrowd({ model })}
      />
      <p className="note">{t(`crowd.modelHints.${form.model}`)}</p>
      {form.place.kind !== 'case' && (
        <Fields of={CrowdQuestion} only={['hesitate']} value={form} onChange={changeCrowd} />
      )}
      <Fields of={CrowdQuestion} only={['endMin', 'seed']} value={form} onChange={changeCrowd} />
    </FormSection>
  );
}
