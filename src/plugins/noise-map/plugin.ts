import './style.css';
import { formatNumber } from '../../kit/format.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { NOISE_MAP, noiseController } from './controller.ts';
import { aboveIn } from './outcome.ts';
import { noiseLayers } from './scene/layers.ts';
import { noiseScenePart } from './scene-part.ts';
import { noiseSlice } from './slice.ts';
import { noiseWords } from './words.ts';

/** 噪声: how loud roads are, for whom, and what a limit, a surface or a barrier changes. */
export const noiseMap: Plugin<ReturnType<typeof noiseController.open>> = {
  ...noiseController,
  words: noiseWords,
  order: 66,
  slices: [noiseSlice],
  engine: 'noise',
  scene: noiseLayers,
  sceneFile: noiseScenePart,
  places: {
    tool: [
      {
        id: NOISE_MAP,
        order: 46,
        at: ['plan.analyse/ground'],
        answers: 'noise.answers',
        icon: 'sound',
        title: 'noise.title',
        result(state, { controllerOf }) {
          const found = doneSerial(state, NOISE_MAP) === null ? null : controllerOf(noiseController).result();
          if (!found) return null;
          const people = formatNumber(aboveIn(found, 'night').above);
          return { zh: `夜间超限值 ${people} 人`, en: `${people} above the night limit` };
        },
        isInUse: (state) => doneSerial(state, NOISE_MAP) !== null,
        Body: panel(() => import('./panels/noise.tsx'), 'NoisePanel'),
      },
    ],
    legend: [
      {
        id: 'noise-map.legend',
        order: 27,
        isShown: (state) => doneSerial(state, NOISE_MAP) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'NoiseLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), NOISE_MAP),
};
