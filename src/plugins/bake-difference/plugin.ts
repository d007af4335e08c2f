import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { BAKE_DIFFERENCE, type DifferenceController, differenceController } from './controller.ts';
import { differenceLayers } from './scene/layers.ts';
import { differenceSlice } from './slice.ts';
import { differenceWords } from './words.ts';

/** 版本差异: two versions of the city's data against each other. */
export const bakeDifference: Plugin<DifferenceController> = {
  ...differenceController,
  words: differenceWords,
  order: 61,
  slices: [differenceSlice],
  scene: differenceLayers,
  places: {
    tool: [
      {
        id: BAKE_DIFFERENCE,
        order: 60,
        at: ['plan.data'],
        answers: 'difference.answers',
        icon: 'swipe',
        title: 'difference.title',
        result: ({ bakeDifferences }) =>
          bakeDifferences && {
            zh: `${bakeDifferences.length} 处不同`,
            en: `${bakeDifferences.length} differences`,
          },
        isInUse: ({ bakeDifferences }) => bakeDifferences !== null,
        Body: panel(() => import('./panels/difference.tsx'), 'DifferencePanel'),
      },
    ],
    legend: [
      {
        id: 'bake-difference.legend',
        order: 23,
        isShown: ({ bakeDifferences }) => bakeDifferences !== null,
        Body: panel(() => import('./panels/difference.tsx'), 'DifferenceLegend'),
      },
    ],
  },
};
