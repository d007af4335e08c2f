import { type Cartesian3, ClippingPolygon, ClippingPolygonCollection } from '@cesium/engine';
import { endAll } from '../end-all.ts';
import type { ShownLayer } from './layer-tileset.ts';
import type { LayerTilesets } from './layers.ts';
import type { CityStage } from './stage.ts';

/** Makes the cut for one owner: Cesium wants a collection for each thing that is cut. */
export type MakeCut = () => ClippingPolygonCollection;

/**
 * The one hole in the ground of a pane: a ring that cuts globe, tilesets and whoever follows. Clipping polygons cut all heights, so
 * what stands over the ring goes with the ground.
 */
export interface Cut {
  /** Cuts along a ring of Earth-fixed points in place of the one before; null: nothing is cut. */
  set(ring: readonly Cartesian3[] | null): void;
  /** Calls whenever the cut changes, and at once while there is one; returns what ends it. */
  follow(cut: (make: MakeCut) => void): () => void;
  close(): void;
}

/** A hole lays these bare, and what is built in it stands; everything else is cut with the ground. */
const STAYS = new Set(['pipe', 'tunnel', 'element']);

/** Nothing is given a clipping collection before the first ring: without one the engine's shaders are simpler. */
export function openCut({ scene }: CityStage, layers: LayerTilesets): Cut {
  const { globe } = scene;
  const followers = new Set<(make: MakeCut) => void>();
  let polygon: readonly Cartesian3[] | null = null;

  const make: MakeCut = () =>
    new ClippingPolygonCollection(
      polygon ? { polygons: [new ClippingPolygon({ positions: [...polygon] })] } : { enabled: false },
    );

  function clip({ info, tileset }: ShownLayer): void {
    if (STAYS.has(info.kind) || (info.kind === 'point' && info.group === 'underground')) return;
    if (polygon || tileset.clippingPolygons) tileset.clippingPolygons = make();
  }

  function set(ring: readonly Cartesian3[] | null): void {
    if (!ring && !polygon) return;
    polygon = ring;
    if (polygon || globe.clippingPolygons) globe.clippingPolygons = make();
    for (const layer of layers.all()) clip(layer);
    for (const cut of followers) cut(make);
    scene.requestRender();
  }

  return {
    set,
    follow(cut) {
      followers.add(cut);
      if (polygon) cut(make);
      return () => followers.delete(cut);
    },
    close: endAll([layers.onLoaded(clip), () => followers.clear()]),
  };
}
