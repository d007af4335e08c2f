import './style.css';
import { formatNumber } from '../../kit/format.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { HEAT_MAP, heatController } from './controller.ts';
import { heatLayers } from './scene/layers.ts';
import { heatScenePart } from './scene-part.ts';
import { heatSlice } from './slice.ts';
import { heatWords } from './words.ts';

/** 户外热环境: how hot it feels out of doors, for whom, and what shade, trees and surfaces change. */
export const heatMap: Plugin<ReturnType<typeof heatController.open>> = {
  ...heatController,
  words: heatWords,
  order: 68,
  slices: [heatSlice],
  engine: 'outdoor-heat',
  scene: heatLayers,
  sceneFile: heatScenePart,
  places: {
    tool: [
      {
        id: HEAT_MAP,
        order: 47,
        at: ['plan.analyse/ground'],
        answers: 'heat.answers',
        icon: 'sun',
        title: 'heat.title',
        result(state, { controllerOf }) {
          const found = doneSerial(state, HEAT_MAP) === null ? null : controllerOf(heatController).result();
          const worst = found?.hours.find(({ hour }) => hour === found.worstHour);
          if (!worst || worst.meanUtciC === null) return null;
          const felt = formatNumber(worst.meanUtciC, 1);
          return { zh: `${worst.hour} 时体感 ${felt} °C`, en: `feels ${felt} °C at ${worst.hour}:00` };
        },
        isInUse: (state) => doneSerial(state, HEAT_MAP) !== null,
        Body: panel(() => import('./panels/heat.tsx'), 'HeatPanel'),
      },
    ],
    legend: [
      {
        id: 'heat-map.legend',
        order: 29,
        isShown: (state) => doneSerial(state, HEAT_MAP) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'HeatLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), HEAT_MAP),
};
