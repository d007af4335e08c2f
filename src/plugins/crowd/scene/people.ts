import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { crowdController } from '../controller.ts';
import { type CrowdPicture, crowdRuns } from '../slice.ts';

/** People of the shown run, the density of their ground, and the way of who was picked. */
export const crowdPeopleLayer: SceneLayer<CrowdPicture, App> = {
  id: 'crowd',
  stands: true,
  key: (state) => crowdRuns(state).shownId,
  of: (state, app) =>
    app
      .controllerOf(crowdController)
      .pictures.picture()
      ?.get(crowdRuns(state).shownId ?? '') ?? null,
  follow: (app, changed) => app.controllerOf(crowdController).pictures.follow(changed),
  open: {
    globe: async () => (await import('./globe/crowd.ts')).openCrowd,
    table: async () => (await import('./table/crowd.ts')).openTableCrowd,
  },
};
