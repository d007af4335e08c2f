import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { THEMATIC_MAPS, type ThemeController, thematicMapsController } from './controller.ts';
import { themeLayers } from './scene/layers.ts';
import { themeScenePart } from './scene-part.ts';
import { themeSlice } from './slice.ts';
import { themeWords } from './words.ts';

/** 专题图: values of things, cells, areas and districts in classes. */
export const thematicMaps: Plugin<ThemeController> = {
  ...thematicMapsController,
  words: themeWords,
  order: 58,
  slices: [themeSlice],
  engine: THEMATIC_MAPS,
  sceneFile: themeScenePart,
  scene: themeLayers,
  places: {
    tool: [
      {
        id: THEMATIC_MAPS,
        order: 70,
        at: ['plan.analyse/figures'],
        answers: 'theme.answers',
        icon: 'list',
        title: 'theme.title',
        isInUse: (state) => doneSerial(state, THEMATIC_MAPS) !== null,
        Body: panel(() => import('./panels/theme.tsx'), 'ThemePanel'),
      },
    ],
    legend: [
      {
        id: 'thematic-maps.legend',
        order: 21,
        isShown: (state) => doneSerial(state, THEMATIC_MAPS) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'ThemeLegend'),
      },
    ],
  },
};
