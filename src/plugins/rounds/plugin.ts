import './style.css';
import { formatNumber } from '../../kit/format.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { ROUNDS, roundsController } from './controller.ts';
import { roundsLink } from './link-part.ts';
import { roundsLayers } from './scene/layers.ts';
import { roundsScenePart } from './scene-part.ts';
import { roundsSlice } from './slice.ts';
import { roundsWords } from './words.ts';

/** 巡查路线: which vehicles go which way, and how good their tours are for certain. */
export const rounds: Plugin<ReturnType<typeof roundsController.open>> = {
  ...roundsController,
  words: roundsWords,
  order: 69,
  slices: [roundsSlice],
  engine: ROUNDS,
  scene: roundsLayers,
  sceneFile: roundsScenePart,
  link: roundsLink,
  places: {
    tool: [
      {
        id: ROUNDS,
        order: 67,
        at: ['command.dispatch', 'plan.analyse/people'],
        answers: 'rounds.answers',
        icon: 'truck',
        title: 'rounds.title',
        result(state, { controllerOf }) {
          const found = doneSerial(state, ROUNDS) === null ? null : controllerOf(roundsController).result();
          if (!found) return null;
          const count = found.rounds.length;
          const minutes = formatNumber(found.driveMin);
          return { zh: `${count} 辆车，行驶 ${minutes} 分钟`, en: `${count} vehicles, ${minutes} min of driving` };
        },
        isInUse: (state) => doneSerial(state, ROUNDS) !== null,
        Body: panel(() => import('./panels/rounds.tsx'), 'RoundsPanel'),
      },
    ],
    legend: [
      {
        id: 'rounds.legend',
        order: 24,
        isShown: (state) => doneSerial(state, ROUNDS) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'RoundsLegend'),
      },
    ],
  },
};
