import { type Corner, isInRing } from '../geo/ring.ts';
import { classBreaks, countClasses, histogramOf } from './breaks.ts';
import {
  type BreakMethod,
  type Catalogue,
  type Colouring,
  type Description,
  type Hit,
  type LayerHolder,
  OWNER,
  type PaintRequest,
  type Place,
  type Rgb,
  type Summary,
} from './catalogue.ts';
import { type Column, decodeColumn, NO_VALUE } from './column.ts';
import { compareUtf8, type Fit, type FoldedTexts, findLines, fold, foldTexts } from './folded-text.ts';
import { gidsAt, planTrianglesOf, tilePlacesOf } from './layer-areas.ts';
import type { AttributeInfo, LayerInfo, Manifest } from './manifest.ts';

export class CatalogueError extends Error {
  override name = 'CatalogueError';
}

/** Reads a file of the city by its path relative to the manifest; rejects when it is missing or larger than `maxBytes`. */
export type ReadFile = (path: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>;

/** A string attribute of these names is searched, beside `id`: OSM's `addr:street`, a recipe's `nameEn`, a 16-digit `code`. */
const SEARCHED = /(^|[^a-z])([Ii]d|[Nn]ame|[Aa]ddr(ess)?|[Ss]treet|[Cc]ode|[Rr]ef)([^a-z]|$)/;

/** Kinds of attributes from what a person most likely typed down; ties of fit are broken by it. */
const SEARCH_ORDER = [/^name/i, /^id$/i, /code|ref/i];

/** No column of a city is larger: a million ids of 30 characters are 38 MB; a file above it is not such a column. */
const MAX_FILE_BYTES = 512 * 2 ** 20;

/** Lines looked at in each column for one search; more matches than that are noise to a reader. */
const MAX_LINES = 400;

const OWN_COLOUR_A = 254;
const PAINTED_A = 255;

/**
 * The catalogue over column files, which are read when first asked for and kept. A file that fails is asked for again
 * the next time: a lost connection is not for ever.
 */
export function openCatalogue(city: Manifest, fetchFile: ReadFile): Catalogue & LayerHolder {
  let layers: LayerInfo[] = [...city.layers];
  /** Files of layers that came later and lie nowhere else. */
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  const read: ReadFile = async (path, maxBytes) => held.get(path) ?? (await fetchFile(path, maxBytes));
  const columns = cached((key) => readColumn(key));
  const folded = cached(async (key): Promise<FoldedTexts> => {
    const column = await columns(key);
    return column.type === 'string' ? foldTexts(column.distinct) : { text: '\n', offsets: new Uint32Array(1) };
  });
  const summaries = cached((key) => {
    const [layerId, attribute, method] = JSON.parse(key) as [string, string, BreakMethod | null];
    return summarise(layerId, attribute, method ?? undefined);
  });
  const places = cached(async (layerId) => floats(layerOf(layerId)));
  const sorted = cached(async (layerId) => permutation(layerOf(layerId)));
  /** By `<layer>/<file below the folder of its tileset>`, as `triangles` are. */
  const tilesets = cached(async (key) => tilePlacesOf(new TextDecoder().decode(await readTile(key))));
  const triangles = cached(async (key) => planTrianglesOf(await readTile(key)));

  return {
    describe,

    async related(id) {
      const found = await Promise.all(layers.filter(belongs).map((layer) => rowsOf(layer, id)));
      const described = await Promise.all(found.flat().map(describe));
      return described.filter((description) => description !== null);
    },

    async nearest({ eastM, northM }, layerIds, count) {
      const found = await Promise.all(
        layers
          .filter(({ id }) => layerIds.includes(id))
          .map(async (layer) => {
            const at = await places(layer.id);
            const distances = Array.from({ length: layer.count }, (_, row) => ({
              gid: layer.gidBase + row,
              distanceM: Math.hypot(at[4 * row] - eastM, at[4 * row + 1] - northM),
            }));
            return distances.sort((a, b) => a.distanceM - b.distanceM).slice(0, count);
          }),
      );
      const near = await Promise.all(
        found.flat().map(async ({ gid, distanceM }) => ({ object: await describe(gid), distanceM })),
      );
      return near.flatMap(({ object, distanceM }) => (object ? [{ object, distanceM }] : []));
    },

    async areasAt(place, layerIds) {
      const asked = layers.filter(({ id }) => layerIds.includes(id));
      const found = await Promise.all(asked.map(({ id, tileset }) => areasIn(id, tileset.replace(/.*\//, ''), place)));
      const described = await Promise.all([...new Set(found.flat())].map(describe));
      return described.filter((description) => description !== null);
    },

    async gidOf(id) {
      for (const layer of layers) {
        const row = await rowOf(layer, id);
        if (row !== null) return layer.gidBase + row;
      }
      return null;
    },

    search: (text, limit) => search(text, limit),

    summarise: (layerId, attribute, method) => summaries(JSON.stringify([layerId, attribute, method ?? null])),

    paint: (request) => paint(request),

    countIn: async (outline) => (await gidsIn(outline)).length,

    adopt(layer, files) {
      layers = [...layers.filter(({ id }) => id !== layer.id), layer];
      for (const [path, bytes] of files) held.set(path, bytes);
      places.forget(layer.id);
    },

    drop(layerId) {
      layers = layers.filter(({ id }) => id !== layerId);
      for (const path of held.keys()) if (path.startsWith(`${layerId}/`)) held.delete(path);
      for (const kept of [columns, folded, summaries, places, sorted, tilesets, triangles]) kept.forget(layerId);
    },
  };

  async function describe(gid: number): Promise<Description | null> {
    const layer = layerHolding(gid);
    if (!layer) return null;
    const row = gid - layer.gidBase;
    const [id, place, values] = await Promise.all([
      idAt(layer, row),
      placeAt(layer, row),
      Promise.all(
        layer.attributes.map(async (attribute) => ({
          name: attribute.name,
          value: valueAt(await columns(keyOf(layer, attribute.name)), row),
        })),
      ),
    ]);
    return { gid, layerId: layer.id, id, values, place };
  }

  /** Gids of the rows that belong to an object. */
  async function rowsOf(layer: LayerInfo, id: string): Promise<number[]> {
    const owners = await columns(keyOf(layer, OWNER));
    if (owners.type !== 'string') return [];
    const code = owners.distinct.indexOf(id);
    const gids: number[] = [];
    if (code >= 0)
      owners.codes.forEach((own, row) => {
        if (own === code) gids.push(layer.gidBase + row);
      });
    return gids;
  }

  /** Gids of the areas that hold a place, of those tiles alone that may. */
  async function areasIn(layerId: string, file: string, place: Pick<Place, 'eastM' | 'northM'>): Promise<number[]> {
    const { eastM, northM } = place;
    const key = `${layerId}/${file}`;
    if (!file.endsWith('.json')) return gidsAt(await triangles(key), eastM, northM);
    const tiles = (await tilesets(key)).filter(
      (tile) => eastM >= tile.westM && eastM <= tile.eastM && northM >= tile.southM && northM <= tile.northM,
    );
    return (await Promise.all(tiles.map(({ uri }) => areasIn(layerId, uri, place)))).flat();
  }

  function readTile(key: string): Promise<Uint8Array<ArrayBuffer>> {
    const slash = key.indexOf('/');
    return read(layerOf(key.slice(0, slash)).tileset.replace(/[^/]*$/, key.slice(slash + 1)), MAX_FILE_BYTES);
  }

  function layerOf(id: string): LayerInfo {
    const layer = layers.find((layer) => layer.id === id);
    if (!layer) throw new CatalogueError(`${city.id}: expected a layer of the city, got "${id}"`);
    return layer;
  }

  function layerHolding(gid: number): LayerInfo | undefined {
    return layers.find(({ gidBase, count }) => gid >= gidBase && gid < gidBase + count);
  }

  /** `<layer>/<attribute>`: layer ids are folder names and hold no slash. */
  function keyOf(layer: LayerInfo, attribute: string): string {
    return `${layer.id}/${attribute}`;
  }

  function attributeOf(layer: LayerInfo, name: string): AttributeInfo {
    const attribute = layer.attributes.find((attribute) => attribute.name === name);
    if (!attribute) throw new CatalogueError(`layers.${layer.id}: expected an attribute of the layer, got "${name}"`);
    return attribute;
  }

  /** The id column lies beside the others, whether or not the manifest lists `id` among the attributes. */
  function fileOf(layer: LayerInfo, name: string): string {
    const listed = layer.attributes.find((attribute) => attribute.name === name);
    if (listed || name !== 'id') return (listed ?? attributeOf(layer, name)).file;
    return layer.sorted.replace(/[^/]*$/, 'columns/id.bin');
  }

  async function readColumn(key: string): Promise<Column> {
    const slash = key.indexOf('/');
    const layer = layerOf(key.slice(0, slash));
    const file = fileOf(layer, key.slice(slash + 1));
    const column = decodeColumn(await read(file, MAX_FILE_BYTES), file);
    const count = column.type === 'string' ? column.codes.length : column.values.length;
    if (count !== layer.count) throw new CatalogueError(`${file}: expected ${layer.count} rows, got ${count}`);
    return column;
  }

  async function floats(layer: LayerInfo): Promise<Float32Array> {
    const bytes = await read(layer.places, MAX_FILE_BYTES);
    if (bytes.byteLength !== layer.count * 16)
      throw new CatalogueError(`${layer.places}: expected ${layer.count * 16} bytes, got ${bytes.byteLength}`);
    return new Float32Array(bytes.slice().buffer);
  }

  async function permutation(layer: LayerInfo): Promise<Uint32Array> {
    const bytes = await read(layer.sorted, MAX_FILE_BYTES);
    if (bytes.byteLength !== layer.count * 4)
      throw new CatalogueError(`${layer.sorted}: expected ${layer.count * 4} bytes, got ${bytes.byteLength}`);
    return new Uint32Array(bytes.slice().buffer);
  }

  async function idAt(layer: LayerInfo, row: number): Promise<string> {
    return String(valueAt(await columns(keyOf(layer, 'id')), row) ?? '');
  }

  async function placeAt(layer: LayerInfo, row: number): Promise<Place> {
    const [eastM, northM, upM, radiusM] = (await places(layer.id)).subarray(row * 4, row * 4 + 4);
    return { eastM, northM, upM, radiusM };
  }

  async function rowOf(layer: LayerInfo, id: string): Promise<number | null> {
    const [order, ids] = await Promise.all([sorted(layer.id), columns(keyOf(layer, 'id'))]);
    if (ids.type !== 'string') return null;
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareUtf8(ids.distinct[ids.codes[order[middle]]] ?? '', id) < 0) low = middle + 1;
      else high = middle;
    }
    return low < order.length && ids.distinct[ids.codes[order[low]]] === id ? order[low] : null;
  }

  /** A layer whose files do not come is passed over; only when nothing else was found is its error the answer. */
  async function search(text: string, limit: number): Promise<Hit[]> {
    const needle = fold(text.trim());
    if (needle === '') return [];
    const names = (layer: LayerInfo) => [
      ...new Set([
        'id',
        ...layer.attributes
          .filter(({ name, type }) => (type === 'string' || type === 'code') && SEARCHED.test(name))
          .map(({ name }) => name),
      ]),
    ];
    const found = await Promise.allSettled(
      layers
        .filter(({ count }) => count > 0)
        .flatMap((layer) => names(layer).map((name) => matchesIn(layer, name, needle))),
    );
    const best = new Map<number, Match>();
    for (const match of found.flatMap((part) => (part.status === 'fulfilled' ? part.value : []))) {
      const known = best.get(match.gid);
      if (!known || compareMatches(match, known) < 0) best.set(match.gid, match);
    }
    const failed = found.find((part) => part.status === 'rejected');
    if (best.size === 0 && failed) throw failed.reason;
    const hits = [...best.values()].sort(compareMatches).slice(0, limit);
    return Promise.all(
      hits.map(async ({ gid, layer, text, attribute }) => ({
        gid,
        layerId: layer.id,
        id: await idAt(layer, gid - layer.gidBase),
        text,
        attribute,
        place: await placeAt(layer, gid - layer.gidBase),
      })),
    );
  }

  async function matchesIn(layer: LayerInfo, attribute: string, needle: string): Promise<Match[]> {
    const key = keyOf(layer, attribute);
    const column = await columns(key);
    if (column.type !== 'string') return [];
    const fits = findLines(await folded(key), needle, MAX_LINES);
    if (fits.size === 0) return [];
    const order = SEARCH_ORDER.findIndex((pattern) => pattern.test(attribute));
    const matches: Match[] = [];
    const { codes, distinct } = column;
    for (let row = 0; row < codes.length && matches.length < MAX_LINES; row++) {
      const fit = fits.get(codes[row]);
      if (fit === undefined) continue;
      const rank = order < 0 ? SEARCH_ORDER.length : order;
      matches.push({ gid: layer.gidBase + row, layer, fit, rank, text: distinct[codes[row]], attribute });
    }
    return matches;
  }

  async function summarise(layerId: string, name: string, method?: BreakMethod): Promise<Summary> {
    const layer = layerOf(layerId);
    const attribute = attributeOf(layer, name);
    const column = asCodes(attribute, await columns(keyOf(layer, name)));
    if (column.type === 'string') return countCodes(column.codes, column.distinct);
    const values = knownValues(column).sort();
    const classes = classBreaks(values, method);
    return {
      kind: 'number',
      count: values.length,
      min: values[0] ?? 0,
      max: values[values.length - 1] ?? 0,
      ...classes,
      classCounts: countClasses(values, classes.breaks),
      histogram: histogramOf(values),
    };
  }

  async function paint({ own = [], colouring, filters, cleared = null }: PaintRequest): Promise<Uint8Array> {
    const total = layers.reduce((end, { gidBase, count }) => Math.max(end, gidBase + count), 0);
    const words = new Uint32Array(total).fill((OWN_COLOUR_A << 24) >>> 0);
    for (const part of colouring ? [...own, colouring] : own) {
      const layer = layerOf(part.layerId);
      const column = asCodes(attributeOf(layer, part.attribute), await columns(keyOf(layer, part.attribute)));
      colourRows(words.subarray(layer.gidBase, layer.gidBase + layer.count), column, part);
    }
    for (const filter of filters) {
      const layer = layerOf(filter.layerId);
      const column = asCodes(attributeOf(layer, filter.attribute), await columns(keyOf(layer, filter.attribute)));
      hideRows(words.subarray(layer.gidBase, layer.gidBase + layer.count), column, filter);
    }
    if (cleared) for (const gid of await gidsIn(cleared)) words[gid] = 0;
    return new Uint8Array(words.buffer);
  }

  /** Buildings with their middle in an outline. */
  async function gidsIn(outline: readonly Corner[]): Promise<number[]> {
    const gids: number[] = [];
    for (const { id, kind, count, gidBase } of layers) {
      if (kind !== 'building' || count === 0) continue;
      const at = await places(id);
      for (let row = 0; row < count; row++)
        if (isInRing(outline, at[4 * row], at[4 * row + 1])) gids.push(gidBase + row);
    }
    return gids;
  }
}

interface Match {
  gid: number;
  layer: LayerInfo;
  fit: Fit;
  rank: number;
  text: string;
  attribute: string;
}

/** Fit, then which attribute it stands in, then the shorter text, then the order of the city. */
function compareMatches(a: Match, b: Match): number {
  return a.fit - b.fit || a.rank - b.rank || a.text.length - b.text.length || a.gid - b.gid;
}

function belongs({ count, attributes }: LayerInfo): boolean {
  return count > 0 && attributes.some(({ name, type }) => name === OWNER && type !== 'number');
}

interface Cached<T> {
  (key: string): Promise<T>;
  /** Whatever was asked about a layer. */
  forget(layerId: string): void;
}

function cached<T>(load: (key: string) => Promise<T>): Cached<T> {
  const known = new Map<string, Promise<T>>();
  const ask = (key: string): Promise<T> => {
    const kept = known.get(key);
    if (kept) return kept;
    const loading = load(key);
    known.set(key, loading);
    loading.catch(() => known.delete(key));
    return loading;
  };
  return Object.assign(ask, {
    forget(layerId: string) {
      for (const key of known.keys())
        if (key === layerId || key.startsWith(`${layerId}/`) || key.startsWith(`["${layerId}",`)) known.delete(key);
    },
  });
}

function valueAt(column: Column, row: number): string | number | null {
  if (column.type === 'string') return column.distinct[column.codes[row]] ?? null;
  const value = column.values[row];
  return Number.isNaN(value) || (column.type === 'uint32' && value === NO_VALUE) ? null : value;
}

/** A copy without the rows that have no value, typed so that sorting is by number and native. */
function knownValues(column: Exclude<Column, { type: 'string' }>): Float64Array {
  const out = new Float64Array(column.values.length);
  const { values } = column;
  const isWord = column.type === 'uint32';
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isWord ? value !== NO_VALUE : !Number.isNaN(value)) out[count++] = value;
  }
  return out.subarray(0, count);
}

/** A number whose values have words (`facade` 0–4) is a code: it is counted, coloured and filtered by value. */
function asCodes({ values: words }: AttributeInfo, column: Column): Column {
  if (!words || column.type === 'string') return column;
  const distinct: string[] = [];
  const codeOf = new Map<number, number>();
  const codes = Uint32Array.from(column.values, (value) => {
    if (Number.isNaN(value) || value === NO_VALUE) return NO_VALUE;
    const known = codeOf.get(value);
    if (known !== undefined) return known;
    codeOf.set(value, distinct.length);
    return distinct.push(String(value)) - 1;
  });
  return { type: 'string', codes, distinct };
}

/** Most frequent first; equal counts by value, so that a legend keeps its order. */
function countCodes(codes: Uint32Array, distinct: string[]): Summary {
  const counts = new Uint32Array(distinct.length);
  let count = 0;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] >= distinct.length) continue;
    counts[codes[i]]++;
    count++;
  }
  const values = distinct
    .map((value, code) => ({ value, count: counts[code] }))
    .filter((entry) => entry.count > 0)
    .sort((a, b) => b.count - a.count || compareUtf8(a.value, b.value));
  return { kind: 'code', count, values };
}

