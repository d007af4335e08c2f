import type { ScenePart } from '../../kit/plugin.ts';
import { sceneData } from '../../kit/scene-data.ts';
import { changedRoles } from '../../twin/layer-roles.ts';
import { DATA_DESK, KeptRoles } from './controller.ts';

/** The roles that layers were given. */
export const rolesScenePart: ScenePart = {
  title: 'dataRoles.title',
  version: 1,
  async save({ twin }) {
    const roles = changedRoles(twin.city, twin.getState().layerRoles);
    return Object.keys(roles).length > 0 ? { data: roles } : null;
  },
  async open({ twin }, data) {
    twin.getState().takeRoles(sceneData(KeptRoles, data, DATA_DESK));
    return [];
  },
};
