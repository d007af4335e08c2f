import type { LayerInfo } from '../../../model/city/manifest.ts';
import { isDraped } from './layer-look.ts';

/** How far along the ray to the eye a draped layer is pulled; what is drawn over it must be pulled more. */
export const pullRatioOf = (order: number): number => 0.0009 + 0.00006 * order;

/** The order in which draped layers lie on each other: by their lift, else as they are listed. */
export function drapeOrders(layers: readonly LayerInfo[]): ReadonlyMap<string, number> {
  const byLift = layers.filter(isDraped).sort((a, b) => (a.liftM ?? 0) - (b.liftM ?? 0));
  return new Map(byLift.map(({ id }, order) => [id, order]));
}
