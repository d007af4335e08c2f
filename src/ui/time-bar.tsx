import { type PointerEvent, type ReactNode, useRef } from 'react';
import { cityTime, formatTime, instantOf, minuteOfDay } from './city-time.ts';
import { Segmented } from './controls.tsx';
import { DaylightStrip, PlayButton, RATES } from './sun-panel.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const HOURS = [0, 3, 6, 9, 12, 15, 18, 21];
const DAY_MIN = 1440;

/** The shown day from midnight to midnight: daylight, the lanes that feeds and runs will fill, and the head to drag. */
export function TimeBar() {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { zone } = twin.city;
  const timeMs = useTwin((state) => Math.floor(state.shownTimeMs / 1000) * 1000);
  const rate = useTwin((state) => state.rate);
  const axis = useRef<HTMLDivElement>(null);
  const dragged = useRef(false);
  const shown = cityTime(timeMs, zone);
  const minute = minuteOfDay(shown);
  const { showTime, setRate } = twin.getState();
  const at = (next: number) =>
    showTime(instantOf(shown.year, shown.month, shown.day, Math.min(DAY_MIN - 1, Math.max(0, Math.round(next))), zone));
  const drag = (event: PointerEvent<HTMLElement>) => {
    const box = axis.current?.getBoundingClientRect();
    if (dragged.current && box) at(((event.clientX - box.left) / box.width) * DAY_MIN);
  };
  return (
    <section className="time-bar" aria-label={t('command.timeBar')}>
      <div className="time-side">
        <p className="shown-time">
          <b>{formatTime(shown)}</b>
          <span>{t('command.cityClock')}</span>
        </p>
        <div className="time-controls">
          <PlayButton />
          <Segmented
            small
            label={t('sun.rate')}
            value={String(rate)}
            options={RATES.slice(1).map((option) => ({ value: String(option.rate), label: t(option.word) }))}
            onChange={(value) => setRate(Number(value))}
          />
        </div>
        <p className="note">{t('command.sunOnly')}</p>
      </div>
      <div
        ref={axis}
        className="time-axis"
        role="slider"
        tabIndex={0}
        aria-label={t('sun.time')}
        aria-valuemin={0}
        aria-valuemax={DAY_MIN - 1}
        aria-valuenow={minute}
        aria-valuetext={formatTime(shown)}
        onPointerDown={(event) => {
          dragged.current = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event);
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          dragged.current = false;
        }}
        onPointerCancel={() => {
          dragged.current = false;
        }}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -60, PageUp: 60 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          at(minute + step * (event.shiftKey ? 10 : 1));
        }}
      >
        <Lane name={t('command.daylight')}>
          <DaylightStrip />
        </Lane>
        <Lane name={t('command.recording')}>{t('command.recordingEmpty')}</Lane>
        <Lane name={t('command.run')}>{t('command.runEmpty')}</Lane>
        <div className="hours" aria-hidden="true">
          {HOURS.map((hour) => (
            <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
              {formatTime({ ...shown, hour, minute: 0 })}
            </span>
          ))}
        </div>
        <div className="head" style={{ left: `${(minute / DAY_MIN) * 100}%` }}>
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
