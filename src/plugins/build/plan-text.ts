import { MIN_PER_DAY, MS_PER_MIN } from '../../../model/time.ts';
import { type CityTime, formatDate } from '../../kit/city-time.ts';
import { formatNumber, NO_VALUE_MARK } from '../../kit/format.ts';
import type { useWords } from '../../kit/words.ts';
import type { Language } from '../../twin/appearance.ts';
import type { PlanFacts, PlanPoint, PlanRow } from './schedule-controller.ts';

/** The words of the page, in a panel or out of it. */
export type Speech = Pick<ReturnType<typeof useWords>, 't' | 'of' | 'language'>;

/** A name written in both languages as `中文｜English`, in the page's; any other as it is. */
export function planName(name: string, language: Language): string {
  const parts = name.split('｜');
  return parts.length === 2 ? parts[language === 'zh' ? 0 : 1] : name;
}

/** Formats an instant of the project's wall clock, which has no zone of its own. */
export function planDate(min: number, language: Language): string {
  return Number.isFinite(min) ? formatDate(partsOf(min), language) : NO_VALUE_MARK;
}

export function partsOf(min: number): CityTime {
  const date = new Date(min * MS_PER_MIN);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: 0,
    weekday: date.getUTCDay(),
  };
}

/** Working days of the row's own calendar. */
export function rowDays(min: number, { dayMin }: PlanRow): string {
  const days = min / dayMin;
  return formatNumber(days, Number.isInteger(days) ? 0 : 1);
}

/** Calendar days from the baseline's end to the forecast's; null without a baseline. */
export function lateDays({ finishMin, baseFinishMin }: PlanFacts): number | null {
  return Number.isFinite(baseFinishMin) ? Math.round((finishMin - baseFinishMin) / MIN_PER_DAY) : null;
}

export function pointValue({ value, unit }: PlanPoint): string {
  if (value === null) return NO_VALUE_MARK;
  if (unit === '1') return value.toFixed(3);
  // A share that is there must not read as none.
  return `${value > 0 && value < 1 ? value.toFixed(2) : value.toFixed(1)} %`;
}

export const pointLimit = ({ sense, limit, unit }: PlanPoint): string =>
  `${sense === 'atMost' ? '≤' : '≥'} ${limit}${unit === '%' ? ' %' : ''}`;

/** Calendar days from the date owed to the finish; null where no date is owed. */
export function daysOverContract({ mustFinishMin }: PlanFacts, finishMin: number): number | null {
  return mustFinishMin === null ? null : Math.round((finishMin - mustFinishMin) / MIN_PER_DAY);
}

/** A resource that is wanted more than there is, and by whom; the worst first. */
export function overloads({
  resources,
}: PlanFacts): { name: string; capacity: number; peak: number; peakRows: number[] }[] {
  return resources
    .flatMap(({ name, capacity, peak, peakRows }) =>
      capacity !== null && peak > capacity ? [{ name, capacity, peak, peakRows }] : [],
    )
    .sort((a, b) => b.peak / b.capacity - a.peak / a.capacity);
}
