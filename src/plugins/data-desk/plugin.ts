import './style.css';
import { ROLE_IDS } from '../../../model/city/roles.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
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
  places: {
    tool: [
      {
        id: DATA_DESK,
        order: 22,
        at: ['plan.data'],
        answers: 'roles.answers',
        icon: 'check',
        title: 'roles.title',
        result(state) {
          const count = rolesGiven(state);
          return count === 0 ? null : { zh: `${count} 个角色`, en: count === 1 ? '1 role' : `${count} roles` };
        },
        isInUse: (state) => rolesGiven(state) > 0,
        Body: panel(() => import('./panels/roles.tsx'), 'RolesPanel'),
      },
    ],
  },
};
