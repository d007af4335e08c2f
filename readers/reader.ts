import type { LayerKind } from '../model/city/manifest.ts';
import type { Box } from '../model/geo/plane/box.ts';
import type { Polygon } from '../model/geo/plane/point.ts';
import type { Schedule } from '../model/schedule/schedule.ts';
import type { Drawing } from './dxf/dxf-lines.ts';
import type { BuildingModel } from './ifc/building-model.ts';
import type { ModelOptions } from './ifc/read-ifc.ts';
import type { PsplibProject } from './psplib/psplib.ts';
import type { TableRow } from './readings-table/readings-table.ts';
import { type ByteSource, bytesSource } from './shared/byte-source.ts';
import type { PlaceFields } from './shared/place-columns.ts';
import { Problems } from './shared/problems.ts';
import type { PropertySelection } from './shared/properties.ts';
import type { RasterTile } from './shared/raster-tile.ts';
import type { GeometryType, RawFeatures, RawSurfaces, ReadWatch } from './shared/raw-features.ts';
import { latinOf } from './shared/utf8.ts';

/** What a reader may be asked for. `features`: flat arrays for a layer; `mesh`: a building model; `drawing`: lines and areas of a plan. */
export type Given = keyof Gives;

/** The result of each. */
export interface Gives {
  features: { raw: RawFeatures };
  surfaces: RawSurfaces;
  mesh: { model: BuildingModel };
  raster: { raster: RasterTile };
  drawing: Drawing & { areas: Polygon[] };
  schedule: { schedule: Schedule };
  project: { project: PsplibProject };
  readings: { rows: TableRow[] };
}

/** What came, with the word that tells which of them it is. */
export type Read = { [G in Given]: { gives: G } & Gives[G] }[Given];

/** What is wanted of a file beyond its format. A reader takes what concerns it and leaves the rest. */
export interface ReadOptions extends ReadWatch {
  /** Kind of data wanted of a format that gives several; else the first of `gives`. */
  gives?: Given;
  /** What kind of features; other geometries are left out and counted. */
  geometry?: GeometryType;
  properties?: PropertySelection;
  /** Third coordinates too. */
  keepZ?: boolean;
  /** Names that the types of city objects begin with (CityJSON); all where absent. */
  objectTypes?: readonly string[] | undefined;
  /** Objects with this key, and with one of the values where some are given (OpenStreetMap). */
  tag?: { key: string; values?: readonly string[] | undefined } | undefined;
  /** West, south, east, north in degrees: what is wanted of the file at all. Areas that it cuts are closed along the common edge (OpenStreetMap). */
  box?: Box | undefined;
  /** Which of the layers, sheets or tables of a file that holds several. */
  table?: string | undefined;
  /** Columns of a table that say where its rows lie; absent, those with a usual name. */
  place?: PlaceFields;
  /** Encoding of the file's text, as `TextDecoder` calls it; absent, UTF-8 or what the bytes show. */
  encoding?: string | undefined;
  /** System of the coordinates, whatever the file says; and the one where it says none. */
  crs?: string | undefined;
  assumedCrs?: string | undefined;
  /** Limits, progress and place of the WebAssembly of a building model. */
  model?: ModelOptions;
}

/** What is known of a file before it is read: its first bytes, decompressed, and the same as text, a byte a character. */
export interface FileStart {
  bytes: Uint8Array;
  text: string;
}

/**
 * A reader of one format: what a newcomer adds is one of these in a folder of its own and a line in `readers.ts`; the recipe's picklist,
 * the terminal's help and the choice of a format follow. It is a loader object of loaders.gl 4 (`LoaderWithParser`, checked with 4.5.4), so
 * that `load(url, reader)` and `selectLoader` of that ecosystem take it. The package itself is not used: `selectLoader` looks at the name
 * before the bytes and at 10 bytes of a `Blob`, which tells neither CityJSON from GeoJSON nor what a gzip stream holds; its `parse` starts
 * a worker from unpkg.com unless every option says no; and it brings 16 packages of 20 MB (Apache Arrow) for one function.
 */
