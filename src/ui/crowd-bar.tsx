import { shownFlood } from '../twin/flood.ts';
import { cityTime, formatTime } from './city-time.ts';
import { clockText, useCrowdNow } from './crowd-time.ts';
import { RunBar } from './run-bar.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** The bar of the crowd that is on the picture, with the flood that is under it. */
export function CrowdBar() {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const now = useCrowdNow();
  const flood = useTwin((state) => shownFlood(state)?.name);
  if (!now) return null;
  const { run, timeS } = now;
  const shown = cityTime(run.startMs + timeS * 1000, twin.city.zone);
  return (
    <RunBar
      label={t('crowd.title')}
      name={[t('crowd.bar', { name: run.name }), ...(flood ? [t('crowd.floodBar', { name: flood })] : [])].join(' + ')}
      moment={`${formatTime(shown)} · ${clockText(timeS)}`}
      run={run}
      timeS={timeS}
      stepS={1}
      timeText={clockText(timeS)}
      onLeave={() => twin.getState().showCrowd(null)}
    />
  );
}
