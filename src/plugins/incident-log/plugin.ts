import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { escapePicking } from '../../twin/pick.ts';
import { type IncidentLogController, incidentLogOpener } from './open.ts';
import { IncidentDesk } from './panels/incident-desk.tsx';
import { ResponsePlansPanel } from './panels/response-plans.tsx';
import { ScenariosPanel } from './panels/scenarios.tsx';
import { incidentLogLayers } from './scene/layers.ts';
import { incidentLogWords } from './words.ts';

/** 突发事件: its log that all share, orders, the steps of its plan, the way back in time, branches and the score. */
export const incidentLog: Plugin<IncidentLogController> = {
  ...incidentLogOpener,
  words: incidentLogWords,
  order: 115,
  engine: 'road-routes',
  scene: incidentLogLayers,
  places: {
    tool: [
      {
        id: incidentLogOpener.id,
        order: 30,
        emphasis: 'live',
        icon: 'report',
        title: 'incidentLog.title',
        isDocked: true,
        Body: IncidentDesk,
      },
      {
        id: 'incident-scenarios',
        order: 31,
        emphasis: 'live',
        icon: 'list',
        title: 'incidentScenarios.title',
        isDocked: true,
        Body: ScenariosPanel,
      },
      {
        id: 'response-plans',
        order: 32,
        emphasis: 'live',
        icon: 'check',
        title: 'responsePlans.title',
        isDocked: true,
        Body: ResponsePlansPanel,
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), incidentLogOpener.id),
};
