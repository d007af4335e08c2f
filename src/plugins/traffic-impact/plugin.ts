import './style.css';
import { formatNumber } from '../../kit/format.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { type ImpactController, TRAFFIC_IMPACT, trafficImpactController } from './controller.ts';
import { impactLink } from './link-part.ts';
import { impactLayers } from './scene/layers.ts';
import { impactScenePart } from './scene-part.ts';
import { impactSlice } from './slice.ts';
import { impactWords } from './words.ts';

/** 交通影响: who is late when a road closes or opens, and how full the roads are. */
export const trafficImpact: Plugin<ImpactController> = {
  ...trafficImpactController,
  words: impactWords,
  order: 64,
  slices: [impactSlice],
  engine: 'traffic',
  scene: impactLayers,
  sceneFile: impactScenePart,
  link: impactLink,
  places: {
    tool: [
      {
        id: TRAFFIC_IMPACT,
        order: 66,
        at: ['plan.analyse/people', 'command.ahead'],
        answers: 'impact.answers',
        icon: 'car',
        title: 'impact.title',
        result(state, { controllerOf }) {
          const found =
            doneSerial(state, TRAFFIC_IMPACT) === null ? null : controllerOf(trafficImpactController).result();
          if (!found) return null;
          const hours = formatNumber(found.laterCarHours, 1);
          return { zh: `多行驶 ${hours} 车时`, en: `${hours} car-hours more` };
        },
        isInUse: (state) => doneSerial(state, TRAFFIC_IMPACT) !== null,
        Body: panel(() => import('./panels/impact.tsx'), 'ImpactPanel'),
      },
    ],
    legend: [
      {
        id: 'traffic-impact.legend',
        order: 24,
        isShown: (state) => doneSerial(state, TRAFFIC_IMPACT) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'ImpactLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), TRAFFIC_IMPACT),
};
