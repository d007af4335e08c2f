import type { LentLayer } from '../../workers/shared/lent-layers.ts';
import { LAYER_HOLDER, type RemoteLayerHolder } from './catalogue/layer-holder.ts';
import { type Services, serviceKey } from './services.ts';
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

/**
 * Lends an engine the layers that it must know, each time they changed since it was lent any; answers what the engine said last, null while it
 * was lent none. To be asked before every question whose answer hangs on roles.
 */
export function openLending<Answer>(
  { twin, service }: { twin: Twin } & Pick<Services, 'service'>,
  lend: (layers: LentLayer[]) => Promise<Answer>,
): () => Promise<Answer | null> {
  let last: { key: string; answer: Answer | null } = { key: '[]', answer: null };
  return async () => {
    const layers = await lentLayers(twin, service(LAYER_HOLDER));
    const key = JSON.stringify(layers.map(({ layer }) => layer));
    if (last.key !== key) last = { key, answer: await lend(layers) };
    return last.answer;
  };
}
