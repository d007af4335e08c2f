import { useContext } from 'react';
import { MIN_PER_DAY, MIN_PER_H, MS_PER_DAY, MS_PER_H, MS_PER_MIN } from '../../../../model/time.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { type CityTime, cityTime, formatTime, instantOf } from '../../../kit/city-time.ts';
import { Segmented } from '../../../kit/controls.tsx';
import { PanelHeadContext } from '../../../kit/panel-head.ts';
import { PlayButton } from '../../../kit/play-button.tsx';
import type { PlacedPanel, TimeSpan } from '../../../kit/plugin.ts';
import { usePresentMs } from '../../../kit/present.ts';
import { PLAY_RATES } from '../../../kit/rates.ts';
import { Placed, useSlot } from '../../../kit/slots.tsx';
import { TimeAxisContext } from '../../../kit/time-axis.tsx';
import { useDrag } from '../../../kit/use-drag.ts';
import { useWords } from '../../../kit/words.ts';

const DAY_STEP_MIN = 180;
/** Minutes between the ticks of a run's axis: the first that leaves no more than `MAX_TICKS`. */
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360];
const MAX_TICKS = 9;
const QUARTER_MS = 15 * MS_PER_MIN;

interface Axis {
  fromMs: number;
  toMs: number;
  ticksMs: number[];
}

/** Around the present so much is shown: what happened, and the hours in which runs begin. */
const BEFORE_MS = MS_PER_DAY;
const AHEAD_MS = 6 * MS_PER_H;

/** From the day before the present to the hours after it, by the quarter of an hour, while the shown time is in there; null: it is not. */
function aroundNow(shownMs: number, nowMs: number): Pick<TimeSpan, 'fromMs' | 'toMs'> | null {
  const quarterMs = Math.floor(nowMs / QUARTER_MS) * QUARTER_MS;
  const around = { fromMs: quarterMs - BEFORE_MS, toMs: quarterMs + AHEAD_MS };
  return shownMs >= around.fromMs && shownMs <= around.toMs ? around : null;
}

/** A run or a recording from its start to its end, the day around the present, or the shown day from midnight to midnight. */
function axisOf(
  { year, month, day }: CityTime,
  zone: string,
  span: Pick<TimeSpan, 'fromMs' | 'toMs'> | null,
  around: Pick<TimeSpan, 'fromMs' | 'toMs'> | null,
): Axis {
  const { fromMs, toMs } = span ??
    around ?? { fromMs: instantOf(year, month, day, 0, zone), toMs: instantOf(year, month, day, 24 * 60, zone) };
  const spanMin = (toMs - fromMs) / MS_PER_MIN;
  const stepMs = (span ? (STEPS_MIN.find((step) => spanMin / step <= MAX_TICKS) ?? 720) : DAY_STEP_MIN) * MS_PER_MIN;
  const midnightMs = instantOf(year, month, day, 0, zone);
  const ticksMs: number[] = [];
  for (let at = midnightMs + Math.ceil((fromMs - midnightMs) / stepMs) * stepMs; at < toMs; at += stepMs)
    ticksMs.push(at);
  return { fromMs, toMs, ticksMs };
}

/** What the lanes bring (daylight, rain, runs, recordings), their time from end to end, and the head to drag. */
export function TimeBar() {
  const { t } = useWords();
  const { twin } = useApp();
  const { zone } = twin.city;
  const timeMs = useTwin((state) => Math.floor(state.shownTimeMs / 1000) * 1000);
  const lanes = useSlot('lane');
  const span = useSpan(lanes);
  const shown = cityTime(timeMs, zone);
  const nowMs = usePresentMs();
  const isFolded = useContext(PanelHeadContext)?.isFolded;
  const { fromMs, toMs, ticksMs } = axisOf(shown, zone, span, aroundNow(timeMs, nowMs));
  const { showTime } = twin.getState();
  const at = (nextMs: number) =>
    showTime(Math.min(span ? toMs : toMs - MS_PER_MIN, Math.max(fromMs, Math.round(nextMs / 1000) * 1000)));
  const placeOf = (ms: number) => (Math.min(toMs, Math.max(fromMs, ms)) - fromMs) / ((toMs - fromMs) / 100);
  const drag = useDrag((ratio) => at(fromMs + ratio * (toMs - fromMs)));
  if (isFolded)
    return (
      <section className={`time-bar ${span?.kind ?? ''}`} aria-label={t('timeline.timeBar')}>
        <TimeSide shown={shown} span={span} />
      </section>
    );
  return (
    <section className={`time-bar ${span?.kind ?? ''}`} aria-label={t('timeline.timeBar')}>
      <TimeSide shown={shown} span={span} />
      <div className="time-axis" {...drag}>
        <TimeAxisContext value={placeOf}>
          {[...new Set(lanes.map(({ title }) => title))].map((title) => (
            <div key={title} className="lane">
              <span className="lane-name">{title && t(title)}</span>
              {lanes
                .filter((lane) => lane.title === title)
                .map((lane) => (
                  <Placed key={lane.id} panel={lane} />
                ))}
            </div>
          ))}
        </TimeAxisContext>
        <div className="hours" aria-hidden="true">
          {ticksMs.map((tick) => (
            <span key={tick} style={{ left: `${placeOf(tick)}%` }}>
              {formatTime(cityTime(tick, zone))}
            </span>
          ))}
        </div>
        <Now
          nowMs={nowMs}
          fromMs={fromMs}
          toMs={toMs}
          placeOf={placeOf}
          isWord={Math.abs(placeOf(nowMs) - placeOf(timeMs)) > WORD_APART_PCT}
        />
        <Head axis={{ fromMs, toMs }} timeMs={timeMs} shown={shown} leftPct={placeOf(timeMs)} onMove={at} />
      </div>
    </section>
  );
}

