import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { HEIGHT_LIMITS, heightLimitsController } from './controller.ts';
import { heightLayers } from './scene/layers.ts';
import { heightSlice } from './slice.ts';
import { heightWords } from './words.ts';

/** 限高: areas, slopes and airport surfaces, and the buildings that stand through them. */
export const heightLimits: Plugin<ReturnType<typeof heightLimitsController.open>> = {
  ...heightLimitsController,
  words: heightWords,
  order: 54,
  slices: [heightSlice],
  engine: HEIGHT_LIMITS,
  scene: heightLayers,
  places: {
    tool: [
      {
        id: HEIGHT_LIMITS,
        order: 30,
        at: ['plan.analyse/light'],
        answers: 'heights.answers',
        icon: 'height',
        title: 'heights.title',
        result(state, { controllerOf }) {
          const found =
            doneSerial(state, HEIGHT_LIMITS) === null ? null : controllerOf(heightLimitsController).result();
          if (!found) return null;
          const count = found.offenders.length;
          return { zh: `${count} 栋超高`, en: `${count} over the limit` };
        },
        isInUse: (state) => doneSerial(state, HEIGHT_LIMITS) !== null,
        Body: panel(() => import('./panels/heights.tsx'), 'HeightPanel'),
      },
    ],
    worklist: [
      {
        id: 'height-limits.list',
        ofTool: HEIGHT_LIMITS,
        isShown: (state, { controllerOf }) =>
          doneSerial(state, HEIGHT_LIMITS) !== null &&
          (controllerOf(heightLimitsController).result()?.offenders.length ?? 0) > 0,
        Body: panel(() => import('./panels/offender-list.tsx'), 'OffenderList'),
      },
    ],
    legend: [
      {
        id: 'height-limits.legend',
        order: 19,
        isShown: (state) => doneSerial(state, HEIGHT_LIMITS) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'HeightLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), HEIGHT_LIMITS),
};
