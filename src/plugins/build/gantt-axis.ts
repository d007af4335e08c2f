import { MIN_PER_DAY } from '../../../model/time.ts';
import type { Language } from '../../twin/appearance.ts';
import { partsOf, planDate } from './plan-text.ts';

/** A part of a plan's time, minutes of the project's wall clock. */
export interface Span {
  fromMin: number;
  toMin: number;
}

/** A date on the axis of bars, and how it is written there. */
interface Tick {
  min: number;
  text: string;
}

/** The least room for the name of a month, and of a day with its year. */
const MIN_MONTH_PX = 46;
const MIN_DAY_PX = 84;
/** A plan of fewer days than these between its ends is read by days. */
const SHORT_DAYS = 100;
const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12];
const DAYS_PER_MONTH = 30.4;
/** 1970-01-05, the first Monday. */
const FIRST_MONDAY_DAY = 4;

/** Dates that there is room for: days of a short plan, weeks from Monday, else the first days of months. */
export function ticksOf({ fromMin, toMin }: Span, widthPx: number, language: Language): Tick[] {
  const dayPx = (widthPx * MIN_PER_DAY) / (toMin - fromMin);
  const days = DAY_STEPS.find((step) => step * dayPx >= MIN_DAY_PX);
  if (days !== undefined && toMin - fromMin < SHORT_DAYS * MIN_PER_DAY) return dayTicks(fromMin, toMin, days, language);
  return monthTicks(
    fromMin,
    toMin,
    MONTH_STEPS.find((step) => step * DAYS_PER_MONTH * dayPx >= MIN_MONTH_PX) ?? 24,
    language,
  );
}

function dayTicks(fromMin: number, toMin: number, step: number, language: Language): Tick[] {
  const ticks: Tick[] = [];
  const first = Math.ceil((Math.ceil(fromMin / MIN_PER_DAY) - FIRST_MONDAY_DAY) / step) * step + FIRST_MONDAY_DAY;
  for (let day = first; day * MIN_PER_DAY <= toMin; day += step)
    ticks.push({ min: day * MIN_PER_DAY, text: planDate(day * MIN_PER_DAY, language) });
  return ticks;
}

function monthTicks(fromMin: number, toMin: number, step: number, language: Language): Tick[] {
  const { year, month } = partsOf(fromMin);
  const ticks: Tick[] = [];
  for (let at = Math.ceil((month - 1) / step) * step; ; at += step) {
    const min = Date.UTC(year, at, 1) / 60_000;
    if (min > toMin) return ticks;
    const shown = partsOf(min);
    if (min >= fromMin)
      ticks.push({ min, text: shown.month === 1 ? String(shown.year) : monthName(shown.month - 1, language) });
  }
}

const monthName = (month: number, language: Language): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { month: 'short', timeZone: 'UTC' }).format(
    Date.UTC(2026, month, 15),
  );

/** From the first start to the last date that is drawn, with a little room at both ends. */
export function wholeSpan({
  startMin,
  finishMin,
  baseFinishMin,
  p80Min,
}: {
  startMin: number;
  finishMin: number;
  baseFinishMin: number;
  p80Min: number;
}): Span {
  const endMin = Math.max(finishMin, baseFinishMin || 0, p80Min);
  const margin = 0.02 * (endMin - startMin);
  return { fromMin: startMin - margin, toMin: endMin + margin };
}
