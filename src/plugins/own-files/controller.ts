import type { App } from '../../kit/plugin.ts';
import { LAYER_HOLDER } from '../../twin/catalogue/layer-holder.ts';
import { IMPORTED_LAYERS } from '../../twin/imported-layers.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { type DropController, openDropController } from './drop-controller.ts';
import { openDropStore } from './drop-store.ts';
import { readInWorker } from './tasks/start-drop.ts';

/** Files that a person adds to the open city. */
export const ownFilesController: Opener<App, DropController & Controller> = {
  id: 'own-files',
  open(app) {
    const { twin, cityUrl, panels } = app;
    const controller = openDropController({
      twin,
      cityUrl,
      holder: app.service(LAYER_HOLDER),
      store: openDropStore(globalThis.indexedDB),
      read: readInWorker,
      report: (reason) => app.report('drop', reason),
    });
    const { drops } = controller;
    const ownerOf = (layerId: string) =>
      drops
        .getState()
        .find(({ status }) => status.kind === 'laid' && status.layers.some(({ info }) => info.id === layerId));
    const end = app.offer(IMPORTED_LAYERS, {
      has: (layerId) => ownerOf(layerId) !== undefined,
      open: () => panels.getState().openTool(ownFilesController.id),
    });
    return {
      ...controller,
      close() {
        end();
        controller.close();
      },
    };
  },
};
