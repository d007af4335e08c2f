import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import type { DropController } from './controller.ts';
import { dropPlugin } from './open.ts';
import { DropPanel } from './panels/drop-panel.tsx';
import { DropZone } from './panels/drop-zone.tsx';
import { dropScenePart } from './scene-part.ts';
import { dropWords } from './words.ts';

/** Files of any format that the baker reads, added to the open city as layers. */
export const ownFiles: Plugin<DropController> = {
  ...dropPlugin,
  words: dropWords,
  order: 32,
  sceneFile: dropScenePart,
  places: {
    tool: [{ id: dropPlugin.id, order: 15, icon: 'file-add', title: 'drop.title', Body: DropPanel }],
    window: [{ id: 'own-files.zone', Body: DropZone }],
  },
};
