import { type DragEvent, useRef, useState } from 'react';
import { crowdNoteText } from '../city/crowd-note.ts';
import { CrowdRefusal, crowdProblemText } from '../city/crowd-problem.ts';
import { boxOfCrowd, CROWD_PRESETS, type CrowdCaseFacts, type CrowdForm, type CrowdOffer } from '../twin/crowd.ts';
import { chosenCase, spreadPeople } from '../twin/crowd-case.ts';
import type { CrowdEstimate } from '../twin/crowd-desk.ts';
import { isGoing, reasonOf } from '../twin/runs.ts';
import { Failure, Segmented, Slider, Switch } from './controls.tsx';
import { Homes, Stands } from './crowd-people-form.tsx';
import { CrowdPick, Exits, Gates, Lines, Marshals } from './crowd-ways-form.tsx';
import { waitText } from './flood-time.ts';
import { Amount, Choice, Part } from './form-fields.tsx';
import { formatNumber, formatTotal, THIN_SPACE } from './format.ts';
import { Icon } from './icons.tsx';
import { type Estimated, freeName, saveFile, useEstimate } from './run-parts.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const ENDS_MIN = [5, 10, 15, 30, 60, 120];
const DENSEST_PER_M2 = 2;

/** All that a run is asked, and what it will cost before it is begun. */
export function CrowdFormBody({ onStarted }: { onStarted: () => void }) {
  const { t } = useWords();
  const { crowd, twin } = useSurroundings();
  const form = useTwin((state) => state.crowdForm);
  const offer = useTwin((state) => state.crowdOffer);
  const cases = useTwin((state) => state.crowdCases);
  const isBusy = useTwin((state) => state.crowdRuns.some(({ status }) => isGoing(status)));
  const estimate = useEstimate(offer && !isBusy ? form : null, () =>
    form ? crowd.estimate(form) : Promise.reject(new Error('no form')),
  );
  const files = useCaseFile();
  if (!form) return null;
  const start = () => {
    crowd.start(freeName(twin.getState().crowdRuns, (letter) => t('run.runName', { letter })));
    onStarted();
  };
  return (
    <section className={`run-form${files.isOver ? ' over' : ''}`} aria-label={t('run.setUp')} {...files.drop}>
      <PlacePart form={form} cases={cases} offer={offer} files={files} />
      {form.place.kind === 'area' && offer && offer.stands.length > 0 && <Stands form={form} stands={offer.stands} />}
      {form.place.kind === 'area' && offer?.homes && offer.homes.houses.length > 0 && (
        <Homes form={form} offered={offer.homes} />
      )}
      {form.place.kind === 'area' && offer && <Exits form={form} offer={offer} />}
      <Lines form={form} />
      <Marshals form={form} cases={cases} offer={offer} />
      {offer && offer.gates.length > 0 && <Gates form={form} gates={offer.gates} />}
      <Water form={form} />
      <Walking form={form} />
      <div className="run-it">
        <Cost estimate={estimate} isBusy={isBusy} />
        <div className="actions">
          <button
            type="button"
            className="btn primary wide"
            disabled={isBusy || estimate?.kind !== 'answered'}
            onClick={start}
          >
            <Icon name="play" />
            {t(isBusy ? 'run.busy' : 'run.start')}
          </button>
        </div>
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
      </div>
    </section>
  );
}

