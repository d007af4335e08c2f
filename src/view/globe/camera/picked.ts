import { Cesium3DTileFeature, type Cesium3DTileset } from '@cesium/engine';

/** What a pick of a drawing's own point gives: the object of the city that it stands for. */
export class PickedObject {
  readonly gid: number;

  constructor(gid: number) {
    this.gid = gid;
  }
}

/** The id of what a drawing stands in the city as solid as its houses: it hides what is behind, and a ruler may be laid on it. */
export const DRAWN_SOLID = Symbol('solid');

export const isDrawnSolid = (picked: unknown): boolean =>
  picked instanceof Object && 'id' in picked && picked.id === DRAWN_SOLID;

const foreign = new WeakSet<Cesium3DTileset>();

/** Notes that the things of a tileset are none of the city, whatever numbers they bear: another town has numbers of its own. */
export const setForeign = (tileset: Cesium3DTileset): void => void foreign.add(tileset);

/** The object that was picked: a feature of a tile, or what a drawing put there for one; null: neither. */
export function gidOf(picked: unknown): number | null {
  if (picked instanceof PickedObject) return picked.gid;
  // The engine wraps what stands for a billboard.
  if (picked instanceof Object && 'id' in picked && picked.id instanceof PickedObject) return picked.id.gid;
  if (!(picked instanceof Cesium3DTileFeature) || foreign.has(picked.tileset)) return null;
  const gid: unknown = picked.getProperty('gid');
  return typeof gid === 'number' ? gid : null;
}
