import { floodNoteText } from '../city/flood-note.ts';
import { FLOOD_MAPS, type FloodRunFacts, S_PER_H } from '../twin/flood.ts';
import { whyNotCompared } from '../twin/flood-desk.ts';
import type { LiveReading } from '../twin/flood-live.ts';
import { isGoing } from '../twin/runs.ts';
import { Failure, IconButton, Segmented, Vacant } from './controls.tsx';
import { FloodGauges } from './flood-gauges.tsx';
import { FloodReading } from './flood-reading.tsx';
import { runRecord } from './flood-record.ts';
import { elapsedText, useFloodNow, waitText } from './flood-time.ts';
import { formatNumber, formatTotal, NO_VALUE_MARK, THIN_SPACE } from './format.ts';
import { Icon } from './icons.tsx';
import { RunName, RunProgress, StatusTag, saveFile } from './run-parts.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** All runs of this window, the newest on top, and the map of the shown one. */
export function FloodRuns({ onBranch }: { onBranch: () => void }) {
  const { t } = useWords();
  const runs = useTwin((state) => state.floodRuns);
  if (runs.length === 0) return <Vacant icon="list">{t('flood.noRuns')}</Vacant>;
  return (
    <ul className="run-list">
      {[...runs].reverse().map((run) => (
        <Run key={run.id} run={run} onBranch={onBranch} />
      ))}
    </ul>
  );
}

function Run({ run, onBranch }: { run: FloodRunFacts; onBranch: () => void }) {
  const { t } = useWords();
  const { twin, flood } = useSurroundings();
  const isShown = useTwin((state) => state.shownFloodId === run.id);
  const { showFlood, showTime } = twin.getState();
  const show = () => {
    showFlood(isShown ? null : run.id);
    const { shownTimeMs } = twin.getState();
    const endMs = run.startMs + (run.timesS.at(-1) ?? 0) * 1000;
    if (!isShown && (shownTimeMs < run.startMs || shownTimeMs > endMs)) showTime(run.startMs);
  };
  return (
    <li className={isShown ? 'shown' : ''}>
      <div className="row-head">
        <RunName name={run.name} onRename={(name) => twin.getState().changeFloodRun(run.id, { name })} />
        {run.form.rain.kind === 'live' && <span className="tag run">{t('flood.live.mark')}</span>}
        {run.form.scheme === 'fast' && <span className="tag warn">{t('flood.fast')}</span>}
        <StatusTag status={run.status} />
        <IconButton icon="x" label={t('run.remove', { name: run.name })} onClick={() => flood.drop(run.id)} />
      </div>
      {run.origin && (
        <p className="note">{t('flood.branchOf', { name: run.origin.name, time: elapsedText(run.origin.timeS) })}</p>
      )}
      <RunProgress run={run} desk={flood} />
      {run.status.kind === 'paused' && run.status.refusal && (
        <Failure what={t('run.refused')} reason={run.status.refusal} />
      )}
      {run.status.kind === 'failed' && (
        <Failure
          what={t('run.failed')}
          reason={run.status.reason}
          {...(run.timesS.length > 0 ? { rest: t('run.lastGood') } : {})}
        />
      )}
      <Ledger run={run} />
      {run.timesS.length > 0 && (
        <div className="actions">
          <button type="button" className="btn small" aria-pressed={isShown} onClick={show}>
            <Icon name={isShown ? 'check' : 'globe'} />
            {t(isShown ? 'run.isShown' : 'run.show')}
          </button>
          {isShown && <BranchHere run={run} onBranch={onBranch} />}
          <Comparing run={run} />
        </div>
      )}
      {isShown && run.timesS.length > 0 && <Maps run={run} />}
      {isShown && run.timesS.length > 0 && <FloodGauges run={run} />}
      {run.form.rain.kind === 'live' && <Live run={run} reading={run.form.rain.reading} />}
      <Limits run={run} />
    </li>
  );
}

/** A what-if from the last frame before the shown moment on; the run must be over, and that frame not its last. */
function BranchHere({ run, onBranch }: { run: FloodRunFacts; onBranch: () => void }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const now = useFloodNow();
  if (!now || isGoing(run.status)) return null;
  const timeS = run.timesS[now.frame];
  return (
    <button
      type="button"
      className="btn small"
      disabled={timeS >= run.form.endH * S_PER_H}
      onClick={() => {
        twin.getState().branchFlood({ id: run.id, timeS });
        onBranch();
      }}
    >
      <Icon name="split" />
      {t('flood.branchHere', { time: elapsedText(timeS) })}
    </button>
  );
}

