import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { floodPlugin } from '../open.ts';
import type { ShownFlood } from './shown-flood.ts';

/** Water, storm drains and open levees of the shown run. */
export const floodWaterLayer: SceneLayer<ShownFlood, App> = {
  id: 'flood',
  stands: true,
  key: () => null,
  of: (_, app) => app.controllerOf(floodPlugin).pictures.picture(),
  follow: (app, changed) => app.controllerOf(floodPlugin).pictures.follow(changed),
  open: {
    globe: async () => (await import('./globe/flood.ts')).openFlood,
    table: async () => (await import('./table/flood.ts')).openTableFlood,
  },
};
