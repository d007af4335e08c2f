import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { RULES, type RulesController, rulesController } from './controller.ts';
import { rulesPageSlice } from './slice.ts';
import { rulesWords } from './words.ts';

/** 依据与版本: all rules of the city, by which text they go, and who confirmed them. */
export const rules: Plugin<RulesController> = {
  ...rulesController,
  words: rulesWords,
  order: 62,
  slices: [rulesPageSlice],
  places: {
    tool: [
      {
        id: RULES,
        order: 30,
        at: ['plan.data', 'command.score', 'build.verdict'],
        answers: 'cityRules.answers',
        icon: 'report',
        title: 'cityRules.title',
        Body: panel(() => import('./panels/rules-panel.tsx'), 'RulesPanel'),
      },
    ],
  },
};
