import { crowdNoteText } from '../city/crowd-note.ts';
import { CROWD_COLOURS, CROWD_HEATS, type CrowdRunFacts } from '../twin/crowd.ts';
import { isGoing } from '../twin/runs.ts';
import { Failure, IconButton, Segmented, Vacant } from './controls.tsx';
import { waitText } from './flood-time.ts';
import { formatNumber, formatTotal, NO_VALUE_MARK } from './format.ts';
import { Icon } from './icons.tsx';
import { RunName, RunProgress, StatusTag, saveFile } from './run-parts.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** All runs of this window, the newest on top, and how the shown one is coloured. */
export function CrowdRuns() {
  const { t } = useWords();
  const runs = useTwin((state) => state.crowdRuns);
  if (runs.length === 0) return <Vacant icon="list">{t('crowd.noRuns')}</Vacant>;
  return (
    <ul className="run-list">
      {[...runs].reverse().map((run) => (
        <Run key={run.id} run={run} />
      ))}
    </ul>
  );
}

function Run({ run }: { run: CrowdRunFacts }) {
  const { t, of, language } = useWords();
  const { twin, crowd } = useSurroundings();
  const isShown = useTwin((state) => state.shownCrowdId === run.id);
  const flood = useTwin((state) => state.floodRuns.find(({ id }) => id === run.form.floodId)?.name);
  const { showCrowd, showTime } = twin.getState();
  const show = () => {
    showCrowd(isShown ? null : run.id);
    const { shownTimeMs } = twin.getState();
    const endMs = run.startMs + (run.timesS.at(-1) ?? 0) * 1000;
    if (!isShown && (shownTimeMs < run.startMs || shownTimeMs > endMs)) showTime(run.startMs);
  };
  return (
    <li className={isShown ? 'shown' : ''}>
      <div className="row-head">
        <RunName name={run.name} onRename={(name) => twin.getState().changeCrowdRun(run.id, { name })} />
        <StatusTag status={run.status} />
        <IconButton icon="x" label={t('run.remove', { name: run.name })} onClick={() => crowd.drop(run.id)} />
      </div>
      <p className="note">
        {of(run.title)}
        {run.people > 0 && ` · ${t('crowd.people', { people: formatTotal(run.people, language) })}`}
        {` · ${t(`crowd.presets.${run.form.preset}`)}`}
        {run.form.shut.length > 0 && ` · ${t('crowd.shutGates', { gates: run.form.shut.join(', ') })}`}
        {flood && ` · ${t('crowd.withFlood', { name: flood })}`}
      </p>
      <RunProgress run={run} desk={crowd} />
      {run.status.kind === 'failed' && <Failure what={t('run.failed')} reason={run.status.reason} />}
      {run.timesS.length > 0 && (
        <div className="actions">
          <button type="button" className="btn small" aria-pressed={isShown} onClick={show}>
            <Icon name={isShown ? 'check' : 'globe'} />
            {t(isShown ? 'run.isShown' : 'run.show')}
          </button>
          <Comparing run={run} />
        </div>
      )}
      {isShown && <Drawing run={run} />}
      <Limits run={run} />
    </li>
  );
}

/** Beside the shown run's figures and curve, when both are over. */
function Comparing({ run }: { run: CrowdRunFacts }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const shown = useTwin((state) => state.crowdRuns.find(({ id }) => id === state.shownCrowdId));
  const comparedId = useTwin((state) => state.comparedCrowdId);
  if (!shown || shown.id === run.id || !run.facts) return null;
  const isCompared = comparedId === run.id;
  return (
    <button
      type="button"
      className="btn small"
      aria-pressed={isCompared}
      onClick={() => twin.getState().compareCrowd(isCompared ? null : run.id)}
    >
      {t('crowd.compare', { name: shown.name })}
    </button>
  );
}

function Drawing({ run }: { run: CrowdRunFacts }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const colour = useTwin((state) => state.crowdColour);
  const heat = useTwin((state) => state.crowdHeat);
  const heats = CROWD_HEATS.filter((each) => each !== 'highest' || !isGoing(run.status));
  return (
    <>
      <Segmented
        small
        label={t('crowd.colour')}
        value={colour}
        options={CROWD_COLOURS.map((value) => ({ value, label: t(`crowd.colours.${value}`) }))}
        onChange={twin.getState().colourCrowd}
      />
      <Segmented
        small
        label={t('crowd.heat')}
        value={heat}
        options={heats.map((value) => ({ value, label: t(`crowd.heats.${value}`) }))}
        onChange={twin.getState().heatCrowd}
      />
    </>
  );
}

function Limits({ run }: { run: CrowdRunFacts }) {
  const { t, language } = useWords();
  const { crowd } = useSurroundings();
  const record = crowd.record(run.id);
  const end = record?.end;
  return (
    <>
      <details>
        <summary className="note">{t('run.limits', { amount: run.notes.length + 1 })}</summary>
        <ul className="notes">
          <li className="note">{t('crowd.cannotTell')}</li>
          {run.notes.map((note) => (
            <li key={JSON.stringify(note)} className="note">
              {crowdNoteText(note, language)}
            </li>
          ))}
        </ul>
        <p className="note">
          {t('run.hash')} <span className="mono">{end ? end.hash.slice(0, 16) : NO_VALUE_MARK}</span>
          {end && ` · ${t('run.took', { steps: formatNumber(end.facts.steps), time: waitText(end.wallS) })}`}
        </p>
      </details>
      {record && (
        <button
          type="button"
          className="btn small"
          onClick={() =>
            saveFile(`${run.name}.json`, 'application/json', JSON.stringify(record.scenario, undefined, 2))
          }
        >
          {t('crowd.saveCase')}
        </button>
      )}
    </>
  );
}
