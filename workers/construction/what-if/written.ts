import type { SiteCase, WhatIf } from '../../../model/questions/construction-what-if.ts';
import { WEEKDAY_CODES } from '../../../model/schedule/file-words.ts';
import type { Shift } from '../../../model/schedule/schedule.ts';
import { dayOf, minuteOf, timeOfDay } from '../../../readers/schedule/text.ts';
import type { Site } from '../site/site-days.ts';
import type { Difference } from './difference.ts';

const weekdaysOf = (names: readonly string[]): number[] => names.map((name) => WEEKDAY_CODES.indexOf(name));

function timesOf(text: string): Shift {
  const [fromMin, toMin] = text.split('-').map((time) => timeOfDay(time) ?? 0);
  return { fromMin, toMin };
}

/** A what-if as the engine takes it; a case writes times as `08:00-12:00`, weekdays as `Mo`, days as `2026-06-07`. */
export function differenceOf({
  id,
  crews = [],
  shifts = [],
  rates = [],
  noGo = [],
  sources = [],
  links = [],
  cost,
}: WhatIf): Difference {
  return {
    id,
    crews: crews.map(({ resource, capacity, costPerH }) => ({
      resource,
      ...(capacity === undefined ? {} : { capacity }),
      ...(costPerH === undefined ? {} : { costPerH }),
    })),
    shifts: shifts.map(({ calendar, weekdays, shifts: times, costRatio }) => ({
      calendar,
      costRatio,
      weekdays: weekdaysOf(weekdays),
      shifts: times.map(timesOf),
    })),
    rates: rates.map((rate) => ({ ...rate })),
    noGo: noGo.map(({ from, to, weekdays, times }) => ({
      fromDay: dayOf(minuteOf(from) ?? 0),
      toDay: dayOf(minuteOf(to) ?? 0),
      ...timesOf(times),
      ...(weekdays === undefined ? {} : { weekdays: weekdaysOf(weekdays) }),
    })),
    sources: sources.map(({ ids, quieterDb, times }) => ({
      ids,
      quieterDb,
      ...(times === undefined ? {} : { times: times.map(timesOf) }),
    })),
    links: links.map(({ lagH, ...link }) => ({ ...link, lagMin: Math.round(60 * lagH) })),
    cost: { once: cost?.once ?? 0, perDay: cost?.perDay ?? 0 },
  };
}

export const siteOf = (site: SiteCase): Site => ({
  ...site,
  sources: site.sources.map(({ times, ...source }) => ({ ...source, times: times?.map(timesOf) })),
});
