import type { FactOrigin } from '../../model/city/facts.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { StandingBuilding } from '../../model/city/standing-building.ts';
import type { ViewRequest } from '../../model/questions/view-analysis.ts';
import type { ViewObstacle } from '../../model/tables/view-analysis.ts';
import type { Place } from '../shared/sight.ts';
import type { Openness, SkylinePoint } from './skyline.ts';

/** What a form is made of. */
export interface ViewFacts {
  /** Given, inferred; null: the city has no volumes, and only its ground stands in the way. */
  origin: FactOrigin | null;
  buildings: number;
  /** Layers that are planned. */
  planned: readonly string[];
  /** Nobody measured the ground: hills stand in no sight. */
  isFlat: boolean;
}

/** Along a sight, for a chart: distance, ground, what stands on it, the sight; elevations. */
export interface SightProfile {
  distanceM: number[];
  groundM: number[];
  /** Top of what stands there; null: nothing does. */
  topM: (number | null)[];
  sightM: number[];
}

/** Classes of cells (`viewshed.ts`) and the ground in them, elevations. */
interface ViewRaster extends RasterPlace {
  classes: Uint8Array<ArrayBuffer>;
  elevationM: Float32Array<ArrayBuffer>;
}

/** The part of a building in a corridor between its lower face and its top; up. */
interface ExcessSolid {
  ringM: [number, number][];
  fromUpM: number;
  toUpM: number;
}

/** What an analysis came to; places are in the city's plane. */
export type ViewResult = { hash: string; request: ViewRequest } & (
  | { kind: 'sight'; from: Place; to: Place; obstacles: ViewObstacle[]; profile: SightProfile }
  | ({ kind: 'viewshed' | 'landmark'; at: Place; radiusM: number } & {
      raster: ViewRaster;
      seenM2: number;
      hiddenM2: number;
      builtM2: number;
      seenRatio: number;
    })
  | {
      kind: 'corridor';
      from: Place;
      to: Place;
      ringM: [number, number][];
      obstacles: ViewObstacle[];
      solids: ExcessSolid[];
    }
  | {
      kind: 'skyline';
      from: Place;
      points: (Omit<SkylinePoint, 'building' | 'upM'> & { elevationM: number | null; building: number | null })[];
      /** Into which `points[].building` points: those that are in the line, by how much of it. */
      buildings: { building: StandingBuilding; bearings: number }[];
      openness: Openness;
    }
);
