import type { LayerInfo } from '../../model/city/manifest.ts';

const DRAPED = new Set<LayerInfo['kind']>(['area', 'water']);

/** Lies on the ground and has no body of its own. */
export const isDraped = ({ kind }: Pick<LayerInfo, 'kind'>): boolean => DRAPED.has(kind);

/** The order in which draped layers lie on each other, on the globe and on the table: by their lift, else as they are listed. */
export function drapeOrders(layers: readonly LayerInfo[]): ReadonlyMap<string, number> {
  const byLift = layers.filter(isDraped).sort((a, b) => (a.liftM ?? 0) - (b.liftM ?? 0));
  return new Map(byLift.map(({ id }, order) => [id, order]));
}