function word([r, g, b]: Rgb): number {
  return ((PAINTED_A << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

function colourRows(words: Uint32Array, column: Column, { attribute, colours, breaks }: Colouring): void {
  const paints = Uint32Array.from(colours, word);
  if (column.type === 'string') {
    const classOf = new Map(breaks.map((value, i) => [String(value), i]));
    const paintOf = new Uint32Array(column.distinct.length);
    column.distinct.forEach((value, code) => {
      paintOf[code] = paints[classOf.get(value) ?? breaks.length] ?? 0;
    });
    const { codes } = column;
    for (let i = 0; i < codes.length; i++) {
      const paint = codes[i] < paintOf.length ? paintOf[codes[i]] : 0;
      if (paint !== 0) words[i] = paint;
    }
    return;
  }
  if (colours.length !== breaks.length + 1)
    throw new CatalogueError(`${attribute}: expected ${breaks.length + 1} colours, got ${colours.length}`);
  const limits = Float64Array.from(breaks, Number);
  const { values } = column;
  const isWord = column.type === 'uint32';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isWord ? value === NO_VALUE : Number.isNaN(value)) continue;
    let at = 0;
    while (at < limits.length && value >= limits[at]) at++;
    words[i] = paints[at];
  }
}

function hideRows(words: Uint32Array, column: Column, filter: PaintRequest['filters'][number]): void {
  if (column.type === 'string') {
    if (filter.kind !== 'values') throw wrongFilter(filter.attribute, 'values', filter.kind);
    const kept = new Set(filter.values);
    const keeps = Uint8Array.from(column.distinct, (value) => (kept.has(value) ? 1 : 0));
    for (let i = 0; i < words.length; i++) if (keeps[column.codes[i]] !== 1) words[i] = 0;
    return;
  }
  if (filter.kind !== 'range') throw wrongFilter(filter.attribute, 'a range', filter.kind);
  const { values } = column;
  const { min, max } = filter;
  const isWord = column.type === 'uint32';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value >= min && value <= max) || (isWord && value === NO_VALUE)) words[i] = 0;
  }
}

function wrongFilter(attribute: string, expected: string, got: string): CatalogueError {
  return new CatalogueError(`filter of ${attribute}: expected ${expected}, got ${got}`);
}
