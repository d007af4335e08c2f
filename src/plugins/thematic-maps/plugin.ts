import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { THEMATIC_MAPS, type ThemeController, themeOpener } from './open.ts';
import { ThemeLegend } from './panels/legend.tsx';
import { ThemePanel } from './panels/theme.tsx';
import { themeLayers } from './scene/layers.ts';
import { themeScenePart } from './scene-part.ts';
import { themeSlice } from './slice.ts';
import { themeWords } from './words.ts';

/** 专题图: values of things, cells, areas and districts in classes. */
export const thematicMaps: Plugin<ThemeController> = {
  ...themeOpener,
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
        order: 17,
        emphasis: 'plans',
        icon: 'list',
        title: 'theme.title',
        isDocked: true,
        isInUse: (state) => doneSerial(state, THEMATIC_MAPS) !== null,
        Body: ThemePanel,
      },
    ],
    legend: [
      {
        id: 'thematic-maps.legend',
        order: 21,
        isShown: (state) => doneSerial(state, THEMATIC_MAPS) !== null,
        Body: ThemeLegend,
      },
    ],
  },
};
