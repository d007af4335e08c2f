import type { LiveReading } from '../../../../model/questions/flood.ts';
import { floodNoteText } from '../../../../model/scenarios/flood-note.ts';
import { S_PER_H } from '../../../../model/time.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber, formatTotal, THIN_SPACE } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { RunLimits, RunList, RunRow } from '../../../kit/run-list.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { isRunActive } from '../../../twin/runs.ts';
import { floodController } from '../controller.ts';
import { runRecord } from '../flood-record.ts';
import { elapsedText, useFloodNow } from '../flood-time.ts';
import { comparisonObstacle } from '../run-controller.ts';
import { FLOOD_ENGINE, FLOOD_MAPS, type FloodRunFacts, floodMapOf, floodRuns } from '../slice.ts';
import { FloodGauges } from './gauges.tsx';
import { FloodReading } from './reading.tsx';
import { SavedFloods } from './saved-floods.tsx';

/** All runs of this window, the newest on top, and the map of the shown one. */
export function FloodRuns({ onBranch }: { onBranch: () => void }) {
  const { t } = useWords();
  const runs = useTwin((state) => floodRuns(state).list);
  return (
    <>
      <RunList runs={runs} none={t('flood.noRuns')}>
        {(run) => <Run key={run.id} run={run} onBranch={onBranch} />}
      </RunList>
      <div className="run-form">
        <SavedFloods />
      </div>
    </>
  );
}

function Run({ run, onBranch }: { run: FloodRunFacts; onBranch: () => void }) {
  const { t } = useWords();
  const flood = useController(floodController);
  const isShown = useTwin((state) => floodRuns(state).shownId === run.id);
  const isDrawn = isShown && run.timesS.length > 0;
  const { origin, form, opened } = run;
  return (
    <RunRow
      engine={FLOOD_ENGINE}
      run={run}
      acts={flood}
      tags={
        <>
          {opened && <span className="tag">{t(opened.file === null ? 'flood.wasKept' : 'flood.fromFile')}</span>}
          {form.rain.kind === 'live' && <span className="tag run">{t('flood.live.mark')}</span>}
          {form.scheme === 'fast' && <span className="tag warn">{t('flood.fast')}</span>}
        </>
      }
      about={
        <>
          {origin && (
            <p className="note">{t('flood.branchOf', { name: origin.name, time: elapsedText(origin.timeS) })}</p>
          )}
          {opened?.file && <p className="note">{t('flood.ofFile', { file: opened.file })}</p>}
        </>
      }
      facts={<Ledger run={run} />}
      actions={
        <>
          {isShown && <BranchHere run={run} onBranch={onBranch} />}
          <Comparing run={run} />
        </>
      }
    >
      {isDrawn && <Maps run={run} />}
      {isDrawn && <FloodGauges run={run} />}
      {form.rain.kind === 'live' && <Live run={run} reading={form.rain.reading} />}
      <Limits run={run} />
    </RunRow>
  );
}

/** A what-if from the last frame before the shown moment on; the run must be over, and that frame not its last. */
function BranchHere({ run, onBranch }: { run: FloodRunFacts; onBranch: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const now = useFloodNow();
  if (!now || isRunActive(run.status)) return null;
  if (run.opened) return <span className="note">{t('flood.noBranch')}</span>;
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
  const { twin } = useApp();
  const { list, shownId, comparedId } = useTwin(floodRuns);
  const isSwiped = useTwin((state) => state.compare === 'swipe');
  const shown = list.find(({ id }) => id === shownId);
  if (!shown || shown.id === run.id) return null;
  const why = comparisonObstacle(shown, run);
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
  const { twin } = useApp();
  const map = useTwin(floodMapOf);
  const isCompared = useTwin((state) => floodRuns(state).comparedId !== null);
  if (isRunActive(run.status) || run.status.kind === 'failed') return null;
  const maps = FLOOD_MAPS.filter((each) => each !== 'difference' || isCompared);
  return (
    <ChoiceField
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
  const { twin } = useApp();
  const flood = useController(floodController);
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
  const flood = useController(floodController);
  const end = flood.record(run.id)?.end ?? null;
  const notes = [...run.notes, ...(end?.notes ?? [])].map((note) => floodNoteText(note, language));
  return <RunLimits notes={[t('flood.cannotTell'), ...notes]} end={end} />;
}
