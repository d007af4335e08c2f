import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { RunBar } from '../../../kit/run-bar.tsx';
import { useWords } from '../../../kit/words.ts';
import { elapsedText, useFloodNow } from '../flood-time.ts';
import { FLOOD_ENGINE, floodRuns } from '../slice.ts';

/** The bar of the flood that is on the picture. */
export function FloodBar() {
  const { t } = useWords();
  const { twin } = useApp();
  const now = useFloodNow();
  const isSideBySide = useTwin((state) => state.compare !== 'off');
  const compared = useTwin((state) => {
    const { list, comparedId } = floodRuns(state);
    return list.find(({ id }) => id === comparedId)?.name;
  });
  if (!now) return null;
  const { run, timeS } = now;
  const shown = cityTime(run.startMs + timeS * 1000, twin.city.zone);
  return (
    <RunBar
      engine={FLOOD_ENGINE}
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
        twin.getState().showRun(FLOOD_ENGINE, null);
        twin.getState().setCompare('off');
      }}
    />
  );
}
