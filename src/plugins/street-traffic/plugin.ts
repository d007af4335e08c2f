import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { streetTrafficController, TRAFFIC } from './controller.ts';
import { trafficLink } from './link-part.ts';
import { trafficLayers } from './scene/layers.ts';
import { type TrafficSlice, trafficSlice } from './slice.ts';
import { trafficWords } from './words.ts';

const isSeen = ({ trafficShown, tracksShown }: TrafficSlice): boolean => trafficShown || tracksShown;

/** Vehicles on the streets of the picture, trains and boats on their lines, simulated and marked as such. */
export const streetTraffic: Plugin<ReturnType<typeof streetTrafficController.open>> = {
  ...streetTrafficController,
  words: trafficWords,
  order: 53,
  slices: [trafficSlice],
  engine: TRAFFIC,
  link: trafficLink,
  scene: trafficLayers,
  story: {
    order: 6,
    title: 'traffic.title',
    computed: 'traffic.story.computed',
    from: 'traffic.story.from',
    limits: 'traffic.story.limits',
    checked: 'traffic.story.checked',
  },
  places: {
    tool: [
      {
        id: TRAFFIC,
        order: 65,
        at: ['plan.analyse/people', 'command.dispatch', 'build.around'],
        answers: 'traffic.answers',
        icon: 'car',
        title: 'traffic.title',
        isInUse: isSeen,
        Body: panel(() => import('./panels/traffic.tsx'), 'TrafficPanel'),
      },
    ],
    legend: [
      {
        id: 'street-traffic.legend',
        order: 9,
        isShown: isSeen,
        Body: panel(() => import('./panels/traffic.tsx'), 'TrafficLegend'),
      },
    ],
  },
};
