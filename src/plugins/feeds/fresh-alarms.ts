import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Alarm, raisedMs } from '../../../model/alarms/alarm.ts';
import type { Priority } from '../../../model/alarms/rules.ts';
import type { Twin } from '../../twin/twin.ts';

/** Ⅰ and Ⅱ call at once; the rest is read. */
const LOWEST_CALLING_PRIORITY: Priority = 2;
/** What was raised longer ago and comes only now (a late observation, another account's part of the city) is no news. */
const RAISED_WITHIN_MS = 120_000;
/** As long as a strip pulses. */
export const NEWS_MS = 8000;

/** Those that wait for an operator and call. */
export function callingAlarms(alarms: readonly Alarm[]): Alarm[] {
  return alarms.filter(
    ({ state, meaning }) => state.kind === 'unacknowledged' && meaning.priority <= LOWEST_CALLING_PRIORITY,
  );
}

/** When a calling alarm came last, UTC ms of the feed; null: none since the page was opened. */
export function followFreshAlarms(twin: Twin): { newsMs: StoreApi<number | null>; close(): void } {
  const newsMs = createStore<number | null>(() => null);
  let known: ReadonlySet<string> | null = null;
  const close = twin.follow(
    ({ alarms }) => alarms,
    (alarms, { feed, feedMs, replay }) => {
      const calling = feed.kind === 'live' && replay === null ? callingAlarms(alarms) : null;
      const before = known;
      known = calling && new Set(calling.map(({ key }) => key));
      const isFresh = calling?.some(
        ({ key, state }) => before && !before.has(key) && feedMs - (raisedMs(state) ?? 0) <= RAISED_WITHIN_MS,
      );
      if (isFresh) newsMs.setState(feedMs, true);
    },
  );
  return { newsMs, close };
}

/** Whether it is news still. */
export function isFresh(newsMs: number | null, nowMs: number): boolean {
  return newsMs !== null && nowMs - newsMs < NEWS_MS;
}
