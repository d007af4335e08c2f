import './style.css';
import { formatNumber } from '../../kit/format.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { DISTRICTING, districtsController } from './controller.ts';
import { districtsLink } from './link-part.ts';
import { districtsLayers } from './scene/layers.ts';
import { districtsScenePart } from './scene-part.ts';
import { districtsSlice } from './slice.ts';
import { districtsWords } from './words.ts';

/** 划分片区: districts of schools, officers or police, whole, balanced and near, with little change. */
export const districting: Plugin<ReturnType<typeof districtsController.open>> = {
  ...districtsController,
  words: districtsWords,
  order: 65,
  slices: [districtsSlice],
  engine: DISTRICTING,
  scene: districtsLayers,
  sceneFile: districtsScenePart,
  link: districtsLink,
  places: {
    tool: [
      {
        id: DISTRICTING,
        order: 66,
        at: ['plan.analyse/people'],
        answers: 'districts.answers',
        icon: 'split',
        title: 'districts.title',
        result(state, { controllerOf }) {
          const found = doneSerial(state, DISTRICTING) === null ? null : controllerOf(districtsController).result();
          if (!found) return null;
          const { length } = found.districts;
          const worst = formatNumber(found.after.worstOffPct, 1);
          return { zh: `${length} 片，最大相差 ${worst} %`, en: `${length} districts, at most ${worst} % off` };
        },
        isInUse: (state) => doneSerial(state, DISTRICTING) !== null,
        Body: panel(() => import('./panels/districts.tsx'), 'DistrictsPanel'),
      },
    ],
    legend: [
      {
        id: 'districts.legend',
        order: 24,
        isShown: (state) => doneSerial(state, DISTRICTING) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'DistrictsLegend'),
      },
    ],
  },
};