/** The shown time on the axis: what keys move. The lanes beside it hold controls of their own, so the axis as a whole is none. */
function Head({
  axis: { fromMs, toMs },
  timeMs,
  shown,
  leftPct,
  onMove,
}: {
  axis: Pick<Axis, 'fromMs' | 'toMs'>;
  timeMs: number;
  shown: CityTime;
  leftPct: number;
  onMove: (timeMs: number) => void;
}) {
  const { t } = useWords();
  return (
    <div
      className="head"
      style={{ left: `${leftPct}%` }}
      role="slider"
      tabIndex={0}
      aria-label={t('clock.time')}
      aria-valuemin={0}
      aria-valuemax={Math.round((toMs - fromMs) / MS_PER_MIN)}
      aria-valuenow={Math.round((timeMs - fromMs) / MS_PER_MIN)}
      aria-valuetext={formatTime(shown)}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -60, PageUp: 60 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        onMove(timeMs + step * (event.shiftKey ? 10 : 1) * MS_PER_MIN);
      }}
    >
      <b>{formatTime(shown)}</b>
    </div>
  );
}

/** Nearer to each other the head's time covers the word. */
const WORD_APART_PCT = 5;

/** A line at the present, where the axis reaches it. */
function Now({
  nowMs,
  fromMs,
  toMs,
  placeOf,
  isWord,
}: Pick<Axis, 'fromMs' | 'toMs'> & { nowMs: number; placeOf: (ms: number) => number; isWord: boolean }) {
  const { t } = useWords();
  if (nowMs < fromMs || nowMs > toMs) return null;
  return (
    <i className="now" style={{ left: `${placeOf(nowMs)}%` }}>
      {isWord && <span>{t('timeline.now')}</span>}
    </i>
  );
}

/** The first span that a lane has, a record's before a run's: what is simulated lies in it. The same object while it says the same. */
function useSpan(lanes: readonly PlacedPanel[]): TimeSpan | null {
  const text = useTwin((state) => {
    const spans = lanes.flatMap((lane) => lane.span?.(state) ?? []);
    return JSON.stringify(spans.find(({ kind }) => kind === 'recording') ?? spans[0] ?? null);
  });
  return JSON.parse(text) as TimeSpan | null;
}

/** The shown time, how fast it is played, and of what it is. */
function TimeSide({ shown, span }: { shown: CityTime; span: TimeSpan | null }) {
  const { t } = useWords();
  const { twin } = useApp();
  const rate = useTwin((state) => state.rate);
  const head = useContext(PanelHeadContext);
  const rates: TimeSpan['rates'] = span?.rates ?? PLAY_RATES;
  return (
    <div className="time-side">
      <p className="shown-time">
        <b>{formatTime(shown, span?.kind === 'recording')}</b>
        <span>{t(span ? span.mark : 'timeline.cityClock')}</span>
        {head?.trail}
      </p>
      <div className="time-controls">
        <PlayButton />
        <Segmented
          small
          label={t('clock.rate')}
          value={String(rate)}
          options={rates.map((option) => ({
            value: String(option.rate),
            label: option.word ? t(option.word) : `×${option.rate}`,
          }))}
          onChange={(value) => twin.getState().setRate(Number(value))}
        />
      </div>
      <FromNow name={span?.name ?? null} />
    </div>
  );
}

/** What is shown, and by how much it is not the present; of no run or recording, the way back to it. */
function FromNow({ name }: { name: string | null }) {
  const { t } = useWords();
  const { twin } = useApp();
  const nowMs = usePresentMs();
  const isTimeChosen = useTwin((state) => state.isTimeChosen);
  const shownMs = useTwin((state) => Math.floor(state.shownTimeMs / MS_PER_MIN) * MS_PER_MIN);
  const minutes = Math.round((shownMs - Math.floor(nowMs / MS_PER_MIN) * MS_PER_MIN) / MS_PER_MIN);
  const away = minutes !== 0 && t(minutes < 0 ? 'timeline.before' : 'timeline.after', { span: awayText(minutes, t) });
  const about = [name, away || (isTimeChosen ? null : t('timeline.following'))].filter(Boolean).join(' · ');
  return (
    <p className="note from-now">
      <span>{about}</span>
      {name === null && isTimeChosen && (
        <button type="button" className="link" onClick={() => twin.getState().leaveTime()}>
          {t('run.leave')}
        </button>
      )}
    </p>
  );
}

/** `4 h 20 min`, from two days on `3 d`. */
function awayText(minutes: number, t: ReturnType<typeof useWords>['t']): string {
  const size = Math.abs(minutes);
  if (size >= 2 * MIN_PER_DAY) return t('timeline.days', { count: Math.round(size / MIN_PER_DAY) });
  const hours = Math.floor(size / MIN_PER_H);
  const rest = t('timeline.minutes', { count: size % MIN_PER_H });
  return hours > 0 ? `${t('timeline.hours', { count: hours })} ${rest}` : rest;
}
