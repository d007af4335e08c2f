import type { ReactNode } from 'react';
import type { EngineId } from '../../model/runs/engine-id.ts';
import { lastFrameMs, type RunFacts, runsOf } from '../twin/runs.ts';
import { useApp, useTwin } from './app-context.tsx';
import { EmptyState, ErrorNotice, IconButton } from './controls.tsx';
import { formatNumber, NO_VALUE_MARK, waitText } from './format.ts';
import { Icon } from './icons.tsx';
import { AdoptRun } from './run-acts.tsx';
import { RunName, RunProgress, StatusTag } from './run-parts.tsx';
import { useWords } from './words.ts';

/** What can be done to the runs of an engine: its controller. */
interface RunActs {
  pause(id: string): void;
  resume(id: string): void;
  stop(id: string): void;
  drop(id: string): void;
}

/** All runs of an engine in this window, the newest on top. */
export function RunList<Run extends RunFacts>({
  runs,
  none,
  children,
}: {
  runs: readonly Run[];
  /** What is said before the first. */
  none: string;
  children(run: Run): ReactNode;
}) {
  if (runs.length === 0) return <EmptyState icon="list">{none}</EmptyState>;
  return <ul className="run-list">{[...runs].reverse().map((run) => children(run))}</ul>;
}

/** One run: its name, how it goes, what can be done to it, and what its plug-in says of it. */
export function RunRow({
  engine,
  run,
  acts,
  tags,
  about,
  facts,
  actions,
  children,
}: {
  engine: EngineId;
  run: RunFacts;
  acts: RunActs;
  /** Beside the name. */
  tags?: ReactNode;
  /** Under the name. */
  about?: ReactNode;
  /** Above the buttons. */
  facts?: ReactNode;
  /** Buttons beside the one that shows it. */
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const isShown = useTwin((state) => runsOf(state, engine).shownId === run.id);
  return (
    <li className={isShown ? 'shown' : ''}>
      <div className="row-head">
        <RunName name={run.name} onRename={(name) => twin.getState().changeRun(engine, run.id, { name })} />
        {tags}
        <StatusTag status={run.status} />
        <IconButton icon="x" label={t('run.remove', { name: run.name })} onClick={() => acts.drop(run.id)} />
      </div>
      {about}
      <RunProgress run={run} controls={acts} />
      <Trouble run={run} />
      {facts}
      {run.timesS.length > 0 && (
        <div className="actions">
          <ShowButton engine={engine} run={run} isShown={isShown} />
          {actions}
          <AdoptRun run={run} />
        </div>
      )}
      {children}
    </li>
  );
}

/** Why it could not go on with what was changed, or why it broke off. */
function Trouble({ run: { status, timesS } }: { run: RunFacts }) {
  const { t } = useWords();
  if (status.kind === 'paused' && status.refusal)
    return <ErrorNotice what={t('run.refused')} reason={status.refusal} />;
  if (status.kind !== 'failed') return null;
  const rest = timesS.length > 0 ? { rest: t('run.lastGood') } : {};
  return <ErrorNotice what={t('run.failed')} reason={status.reason} {...rest} />;
}

/** Brings the run on the picture, and the clock into its time. */
function ShowButton({ engine, run, isShown }: { engine: EngineId; run: RunFacts; isShown: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const show = () => {
    const { shownTimeMs, showRun, showTime } = twin.getState();
    showRun(engine, isShown ? null : run.id);
    const isBeside = shownTimeMs < run.startMs || shownTimeMs > lastFrameMs(run);
    if (!isShown && isBeside) showTime(run.startMs);
  };
  return (
    <button type="button" className="btn small" aria-pressed={isShown} onClick={show}>
      <Icon name={isShown ? 'check' : 'globe'} />
      {t(isShown ? 'run.isShown' : 'run.show')}
    </button>
  );
}

/** What the run leaves out or guesses, and by what it can be played again. */
export function RunLimits({
  notes,
  end,
}: {
  /** In the reader's language. */
  notes: readonly string[];
  end: { hash: string; steps: number; wallS: number } | null;
}) {
  const { t } = useWords();
  return (
    <details>
      <summary className="note">{t('run.limits', { amount: notes.length })}</summary>
      <Notes notes={notes} />
      <p className="note">
        {t('run.hash')} <span className="mono">{end ? end.hash.slice(0, 16) : NO_VALUE_MARK}</span>
        {end && ` · ${t('run.took', { steps: formatNumber(end.steps), time: waitText(end.wallS) })}`}
      </p>
    </details>
  );
}

/** Limits as a list. */
export function Notes({ notes }: { notes: readonly string[] }) {
  return (
    <ul className="notes">
      {notes.map((note) => (
        <li key={note} className="note">
          {note}
        </li>
      ))}
    </ul>
  );
}
