import { cityTime, formatTime } from './city-time.ts';
import { elapsedText, useFloodNow } from './flood-time.ts';
import { RunBar } from './run-bar.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** The bar of the flood that is on the picture. */
export function FloodBar() {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const now = useFloodNow();
  const isSideBySide = useTwin((state) => state.compare !== 'off');
  const compared = useTwin((state) => state.floodRuns.find(({ id }) => id === state.comparedFloodId)?.name);
  if (!now) return null;
  const { run, timeS } = now;
  const shown = cityTime(run.startMs + timeS * 1000, twin.city.zone);
  return (
    <RunBar
      label={t('flood.title')}
      name={`${run.name}${compared ? ` ${isSideBySide ? '|' : '−'} ${compared}` : ''}`}
      moment={`${formatTime(shown)} · ${elapsedText(timeS)}`}
      tags={
        <>
          {run.form.rain.kind === 'live' && <span className="tag run">{t('flood.live.mark')}</span>}
          {run.form.scheme === 'fast' && <span className="tag warn">{t('flood.fast')}</span>}
        </>
      }
      run={run}
      timeS={timeS}
      stepS={10}
      timeText={elapsedText(timeS)}
      onLeave={() => {
        twin.getState().showFlood(null);
        twin.getState().setCompare('off');
      }}
    />
  );
}
