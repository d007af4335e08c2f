import type { EnuSphere } from '../../model/city/catalogue.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import type { Enu } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { SurfacePoint } from '../../model/geo/surface-point.ts';

/** Colours of the city's things: RGBA8 by gid, see `Catalogue.paint`; null: their own. */
export type Paint = Uint8Array | null;

/** Colours for each picture of the globe, the page's own first, and for the table. */
export interface Paints {
  readonly pictures: readonly Paint[];
  readonly table: Paint;
}

/**
 * What panels and controllers ask of the picture and cannot learn from the twin: facts of the drawn frame. Every engine that draws the
 * city offers it. Everything that is an intent (fly there, show this, dig) goes through the twin instead, and what is drawn goes
 * through scene layers (scene.ts).
 */
export interface ViewApi {
  /** Calls at once and after each drawn frame in which a fact changed, at most ten times a second; returns what ends it. */
  follow(show: (facts: PictureFacts) => void): () => void;
  /** Half and double the distance to what the middle of the picture shows, in 180 ms. */
  zoomIn(): void;
  zoomOut(): void;
  /** Turns about the middle of the picture until north is up; keeps the pitch. */
  faceNorth(): void;
  /** Flies until the place fills about a third of the free part of the picture, clear of the ground; keeps the heading unless one is given. */
  flyToPlace(place: EnuSphere, headingDeg?: number): void;
  /** Turns the picture about its middle by 0.2°/s, without names on it, until the returned function is called. */
  attract(): () => void;
  /** CSS pixels in the window of a point, or null when it is behind the camera. */
  screenOf(point: Enu): { xPx: number; yPx: number } | null;
  /** What is drawn at a CSS pixel of the window: a roof, wall or deck, else the ground; null where there is only sky. */
  surfaceAt(xPx: number, yPx: number): Promise<SurfacePoint | null>;
  /** Pictures that were drawn so far; one that was built anew begins again. */
  frames(): number;
  /** Throws the picture away and builds it again from the twin. */
  rebuild(): void;
  /** How much of each window edge is covered by panels, so that flights centre on what is left. */
  setInsets(insets: InsetsPx): void;
  /** The picture once all of it is loaded, at most 1,920 px long, without names; rejects when cancelled or when it does not load within a minute. */
  photograph(cancel: AbortSignal): Promise<HTMLCanvasElement>;
  /**
   * The picture in so many pixels, sky and all, without names, drawn part by part where it is more than the card draws at once: as wide as
   * the page shows it, higher or lower by its own shape. Of the globe alone. `progress` takes the share that is done. Rejects as `photograph` does.
   */
  enlarge(size: PictureSize, cancel: AbortSignal, progress: (ratio: number) => void): Promise<HTMLCanvasElement>;
  /**
   * What a camera there would show now: the same scene, drawn beside the page's own picture, which is not touched. One at a time, in the
   * order in which they were asked for; one that still loads after some seconds is taken as it is. No names are on it.
   */
  pictureFrom(pose: CameraPose, cancel: AbortSignal): Promise<HTMLCanvasElement>;
}

/** Where a camera stands and how it looks: its axes in the city's frame, at right angles and of length 1. */
export interface CameraPose {
  eye: Enu;
  ahead: Enu;
  up: Enu;
  /** Across the picture. */
  fovDeg: number;
  /** Width by height. */
  aspectRatio: number;
}

/** Width and height of a picture, pixels. */
export interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Facts of the drawn frame. */
export interface PictureFacts {
  /** Ground metres a CSS pixel across the middle of the picture; null when the middle shows the sky. */
  metresPerPx: number | null;
  /** What lies under the pointer; elevation above the city's vertical datum. Null off the ground or without a pointer. */
  pointer: { lonLat: LonLat; elevationM: number } | null;
  /** `coarseness`: how many times coarser than wanted the tiles are drawn to keep their budget; 1 = as wanted. */
  tiles: { count: number; bytes: number; budgetBytes: number; coarseness: number; loading: number };
}

/** CSS pixels from each edge of the window. */
export interface InsetsPx {
  topPx: number;
  rightPx: number;
  bottomPx: number;
  leftPx: number;
  /** What floats over the free part, as the tools do: no name stands half under it. Boxes in CSS pixels of the window. */
  covers?: readonly { x: number; y: number; width: number; height: number }[];
}

/** A sphere about all of a layer, by the bounds that it was baked with, to fly to. */
export function placeOfLayer({ boundsM: [west, south, low, east, north, high] }: LayerInfo): EnuSphere {
  return {
    eastM: (west + east) / 2,
    northM: (south + north) / 2,
    upM: (low + high) / 2,
    radiusM: Math.hypot(east - west, north - south) / 2,
  };
}
