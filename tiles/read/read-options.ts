import type { LayerKind } from '../../model/city/manifest.ts';
import { foreignByBytes, foreignByName } from '../../readers/foreign/foreign-formats.ts';
import { LAYER_READERS, readerOf, readersOf, selectReader } from '../../readers/listed-readers.ts';
import { fileStart, type Reader, type ReadOptions } from '../../readers/reader.ts';
import type { ByteSource } from '../../readers/shared/byte-source.ts';
import { quote, ReadError } from '../../readers/shared/problems.ts';
import type { GeometryType, ReadWatch } from '../../readers/shared/raw-features.ts';
import { latinOf } from '../../readers/shared/utf8.ts';
import { bakeMessage } from '../messages.ts';
import type { LayerRecipe } from '../recipe.ts';
import { roadFields } from './road-columns.ts';

/** What a layer of a kind is made of where its recipe says nothing else. */
export const GEOMETRY_OF_KIND: Record<LayerKind, GeometryType> = {
  building: 'polygon',
  element: 'polygon',
  bridge: 'polygon',
  tunnel: 'line',
  area: 'polygon',
  water: 'polygon',
  pipe: 'line',
  tree: 'point',
  point: 'point',
};

/** OSM objects by the key that fits the kind; another key and its values by `osm` in the recipe. */
const OSM_KEY_OF_KIND: Partial<Record<LayerKind, string>> = {
  building: 'building',
  area: 'highway',
  water: 'water',
  pipe: 'man_made',
};

/** City objects of these types, their parts included, belong to a layer of the kind. */
const TYPES_OF_KIND: Partial<Record<LayerKind, readonly string[]>> = {
  building: ['Building'],
  bridge: ['Bridge'],
  tunnel: ['Tunnel'],
  water: ['WaterBody'],
};

/** Greatest part of a file's start that a refusal shows, characters. */
const MAX_QUOTED = 16;

/** The reader of a layer's file: the recipe's format, else the one whose bytes the file has; a refusal says how others are converted. */
export async function layerReaderOf(source: ByteSource, format?: string): Promise<Reader> {
  if (format === undefined) {
    const foreign = foreignByBytes(fileStart(await source.start()), source.name);
    if (foreign) throw new ReadError(foreign);
  }
  const reader = format === undefined ? await selectReader(source, LAYER_READERS) : readerOf(format);
  if (reader) return reader;
  const foreign = foreignByName(source.name);
  if (foreign) throw new ReadError(foreign);
  const raster = await selectReader(source, readersOf('raster'));
  if (raster) throw new ReadError(bakeMessage('raster-layer', { file: source.name, format: raster.name }));
  const start = await source.start();
  const got = start.length === 0 ? { zh: '空', en: 'nothing' } : quote(latinOf(start, 0, MAX_QUOTED), MAX_QUOTED);
  throw new ReadError(bakeMessage('format', { name: source.name, count: LAYER_READERS.length, got }));
}

/** Which geometry a layer has, by its recipe or its kind. ReadError where its format has none of that. */
export function geometryOf(recipe: LayerRecipe, reader: Reader, file: string): GeometryType {
  const geometry = recipe.geometry ?? GEOMETRY_OF_KIND[recipe.kind];
  const possible = reader.geometries ?? [];
  if (geometry !== 'surface' && possible.includes(geometry)) return geometry;
  throw new ReadError(bakeMessage('geometry', { file, expected: possible.join(' or '), name: reader.name, geometry }));
}

/** A recipe with the fields that the reader offers by itself to its kind, and which of them the recipe does not name: the file need not have those. */
export function withOwnFields(recipe: LayerRecipe, reader: Reader): { recipe: LayerRecipe; offered: Set<string> } {
  const geometry = recipe.geometry ?? GEOMETRY_OF_KIND[recipe.kind];
  const buildings = recipe.kind === 'building' ? reader.buildingFields : undefined;
  const own = (geometry === 'line' ? reader.lineFields : buildings) ?? {};
  const offered = Object.entries(own).filter(([field]) => !(field in recipe.fields));
  return {
    recipe: { ...recipe, fields: { ...own, ...recipe.fields } },
    offered: new Set(offered.map(([, name]) => name)),
  };
}

/** What is wanted of a layer's file. `needed`: fields that the city needs beyond the recipe's own. */
export function readOptionsOf(
  recipe: LayerRecipe,
  reader: Reader,
  file: string,
  needed: readonly string[],
  watch: ReadWatch,
): ReadOptions {
  const common: ReadOptions = {
    ...watch,
    table: recipe.table,
    place: { x: recipe.fields.x, y: recipe.fields.y, wkt: recipe.fields.wkt },
    encoding: recipe.encoding,
    crs: recipe.crs,
    assumedCrs: recipe.assume.crs,
  };
  if (!reader.geometries) return { ...common, objectTypes: TYPES_OF_KIND[recipe.kind] };
  const geometry = geometryOf(recipe, reader, file);
  const named = namesOf(recipe, needed);
  const key = recipe.osm?.key ?? OSM_KEY_OF_KIND[recipe.kind];
  return {
    ...common,
    geometry,
    properties: recipe.allColumns ? { all: true } : { names: recipe.fields.id ? named : [...named, 'id', '@id'] },
    keepZ: geometry === 'line' && recipe.kind !== 'area',
    tag: key === undefined ? undefined : { key, values: recipe.osm?.values },
  };
}

/** Properties that the recipe speaks of. */
function namesOf(recipe: LayerRecipe, needed: readonly string[]): string[] {
  const named = Object.values(recipe.fields).filter((name) => name !== undefined);
  named.push(...recipe.columns.map(({ field }) => field), ...needed);
  if (recipe.only) named.push(recipe.only.field);
  named.push(...roadFields(recipe));
  return named;
}
