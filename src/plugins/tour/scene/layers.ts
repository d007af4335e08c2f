import type { App } from '../../../kit/plugin.ts';
import { PAGE_STATE } from '../../../twin/page-state.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { tourPlugin } from '../open.ts';
import { shownTour } from '../tours.ts';
import type { ShownChapter } from './shown-chapter.ts';

/** Flies from chapter to chapter; it works on any engine that has a camera. */
const chapterLayer: SceneLayer<ShownChapter, App> = {
  id: 'tour',
  key: (state, { twin }) =>
    state.tour === 'off' ? 'off' : `${state.tour} ${state.tourIndex} ${shownTour(state, twin.city)?.id}`,
  of(state, app) {
    const tour = shownTour(state, app.twin.city);
    if (state.tour === 'off' || !tour) return null;
    return {
      tour,
      index: state.tourIndex,
      isPlaying: state.tour === 'playing',
      report: app.report,
      pageState: app.service(PAGE_STATE),
      narrator: app.controllerOf(tourPlugin).narrator,
    };
  },
  open: { any: async () => (await import('./chapters.ts')).openChapters },
};

/** What a tour does to the picture. */
export const tourLayers = [chapterLayer] as const;
