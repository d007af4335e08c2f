import { MS_PER_H } from '../../../model/time.ts';
import type { TourChapter } from '../../../model/tours/tour.ts';
import { hourOf } from '../../view/city-hour.ts';

/** The instant at a share of a chapter, on the city's day that is shown at `shownTimeMs`; a chapter that names no hour leaves the clock. */
export function chapterTimeMs(
  { hour, toHour = hour }: Pick<TourChapter, 'hour' | 'toHour'>,
  ratio: number,
  shownTimeMs: number,
  zone: string,
): number {
  if (hour === undefined || toHour === undefined) return shownTimeMs;
  return shownTimeMs + (hour + (toHour - hour) * ratio - hourOf(shownTimeMs, zone)) * MS_PER_H;
}
