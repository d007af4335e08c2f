import type { ConstructionEngineTypes } from '../../../workers/construction/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { LAYER_HOLDER } from '../../twin/catalogue/layer-holder.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { offerBuildFields } from './build-fields.ts';
import { openScheduleController, type ScheduleController } from './controller.ts';
import { browserLinkStore } from './link-store.ts';
import { type LinkingController, openLinkingController } from './linking-controller.ts';
import { openProjectController, type ProjectController } from './project-controller.ts';
import { readModel } from './start-model-reader.ts';

/** A plan, a model and the links between them. */
export interface BuildController extends Controller {
  readonly build: ScheduleController;
  readonly project: ProjectController;
  readonly linking: LinkingController;
}

/** Judges schedules and holds models in a worker. */
export const buildPlugin: Opener<App, BuildController> = {
  id: 'build',
  open(app) {
    const { twin, cityUrl, catalogue, engines, fields } = app;
    const { city } = twin;
    const holder = app.service(LAYER_HOLDER);
    if (!holder) throw new Error('build: expected a holder of layers');
    const construction = engines.engine<ConstructionEngineTypes>('construction').questions;
    const urlOf = (path: string | undefined) => (path === undefined ? null : new URL(path, cityUrl).href);
    const build = openScheduleController(twin, construction, {
      schedule: urlOf(city.schedule),
      construction: urlOf(city.construction),
      gidOf: catalogue.gidOf,
    });
    const project = openProjectController(twin, construction, holder, readModel);
    const linking = openLinkingController(twin, construction, {
      store: browserLinkStore(`shapan.links.${city.id}`),
    });
    const ends = [offerBuildFields(twin, fields, build.review), followSelection(app, linking)];
    return {
      build,
      project,
      linking,
      close() {
        for (const end of ends) end();
      },
    };
  },
};

/** The activity of a selected element is marked, until something else is selected. */
function followSelection({ twin, catalogue, report }: App, linking: LinkingController): () => void {
  return twin.follow(
    ({ selectedGid, selectedId }) => `${selectedGid} ${selectedId === null}`,
    (_, { selectedGid: gid, selectedId, pickTask }) => {
      if (selectedId !== null) return;
      pickTask(null);
      if (gid === null) return;
      catalogue.describe(gid).then(
        (found) => {
          if (!found || twin.getState().selectedGid !== gid) return;
          const { task, removal } = linking.tasksOf(found);
          pickTask(task ?? removal);
        },
        (reason: unknown) => report('selection', reason),
      );
    },
  );
}
