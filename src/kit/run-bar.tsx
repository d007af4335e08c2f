import type { ReactNode } from 'react';
import type { EngineId } from '../../model/runs/engine-id.ts';
import { comparedRun, compareShownRun } from '../twin/run-comparison.ts';
import { useApp, useNarrow } from './app-context.tsx';
import { Slider } from './controls.tsx';
import { PlayButton } from './play-button.tsx';
import { BesideNewest } from './run-acts.tsx';
import { useWords } from './words.ts';

/** Over the picture while a run is on it: that it is simulated, which one, at which moment; and the way back. A phone has no time bar: the run's own seconds stand here. */
export function RunBar({
  engine,
  label,
  name,
  moment,
  tags,
  run,
  timeS,
  stepS,
  timeText,
  onLeave,
}: {
  engine: EngineId;
  label: string;
  name: string;
  moment: string;
  tags?: ReactNode;
  run: { startMs: number; timesS: readonly number[] };
  timeS: number;
  stepS: number;
  timeText: string;
  onLeave: () => void;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const isNarrow = useNarrow();
  const leave = () => {
    if (comparedRun(twin.getState(), engine) !== null) compareShownRun(twin, engine, null);
    onLeave();
    const { runs, leaveTime } = twin.getState();
    if (Object.values(runs).every(({ shownId }) => shownId === null)) leaveTime();
  };
  return (
    <section className="mode-bar" aria-label={label}>
      <b className="mode">{t('run.simulated')}</b>
      <span className="name">{name}</span>
      <span className="moment">{moment}</span>
      {tags}
      <BesideNewest engine={engine} />
      <button type="button" onClick={leave}>
        {t('run.leave')}
      </button>
      {isNarrow && (
        <div className="scrub">
          <PlayButton />
          <Slider
            hideLabel
            label={t('clock.time')}
            value={timeS}
            min={0}
            max={run.timesS.at(-1) ?? 0}
            step={stepS}
            text={timeText}
            onChange={(value) => twin.getState().showTime(run.startMs + value * 1000)}
          />
        </div>
      )}
    </section>
  );
}
