import type { LayerInfo } from '../../../../model/city/manifest.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import type { LayerRecipe } from '../../../../tiles/recipe.ts';

export type { LayerRecipe } from '../../../../tiles/recipe.ts';

/** A file as the person has it. */
export interface DroppedFile {
  name: string;
  blob: Blob;
}

/** What the person said of a file. Absent parts are found out. */
export interface DropOptions {
  /** System of the coordinates, whatever the file says. */
  crs?: string;
  encoding?: string;
  /** The layers as they were read once or changed since; absent: those that the file shows. */
  layers?: LayerRecipe[];
}

/** The open city, as far as a layer is set into it. */
export interface DropFrame {
  cityUrl: string;
  grids: string | null;
  origin: LonLat;
  geoidUndulationM: number;
  /** Ids of layers that are there. */
  taken: string[];
  /** The first number that no object has or had. */
  gidBase: number;
}

export interface DropProgress {
  stage: 'reading' | 'tiles';
  ratio: number;
}

/** How the system of the coordinates was known. */
export type CrsOrigin = 'given' | 'file' | 'format' | 'usual' | 'numbers' | 'assumed';

/** One layer of a file, baked, with what is to be said of it. */
export interface DroppedLayer {
  recipe: LayerRecipe;
  /** Its `tileset` is a path below the city: who holds the tiles gives it an address. */
  info: LayerInfo;
  /** Columns, order and places by their paths in `info`. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
  tiles: Map<string, Uint8Array | string>;
  report: DropReport;
}

/** The health report of a layer beside what its `info` says of problems and assumptions. */
export interface DropReport {
  format: string;
  /** Features in the file, and objects that came of them. */
  read: number;
  laid: number;
  crsOrigin: CrsOrigin;
  bytes: number;
  /** Values by column, most filled first. */
  columns: { name: string; filled: number }[];
  /** Numeric and all properties of the file, for the form. */
  fields: { name: string; isNumeric: boolean }[];
  /** From the middle of the layer to that of the city. */
  awayM: number;
}
