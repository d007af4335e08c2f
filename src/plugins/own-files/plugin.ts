import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { type OwnFilesController, ownFilesController } from './controller.ts';
import { DropZone } from './panels/drop-zone.tsx';
import { serviceSceneLayers } from './scene/layers.ts';
import { dropScenePart } from './scene-part.ts';
import { serviceLayersSlice } from './slice.ts';
import { dropWords } from './words.ts';

/** Files of any format that the baker reads, added to the open city as layers, and services that stand elsewhere. */
export const ownFiles: Plugin<OwnFilesController> = {
  ...ownFilesController,
  words: dropWords,
  order: 32,
  slices: [serviceLayersSlice],
  scene: serviceSceneLayers,
  sceneFile: dropScenePart,
  places: {
    tool: [
      {
        id: ownFilesController.id,
        order: 20,
        at: ['plan.data', 'command.now', 'build.around'],
        answers: 'drop.answers',
        invites: 'files',
        icon: 'file-add',
        title: 'drop.title',
        Body: panel(() => import('./panels/drop-panel.tsx'), 'DropPanel'),
      },
    ],
    layers: [{ id: 'own-files.services', Body: panel(() => import('./panels/service-layers.tsx'), 'ServiceLayers') }],
    object: [
      {
        id: 'own-files.thing',
        order: -22,
        isShown: ({ serviceThing }) => serviceThing !== null,
        Body: panel(() => import('./panels/service-thing.tsx'), 'ServiceThingCard'),
      },
    ],
    // From the first moment on: a browser opens a file that nobody takes in place of the page.
    window: [{ id: 'own-files.zone', Body: DropZone }],
  },
};
