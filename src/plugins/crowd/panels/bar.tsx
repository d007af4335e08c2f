import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { RunBar } from '../../../kit/run-bar.tsx';
import { useWords } from '../../../kit/words.ts';
import { otherShownRuns } from '../../../twin/runs.ts';
import { formatRunClock, useCrowdNow } from '../crowd-time.ts';
import { CROWD_ENGINE } from '../slice.ts';

/** The bar of the crowd that is on the picture, with what other engines show. */
export function CrowdBar() {
  const { t } = useWords();
  const { twin } = useApp();
  const now = useCrowdNow();
  const others = useTwin((state) => otherShownRuns(state, CROWD_ENGINE).join(' + '));
  if (!now) return null;
  const { run, timeS } = now;
  const shown = cityTime(run.startMs + timeS * 1000, twin.city.zone);
  return (
    <RunBar
      engine={CROWD_ENGINE}
      label={t('crowd.title')}
      name={[run.name, ...(others ? [others] : [])].join(' + ')}
      moment={`${formatTime(shown)} · ${formatRunClock(timeS)}`}
      run={run}
      timeS={timeS}
      stepS={1}
      timeText={formatRunClock(timeS)}
      onLeave={() => twin.getState().showRun(CROWD_ENGINE, null)}
    />
  );
}
