import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { TERRAIN_ANALYSIS, terrainAnalysisController } from './controller.ts';
import { terrainOutcome } from './outcome.ts';
import { terrainLayers } from './scene/layers.ts';
import { terrainScenePart } from './scene-part.ts';
import { terrainSlice } from './slice.ts';
import { terrainWords } from './words.ts';

/** 地形分析: slope, aspect, cut and fill, buffers and sections. */
export const terrainAnalysis: Plugin<ReturnType<typeof terrainAnalysisController.open>> = {
  ...terrainAnalysisController,
  words: terrainWords,
  order: 55,
  slices: [terrainSlice],
  engine: TERRAIN_ANALYSIS,
  scene: terrainLayers,
  sceneFile: terrainScenePart,
  places: {
    tool: [
      {
        id: TERRAIN_ANALYSIS,
        order: 40,
        at: ['plan.analyse/ground'],
        answers: 'terrain.answers',
        icon: 'slope',
        title: 'terrain.title',
        result: (state, { controllerOf }) =>
          doneSerial(state, TERRAIN_ANALYSIS) === null
            ? null
            : terrainOutcome(controllerOf(terrainAnalysisController).result()),
        isInUse: (state) => doneSerial(state, TERRAIN_ANALYSIS) !== null,
        Body: panel(() => import('./panels/terrain.tsx'), 'TerrainPanel'),
      },
    ],
    legend: [
      {
        id: 'terrain-analysis.legend',
        order: 21,
        isShown: (state) => doneSerial(state, TERRAIN_ANALYSIS) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'TerrainLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), TERRAIN_ANALYSIS),
};
