import type { AssumptionCode } from '../model/city/assumption.ts';
import type { BaseMap } from '../model/city/base-maps.ts';
import type { FactOrigin, ManifestFact } from '../model/city/facts.ts';
import type { Features, Problem } from '../model/city/features.ts';
import type {
  AttributeInfo,
  LayerGroup,
  LayerInfo,
  LayerKind,
  Manifest,
  OmittedPart,
  Text,
  TilesetKind,
  View,
} from '../model/city/manifest.ts';
import type { Crosswalk } from '../model/plans/crosswalk.ts';
import type { PlanFeature, PlanInfo } from '../model/plans/plan.ts';
import type { PlanRules } from '../model/plans/plan-rules.ts';

import type { GroundPhoto } from '../readers/geotiff/photo.ts';
import type { Problems } from '../readers/shared/problems.ts';
import type { PictureTiles } from '../readers/vector-tiles/picture-tiles.ts';
import type { PlacedTile } from '../readers/vector-tiles/pmtiles.ts';
import type { DrainageRole } from './infer/drainage-roles.ts';

export type {
  Features,
  Geometry,
  InputColumn,
  LineGeometry,
  PointGeometry,
  PolygonGeometry,
  SurfaceGeometry,
  Utf8Column,
} from '../model/city/features.ts';

/**
 * Elevation above the vertical datum on a grid of the city's ENU plane: row-major from the south-west, `cellM` apart,
 * node (0, 0) at (westM, southM). Sampled bilinearly; outside and NaN = no value. Points take their ENU east and north
 * from (lon, lat, ellipsoid height 0 + origin's), never from their own height: up in the plane is not elevation.
 */
export interface ElevationRaster {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
  elevationM: Float32Array;
}

/** One layer before baking. */
export interface LayerInput {
  id: string;
  kind: LayerKind;
  group: LayerGroup;
  label: Text;
  cimLevel: number;
  state: LayerInfo['state'];
  shownAtStart: boolean;
  features: Features;
  /** Labels and units of `features.columns`; a column without one is written under its own name. */
  attributes: Omit<AttributeInfo, 'file' | 'range'>[];
  /** What engines may take it for; absent: it has no role. */
  roles?: LayerInfo['roles'];
  colour?: LayerInfo['colour'];
  source: LayerInfo['source'];
  assumptions: { code: AssumptionCode; values: Record<string, string | number> }[];
  problems: Problem[];
  /** `area`: metres above the terrain, so that layers stack in order; `point`, `tree`: names of the models used. */
  liftM?: number;
  /** What it is to the storm drains; absent: by its name. */
  drainage?: DrainageRole;
  /** `pipe`: depth of the crown below the ground where a line has no elevation. */
  coverM?: number;
  models?: string[];
  /** Id of the layer that this one is drawn with: it is no layer of the city's list, has no objects and no columns for people. */
  decorates?: string;
}

/** A layer that comes as tiles, not as features: what is read of it is where it lies; its files are written when the city's frame is known. */
export interface TilesetInput
  extends Pick<
    LayerInput,
    'id' | 'group' | 'label' | 'cimLevel' | 'state' | 'shownAtStart' | 'source' | 'assumptions' | 'problems'
  > {
  kind: TilesetKind;
  /** Facts of a cloud of points. */
  points?: LayerInfo['points'];
  shape: NonNullable<LayerInfo['shape']>;
  /** West, south, east, north. */
  boundsDeg: [number, number, number, number];
  /** Lowest height above the ellipsoid. */
  lowestM: number;
  /** Writes `tileset.json` and what it names into the layer's folder. */
  write(folder: string, city: Pick<CityLand, 'origin' | 'datum'>): Promise<TilesetDone>;
}

/** What was written of a layer of tiles. */
interface TilesetDone {
  /** As `boundsM` of the manifest. */
  box: LayerInfo['boundsM'];
  tiles: number;
  bytes: number;
  gzipBytes: number;
}

