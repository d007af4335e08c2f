import type { LentLayer } from '../../workers/shared/lent-layers.ts';
import type { RemoteLayerHolder } from './catalogue/layer-holder.ts';
import { serviceKey } from './services.ts';
import type { Twin } from './twin.ts';

/** Opens the form that gives a layer its role. */
interface RoleForm {
  open(layerId: string): void;
}

/** Offered by the plug-in that gives layers their roles. */
export const ROLE_FORM = serviceKey<RoleForm>('role form');

/** Layers that engines must be lent to know the roles that hold now: those that a person brought, and the city's own whose roles or columns changed. */
export async function lentLayers(twin: Twin, holder: RemoteLayerHolder | null): Promise<LentLayer[]> {
  const { layerRoles } = twin.getState();
  const lent: LentLayer[] = [];
  for (const known of twin.city.layers) {
    const roles = layerRoles[known.id] ?? {};
    const hasRole = Object.keys(roles).length > 0;
    if (!hasRole && !known.roles) continue;
    const held = (await holder?.held(known.id)) ?? null;
    const layer = { ...(held?.layer ?? known), roles };
    if (held ? hasRole : JSON.stringify(roles) !== JSON.stringify(known.roles ?? {}))
      lent.push({ layer, files: held?.files ?? new Map() });
  }
  return lent;
}
