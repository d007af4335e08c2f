import type { App } from '../../../kit/plugin.ts';
import { PAGE_STATE } from '../../../twin/page-state.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { tourController } from '../controller.ts';
import { shownTour } from '../tours.ts';
import type { ShownChapter } from './shown-chapter.ts';

/** Flies from chapter to chapter, or stands at the moment that is filmed; it works on any engine that has a camera. */
const chapterLayer: SceneLayer<ShownChapter, App> = {
  id: 'tour',
  key: (state, { twin }) =>
    state.tourShot
      ? `shot ${state.tourShot.serial}`
      : state.tour === 'off'
        ? 'off'
        : `${state.tour} ${state.tourIndex} ${shownTour(state, twin.city)?.id}`,
  of(state, app) {
    const { tourShot: shot } = state;
    const tour = shot?.tour ?? shownTour(state, app.twin.city);
    if (!tour || (state.tour === 'off' && !shot)) return null;
    return {
      tour,
      index: shot?.index ?? state.tourIndex,
      isPlaying: state.tour === 'playing' && !shot,
      shot,
      report: app.report,
      pageState: app.service(PAGE_STATE),
      narrator: app.controllerOf(tourController).narrator,
    };
  },
  open: { any: async () => (await import('./chapters.ts')).openChapters },
};

/** What a tour does to the picture. */
export const tourLayers = [chapterLayer] as const;
