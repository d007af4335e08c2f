import type { ReactNode } from 'react';
import { shownCrowd } from '../twin/crowd.ts';
import { S_PER_H, shownFlood } from '../twin/flood.ts';
import { isGoing } from '../twin/runs.ts';
import { type CityTime, cityTime, formatTime, instantOf } from './city-time.ts';
import { Segmented } from './controls.tsx';
import { GaugeLane, LeftLane, RainLane, RunLane } from './flood-lanes.tsx';
import { REPLAY_RATES, RecordingLane } from './recordings.tsx';
import { CROWD_RATES, DaylightStrip, PlayButton, RATES } from './sun-panel.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useDrag } from './use-drag.ts';
import { useWords } from './words.ts';

const MS_PER_MIN = 60_000;
const DAY_STEP_MIN = 180;
/** Between the ticks of a run's axis: the first that leaves no more than `MOST_TICKS`. */
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360];
const MOST_TICKS = 9;

interface Axis {
  fromMs: number;
  toMs: number;
  ticksMs: number[];
}

interface Span {
  fromMs: number;
  toMs: number;
}

/** The shown day from midnight to midnight, or a run or a recording from its start to its end. */
function axisOf({ year, month, day }: CityTime, zone: string, span: Span | null): Axis {
  const fromMs = span ? span.fromMs : instantOf(year, month, day, 0, zone);
  const toMs = span ? span.toMs : instantOf(year, month, day, 24 * 60, zone);
  const spanMin = (toMs - fromMs) / MS_PER_MIN;
  const stepMs = (span ? (STEPS_MIN.find((step) => spanMin / step <= MOST_TICKS) ?? 720) : DAY_STEP_MIN) * MS_PER_MIN;
  const midnightMs = instantOf(year, month, day, 0, zone);
  const ticksMs: number[] = [];
  for (let at = midnightMs + Math.ceil((fromMs - midnightMs) / stepMs) * stepMs; at < toMs; at += stepMs)
    ticksMs.push(at);
  return { fromMs, toMs, ticksMs };
}

/** Daylight, or a run's rain; the lanes that feeds and runs fill; and the head to drag. */
export function TimeBar() {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { zone } = twin.city;
  const timeMs = useTwin((state) => Math.floor(state.shownTimeMs / 1000) * 1000);
  const rate = useTwin((state) => state.rate);
  const flood = useTwin(shownFlood);
  const crowd = useTwin(shownCrowd);
  const run = crowd
    ? { ...crowd, endS: isGoing(crowd.status) ? crowd.endS : (crowd.timesS.at(-1) ?? crowd.endS) }
    : flood && { ...flood, endS: flood.form.endH * S_PER_H };
  const shown = cityTime(timeMs, zone);
  const replay = useTwin((state) => state.replay);
  const span = run ? { fromMs: run.startMs, toMs: run.startMs + run.endS * 1000 } : replay;
  const { fromMs, toMs, ticksMs } = axisOf(shown, zone, span);
  const { showTime, setRate } = twin.getState();
  const at = (nextMs: number) =>
    showTime(Math.min(span ? toMs : toMs - MS_PER_MIN, Math.max(fromMs, Math.round(nextMs / 1000) * 1000)));
  const placeOf = (ms: number) => (Math.min(toMs, Math.max(fromMs, ms)) - fromMs) / ((toMs - fromMs) / 100);
  const drag = useDrag((ratio) => at(fromMs + ratio * (toMs - fromMs)));
  return (
    <section className={`time-bar${run ? ' run' : replay ? ' recording' : ''}`} aria-label={t('command.timeBar')}>
      <div className="time-side">
        <p className="shown-time">
          <b>{formatTime(shown, replay !== null)}</b>
          <span>{run ? t('run.simulated') : replay ? t('replay.mark') : t('command.cityClock')}</span>
        </p>
        <div className="time-controls">
          <PlayButton />
          <Segmented
            small
            label={t('sun.rate')}
            value={String(rate)}
            options={
              replay
                ? REPLAY_RATES.map((factor) => ({ value: String(factor), label: `×${factor}` }))
                : (crowd ? CROWD_RATES : RATES.slice(1)).map((option) => ({
                    value: String(option.rate),
                    label: t(option.word),
                  }))
            }
            onChange={(value) => setRate(Number(value))}
          />
        </div>
        <p className="note">{run ? run.name : replay ? replay.name : t('command.sunOnly')}</p>
      </div>
      <div
        className="time-axis"
        role="slider"
        tabIndex={0}
        aria-label={t('sun.time')}
        aria-valuemin={0}
        aria-valuemax={Math.round((toMs - fromMs) / MS_PER_MIN)}
        aria-valuenow={Math.round((timeMs - fromMs) / MS_PER_MIN)}
        aria-valuetext={formatTime(shown)}
        {...drag}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -60, PageUp: 60 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          at(timeMs + step * (event.shiftKey ? 10 : 1) * MS_PER_MIN);
        }}
      >
        {crowd ? (
          <Lane name={t('crowd.left')}>
            <LeftLane placeOf={placeOf} />
          </Lane>
        ) : flood ? (
          <Lane name={t('flood.rain')}>
            <RainLane placeOf={placeOf} />
          </Lane>
        ) : (
          <Lane name={t('command.daylight')}>
            <DaylightStrip />
          </Lane>
        )}
        {flood ? (
          <Lane name={t('command.level')}>
            <GaugeLane placeOf={placeOf} />
          </Lane>
        ) : (
          <Lane name={t('command.recording')}>
            <RecordingLane placeOf={placeOf} />
          </Lane>
        )}
        <Lane name={t('command.run')}>
          <RunLane placeOf={placeOf} />
        </Lane>
        <div className="hours" aria-hidden="true">
          {ticksMs.map((tick) => (
            <span key={tick} style={{ left: `${placeOf(tick)}%` }}>
              {formatTime(cityTime(tick, zone))}
            </span>
          ))}
        </div>
        <div className="head" style={{ left: `${placeOf(timeMs)}%` }}>
          <b>{formatTime(shown)}</b>
        </div>
      </div>
    </section>
  );
}

function Lane({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="lane">
      <span className="lane-name">{name}</span>
      {children}
    </div>
  );
}
