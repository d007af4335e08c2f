import type { HallOrder, HallReport } from '../../../../model/halls/hall.ts';
import { isQuietAt } from '../../../../model/halls/quiet-hours.ts';
import { MessageError } from '../../../../model/text/message.ts';
import type { BrowserText } from '../../../kit/browser-text.ts';
import { cityTime, isoDate, minuteOfDay } from '../../../kit/city-time.ts';
import type { App } from '../../../kit/plugin.ts';
import { tourDeskMessage } from '../messages.ts';
import { STIRS } from '../stirs.ts';
import { shownTour } from '../tours.ts';
import { openHallLine } from './hall-line.ts';
import { heapMb } from './heap.ts';
import type { HallOptions } from './options.ts';
import { BRIGHT, nextRest, type Rest } from './quiet.ts';
import type { Visits } from './visits.ts';

/** What a hall stands on; the clock and the window are given, so that a night takes no night in a test. */
interface HallParts {
  readonly app: Pick<App, 'twin' | 'view' | 'hubUrl' | 'report'>;
  readonly options: HallOptions;
  readonly visits: Visits;
  readonly session: BrowserText;
  nowMs(): number;
  reload(): void;
  /** The network, as the line to the hub finds it. */
  reportNetwork(isThere: boolean): void;
}

/** A page in a hall: it rests by night, counts who comes, and is heard and led by the hub. */
export interface Hall {
  /** A touch while it is dark: one tour. */
  wake(): void;
  close(): void;
}

const REST_LOOK_MS = 1000;
const DONE = 'done';

export function openHall(parts: HallParts): Hall {
  const { app, options } = parts;
  const touched = followTouches(parts);
  const errors = countErrors();
  const leading = followLeading(parts);
  const rest = openRest(parts, touched.sinceMs);
  const openedMs = parts.nowMs();
  const endLine = options.hall
    ? openHallLine({
        hubUrl: app.hubUrl,
        hall: options.hall,
        visits: parts.visits,
        report: () => reportOf(parts, errors.count(), parts.nowMs() - openedMs),
        doneSeq: () => Number(parts.session.load(DONE)) || 0,
        carryOut: leading.carryOut,
        refused: (status) => app.report('hall', new MessageError(tourDeskMessage('hall-refused', { got: status }))),
        reportNetwork: parts.reportNetwork,
      })
    : () => {};
  return {
    wake: rest.wake,
    close() {
      endLine();
      rest.close();
      leading.close();
      errors.close();
      touched.close();
    },
  };
}

function reportOf({ app: { twin, view } }: HallParts, errors: number, upMs: number): HallReport {
  const state = twin.getState();
  const tour = state.tour === 'off' ? null : shownTour(state, twin.city);
  const last = state.heals.at(-1);
  return {
    tour: state.tour,
    tourId: tour?.id ?? null,
    chapter: tour ? state.tourIndex + 1 : 0,
    chapters: tour?.chapters.length ?? 0,
    frames: view.frames(),
    errors,
    heapMb: heapMb(),
    isDark: state.isHallDark,
    upS: Math.floor(upMs / 1000),
    heals: state.healCount,
    lastHeal: last ? { atMs: last.atMs, cause: last.cause, cure: last.cure } : null,
  };
}

function followTouches({ nowMs }: HallParts): { sinceMs(): number; close(): void } {
  let lastMs = nowMs();
  const onStir = () => {
    lastMs = nowMs();
  };
  for (const type of STIRS) window.addEventListener(type, onStir, { capture: true });
  return {
    sinceMs: () => nowMs() - lastMs,
    close() {
      for (const type of STIRS) window.removeEventListener(type, onStir, { capture: true });
    },
  };
}

function countErrors(): { count(): number; close(): void } {
  let count = 0;
  const onError = () => {
    count++;
  };
  const types = ['error', 'unhandledrejection'] as const;
  for (const type of types) window.addEventListener(type, onError);
  return {
    count: () => count,
    close() {
      for (const type of types) window.removeEventListener(type, onError);
    },
  };
}

/** Orders of the hub; and visits, of which what an order does is none. */
function followLeading({ app: { twin }, visits, session, nowMs, reload }: HallParts): {
  carryOut(order: HallOrder): void;
  close(): void;
} {
  let isOrdered = true;
  let before = twin.getState().tour;
  const end = twin.follow(
    ({ tour }) => tour,
    (tour, { language }) => {
      const what = tour === 'held' ? 'takeOvers' : before === 'off' && tour === 'playing' ? 'tours' : null;
      before = tour;
      if (what === null || isOrdered) return;
      const now = cityTime(nowMs(), twin.city.zone);
      visits.count(what, `${isoDate(now)}T${String(now.hour).padStart(2, '0')}`, language);
    },
  );
  isOrdered = false;
  return {
    carryOut({ seq, kind, tourId }) {
      // First: what is loaded anew has no other memory of it.
      session.save(DONE, String(seq));
      if (kind === 'reload') return reload();
      isOrdered = true;
      const { chooseTour, startTour, stopTour, darkenHall } = twin.getState();
      if (kind === 'start') {
        darkenHall(false);
        if (tourId !== null) chooseTour(tourId);
        startTour();
      } else stopTour();
      isOrdered = false;
    },
    close: end,
  };
}

/** Dark while it is quiet; looked at every second. */
function openRest({ app: { twin }, options: { quiet }, nowMs }: HallParts, idleMs: () => number): Hall {
  let rest: Rest = BRIGHT;
  let hasEnded = false;
  let index = twin.getState().tourIndex;
  const endFollow = twin.follow(
    ({ tourIndex }) => tourIndex,
    (tourIndex, state) => {
      const count = shownTour(state, twin.city)?.chapters.length ?? 0;
      if (tourIndex === 0 && index === count - 1 && state.tour === 'playing') hasEnded = true;
      index = tourIndex;
    },
  );
  const show = (next: Rest): void => {
    const { stopTour, darkenHall, isHallDark } = twin.getState();
    rest = next;
    if (next.isDark && !isHallDark) stopTour();
    if (next.isDark !== isHallDark) darkenHall(next.isDark);
  };
  const look = (): void => {
    if (!quiet) return;
    const { tour, isHallDark } = twin.getState();
    // An order may have lit it.
    const now = rest.isDark && !isHallDark ? { isDark: false, isWoken: true } : rest;
    const isQuiet = isQuietAt(quiet, minuteOfDay(cityTime(nowMs(), twin.city.zone)));
    show(nextRest(now, { isQuiet, isTouring: tour !== 'off', idleS: idleMs() / 1000, hasEnded }));
    hasEnded = false;
  };
  const timer = setInterval(look, REST_LOOK_MS);
  return {
    wake() {
      show({ isDark: false, isWoken: true });
      twin.getState().startTour();
    },
    close() {
      clearInterval(timer);
      endFollow();
    },
  };
}
