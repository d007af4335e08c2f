import { type EnsembleBand, ensembleOf } from '../../../../model/scenarios/crowd-ensemble.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { formatNumber, formatTotal, NO_VALUE_MARK, THIN_SPACE, waitText } from '../../../kit/format.ts';
import { StatusTag, saveCsv } from '../../../kit/run-parts.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { isRunActive } from '../../../twin/runs.ts';
import { crowdController } from '../controller.ts';
import { ensembleCsv } from '../crowd-csv.ts';
import { formatRunClock } from '../crowd-time.ts';
import type { CrowdEnsemble } from '../slice.ts';

/** Cases that are played with many seeds, the newest on top: how far apart they end, and whether enough were played. */
export function CrowdEnsembles() {
  const { t } = useWords();
  const ensembles = useTwin((state) => state.crowdEnsembles);
  if (ensembles.length === 0) return null;
  return (
    <section className="ensembles" aria-label={t('crowd.ensemble.title')}>
      <h3>{t('crowd.ensemble.title')}</h3>
      <ul className="run-list">
        {[...ensembles].reverse().map((ensemble) => (
          <li key={ensemble.id}>
            <Ensemble ensemble={ensemble} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Ensemble({ ensemble }: { ensemble: CrowdEnsemble }) {
  const { t, of, language } = useWords();
  const crowd = useController(crowdController);
  const { id, name, title, preset, seeds, status, runs, band, people } = ensemble;
  return (
    <>
      <div className="row-head">
        <b>{name}</b>
        <span className="space" />
        <StatusTag status={status} />
        <IconButton icon="x" label={t('run.remove', { name })} onClick={() => crowd.dropEnsemble(id)} />
      </div>
      <p className="note">
        {[of(title), t(`crowd.presets.${preset}`), t('crowd.ensemble.played', { runs: runs.length, seeds })].join(
          ' · ',
        )}
      </p>
      {status.kind === 'running' && (
        <>
          <progress max={1} value={status.progressRatio} aria-label={t('crowd.ensemble.title')} />
          <div className="actions">
            {status.etaS !== null && <span className="note">{waitText(status.etaS)}</span>}
            <button type="button" className="btn small" onClick={() => crowd.stopEnsemble(id)}>
              {t('crowd.ensemble.stop')}
            </button>
          </div>
        </>
      )}
      {status.kind === 'failed' && <ErrorNotice what={t('run.failed')} reason={status.reason} />}
      {runs.length > 0 && (
        <>
          <Clearances runs={runs} />
          {band && <Band band={band} people={people} />}
          {!isRunActive(status) && (
            <div className="actions">
              <button type="button" className="btn small" onClick={() => saveCsv(name, ensembleCsv(ensemble))}>
                {t('crowd.ensemble.csv')}
              </button>
            </div>
          )}
        </>
      )}
      {runs.length > 0 && people > 0 && (
        <p className="note">{t('crowd.people', { people: formatTotal(people, language) })}</p>
      )}
    </>
  );
}

const timeText = (seconds: number | null) => (seconds === null ? NO_VALUE_MARK : formatRunClock(seconds));
/** The last five runs move the 95th percentile by less than this: enough were played. */
const SETTLED_RATIO = 0.02;

function Clearances({ runs }: { runs: CrowdEnsemble['runs'] }) {
  const { t, language } = useWords();
  const { clearance50S, clearance95S, clearance100S, mostRemained, convergence } = ensembleOf(runs);
  const { lastChangeRatio, p95AfterRuns } = convergence;
  const rows = [
    [50, clearance50S],
    [95, clearance95S],
    [100, clearance100S],
  ] as const;
  return (
    <>
      <Table
        isFixed
        label={t('crowd.ensemble.title')}
        rows={rows}
        rowKey={([percent]) => percent}
        columns={[
          { head: '', cell: ([percent]) => t('crowd.cleared', { percent }) },
          { head: t('crowd.ensemble.median'), cell: ([, { median }]) => timeText(median), align: 'end' },
          { head: t('crowd.ensemble.upper'), cell: ([, { p95 }]) => timeText(p95), align: 'end' },
        ]}
      />
      {mostRemained > 0 && (
        <p className="note">{t('crowd.ensemble.remained', { people: formatTotal(mostRemained, language) })}</p>
      )}
      <Convergence values={p95AfterRuns} />
      <p className="note">
        {lastChangeRatio === null
          ? t('crowd.ensemble.few')
          : t(lastChangeRatio <= SETTLED_RATIO ? 'crowd.ensemble.settled' : 'crowd.ensemble.unsettled', {
              change: `${formatNumber(100 * lastChangeRatio, 1)}${THIN_SPACE}%`,
            })}
      </p>
    </>
  );
}

/** The 95th percentile of all out after each run. */
function Convergence({ values }: { values: readonly (number | null)[] }) {
  const { t } = useWords();
  const known = values.flatMap((value, k) => (value === null ? [] : [[k, value] as const]));
  if (known.length < 2) return null;
  const most = Math.max(...known.map(([, value]) => value));
  const least = Math.min(...known.map(([, value]) => value));
  const points = known
    .map(
      ([k, value]) => `${(100 * k) / (values.length - 1)},${38 - (36 * (value - least)) / Math.max(1, most - least)}`,
    )
    .join(' ');
  return (
    <figure className="curve">
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={t('crowd.ensemble.convergence')}>
        <polyline points={points} />
      </svg>
      <p className="note ends">
        <span>{timeText(least)}</span>
        <span>{t('crowd.ensemble.convergence')}</span>
        <span>{timeText(most)}</span>
      </p>
    </figure>
  );
}

/** How many had left by when: the middle of the runs, and between 5 and 95 of a hundred. */
function Band({ band: { timesS, low, median, high }, people }: { band: EnsembleBand; people: number }) {
  const { t } = useWords();
  const lastS = timesS.at(-1) ?? 1;
  const most = Math.max(1, people);
  const at = (values: readonly number[]) =>
    values.map((value, k) => `${(100 * timesS[k]) / lastS},${40 - (38 * value) / most}`);
  return (
    <figure className="curve">
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={t('crowd.ensemble.band')}>
        <polygon className="band" points={[...at(high), ...at(low).reverse()].join(' ')} />
        <polyline points={at(median).join(' ')} />
      </svg>
      <p className="note ends">
        <span>{formatRunClock(0)}</span>
        <span>{t('crowd.ensemble.band')}</span>
        <span>{formatRunClock(lastS)}</span>
      </p>
    </figure>
  );
}
