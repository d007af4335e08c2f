import type { App } from '../../../kit/plugin.ts';
import type { TwinState } from '../../../twin/twin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { buildController } from '../controller.ts';
import { openModelOf } from '../project-slice.ts';
import type { ElementPlay } from './element-play.ts';
import { pairTagLayer } from './pair-tags.ts';

/** Elements along the open plan, by the links in force. */
const elementLayer: SceneLayer<ElementPlay, App> = {
  id: 'build.elements',
  stands: true,
  key: ({ plan, linking, elementHeights, plannedBeside, viewIndex }: TwinState) =>
    `${JSON.stringify(plan)} ${JSON.stringify(linking)} ${elementHeights} ${plannedBeside && viewIndex > 0}`,
  of({ plan, plannedBeside, viewIndex }, app) {
    const { build, linking, heights } = app.controllerOf(buildController);
    const tasks = plannedBeside && viewIndex > 0 ? build.plannedTasks() : build.tasks();
    return { tasks, links: linking.tables(), heights: heights(), isPlaying: plan.kind === 'open' };
  },
  open: { globe: async () => (await import('./globe/elements.ts')).openElements },
};

/** A model that somebody brought stands where it was placed. */
interface PlacedModel {
  layerId: string;
  /** Column-major 4 × 4. */
  enuFromModel: readonly number[];
}

/** The place of the open model; its tiles are a layer of the city like any other. */
const placeLayer: SceneLayer<PlacedModel> = {
  id: 'build.place',
  stands: true,
  of: openModelOf,
  open: {
    globe:
      async () =>
      ({ globe }) => ({
        show(model) {
          if (model) globe.layers.place(model.layerId, model.enuFromModel);
        },
        close() {},
      }),
  },
};

/** What building works draw. */
export const buildLayers = [elementLayer, placeLayer, pairTagLayer] as const;
