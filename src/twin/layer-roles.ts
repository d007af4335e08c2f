import { type LayerRole, type LayerRoles, type RoleId, SOLE_ROLES } from '../../model/city/layer-role.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends LayerRolesSlice {}
}

interface LayerRolesSlice {
  /** Roles of layers by their ids, of those too that are read only later. */
  layerRoles: Readonly<Record<string, LayerRoles>>;
  /** Gives a layer a role, taking it from the one that had it where only one can; null takes the role away. */
  giveRole(layerId: string, role: RoleId, given: LayerRole | null): void;
  /** Takes in roles as they were kept: those of a layer that it names are in place of what that layer had. */
  takeRoles(roles: Readonly<Record<string, LayerRoles>>): void;
}

/** The roles that the city was baked with, until somebody gives others. */
export const layerRolesSlice =
  ({ layers }: Manifest): Slice<LayerRolesSlice> =>
  (set) => ({
    layerRoles: Object.fromEntries(layers.flatMap(({ id, roles }) => (roles ? [[id, roles]] : []))),
    giveRole: (layerId, role, given) =>
      set(({ layerRoles }) => {
        const without = Object.entries(layerRoles).map(([id, { [role]: own, ...others }]) => {
          const keeps = own && id !== layerId && !(given && SOLE_ROLES.has(role));
          return [id, keeps ? { ...others, [role]: own } : others] as const;
        });
        const next: Record<string, LayerRoles> = Object.fromEntries(without);
        if (given) next[layerId] = { ...next[layerId], [role]: given };
        return { layerRoles: next };
      }),
    takeRoles: (roles) => set(({ layerRoles }) => ({ layerRoles: { ...layerRoles, ...roles } })),
  });

/** Roles that differ from those that the city was baked with: what has to be kept. */
export function changedRoles(
  { layers }: Pick<Manifest, 'layers'>,
  roles: Readonly<Record<string, LayerRoles>>,
): Record<string, LayerRoles> {
  const baked = new Map(layers.map((layer) => [layer.id, layer.roles]));
  return Object.fromEntries(
    Object.entries(roles).filter(([id, own]) => JSON.stringify(own) !== JSON.stringify(baked.get(id) ?? {})),
  );
}
