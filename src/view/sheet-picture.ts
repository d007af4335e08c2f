import type { RasterPlace } from '../../model/city/raster.ts';
import type { ColourStop } from './colour-stop.ts';

/** Elevations of the ground that a sheet lies on, above the city's datum. */
export interface SheetGround {
  terrain: RasterPlace & { elevationM: Float32Array };
}

/** Cells with this have no value: nothing is drawn there. */
export const NO_SHEET_VALUE = -2e30;
/** Opacity of an analysis's colours: the ground and its names are read through them. */
export const SHEET_OPACITY = 0.6;

/** Values on the ground as a scene layer hands them on; the same objects while nothing changed. */
export interface SheetPicture {
  ground: SheetGround;
  place: RasterPlace;
  values: Float32Array;
  stops: readonly ColourStop[];
  opacity: number;
  /** Each cell in its own colour to its edges: values are classes, and nothing lies between two of them. */
  isStepped?: boolean;
}
