import type { Outlines } from '../../../model/city/catalogue.ts';
import type { Column } from '../../../model/city/column.ts';
import { isAreaLayer, openAreas } from '../../../model/city/layer-areas.ts';
import { openLayerShapes, type Solid } from '../../../model/city/layer-shapes.ts';
import { peopleWithin } from '../../../model/city/people.ts';
import type { DataQuery } from '../../../model/questions/data-query.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';
import {
  figuresOfRows,
  matchingRows,
  type QueryPlaces,
  type QueryResult,
  wordAt,
} from '../../../model/tables/query-rows.ts';
import { CatalogueError, type CatalogueFiles, keyOf } from './catalogue-files.ts';
import { catalogueMessage } from './messages.ts';

/** Answers a question about the things of a layer; CatalogueError where the layer has no such attribute. */
export async function runQuery(files: CatalogueFiles, query: DataQuery): Promise<QueryResult> {
  const layer = files.layerOf(query.layer);
  const { conditions, group, measure } = query;
  const names = new Set(
    [...conditions.map(({ attribute }) => attribute), group, measure].filter((name) => name !== undefined),
  );
  const columns = new Map(
    await Promise.all([...names].map(async (name) => [name, await files.columns(keyOf(layer, name))] as const)),
  );
  const where = await placesOf(files, query);
  const rows = matchingRows(layer.count, columns, await files.places(layer.id), query, where);
  const columnOf = (name: string | undefined) => (name === undefined ? null : (columns.get(name) ?? null));
  const figures = figuresOfRows(rows, columnOf(measure), columnOf(group));
  return { rows, ...figures, byArea: await sumByArea(files, query, columns, columnOf(measure)) };
}

/** See `QueryResult.byArea`. */
async function sumByArea(
  files: CatalogueFiles,
  query: DataQuery,
  columns: ReadonlyMap<string, Column>,
  measure: Column | null,
): Promise<number | null> {
  const layer = files.layerOf(query.layer);
  if (query.within?.by !== 'ring' || !measure || measure.type === 'string' || !isAreaLayer(layer)) return null;
  const rows = matchingRows(layer.count, columns, await files.places(layer.id), query, {});
  const areas = await openAreas(layer, (path) => files.bytes(path));
  const peopled = Array.from(rows, (row) => ({
    people: Number(wordAt(measure, row) ?? 0),
    triangles: areas.triangles(row),
  }));
  return peopleWithin(peopled, query.within.ringM);
}

async function placesOf(files: CatalogueFiles, { within, near }: DataQuery): Promise<QueryPlaces> {
  const where: QueryPlaces = {};
  if (within?.by === 'ring') where.ring = within.ringM;
  if (within?.by === 'thing') {
    const layer = files.layerOf(within.layer);
    if (!isAreaLayer(layer)) throw new CatalogueError(catalogueMessage('not-areas', { layer: layer.id }));
    where.triangles = (await openAreas(layer, (path) => files.bytes(path))).triangles(within.row);
  }
  if (near?.by === 'place') where.near = { atM: Float64Array.from(near.atM), distanceM: near.distanceM };
  if (near?.by === 'layer') {
    where.near = { atM: await middlesOf(files, near.layer), distanceM: near.distanceM };
  }
  return where;
}

/** Rows of a layer as a table: id, every attribute, and the middle in metres east and north of the city's origin. */
export async function recordsOf(files: CatalogueFiles, layerId: string, rows: Uint32Array): Promise<DataTable> {
  const layer = files.layerOf(layerId);
  const names = ['id', ...layer.attributes.map(({ name }) => name).filter((name) => name !== 'id')];
  const columns = await Promise.all(names.map((name) => files.columns(keyOf(layer, name))));
  const places = await files.places(layerId);
  return {
    columns: [...names.map((key) => ({ key })), { key: 'east_m', digits: 3 }, { key: 'north_m', digits: 3 }],
    rows: Array.from(rows, (row) => [
      ...columns.map((column) => {
        const word = wordAt(column, row);
        return word === null || column.type === 'string' ? word : Number(word);
      }),
      places[4 * row],
      places[4 * row + 1],
    ]),
  };
}

/** Keys of all things of a layer by an attribute, or by their ids; null where a thing has none. */
export async function keysOf(files: CatalogueFiles, layerId: string, attribute: string): Promise<(string | null)[]> {
  const layer = files.layerOf(layerId);
  const column = await files.columns(keyOf(layer, attribute));
  return Array.from({ length: layer.count }, (_, row) => wordAt(column, row));
}

/** Middles of all things of a layer, east and north of each. */
export async function middlesOf(files: CatalogueFiles, layerId: string): Promise<Float64Array> {
  const places = await files.places(files.layerOf(layerId).id);
  return Float64Array.from({ length: places.length / 2 }, (_, i) => places[4 * (i >> 1) + (i & 1)]);
}

/** The thing of a layer of areas that each place lies in, −1 where none; null: the layer has no areas. */
export async function thingsAt(
  files: CatalogueFiles,
  layerId: string,
  placesM: Float64Array,
): Promise<Int32Array | null> {
  const layer = files.layerOf(layerId);
  if (!isAreaLayer(layer)) return null;
  const areas = await openAreas(layer, (path) => files.bytes(path));
  return Int32Array.from({ length: placesM.length / 2 }, (_, k) => areas.at(placesM[2 * k], placesM[2 * k + 1]) ?? -1);
}

/** Outlines of rows: areas, footprints of buildings, axes of pipes; null: the layer's things have middles alone. */
export async function outlinesOf(files: CatalogueFiles, layerId: string, rows: Uint32Array): Promise<Outlines | null> {
  const { shapes, ringsOf, linesOf } = await openLayerShapes(files.layerOf(layerId), (path) => files.bytes(path));
  if (shapes === 'lines') return { lines: Array.from(rows, linesOf) };
  return shapes === 'middles' ? null : { areas: Array.from(rows, ringsOf) };
}

/** Upright bodies of rows of a layer of buildings; null: it has none. */
export async function solidsOf(files: CatalogueFiles, layerId: string, rows: Uint32Array): Promise<Solid[][] | null> {
  const { shapes, solidsOf: of } = await openLayerShapes(files.layerOf(layerId), (path) => files.bytes(path));
  return shapes === 'footprints' ? Array.from(rows, (row) => [...of(row)]) : null;
}
