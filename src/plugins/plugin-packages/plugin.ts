import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { type PackagesController, packagesController } from './controller.ts';
import { packagesWords } from './words.ts';

/** 插件: those that an administrator added to the hub, loaded while the page runs, and the list of them. */
export const pluginPackages: Plugin<PackagesController> = {
  ...packagesController,
  words: packagesWords,
  order: 900,
  places: {
    administration: [
      { id: packagesController.id, Body: panel(() => import('./panels/plugin-list.tsx'), 'PluginList') },
    ],
  },
};