export interface Reader {
  /** Also the format's name in a recipe. */
  readonly id: string;
  /** For a person. */
  readonly name: string;
  /** Ascending: where the bytes of a file please several readers and its ending none, the first has it. Of no two readers the same. */
  readonly order: number;
  /** Without the dot, in small letters; compound ones too, as `city.json`. The first is the usual one. */
  readonly extensions: string[];
  readonly mimeTypes: string[];
  readonly gives: readonly [Given, ...Given[]];
  /** Geometries that features come in. */
  readonly geometries?: readonly GeometryType[];
  /**
   * How features are placed: `wgs84` always; `usually-wgs84` where neither file nor recipe says otherwise; `unstated`, so that the recipe
   * has to; `stated` in the file as a rule.
   */
  readonly coordinates?: 'wgs84' | 'usually-wgs84' | 'unstated' | 'stated';
  /** What the features are where nobody says. */
  readonly layerKind?: LayerKind;
  /** Fields that the reader offers by itself to lines, by what they mean to a recipe. */
  readonly lineFields?: Readonly<Record<string, string>>;
  /** The same of buildings. */
  readonly buildingFields?: Readonly<Record<string, string>>;
  /** Does a file that begins so look like this format? Endings are asked only where no reader, or several, say yes. */
  accepts(start: FileStart): boolean;
  /**
   * May a file that begins so be of this format though what would tell it lies further on, behind a megabyte of metadata or of junctions?
   * Then more of it is looked at before anybody decides.
   */
  isUndecided?(start: FileStart): boolean;
  /** Reads once. A ReadError (or the format's own error) names file, place, what was expected and what came; `problems` take the rest. */
  read(source: ByteSource, wish: ReadOptions, problems: Problems): Promise<Read>;
}

/** A reader as loaders.gl wants it, besides what is a reader's own. */
interface LoaderObject extends Reader {
  readonly module: string;
  readonly version: string;
  readonly worker: false;
  readonly options: { readonly core: { readonly worker: false; readonly CDN: null } };
  readonly tests: ((bytes: ArrayBuffer) => boolean)[];
  parse(bytes: ArrayBuffer, options?: unknown, context?: { filename?: string }): Promise<Read>;
}

/** Completes a reader to a loader object; `parse` reads bytes in memory, with the reader's own usual wishes. */
export function loaderOf(reader: Reader): LoaderObject {
  return {
    ...reader,
    module: 'shapan',
    version: '1',
    worker: false,
    options: { core: { worker: false, CDN: null } },
    tests: [(bytes) => reader.accepts(fileStart(new Uint8Array(bytes)))],
    parse: (bytes, _, context) =>
      reader.read(bytesSource(new Uint8Array(bytes), context?.filename ?? reader.name), {}, new Problems()),
  };
}

/** The start of a file, with its text: a byte order mark is passed over, and UTF-16 is read where one, or the width of XML, stands for it. */
export function fileStart(bytes: Uint8Array): FileStart {
  const text = latinOf(bytes);
  if (text.startsWith(UTF16_LE_MARK) || /^<\0\S\0/.test(text))
    return { bytes, text: new TextDecoder('utf-16le').decode(bytes) };
  if (text.startsWith(UTF16_BE_MARK) || /^\0<\0\S/.test(text))
    return { bytes, text: new TextDecoder('utf-16be').decode(bytes) };
  return { bytes, text: text.startsWith(UTF8_MARK) ? text.slice(UTF8_MARK.length) : text };
}

/** The byte order mark of UTF-8, read a byte a character. */
const UTF8_MARK = '\u00ef\u00bb\u00bf';
const UTF16_LE_MARK = '\u00ff\u00fe';
const UTF16_BE_MARK = '\u00fe\u00ff';
