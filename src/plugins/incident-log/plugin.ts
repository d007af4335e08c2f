import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { escapePicking } from '../../twin/pick.ts';
import { type IncidentLogController, incidentLogController } from './controller.ts';
import { incidentLogLayers } from './scene/layers.ts';
import { incidentLogWords } from './words.ts';

/** 突发事件: its log that all share, orders, the steps of its plan, the way back in time, branches and the score. */
export const incidentLog: Plugin<IncidentLogController> = {
  ...incidentLogController,
  words: incidentLogWords,
  order: 115,
  engine: 'road-routes',
  scene: incidentLogLayers,
  places: {
    tool: [
      {
        id: incidentLogController.id,
        order: 10,
        at: ['command.incident', 'command.replay', 'command.score'],
        answers: 'incidentLog.answers',
        icon: 'report',
        title: 'incidentLog.title',
        Body: panel(() => import('./panels/incident-desk.tsx'), 'IncidentDesk'),
      },
      {
        id: 'incident-scenarios',
        order: 30,
        at: ['command.replay'],
        answers: 'incidentScenarios.answers',
        icon: 'list',
        title: 'incidentScenarios.title',
        Body: panel(() => import('./panels/scenarios.tsx'), 'ScenariosPanel'),
      },
      {
        id: 'response-plans',
        order: 90,
        at: ['command.incident'],
        answers: 'responsePlans.answers',
        icon: 'check',
        title: 'responsePlans.title',
        Body: panel(() => import('./panels/response-plans.tsx'), 'ResponsePlansPanel'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), incidentLogController.id),
};
