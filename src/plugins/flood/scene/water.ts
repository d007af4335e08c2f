import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { floodController } from '../controller.ts';
import { floodRuns } from '../slice.ts';
import type { ShownFlood } from './shown-flood.ts';

/** Water, storm drains and open levees of the shown run. */
export const floodWaterLayer: SceneLayer<ShownFlood, App> = {
  id: 'flood',
  stands: true,
  key: (state) => {
    const { shownId, comparedId } = floodRuns(state);
    return `${shownId} ${state.compare === 'swipe' ? comparedId : null}`;
  },
  of(state, app) {
    const pictures = app.controllerOf(floodController).pictures.picture();
    const { shownId, comparedId } = floodRuns(state);
    const pictureOf = (id: string | null) => (id === null ? null : (pictures?.get(id) ?? null));
    const shown = pictureOf(shownId);
    const compared = state.compare === 'swipe' ? pictureOf(comparedId) : null;
    return shown || compared ? { shown, compared } : null;
  },
  follow: (app, changed) => app.controllerOf(floodController).pictures.follow(changed),
  open: {
    globe: async () => (await import('./globe/flood.ts')).openFlood,
    table: async () => (await import('./table/flood.ts')).openTableFlood,
  },
};
