import type { TourChapter } from '../../../../model/tours/tour.ts';
import type { PageState } from '../../../twin/page-state.ts';
import type { Twin } from '../../../twin/twin.ts';
import { chapterTimeMs } from '../chapter-clock.ts';

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
  let dayMs = 0;
  return {
    set(chapter, pageState, report) {
      const { id, hour, layers, scene = '' } = chapter;
      before ??= { state: pageState?.write() ?? '', pageState, shownTimeMs: twin.getState().shownTimeMs };
      for (const problem of pageState?.show(scene) ?? []) report(`tour, ${id}`, problem);
      if (layers)
        for (const { id: layer, shownAtStart } of twin.city.layers)
          twin.getState().showLayer(layer, shownAtStart || layers.includes(layer));
      const { shownTimeMs, showTime } = twin.getState();
      dayMs = shownTimeMs;
      if (hour !== undefined) showTime(chapterTimeMs(chapter, 0, dayMs, twin.city.zone));
    },
    setClock(chapter, ratio) {
      if (chapter.hour === undefined || chapter.toHour === undefined) return;
      twin.getState().showTime(chapterTimeMs(chapter, ratio, dayMs, twin.city.zone));
    },
    putBack() {
      if (!before) return;
      before.pageState?.show(before.state);
      twin.getState().showTime(before.shownTimeMs);
      before = null;
    },
  };
}
