import * as v from 'valibot';
import { requirement } from '../text/requirements.ts';
import { parseAs } from './grid.ts';

/** Kinds of days, by which residents are at home at other hours: a part of a city's `population.json`. */
export const DAYS = ['weekday', 'weekend'] as const;
/** Whether a day is a working day or not, by which presence differs. */
type DayKind = (typeof DAYS)[number];

const Ratios = v.pipe(v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(1))), v.minLength(1), v.maxLength(1440));

const AtHome = v.pipe(
  v.object({
    /** Hours of the day, rising from 0 on; the table is straight between them, and from the last one to the first of the next day. */
    hours: v.pipe(
      v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(24))),
      v.minLength(1),
      v.maxLength(1440),
      v.check((hours) => hours.every((hour, k) => k === 0 || hour > hours[k - 1]), requirement('rising')),
    ),
    residentsAtHome: v.object({ weekday: Ratios, weekend: Ratios }),
  }),
  v.check(
    ({ hours, residentsAtHome }) => DAYS.every((day) => residentsAtHome[day].length === hours.length),
    requirement('shareOfEachHour'),
  ),
);

/** The share of residents who are at home by hour and kind of day, linear between the hours. */
export type AtHome = v.InferOutput<typeof AtHome>;

/** Reads the shares of residents at home; an error names the file and the field. */
export const parseAtHome = (json: unknown, file = 'population.json'): AtHome => parseAs(AtHome, json, file);

/** Part of the residents who are at home at an hour of such a day (0 to 24). */
export function atHomeRatio({ hours, residentsAtHome }: AtHome, day: DayKind, hour: number): number {
  const shares = residentsAtHome[day];
  const next = hours.findIndex((each) => each > hour);
  const [high, highHour] = next < 0 ? [0, hours[0] + 24] : [next, hours[next]];
  const low = (high + hours.length - 1) % hours.length;
  const lowHour = hours[low] > highHour || hours.length === 1 ? hours[low] - 24 : hours[low];
  return shares[low] + ((shares[high] - shares[low]) * (hour - lowHour)) / (highHour - lowHour);
}
