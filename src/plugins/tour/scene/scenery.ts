import { MS_PER_H } from '../../../../model/time.ts';
import type { TourChapter } from '../../../../model/tours/tour.ts';
import type { PageState } from '../../../twin/page-state.ts';
import type { Twin } from '../../../twin/twin.ts';
import { hourOf } from '../../../view/city-hour.ts';

/** How the city is shown while a tour plays, and how it was before. */
interface Scenery {
  set(chapter: TourChapter, pageState: PageState | null, report: (subject: string, reason: unknown) => void): void;
  /** The clock at a share of a chapter whose clock goes on. */
  setClock(chapter: TourChapter, ratio: number): void;
  putBack(): void;
}

/**
 * A chapter says all of how the city is shown: what it does not name is as at a fresh start, so that it looks the same whichever chapter or
 * visitor was before it. When the tour ends, layers, filters and hour come back as they were.
 */
export function openScenery(twin: Twin): Scenery {
  let before: { state: string; pageState: PageState | null; shownTimeMs: number } | null = null;
  let begunMs = 0;
  return {
    set({ id, hour, layers, scene = '' }, pageState, report) {
      before ??= { state: pageState?.write() ?? '', pageState, shownTimeMs: twin.getState().shownTimeMs };
      for (const problem of pageState?.show(scene) ?? []) report(`tour, ${id}`, problem);
      if (layers)
        for (const { id: layer, shownAtStart } of twin.city.layers)
          twin.getState().showLayer(layer, shownAtStart || layers.includes(layer));
      const { shownTimeMs, showTime } = twin.getState();
      begunMs = shownTimeMs + ((hour ?? 0) - hourOf(shownTimeMs, twin.city.zone)) * MS_PER_H;
      if (hour !== undefined) showTime(begunMs);
    },
    setClock({ hour, toHour }, ratio) {
      if (hour === undefined || toHour === undefined) return;
      twin.getState().showTime(begunMs + (toHour - hour) * ratio * MS_PER_H);
    },
    putBack() {
      if (!before) return;
      before.pageState?.show(before.state);
      twin.getState().showTime(before.shownTimeMs);
      before = null;
    },
  };
}
