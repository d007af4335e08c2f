import { useEffect, useRef } from 'react';
import { MIN_PER_DAY } from '../../../../model/time.ts';
import { instantOfWall, wallMinOf } from '../../../../model/wall-clock.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { useDrag } from '../../../kit/use-drag.ts';
import { useWords } from '../../../kit/words.ts';
import type { Span } from '../gantt-axis.ts';
import { planDate } from '../plan-text.ts';

const STEP_DAYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -30, PageUp: 30 };
/** Half of the widest date: nearer than this to a side the date stands beside the head. */
const HALF_DATE_PX = 48;

/**
 * The head over the bars; dragging it moves the one clock. It follows the clock itself, without React: each of 60 frames a second
 * changes one place, one date and two attributes.
 */
export function GanttNow({ fromMin, toMin, widthPx }: Span & { widthPx: number }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const { zone } = twin.city;
  const slider = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLElement>(null);
  useEffect(() => {
    let shown = '';
    return twin.follow(
      ({ shownTimeMs }) => shownTimeMs,
      (shownTimeMs) => {
        const date = head.current?.firstElementChild;
        if (!slider.current || !head.current || !date) return;
        const nowMin = Math.round(wallMinOf(shownTimeMs, zone));
        // A clock outside the shown span stands at its side, with its date.
        const x = Math.min(widthPx, Math.max(0, Math.round(((nowMin - fromMin) / (toMin - fromMin)) * widthPx)));
        const side = x < HALF_DATE_PX ? 'first' : x > widthPx - HALF_DATE_PX ? 'last' : '';
        head.current.style.transform = `translateX(${x}px)`;
        if (head.current.className !== side) head.current.className = side;
        const text = planDate(nowMin, language);
        if (text === shown) return;
        shown = date.textContent = text;
        slider.current.setAttribute('aria-valuenow', String(nowMin));
        slider.current.setAttribute('aria-valuetext', text);
      },
    );
  }, [twin, zone, language, fromMin, toMin, widthPx]);
  const show = (min: number) => twin.getState().showTime(instantOfWall(Math.round(min), zone));
  const drag = useDrag((ratio) => show(fromMin + ratio * (toMin - fromMin)));
  return (
    <div
      ref={slider}
      className="gantt-now"
      role="slider"
      tabIndex={0}
      aria-label={t('build.clock')}
      aria-valuemin={fromMin}
      aria-valuemax={toMin}
      aria-valuenow={fromMin}
      {...drag}
      onKeyDown={(event) => {
        const days = STEP_DAYS[event.key];
        if (days === undefined) return;
        event.preventDefault();
        show(wallMinOf(twin.getState().shownTimeMs, zone) + days * MIN_PER_DAY);
      }}
    >
      <i ref={head}>
        <b />
      </i>
    </div>
  );
}