/** A base map as a recipe names it: a service, photographs of which tiles are made, or an archive of tiles that are copied. */
export type BaseMapInput =
  | Exclude<BaseMap, { kind: 'photo' | 'tiles' }>
  | (Pick<BaseMap, 'id' | 'label' | 'source'> & { kind: 'photo'; open(problems: Problems): Promise<GroundPhoto[]> })
  | (Pick<BaseMap, 'id' | 'label' | 'source'> & {
      kind: 'tiles';
      read(onTile: (tile: PlacedTile) => void, signal?: AbortSignal): Promise<PictureTiles>;
    });

/** Everything the baker needs of a city; recipes and readers end here. */
export interface CityInput extends CityLand, CityContents {}

/** A city whose land is known before the rest: its terrain is made by a thread of its own meanwhile. */
export interface CityDraft extends CityLand {
  contents: () => CityContents;
}

/** All that the terrain is made of. */
export interface CityLand {
  id: string;
  name: Text;
  about: Text;
  origin: { lonDeg: number; latDeg: number; heightM: number };
  datum: { vertical: string; geoidUndulationM: number };
  /** west, south, east, north in ENU metres. */
  extentM: [number, number, number, number];
  /** Null: flat at the origin's elevation, and the page says so. */
  elevation: ElevationRaster | null;
  /** Parts that are not baked. */
  without?: readonly OmittedPart[];
  /** Where the elevation is from, as the page credits it. */
  elevationSource?: { zh: string; en: string };
}

/** A plan before it is written: what it says of itself, and its shapes in WGS 84 degrees. */
export interface PlanInput extends Omit<PlanInfo, 'file' | 'hash' | 'count'> {
  features: PlanFeature[];
}

export interface CityContents {
  fictional: boolean;
  zone: string;
  /** Two letters; absent: nobody stated it. */
  country?: string;
  home: View;
  layers: LayerInput[];
  tilesets?: TilesetInput[];
  baseMaps?: BaseMapInput[];
  /** Absent: those that its sensors give. */
  vitals?: string[];
  /** Names of those of `files` that are tours. */
  tours?: string[];
  tour: Manifest['tour'];
  labels: Manifest['labels'];
  /** Land cover classes for grids and ground picture, same frame as `elevation`; null where unknown. */
  landCover: LandCover | null;
  /** Which of `files` is the schedule that builds the elements. */
  schedule?: string;
  /** What it digs, see the manifest. */
  pit?: { ringM: [eastM: number, northM: number][]; depthM: number };
  /** The name of one of `files` that is a case of it. */
  construction?: string;
  /** Which of the facts that engines work on are among `files`, and where each is from. */
  facts: Partial<Record<ManifestFact, FactOrigin>>;
  /** Plans of several authorities, to be compared. */
  plans?: PlanInput[];
  /** Plan rules and crosswalk of this city, in place of those of the program. */
  planRules?: PlanRules | null;
  planCrosswalk?: Crosswalk | null;
  /** Extra files written as they are: sensors.json, cameras.json, walkable.json. */
  files: Record<string, string | Uint8Array>;
}

export interface LandCoverClass {
  id: string;
  label: Text;
  manningN: number;
  imperviousRatio: number;
  /** Horton mm/h, mm/h, 1/h and depression storage mm. */
  hortonF0MmPerH: number;
  hortonFcMmPerH: number;
  hortonKPerH: number;
  depressionMm: number;
  /** sRGB of the ground picture, by theme. */
  plan: [number, number, number];
  command: [number, number, number];
}

export interface LandCover {
  classes: LandCoverClass[];
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
  /** Index into classes; 255 = unknown. Row-major from the south-west. */
  cells: Uint8Array;
}

/** Words of the column `facade`, by which the view draws walls and windows. */
export const FACADE_WORDS: Record<string, Text> = {
  '0': { zh: '旧式房屋', en: 'Old house' },
  '1': { zh: '住宅', en: 'Housing' },
  '2': { zh: '玻璃办公', en: 'Glass office' },
  '3': { zh: '厂房仓库', en: 'Factory or shed' },
  '4': { zh: '公共建筑', en: 'Public building' },
};
