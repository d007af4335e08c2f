import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { ownFilesController } from './controller.ts';
import type { DropController } from './drop-controller.ts';
import { DropZone } from './panels/drop-zone.tsx';
import { dropScenePart } from './scene-part.ts';
import { dropWords } from './words.ts';

/** Files of any format that the baker reads, added to the open city as layers. */
export const ownFiles: Plugin<DropController> = {
  ...ownFilesController,
  words: dropWords,
  order: 32,
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
    // From the first moment on: a browser opens a file that nobody takes in place of the page.
    window: [{ id: 'own-files.zone', Body: DropZone }],
  },
};
