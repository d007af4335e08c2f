import { cityTime, formatTime } from './city-time.ts';
import { elapsedText, useFloodNow } from './flood-time.ts';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Over the picture while a run is on it: that it is simulated, which one, at which moment; and the way back. */
export function FloodBar() {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const now = useFloodNow();
  const compared = useTwin((state) => state.floodRuns.find(({ id }) => id === state.comparedFloodId)?.name);
  if (!now) return null;
  const { run, timeS } = now;
  const shown = cityTime(run.startMs + timeS * 1000, twin.city.zone);
  return (
    <div className="mode-bar" role="status">
      <b className="mode">{t('flood.simulated')}</b>
      <span className="name">
        {run.name}
        {compared && ` − ${compared}`}
      </span>
      <span className="moment">
        {formatTime(shown)} · {elapsedText(timeS)}
      </span>
      {run.form.scheme === 'fast' && <span className="tag warn">{t('flood.fast')}</span>}
      <button
        type="button"
        onClick={() => {
          twin.getState().showFlood(null);
          twin.getState().setCompare('off');
        }}
      >
        {t('flood.leave')}
      </button>
    </div>
  );
}
