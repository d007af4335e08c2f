import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { CITY_INDEX, cityIndexController, type IndexController } from './controller.ts';
import { indexScenePart } from './scene-part.ts';
import { indexSlice } from './slice.ts';
import { indexWords } from './words.ts';

/** 城市智能指数: a scorecard of the city by typed-in values and by what the twin knows. */
export const cityIndex: Plugin<IndexController> = {
  ...cityIndexController,
  words: indexWords,
  order: 59,
  slices: [indexSlice],
  sceneFile: indexScenePart,
  places: {
    tool: [
      {
        id: CITY_INDEX,
        order: 80,
        at: ['plan.analyse/figures'],
        answers: 'cityIndex.answers',
        icon: 'report',
        title: 'cityIndex.title',
        Body: panel(() => import('./panels/index-panel.tsx'), 'IndexPanel'),
      },
    ],
  },
};
