import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { VIEW_ANALYSIS, viewAnalysisController } from './controller.ts';
import { viewOutcome } from './outcome.ts';
import { viewLayers } from './scene/layers.ts';
import { viewScenePart } from './scene-part.ts';
import { viewSlice } from './slice.ts';
import { viewWords } from './words.ts';

/** 视线分析: sights, viewsheds, corridors, skylines and where a landmark is seen from. */
export const viewAnalysis: Plugin<ReturnType<typeof viewAnalysisController.open>> = {
  ...viewAnalysisController,
  words: viewWords,
  order: 52,
  slices: [viewSlice],
  engine: VIEW_ANALYSIS,
  scene: viewLayers,
  sceneFile: viewScenePart,
  places: {
    tool: [
      {
        id: VIEW_ANALYSIS,
        order: 20,
        at: ['plan.analyse/light'],
        answers: 'views.answers',
        icon: 'eye',
        title: 'views.title',
        result: (state, { controllerOf }) =>
          doneSerial(state, VIEW_ANALYSIS) === null ? null : viewOutcome(controllerOf(viewAnalysisController).result()),
        isInUse: (state) => doneSerial(state, VIEW_ANALYSIS) !== null,
        Body: panel(() => import('./panels/view.tsx'), 'ViewPanel'),
      },
    ],
    legend: [
      {
        id: 'view-analysis.legend',
        order: 18,
        isShown: (state) => doneSerial(state, VIEW_ANALYSIS) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'ViewLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), VIEW_ANALYSIS),
};
