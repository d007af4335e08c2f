import { type HourVisits, MAX_HOURS, parseHours } from '../../../../model/halls/hall.ts';
import type { BrowserText } from '../../../kit/browser-text.ts';
import type { Language } from '../../../twin/appearance.ts';

/** Counts of visits as this browser keeps them: by hour, and nothing of who it was. */
export interface Visits {
  /** A take-over, or a tour that somebody began, in an hour of the city's clock (`2026-11-25T18`). */
  count(what: 'takeOvers' | 'tours', hour: string, language: Language): void;
  /** The newest first. */
  all(): readonly HourVisits[];
  /** What the hub has not taken yet; the same parcel until it has. */
  parcel(nowMs: number): { batch: number; hours: HourVisits[] };
  taken(batch: number): void;
}

/** Hours that are saved at most: a year of hours with visits, ten a day. */
const KEPT_HOURS = 3650;

const KEYS = ['kept', 'unsent', 'sending'] as const;

/** Opens the visits of a city's hall. What the browser saved and cannot be read is reported, and counting begins anew. */
export function openVisits(store: BrowserText, refuse: (error: unknown) => void): Visits {
  const lists: Record<(typeof KEYS)[number], HourVisits[]> = { kept: [], unsent: [], sending: [] };
  let batch = Number(store.load('batch')) || 0;
  for (const key of KEYS)
    try {
      lists[key] = parseHours(JSON.parse(store.load(key) ?? '[]'));
    } catch (error) {
      refuse(error);
    }
  const save = (...keys: (typeof KEYS)[number][]): void => {
    for (const key of keys) store.save(key, JSON.stringify(lists[key]));
  };
  return {
    count(what, hour, language) {
      for (const key of ['kept', 'unsent'] as const) {
        const last = lists[key].find((one) => one.hour === hour) ?? { hour, takeOvers: 0, tours: 0, zh: 0, en: 0 };
        const next = { ...last, [what]: last[what] + 1, [language]: last[language] + 1 };
        lists[key] = [next, ...lists[key].filter((one) => one.hour !== hour)].slice(0, KEPT_HOURS);
      }
      save('kept', 'unsent');
    },
    all: () => lists.kept,
    parcel(nowMs) {
      if (lists.sending.length === 0 && lists.unsent.length > 0) {
        // By the clock, so that a browser that forgot all begins above what the hub took before.
        batch = Math.max(batch + 1, nowMs);
        lists.sending = lists.unsent.slice(0, MAX_HOURS);
        lists.unsent = lists.unsent.slice(MAX_HOURS);
        store.save('batch', String(batch));
        save('unsent', 'sending');
      }
      return { batch, hours: lists.sending };
    },
    taken(one) {
      if (one !== batch || lists.sending.length === 0) return;
      lists.sending = [];
      save('sending');
    },
  };
}
