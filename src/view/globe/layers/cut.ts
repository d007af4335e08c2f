import { type Cartesian3, ClippingPolygon, ClippingPolygonCollection } from '@cesium/engine';
import { endAll } from '../../end-all.ts';
import type { CityStage } from '../panes/stage.ts';
import type { ShownLayer } from './layer-tileset.ts';
import type { LayerTilesets } from './layers.ts';

/** Makes the cut for one owner: Cesium wants a collection for each thing that is cut. */
export type MakeCut = () => ClippingPolygonCollection;

/** A closed line of Earth-fixed points. */
type Ring = readonly Cartesian3[];

/**
 * The holes in the ground of a pane. Clipping polygons cut all heights, so what stands over a ring goes with the ground.
 */
export interface Cut {
  /** The one pit: its ring cuts globe, tilesets and whoever follows, in place of the one before; null: nothing is cut. */
  set(ring: Ring | null): void;
  /** Gaps in levees, sites that are graded: their rings cut the globe and what lies on it, in place of those that this owner cut before; water is not cut. */
  setGaps(owner: string, rings: readonly Ring[]): void;
  /** Calls whenever the cut changes, and at once while there is one; returns what ends it. */
  follow(cut: (make: MakeCut) => void): () => void;
  close(): void;
}

/** A hole lays these bare, and what is built in it stands; everything else is cut with the ground. */
const STAYS = new Set(['pipe', 'tunnel', 'element']);

/** What lies on the ground, as a levee's road and its grass: it goes where the levee goes. */
const DRAPED = new Set(['area']);

/** Nothing is given a clipping collection before the first ring: without one the engine's shaders are simpler. */
export function openCut({ scene }: CityStage, layers: LayerTilesets): Cut {
  const { globe } = scene;
  const followers = new Set<(make: MakeCut) => void>();
  let pit: Ring | null = null;
  const gapsOf = new Map<string, readonly Ring[]>();

  const collectionOf = (rings: readonly Ring[]) =>
    new ClippingPolygonCollection(
      rings.length > 0
        ? { polygons: rings.map((ring) => new ClippingPolygon({ positions: [...ring] })) }
        : { enabled: false },
    );
  const pits = (): readonly Ring[] => (pit ? [pit] : []);
  const gaps = (): readonly Ring[] => [...gapsOf.values()].flat();
  const make: MakeCut = () => collectionOf(pits());

  function clip({ info, tileset }: ShownLayer): void {
    if (STAYS.has(info.kind) || (info.kind === 'point' && info.group === 'underground')) return;
    const rings = DRAPED.has(info.kind) ? [...pits(), ...gaps()] : pits();
    if (rings.length > 0 || tileset.clippingPolygons) tileset.clippingPolygons = collectionOf(rings);
  }

  function clipGround(): void {
    const rings = [...pits(), ...gaps()];
    if (rings.length > 0 || globe.clippingPolygons) globe.clippingPolygons = collectionOf(rings);
    for (const layer of layers.all()) clip(layer);
    scene.requestRender();
  }

  function set(ring: Ring | null): void {
    if (!ring && !pit) return;
    pit = ring;
    clipGround();
    for (const cut of followers) cut(make);
  }

  function setGaps(owner: string, rings: readonly Ring[]): void {
    if (rings.length === 0 && !gapsOf.has(owner)) return;
    if (rings.length > 0) gapsOf.set(owner, rings);
    else gapsOf.delete(owner);
    clipGround();
  }

  return {
    set,
    setGaps,
    follow(cut) {
      followers.add(cut);
      if (pit) cut(make);
      return () => followers.delete(cut);
    },
    close: endAll([layers.onLoaded(clip), () => followers.clear()]),
  };
}
