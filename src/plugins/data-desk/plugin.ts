import './style.css';
import { ROLE_IDS } from '../../../model/city/layer-role.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { escapePicking } from '../../twin/pick.ts';
import type { TwinState } from '../../twin/slice.ts';
import { DATA_DESK, type DataDeskController, dataDeskController } from './controller.ts';
import { rolesScenePart } from './scene-part.ts';
import { dataDeskWords } from './words.ts';

const rolesGiven = ({ layerRoles }: TwinState): number =>
  Object.values(layerRoles).reduce((sum, roles) => sum + ROLE_IDS.filter((role) => roles[role]).length, 0);

/** 数据台: which layers are taken for what. */
export const dataDesk: Plugin<DataDeskController> = {
  ...dataDeskController,
  words: dataDeskWords,
  order: 34,
  sceneFile: rolesScenePart,
  escape: ({ twin }) => escapePicking(twin.getState(), DATA_DESK),
  places: {
    tool: [
      {
        id: `${DATA_DESK}.catalogue`,
        order: 20,
        at: ['plan.data'],
        answers: 'catalogue.answers',
        icon: 'layers',
        title: 'catalogue.title',
        Body: panel(() => import('./panels/catalogue.tsx'), 'CataloguePanel'),
      },
      {
        id: DATA_DESK,
        order: 22,
        at: ['plan.data'],
        answers: 'dataRoles.answers',
        icon: 'check',
        title: 'dataRoles.title',
        result(state) {
          const count = rolesGiven(state);
          return count === 0 ? null : { zh: `${count} 个角色`, en: count === 1 ? '1 role' : `${count} roles` };
        },
        isInUse: (state) => rolesGiven(state) > 0,
        Body: panel(() => import('./panels/roles.tsx'), 'RolesPanel'),
      },
      {
        id: `${DATA_DESK}.joins`,
        order: 24,
        at: ['plan.data'],
        answers: 'joins.answers',
        icon: 'link',
        title: 'joins.title',
        result(_, { controllerOf }) {
          const done = controllerOf(dataDeskController)
            .joins.list.getState()
            .filter(({ status }) => status.kind === 'done').length;
          return done === 0 ? null : { zh: `${done} 张表`, en: done === 1 ? '1 table' : `${done} tables` };
        },
        Body: panel(() => import('./panels/joins.tsx'), 'JoinsPanel'),
      },
      {
        id: `${DATA_DESK}.ask`,
        order: 26,
        at: ['plan.data'],
        answers: 'ask.answers',
        icon: 'filter',
        title: 'ask.title',
        result(_, { controllerOf }) {
          const { answer } = controllerOf(dataDeskController).ask.state.getState();
          if (!answer) return null;
          const { count } = answer.result.figures;
          return { zh: `${count} 个`, en: `${count} found` };
        },
        Body: panel(() => import('./panels/ask.tsx'), 'AskPanel'),
      },
    ],
  },
};
