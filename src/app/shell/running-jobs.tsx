import { useTwin } from '../../kit/app-context.tsx';
import { waitText } from '../../kit/format.ts';
import { useWords } from '../../kit/words.ts';

/** What is computed now by any engine, with its progress, wherever one went meanwhile. */
export function RunningJobs() {
  const { t } = useWords();
  const text = useTwin(({ runs }) =>
    JSON.stringify(
      Object.values(runs).flatMap(({ list }) =>
        list.flatMap(({ id, name, status }) =>
          status.kind === 'running'
            ? [{ id, name, percent: Math.round(status.progressRatio * 100), etaS: status.etaS }]
            : [],
        ),
      ),
    ),
  );
  const jobs = JSON.parse(text) as { id: string; name: string; percent: number; etaS: number | null }[];
  if (jobs.length === 0) return null;
  return (
    <ul className="running-jobs" aria-label={t('shell.running')}>
      {jobs.map(({ id, name, percent, etaS }) => (
        <li key={id}>
          <p>
            <span className="text">{name}</span>
            <span>{etaS === null ? `${percent} %` : `${percent} % · ${t('run.left', { time: waitText(etaS) })}`}</span>
          </p>
          <progress value={percent} max={100} aria-label={name} />
        </li>
      ))}
    </ul>
  );
}