/** What came, and what of it cannot be found again: always in sight. */
function Ledger({ run: { ledger } }: { run: FloodRunFacts }) {
  const { t, language } = useWords();
  if (!ledger) return null;
  const cameM3 = ledger.initialM3 + ledger.rainM3 + ledger.enteredM3;
  const rows = [
    'initialM3',
    'rainM3',
    'enteredM3',
    'infiltratedM3',
    'hollowsM3',
    'drainedM3',
    'leftM3',
    'storedM3',
  ] as const;
  return (
    <details className="ledger">
      <summary>
        {t('flood.ledger', {
          came: formatTotal(cameM3, language),
          error: ledger.errorRatio === 0 ? '0' : powerText(Math.abs(ledger.errorRatio)),
        })}
      </summary>
      <dl className="keys">
        {rows.map((row) => (
          <div key={row}>
            <dt>{t(`flood.water.${row}`)}</dt>
            <dd>
              {formatNumber(ledger[row])}
              <span className="unit">{THIN_SPACE}m³</span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** `3 × 10⁻⁸`. */
function powerText(value: number): string {
  const power = Math.floor(Math.log10(value));
  const digits = [...String(Math.abs(power))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
  return `${formatNumber(value / 10 ** power, 0)} × 10${power < 0 ? '⁻' : ''}${digits}`;
}

function Comparing({ run }: { run: FloodRunFacts }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const shownId = useTwin((state) => state.shownFloodId);
  const runs = useTwin((state) => state.floodRuns);
  const comparedId = useTwin((state) => state.comparedFloodId);
  const isSwiped = useTwin((state) => state.compare === 'swipe');
  const shown = runs.find(({ id }) => id === shownId);
  if (!shown || shown.id === run.id) return null;
  const why = whyNotCompared(shown, run);
  const { compareFlood, setCompare, setFloodMap } = twin.getState();
  if (why) return <span className="note">{t(`flood.notCompared.${why}`)}</span>;
  const isCompared = comparedId === run.id;
  return (
    <>
      <button
        type="button"
        className="btn small"
        aria-pressed={isCompared && !isSwiped}
        onClick={() => {
          setCompare('off');
          compareFlood(isCompared && !isSwiped ? null : run.id);
        }}
      >
        {t('flood.difference', { name: shown.name })}
      </button>
      <button
        type="button"
        className="btn small"
        aria-pressed={isCompared && isSwiped}
        onClick={() => {
          const isOn = !(isCompared && isSwiped);
          compareFlood(isOn ? run.id : null);
          setFloodMap('water');
          setCompare(isOn ? 'swipe' : 'off');
        }}
      >
        <Icon name="swipe" />
        {t('flood.swipe')}
      </button>
    </>
  );
}

/** Maps of the whole run wait for its end. */
function Maps({ run }: { run: FloodRunFacts }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const map = useTwin((state) => state.floodMap);
  const isCompared = useTwin((state) => state.comparedFloodId !== null);
  if (isGoing(run.status) || run.status.kind === 'failed') return null;
  const maps = FLOOD_MAPS.filter((each) => each !== 'difference' || isCompared);
  return (
    <Segmented
      small
      label={t('flood.map')}
      value={map}
      options={maps.map((value) => ({ value, label: t(`flood.maps.${value}`) }))}
      onChange={twin.getState().setFloodMap}
    />
  );
}

/** What drove the run, and the whole of it as a file: with its series, so that it can be played again. */
function Live({ run, reading }: { run: FloodRunFacts; reading: LiveReading }) {
  const { t } = useWords();
  const { twin, flood } = useSurroundings();
  const save = () => {
    const text = runRecord(twin.city.id, run, flood.record(run.id)?.end ?? null);
    saveFile(`${run.name}.json`, 'application/json', text);
  };
  return (
    <details>
      <summary className="note">{t('flood.live.driven')}</summary>
      <FloodReading reading={reading} />
      <div className="actions">
        <button type="button" className="btn small" onClick={save}>
          {t('flood.live.record')}
        </button>
      </div>
    </details>
  );
}

function Limits({ run }: { run: FloodRunFacts }) {
  const { t, language } = useWords();
  const { flood } = useSurroundings();
  const end = flood.record(run.id)?.end;
  return (
    <details>
      <summary className="note">{t('run.limits', { amount: run.notes.length + 1 })}</summary>
      <ul className="notes">
        <li className="note">{t('flood.cannotTell')}</li>
        {run.notes.map((note) => (
          <li key={`${note.code} ${JSON.stringify(note.values)}`} className="note">
            {floodNoteText(note, language)}
          </li>
        ))}
      </ul>
      <p className="note">
        {t('run.hash')} <span className="mono">{end ? end.hash.slice(0, 16) : NO_VALUE_MARK}</span>
        {end && ` · ${t('run.took', { steps: formatNumber(end.steps), time: waitText(end.wallS) })}`}
      </p>
    </details>
  );
}
