import { cityTime, formatTime } from './city-time.ts';
import { Slider } from './controls.tsx';
import { elapsedText, type FloodNow, useFloodNow } from './flood-time.ts';
import { PlayButton } from './sun-panel.tsx';
import { useNarrow, useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Over the picture while a run is on it: that it is simulated, which one, at which moment; and the way back. */
export function FloodBar() {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const now = useFloodNow();
  const isSideBySide = useTwin((state) => state.compare !== 'off');
  const isNarrow = useNarrow();
  const compared = useTwin((state) => state.floodRuns.find(({ id }) => id === state.comparedFloodId)?.name);
  if (!now) return null;
  const { run, timeS } = now;
  const shown = cityTime(run.startMs + timeS * 1000, twin.city.zone);
  return (
    <section className="mode-bar" aria-label={t('flood.title')}>
      <b className="mode">{t('flood.simulated')}</b>
      <span className="name">
        {run.name}
        {compared && ` ${isSideBySide ? '|' : '−'} ${compared}`}
      </span>
      <span className="moment">
        {formatTime(shown)} · {elapsedText(timeS)}
      </span>
      {run.form.rain.kind === 'live' && <span className="tag run">{t('flood.live.mark')}</span>}
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
      {isNarrow && <Scrub now={now} />}
    </section>
  );
}

/** A phone has no time bar: the run's own seconds stand here. */
function Scrub({ now: { run, timeS } }: { now: FloodNow }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  return (
    <div className="scrub">
      <PlayButton />
      <Slider
        hideLabel
        label={t('sun.time')}
        value={timeS}
        min={0}
        max={run.timesS.at(-1) ?? 0}
        step={10}
        text={elapsedText(timeS)}
        onChange={(value) => twin.getState().showTime(run.startMs + value * 1000)}
      />
    </div>
  );
}
