import type { Place } from '../city/catalogue.ts';
import type { LayerInfo } from '../city/manifest.ts';
import type { Enu } from '../geo/enu.ts';
import type { LonLat } from '../geo/lon-lat.ts';
import type { SurfacePoint } from '../twin/measuring.ts';

/**
 * What the panels ask of the picture and cannot learn from the twin: facts of the drawn frame. `src/view` implements
 * it without importing this file (main.ts passes it on, and the compiler compares the shapes). Everything that is an
 * intent (fly there, show this, dig) goes through the twin instead.
 */
export interface GlobeApi {
  /** Calls at once and after each drawn frame in which a fact changed, at most ten times a second; returns what ends it. */
  follow(show: (facts: PictureFacts) => void): () => void;
  /** Half and double the distance to what the middle of the picture shows, in 180 ms. */
  zoomIn(): void;
  zoomOut(): void;
  /** Turns about the middle of the picture until north is up; keeps the pitch. */
  faceNorth(): void;
  /** Flies until the place fills about a third of the free part of the picture, clear of the ground; keeps the heading. */
  flyToPlace(place: Place): void;
  /** Turns the picture about its middle by 0.2°/s, without names on it, until the returned function is called. */
  attract(): () => void;
  /** CSS pixels in the window of a point, or null when it is behind the camera. */
  screenOf(point: Enu): { xPx: number; yPx: number } | null;
  /** What is drawn at a CSS pixel of the window: a roof, wall or deck, else the ground; null where there is only sky. */
  surfaceAt(xPx: number, yPx: number): Promise<SurfacePoint | null>;
  /** How much of each window edge is covered by panels, so that flights centre on what is left. */
  setInsets(insets: InsetsPx): void;
  /** The picture once all of it is loaded, at most 1,920 px long, without names; rejects when cancelled or when it does not load within a minute. */
  photograph(cancel: AbortSignal): Promise<HTMLCanvasElement>;
}

export interface PictureFacts {
  /** Ground metres a CSS pixel across the middle of the picture; null when the middle shows the sky. */
  metresPerPx: number | null;
  /** What lies under the pointer; elevation above the city's vertical datum. Null off the ground or without a pointer. */
  pointer: { lonLat: LonLat; elevationM: number } | null;
  /** Of the excavation that is cut now; null without one, or before its walls are built. */
  excavation: { areaM2: number; volumeM3: number; rimElevationM: number; floorElevationM: number } | null;
  /**
   * Of the ruler that `twin.measuring` holds (the picture draws it and sets its points by clicks); null before its first
   * point. Level length (of an area: its edge), length on the ground (null until it is sampled), elevation of the last
   * point above the first, level area.
   */
  measurement: { flatM: number; alongM: number | null; riseM: number; areaM2: number } | null;
  /** `coarseness`: how many times coarser than wanted the tiles are drawn to keep their budget; 1 = as wanted. */
  tiles: { count: number; bytes: number; budgetBytes: number; coarseness: number; loading: number };
}

export interface InsetsPx {
  topPx: number;
  rightPx: number;
  bottomPx: number;
  leftPx: number;
}

/** All of a layer. */
export function placeOfLayer({ boundsM: [west, south, low, east, north, high] }: LayerInfo): Place {
  return {
    eastM: (west + east) / 2,
    northM: (south + north) / 2,
    upM: (low + high) / 2,
    radiusM: Math.hypot(east - west, north - south) / 2,
  };
}
