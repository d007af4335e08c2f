import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { incidentResponseController, type RoutesController } from './controller.ts';
import { routeLayers } from './scene/layers.ts';
import { routeSlice } from './slice.ts';
import { incidentResponseWords } from './words.ts';

/** 力量, 视频, 预案: who is near an incident by road, what sees it, and which step is next. */
export const incidentResponse: Plugin<RoutesController> = {
  ...incidentResponseController,
  words: incidentResponseWords,
  order: 110,
  slices: [routeSlice],
  engine: 'road-routes',
  scene: routeLayers,
  places: {
    banner: [
      {
        id: 'incident-response.line',
        order: -10,
        emphasis: 'live',
        Body: panel(() => import('./panels/incident-panels.tsx'), 'IncidentLine'),
      },
    ],
    tool: [
      {
        id: 'incident-response.forces',
        order: 5,
        at: ['command.dispatch'],
        title: 'incident.forces',
        answers: 'incident.forcesAnswer',
        Body: panel(() => import('./panels/incident-panels.tsx'), 'Forces'),
      },
      {
        id: 'incident-response.around',
        order: 15,
        at: ['command.incident'],
        title: 'incident.around',
        answers: 'incident.aroundAnswer',
        Body: panel(() => import('./panels/surroundings.tsx'), 'SurroundingsPanel'),
      },
      {
        id: 'incident-response.video',
        order: 50,
        at: ['command.now', 'command.incident'],
        title: 'incident.video',
        answers: 'incident.videoAnswer',
        Body: panel(() => import('./panels/incident-panels.tsx'), 'Video'),
      },
      {
        id: 'incident-response.plan',
        order: 20,
        at: ['command.incident'],
        title: 'incident.plan',
        answers: 'incident.planAnswer',
        Body: panel(() => import('./panels/incident-panels.tsx'), 'ResponsePlan'),
      },
    ],
    cardSection: [
      {
        id: 'incident-response.card',
        order: 45,
        emphasis: 'live',
        Body: panel(() => import('./panels/incident-panels.tsx'), 'NearOfObject'),
      },
    ],
  },
};
