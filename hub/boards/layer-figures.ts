import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { CardSource } from '../../model/boards/board.ts';
import {
  areasOfDistricts,
  type BoardArea,
  type BoardAreas,
  MAX_AREAS,
  OWN_DISTRICTS,
} from '../../model/boards/board-areas.ts';
import { type CardFigures, layerFigures } from '../../model/boards/card-figures.ts';
import { type Column, decodeColumn, valueAt } from '../../model/city/column.ts';
import { parseDistricts } from '../../model/city/districts.ts';
import { isAreaLayer, openAreas } from '../../model/city/layer-areas.ts';
import { type LayerInfo, type Manifest, parseManifest } from '../../model/city/manifest.ts';
import { nameOf } from '../../model/city/thing-name.ts';
import type { DataQuery } from '../../model/questions/data-query.ts';
import { figuresOfRows, matchingRows, type QueryFigures, type QueryPlaces } from '../../model/tables/query-rows.ts';

/** A source that shows the things of a layer. */
export type LayerSource = Extract<CardSource, { of: 'layer' }>;

/** A report asks this of the baked city. */
export interface LayerQuestion {
  cityFolder: string;
  /** The board is split by these. */
  areas: string;
  sources: readonly LayerSource[];
  /** Places of sensors, cases and alarms, east and north of each. */
  placesM: Float64Array;
}

/** The baked city answers with this. */
export interface LayerAnswer {
  /** Null: the board is not split, or the city has no such areas. */
  areas: Pick<BoardAreas, 'areas' | 'others'> | null;
  /** The area of each place, −1: it lies in none. */
  found: Int32Array;
  /** Null: the city has no such layer. */
  figures: readonly (CardFigures | null)[];
}

/** Reads layers of the baked city for a board; the same figures as the page's catalogue. */
export async function answerLayers({ cityFolder, areas, sources, placesM }: LayerQuestion): Promise<LayerAnswer> {
  const none = new Int32Array(placesM.length / 2).fill(-1);
  const city = await manifestIn(cityFolder);
  const files = layerFiles(cityFolder, city);
  const split = await areasIn(cityFolder, files, areas);
  const figures: (CardFigures | null)[] = [];
  for (const source of sources)
    figures.push(files.layer(source.layer) ? await layerFigures(source, split, files.ask) : null);
  const found = split ? await split.areasOf(placesM) : none;
  return { areas: split && { areas: split.areas, others: split.others }, found, figures };
}

/** The manifest of a baked city; null: the folder has none, or one that this version does not read. */
async function manifestIn(cityFolder: string): Promise<Manifest | null> {
  try {
    return parseManifest(JSON.parse(await readFile(join(cityFolder, 'manifest.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** Layers of a baked city, each file of them read once. */
interface LayerFiles {
  layer(id: string): LayerInfo | null;
  ask(query: DataQuery): Promise<QueryFigures>;
  column(layer: LayerInfo, name: string): Promise<Column | null>;
  places(layer: LayerInfo): Promise<Float32Array>;
  areas(layer: LayerInfo): ReturnType<typeof openAreas>;
}

function layerFiles(cityFolder: string, city: Manifest | null): LayerFiles {
  const bytes = (path: string) => readFile(join(cityFolder, path));
  const places = onceEach(async ({ places: path }) => new Float32Array((await bytes(path)).slice().buffer));
  const areas = onceEach((layer) => openAreas(layer, bytes));
  const columns = new Map<string, Promise<Column | null>>();
  const layer = (id: string) => city?.layers.find((one) => one.id === id) ?? null;

  async function readColumn(info: LayerInfo, name: string): Promise<Column | null> {
    const file =
      name === 'id'
        ? info.sorted.replace(/[^/]*$/, 'columns/id.bin')
        : info.attributes.find((attribute) => attribute.name === name)?.file;
    return file === undefined ? null : decodeColumn(await bytes(file), file);
  }
  const column = (info: LayerInfo, name: string) => {
    const key = JSON.stringify([info.id, name]);
    const known = columns.get(key) ?? readColumn(info, name);
    columns.set(key, known);
    return known;
  };

  async function whereOf({ within }: DataQuery): Promise<QueryPlaces> {
    if (within?.by === 'ring') return { ring: within.ringM };
    const holder = within ? layer(within.layer) : null;
    return within && holder ? { triangles: (await areas(holder)).triangles(within.row) } : {};
  }

  return {
    layer,
    column,
    places,
    areas,
    async ask(query) {
      const info = layer(query.layer);
      if (!info) throw new Error(`expected a layer of the city, got ${query.layer}`);
      const names = [...query.conditions.map(({ attribute }) => attribute), query.measure].filter(
        (name) => name !== undefined,
      );
      const read = await Promise.all(names.map(async (name) => [name, await column(info, name)] as const));
      const known = new Map(read.flatMap(([name, one]) => (one ? [[name, one] as const] : [])));
      // Whoever else has something to do in this thread does it between two areas.
      await setImmediate();
      const rows = matchingRows(info.count, known, await places(info), query, await whereOf(query));
      const measure = query.measure === undefined ? null : (known.get(query.measure) ?? null);
      return figuresOfRows(rows, measure, null).figures;
    },
  };
}

/** Does a work once for each layer. */
function onceEach<Result>(work: (layer: LayerInfo) => Promise<Result>): (layer: LayerInfo) => Promise<Result> {
  const done = new Map<string, Promise<Result>>();
  return (layer) => {
    const known = done.get(layer.id) ?? work(layer);
    done.set(layer.id, known);
    return known;
  };
}

/** What a board is split by: the city's own districts, or the areas of a layer, the first of them where they are many. */
async function areasIn(cityFolder: string, files: LayerFiles, id: string): Promise<BoardAreas | null> {
  if (id === '') return null;
  if (id === OWN_DISTRICTS) {
    const file = join(cityFolder, 'population.json');
    if (!existsSync(file)) return null;
    return areasOfDistricts(parseDistricts(JSON.parse(await readFile(file, 'utf8')), file));
  }
  const layer = files.layer(id);
  if (!layer || !isAreaLayer(layer)) return null;
  const held = await files.areas(layer);
  const places = await files.places(layer);
  const names = ['id', ...layer.attributes.map(({ name }) => name)];
  const columns = await Promise.all(names.map((name) => files.column(layer, name)));
  const count = Math.min(layer.count, MAX_AREAS);
  const areas = Array.from({ length: count }, (_, row): BoardArea => {
    const values = new Map(names.map((name, i) => [name, columns[i] && valueAt(columns[i], row)]));
    const thing = String(values.get('id') ?? row);
    const [eastM, northM, upM, radiusM] = places.subarray(4 * row, 4 * row + 4);
    return {
      name: { zh: nameOf(values, 'zh') ?? thing, en: nameOf(values, 'en') ?? thing },
      place: { eastM, northM, upM, radiusM },
      within: { by: 'thing', layer: id, row },
    };
  });
  return {
    areas,
    others: layer.count - count,
    async areasOf(placesM) {
      return Int32Array.from({ length: placesM.length / 2 }, (_, i) => {
        const row = held.at(placesM[2 * i], placesM[2 * i + 1]) ?? -1;
        return row < count ? row : -1;
      });
    },
  };
}
