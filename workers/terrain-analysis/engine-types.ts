import type { FactOrigin } from '../../model/city/facts.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { StandingBuilding } from '../../model/city/standing-building.ts';
import type { TerrainRequest } from '../../model/questions/terrain-analysis.ts';
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
  /** Of the same cells, for the sheet that is drawn. */
  elevationM: Float32Array;
}

/** A class of slopes or bearings, from and below its limits; the area of its cells. */
export interface TerrainClass {
  fromDeg: number;
  toDeg: number;
  areaM2: number;
}

/** Things of a layer in a buffer. */
export interface LayerInside {
  layer: string;
  label: Text;
  count: number;
  /** Sums of columns that the layer has; null: it has none. */
  residents: number | null;
  dwellings: number | null;
}

/** What lies along a section, by distance from its start; elevations. */
export interface Section {
  distanceM: number[];
  groundM: number[];
  /** Of the highest building there; null: none. */
  topM: (number | null)[];
}

/** A pipe or tunnel that a section crosses. */
export interface CrossedPipe {
  layer: string;
  id: string;
  distanceM: number;
  /** Of the middle of its section. */
  elevationM: number;
  widthM: number;
  heightM: number;
  /** From its crown to the ground; below 0: it lies above. */
  coverM: number;
}

/** A building over a part of a section. */
interface CrossedBuilding {
  building: StandingBuilding;
  fromM: number;
  toM: number;
  topM: number;
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
      /** Of the target, at the first corner where it is a plane; null where it is a grid. */
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
      /** Of those, known by a point only: no outline or line of theirs is kept. */
      asPoints: number;
      layers: LayerInside[];
    }
  | { kind: 'profile'; section: Section; lengthM: number; buildings: CrossedBuilding[]; pipes: CrossedPipe[] }
);
