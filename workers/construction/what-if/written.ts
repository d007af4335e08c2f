import { WEEKDAY_CODES } from '../../../model/schedule/file-words.ts';
import type { Shift } from '../../../model/schedule/schedule.ts';
import { dayOf, minuteOf, timeOfDay } from '../../../readers/schedule/text.ts';
import type { Site } from '../site/site-days.ts';
import type { Difference } from './difference.ts';

/** A scenario as a case writes it: times as `08:00-12:00`, weekdays as `Mo`, days as `2026-06-07`. */
export interface WrittenScenario {
  id: string;
  title?: { zh: string; en: string } | undefined;
  crews?: readonly { resource: string; capacity?: number | undefined; costPerH?: number | undefined }[] | undefined;
  shifts?:
    | readonly { calendar: string; weekdays: readonly string[]; shifts: readonly string[]; costRatio: number }[]
    | undefined;
  rates?: readonly { codes: string; rate: number; crewRatio: number }[] | undefined;
  noGo?: readonly { from: string; to: string; weekdays?: readonly string[] | undefined; times: string }[] | undefined;
  sources?: readonly { ids: string; times?: readonly string[] | undefined; quieterDb: number }[] | undefined;
  links?: readonly { from: string; to: string; kind: 'FS' | 'SS' | 'FF' | 'SF'; lagH: number }[] | undefined;
  cost?: { once?: number | undefined; perDay?: number | undefined } | undefined;
}

export type WrittenSite = Omit<Site, 'sources'> & {
  sources: readonly (Omit<Site['sources'][number], 'times'> & { times?: readonly string[] | undefined })[];
};

const weekdaysOf = (names: readonly string[]): number[] => names.map((name) => WEEKDAY_CODES.indexOf(name));

function timesOf(text: string): Shift {
  const [fromMin, toMin] = text.split('-').map((time) => timeOfDay(time) ?? 0);
  return { fromMin, toMin };
}

/** As the engine takes it. */
export function differenceOf({
  id,
  crews = [],
  shifts = [],
  rates = [],
  noGo = [],
  sources = [],
  links = [],
  cost,
}: WrittenScenario): Difference {
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

export const siteOf = (site: WrittenSite): Site => ({
  ...site,
  sources: site.sources.map(({ times, ...source }) => ({ ...source, times: times?.map(timesOf) })),
});
