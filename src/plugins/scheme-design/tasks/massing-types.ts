import type { Problem } from '../../../../model/city/features.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import type { Mass } from '../../../../model/schemes/massing.ts';
import type { FloorUse } from '../../../../model/schemes/scheme.ts';

/** What a file of footprints may say of a volume. */
export const MASSING_COLUMNS = ['height', 'levels', 'baseHeight', 'use'] as const;
/** One of them. */
export type MassingColumn = (typeof MASSING_COLUMNS)[number];
/** By the file's column that says it; '': nobody reads one for it. */
export type MassingColumns = Readonly<Record<MassingColumn, string>>;

/** A file with those that came along, as a shapefile's table does. */
export type MassingParts = readonly { name: string; blob: Blob }[];

/** What a person states of a file; the rest is found out and said. */
export interface MassingOptions {
  /** System of the coordinates, whatever the file says. */
  crs?: string;
  /** Absent: by the names of the columns. */
  columns?: MassingColumns;
  /** Height of a storey where the file gives storeys or a height alone. */
  storeyM: number;
  /** Where the file says none, or a word that is not known. */
  use: FloorUse;
  /** For models that know no place: their middle stands there, their x axis turned from east, anticlockwise; metres of one unit. */
  place: { eastM: number; northM: number; turnDeg: number; unitM: number };
  /** Which axis of an OBJ is up, of which the format says nothing; absent: y, as most programs write it. */
  upAxis?: 'y' | 'z';
  /** The model's own place is not believed. */
  isByHand: boolean;
}

/** The open city. */
export interface MassingFrame {
  origin: LonLat;
}

/** What was guessed, mended or left out, counted. */
export type MassingNoteCode =
  | 'no-height'
  | 'height-by-storeys'
  | 'storeys-by-height'
  | 'use-guessed'
  | 'holes-cut'
  | 'holes-filled'
  | 'coarser'
  | 'ring-lost'
  | 'too-small'
  | 'too-low'
  | 'below-ground'
  | 'no-floor'
  | 'no-walls'
  | 'storey-height'
  | 'ground-storey'
  | 'elements-left'
  | 'open-shell'
  | 'not-buildings'
  | 'up-guessed'
  | 'placed-by-hand'
  | 'hull-larger';

/** `example`: names of the first, or what the count is of. */
export interface MassingNote {
  code: MassingNoteCode;
  count: number;
  example: string;
}

/** How the system of the coordinates was known; `place`: the model has none and stands where the person said. */
export type MassingCrsOrigin = 'given' | 'file' | 'format' | 'numbers' | 'usual' | 'place';

/** How volumes were made: of footprints, of storeys of a model, of its closed bodies, or of all that is seen from above. */
export type MassingKind = 'footprints' | 'storeys' | 'bodies' | 'outline';

/** A file as volumes in the city's plane, with what is to be said of it. */
export interface MassingLook {
  file: string;
  format: string;
  kind: MassingKind;
  /** Features or elements of the file. */
  read: number;
  crs: string;
  crsOrigin: MassingCrsOrigin;
  /** From the middle of the volumes to that of the city. */
  awayM: number;
  columns: readonly { name: string; isNumeric: boolean }[];
  /** What is read; '' where the file has none. */
  used: MassingColumns;
  masses: Mass[];
  notes: MassingNote[];
  problems: Problem[];
}
