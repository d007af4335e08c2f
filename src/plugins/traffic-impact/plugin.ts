import './style.css';
import { formatNumber } from '../../kit/format.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin, TimeSpan } from '../../kit/plugin.ts';
import { PLAY_RATES } from '../../kit/rates.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { isRunActive } from '../../twin/runs.ts';
import type { TwinState } from '../../twin/slice.ts';
import { type ImpactController, TRAFFIC_IMPACT, trafficImpactController } from './controller.ts';
import { shownFlow } from './flow-roads.ts';
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
    bar: [
      {
        id: 'traffic-impact.flow-bar',
        order: 40,
        group: 'run',
        isShown: (state) => shownFlow(state) !== null,
        Body: panel(() => import('./panels/flow-bar.tsx'), 'FlowBar'),
      },
    ],
    lane: [
      {
        id: 'traffic-impact.flow-lane',
        order: 30,
        group: 'first',
        title: 'impact.flow.title',
        isShown: (state) => shownFlow(state) !== null,
        span: flowSpan,
        Body: () => null,
      },
    ],
    legend: [
      {
        id: 'traffic-impact.flow-legend',
        order: 23,
        isShown: (state) => shownFlow(state) !== null,
        Body: panel(() => import('./panels/flow-bar.tsx'), 'FlowLegend'),
      },
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

/** Returns the stretch of time of the run of vehicles on the picture. */
function flowSpan(state: TwinState): TimeSpan | null {
  const run = shownFlow(state);
  if (!run) return null;
  const { name, startMs, timesS, status } = run;
  const endS = isRunActive(status) ? run.endS : (timesS.at(-1) ?? run.endS);
  return { kind: 'run', name, fromMs: startMs, toMs: startMs + 1000 * endS, mark: 'run.simulated', rates: PLAY_RATES };
}
