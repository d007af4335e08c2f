import type { StandingBuilding } from '../city/standing-building.ts';
import type { Text } from '../text/text.ts';
import { type Columns, number, text } from './data-table.ts';

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

/** A pipe or tunnel that a section crosses. */
export interface CrossedPipe {
  layer: string;
  id: string;
  distanceM: number;
  /** Elevation of the middle of its section. */
  elevationM: number;
  widthM: number;
  heightM: number;
  /** From its crown to the ground; below 0: it lies above. */
  coverM: number;
}

/** A building over a part of a section. */
export interface CrossedBuilding {
  building: StandingBuilding;
  fromM: number;
  toM: number;
  /** Elevations of the part's foot and of its top. */
  footM: number;
  topM: number;
}

/** Classes of slopes or bearings. */
export const TERRAIN_CLASS = {
  from_deg: number(({ fromDeg }) => fromDeg, 2),
  to_deg: number(({ toDeg }) => toDeg, 2),
  area_m2: number(({ areaM2 }) => areaM2, 1),
} satisfies Columns<TerrainClass>;

/** What lies in a buffer, layer by layer. */
export const INSIDE = {
  layer: text(({ layer }) => layer),
  name_zh: text(({ label }) => label.zh),
  name_en: text(({ label }) => label.en),
  count: number(({ count }) => count),
  residents: number(({ residents }) => residents, 0),
  dwellings: number(({ dwellings }) => dwellings, 0),
} satisfies Columns<LayerInside>;

/** Buildings along a section. */
export const CROSSED_BUILDING = {
  layer: text(({ building }) => building.layer),
  id: text(({ building }) => building.id),
  from_m: number(({ fromM }) => fromM, 2),
  to_m: number(({ toM }) => toM, 2),
  foot_elevation_m: number(({ footM }) => footM, 2),
  top_elevation_m: number(({ topM }) => topM, 2),
} satisfies Columns<CrossedBuilding>;

/** Pipes and tunnels that a section crosses. */
export const CROSSED_PIPE = {
  layer: text(({ layer }) => layer),
  id: text(({ id }) => id),
  distance_m: number(({ distanceM }) => distanceM, 3),
  axis_elevation_m: number(({ elevationM }) => elevationM, 3),
  width_m: number(({ widthM }) => widthM, 3),
  height_m: number(({ heightM }) => heightM, 3),
  cover_m: number(({ coverM }) => coverM, 3),
} satisfies Columns<CrossedPipe>;
