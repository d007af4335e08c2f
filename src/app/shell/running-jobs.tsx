import { useApp, useTwin } from '../../kit/app-context.tsx';
import { waitText } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import type { App } from '../../kit/plugin.ts';
import { useWords } from '../../kit/words.ts';
import type { TwinState } from '../../twin/slice.ts';

interface Job {
  /** The engine of a run, or the plug-in of an analysis. */
  owner: string;
  id: string;
  /** A run's own name; null: the analysis is called as its tool. */
  name: string | null;
  percent: number;
  etaS: number | null;
}

/** Lists the computations of all engines that run now, with progress and a way to cancel each, wherever one went meanwhile. */
export function RunningJobs() {
  const { t } = useWords();
  const app = useApp();
  const jobs: Job[] = JSON.parse(useTwin((state) => JSON.stringify(jobsOf(state))));
  if (jobs.length === 0) return null;
  return (
    <ul className="running-jobs" aria-label={t('shell.running')}>
      {jobs.map((job) => (
        <RunningJob key={`${job.owner} ${job.id}`} job={job} app={app} />
      ))}
    </ul>
  );
}

function jobsOf({ runs, analyses }: TwinState): Job[] {
  const ofRuns = Object.entries(runs).flatMap(([owner, { list }]) =>
    list.flatMap(({ id, name, status }) =>
      status.kind === 'running'
        ? [{ owner, id, name, percent: Math.round(status.progressRatio * 100), etaS: status.etaS }]
        : [],
    ),
  );
  const ofAnalyses = Object.entries(analyses).flatMap(([owner, state]) =>
    state?.kind === 'running'
      ? [{ owner, id: owner, name: null, percent: Math.round(state.doneRatio * 100), etaS: null }]
      : [],
  );
  return [...ofRuns, ...ofAnalyses];
}

function RunningJob({ job: { owner, id, name, percent, etaS }, app }: { job: Job; app: App }) {
  const { t } = useWords();
  const title = app.placed('tool').find((tool) => tool.id === owner)?.title;
  const shown = name ?? (title ? t(title) : owner);
  const label = t('shell.cancelJob', { name: shown });
  return (
    <li>
      <p>
        <span className="text">{shown}</span>
        <span>{etaS === null ? `${percent} %` : `${percent} % · ${t('run.left', { time: waitText(etaS) })}`}</span>
        <button
          type="button"
          className="btn ghost ico"
          aria-label={label}
          title={label}
          onClick={() => app.stopJob(owner, id)}
        >
          <Icon name="x" />
        </button>
      </p>
      <progress value={percent} max={100} aria-label={shown} />
    </li>
  );
}