function Cost({ estimate, isBusy }: { estimate: Estimated<CrowdEstimate>; isBusy: boolean }) {
  const { t, language } = useWords();
  if (isBusy) return null;
  if (estimate?.kind === 'failed')
    return <Failure what={t('run.refused')} reason={refusalText(estimate.error, language)} />;
  const answer = estimate?.answer;
  return (
    <section className="cost" aria-live="polite">
      <p>
        {answer
          ? t('crowd.cost', {
              people: formatTotal(answer.people, language),
              time: waitText(answer.seconds),
              memory: `${formatNumber(answer.memoryBytes / 2 ** 20)}${THIN_SPACE}MB`,
            })
          : t('run.costing')}
      </p>
      {answer && answer.notes.length > 0 && (
        <details>
          <summary className="note">{t('run.limits', { amount: answer.notes.length })}</summary>
          <ul className="notes">
            {answer.notes.map((note) => (
              <li key={JSON.stringify(note)} className="note">
                {crowdNoteText(note, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const refusalText = (error: unknown, language: 'zh' | 'en'): string =>
  error instanceof CrowdRefusal
    ? error.problems.map((problem) => crowdProblemText(problem, language)).join('\n')
    : reasonOf(error);

type Reading = { kind: 'idle' } | { kind: 'reading'; file: string } | { kind: 'failed'; error: unknown };
type CaseFile = ReturnType<typeof useCaseFile>;

/** A case from a file, by the button or dropped on the form. */
function useCaseFile() {
  const { crowd } = useSurroundings();
  const [state, setState] = useState<Reading>({ kind: 'idle' });
  const [isOver, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (!file) return;
    setState({ kind: 'reading', file: file.name });
    crowd.openFile(file).then(
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

function CaseFilePart({ files: { state, take } }: { files: CaseFile }) {
  const { t, language } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="actions">
        <input
          ref={input}
          type="file"
          hidden
          accept=".json"
          aria-label={t('crowd.openCase')}
          onChange={({ currentTarget }) => {
            take(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
        <button type="button" className="btn small" onClick={() => input.current?.click()}>
          <Icon name="plus" />
          {t('crowd.openCase')}
        </button>
      </div>
      {state.kind === 'reading' && (
        <p className="note" role="status">
          {t('crowd.readingCase', { file: state.file })}
        </p>
      )}
      {state.kind === 'failed' && <Failure what={t('crowd.caseNotRead')} reason={refusalText(state.error, language)} />}
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
  offer: CrowdOffer | null;
  files: CaseFile;
}) {
  const { t, of, language } = useWords();
  const { twin, globe } = useSurroundings();
  const { changeCrowd } = twin.getState();
  const { place } = form;
  const boxM = boxOfCrowd(form, cases);
  const choose = (id: string) => {
    const chosen = cases.find((each) => each.id === id);
    if (chosen) changeCrowd(chosenCase(chosen));
  };
  const look = () => {
    if (!boxM) return;
    const [westM, southM, eastM, northM] = boxM;
    globe.flyToPlace({
      eastM: (westM + eastM) / 2,
      northM: (southM + northM) / 2,
      upM: 0,
      radiusM: Math.hypot(eastM - westM, northM - southM) / 2,
    });
  };
  return (
    <Part title={t('crowd.place')}>
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
      <CaseFilePart files={files} />
      <div className="actions">
        <CrowdPick what="area" icon="pin" label={t('run.pickArea')} hint={t('run.pickingArea')} />
        <button type="button" className="btn small" onClick={look}>
          <Icon name="camera" />
          {t('run.lookAtArea')}
        </button>
      </div>
      {place.kind === 'area' && (
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
          <Slider
            label={t('crowd.density')}
            value={place.perM2}
            min={0}
            max={DENSEST_PER_M2}
            step={0.01}
            text={`${formatNumber(place.perM2, 2)}${THIN_SPACE}/m²`}
            onChange={(perM2) => changeCrowd({ place: { ...place, perM2 } })}
          />
          {offer && (
            <p className="note">
              {t('crowd.people', {
                people: formatTotal(spreadPeople(place.perM2, offer.walkableM2), language),
              })}
            </p>
          )}
        </>
      )}
    </Part>
  );
}

/** On one clock with a flood of this window: the crowd starts at the shown time, and meets the water of that minute. */
function Water({ form }: { form: CrowdForm }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const floods = useTwin((state) => state.floodRuns);
  const shownMs = useTwin((state) => Math.floor(state.shownTimeMs / 60_000) * 60_000);
  const { changeCrowd } = twin.getState();
  const usable = floods.filter(({ timesS }) => timesS.length > 1);
  const chosen = usable.find(({ id }) => id === form.floodId);
  const isWithin =
    chosen && shownMs >= chosen.startMs - 60_000 && shownMs <= chosen.startMs + (chosen.timesS.at(-1) ?? 0) * 1000;
  return (
    <Part title={t('crowd.water')}>
      {usable.length === 0 ? (
        <p className="note">{t('crowd.noFlood')}</p>
      ) : (
        <Choice
          label={t('crowd.flood')}
          value={usable.findIndex(({ id }) => id === form.floodId)}
          options={[{ value: -1, label: t('crowd.dry') }, ...usable.map(({ name }, value) => ({ value, label: name }))]}
          onChange={(at) => changeCrowd({ floodId: usable[at]?.id ?? null })}
        />
      )}
      {chosen && <p className="note">{t(isWithin ? 'crowd.floodRule' : 'crowd.floodOutside')}</p>}
    </Part>
  );
}

function Walking({ form }: { form: CrowdForm }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeCrowd } = twin.getState();
  return (
    <Part title={t('crowd.walking')}>
      <Segmented
        small
        label={t('crowd.preset')}
        value={form.preset}
        options={CROWD_PRESETS.map((value) => ({ value, label: t(`crowd.presets.${value}`) }))}
        onChange={(preset) => changeCrowd({ preset })}
      />
      <p className="note">{t(`crowd.presetHints.${form.preset}`)}</p>
      {form.place.kind === 'area' && (
        <div className="field">
          <span>{t('crowd.hesitate')}</span>
          <Switch label={t('crowd.hesitate')} on={form.hesitate} onChange={(hesitate) => changeCrowd({ hesitate })} />
        </div>
      )}
      <Choice
        label={t('crowd.end')}
        value={form.endMin}
        options={[...new Set([...ENDS_MIN, form.endMin])]
          .sort((a, b) => a - b)
          .map((value) => ({ value, label: `${value}${THIN_SPACE}min` }))}
        onChange={(endMin) => changeCrowd({ endMin })}
      />
      <Amount
        label={t('crowd.seed')}
        unit=""
        value={form.seed}
        min={0}
        max={4_294_967_295}
        onChange={(seed) => changeCrowd({ seed: Math.round(seed) })}
      />
    </Part>
  );
}
