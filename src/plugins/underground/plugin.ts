import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { escapePicking } from '../../twin/pick.ts';
import { CLIP_PICKER, DIG_PICKER } from '../../twin/underground.ts';
import { UNDERGROUND, undergroundController } from './controller.ts';
import { undergroundLayers } from './scene/layers.ts';
import { undergroundWords } from './words.ts';

/** What lies under the ground, and pits dug into it. */
export const underground: Plugin = {
  ...undergroundController,
  words: undergroundWords,
  order: 60,
  scene: undergroundLayers,
  places: {
    tool: [
      {
        id: UNDERGROUND,
        order: 10,
        at: ['cluster'],
        short: 'underground.short',
        icon: 'cut',
        title: 'underground.title',
        isInUse: (state) => state.underground !== 'off' || state.excavation !== null || state.clipSolid !== null,
        Body: panel(() => import('./panels/underground.tsx'), 'UndergroundPanel'),
      },
    ],
    legend: [
      {
        id: 'underground.pit',
        order: 45,
        isShown: ({ dug }) => dug !== null,
        Body: panel(() => import('./panels/pit-legend.tsx'), 'PitLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), DIG_PICKER) || escapePicking(twin.getState(), CLIP_PICKER),
};
