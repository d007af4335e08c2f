import type { FactOrigin } from '../../model/city/facts.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { TerrainRequest } from '../../model/questions/terrain-analysis.ts';
import type { CrossedBuilding, CrossedPipe, LayerInside, TerrainClass } from '../../model/tables/terrain-analysis.ts';
import type { Text } from '../../model/text/text.ts';
import type { Polygons } from '../shared/geos.ts';

/** What a form is made of. */
export interface TerrainFacts {
  /** Cell of the ground's raster; null: the city has none. */
  cellM: number | null;
  /** Nobody measured the ground. */
  isFlat: boolean;
  /** Layers with things, for buffers. */
  layers: readonly { id: string; label: Text; count: number }[];
  /** Null: the city's pipes are not known as lines. */
  pipes: FactOrigin | null;
  buildings: FactOrigin | null;
}

/** A value a cell on the ground; below −1e29: none. */
export interface TerrainRaster extends RasterPlace {
  values: Float32Array;
  /** Elevations of the same cells, for the sheet that is drawn. */
  elevationM: Float32Array;
}

/** What lies along a section, by distance from its start; elevations. */
export interface Section {
  distanceM: number[];
  groundM: number[];
  /** Elevation of the underside of what stands open below there, as a skyway; null: none does. */
  footM: (number | null)[];
  /** Elevation of the top of the highest building there; null: none. */
  topM: (number | null)[];
}

/** Slopes or bearings a cell, and the area of each class; `noneM2`: level ground, and the border of the raster. */
interface GradientClasses {
  classes: TerrainClass[];
  noneM2: number;
  raster: TerrainRaster;
}

/** What an analysis of the ground came to. */
export type TerrainResult = { hash: string; request: TerrainRequest } & (
  | ({ kind: 'slope' } & GradientClasses)
  | ({ kind: 'aspect' } & GradientClasses)
  | {
      kind: 'earthwork';
      cutM3: number;
      fillM3: number;
      areaM2: number;
      /** Without ground or without target: in no volume. */
      uncoveredM2: number;
      /** Elevation of the target, at the first corner where it is a plane; null where it is a grid. */
      elevationM: number | null;
      /** Mean of fill less cut over each patch between four nodes. */
      raster: TerrainRaster;
    }
  | {
      kind: 'buffer';
      polygons: Polygons;
      areaM2: number;
      /** Things that the buffer runs around. */
      things: number;
      /** Number of those that are known by a point only: no outline or line of theirs is in the data. */
      asPoints: number;
      layers: LayerInside[];
    }
  | { kind: 'profile'; section: Section; lengthM: number; buildings: CrossedBuilding[]; pipes: CrossedPipe[] }
);
