import type { Description, EnuSphere, HeldFiles } from '../../../model/city/catalogue.ts';
import { HALF_HEIGHTS, OWNER } from '../../../model/city/catalogue.ts';
import { type Column, decodeColumn, valueAt } from '../../../model/city/column.ts';
import type { AttributeInfo, LayerInfo, Manifest } from '../../../model/city/manifest.ts';
import {
  gidsAt,
  heightsOfTile,
  type PlanTriangles,
  planTrianglesOf,
  type TilePlace,
  tilePlacesOf,
} from '../../../model/city/tile-plan.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { isInRing } from '../../../model/geo/plane/ring.ts';
import { compareUtf8, type FoldedTexts, foldTexts } from '../../../model/text/folded-text.ts';
import { MessageError } from '../../../model/text/message.ts';
import { type Cached, cached } from './cached.ts';
import { catalogueMessage } from './messages.ts';

export class CatalogueError extends MessageError {
  override name = 'CatalogueError';
}

/** Reads a file of the city by its path relative to the manifest; rejects when it is missing or larger than `maxBytes`. */
export type ReadFile = (path: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>;

/** No column of a city is larger: a million ids of 30 characters are 38 MB; a file above it is not such a column. */
const MAX_FILE_BYTES = 512 * 2 ** 20;

/**
 * The files of a city's layers, read when first needed and kept, with the look-ups that go from a row to its facts and back. A layer that
 * came later brings its files along, since they lie nowhere else.
 */
export class CatalogueFiles {
  layers: LayerInfo[];
  /** By `<layer>/<attribute>`, as `folded` are. */
  readonly columns: Cached<Column>;
  readonly folded: Cached<FoldedTexts>;
  readonly places: Cached<Float32Array>;
  private readonly sorted: Cached<Uint32Array>;
  /** By `<layer>/<file below the folder of its tileset>`, as `triangles` are. */
  private readonly tilesets: Cached<TilePlace[]>;
  private readonly triangles: Cached<PlanTriangles>;
  private readonly held = new Map<string, Uint8Array<ArrayBuffer>>();
  private readonly heldOf = new Map<string, string[]>();
  private readonly cityId: string;
  private readonly fetchFile: ReadFile;

  constructor(city: Manifest, fetchFile: ReadFile) {
    this.cityId = city.id;
    this.layers = [...city.layers];
    this.fetchFile = fetchFile;
    this.columns = cached((key) => this.readColumn(key));
    this.folded = cached(async (key) => {
      const column = await this.columns(key);
      return column.type === 'string' ? foldTexts(column.distinct) : { text: '\n', offsets: new Uint32Array(1) };
    });
    this.places = cached(async (layerId) => this.floats(this.layerOf(layerId)));
    this.sorted = cached(async (layerId) => this.permutation(this.layerOf(layerId)));
    this.tilesets = cached(async (key) => tilePlacesOf(new TextDecoder().decode(await this.readTile(key))));
    this.triangles = cached(async (key) => planTrianglesOf(await this.readTile(key)));
  }

  adopt(layer: LayerInfo, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): void {
    this.layers = [...this.layers.filter(({ id }) => id !== layer.id), layer];
    for (const [path, bytes] of files) this.held.set(path, bytes);
    this.heldOf.set(layer.id, [...(this.heldOf.get(layer.id) ?? []), ...files.keys()]);
    this.places.forget(layer.id);
    // A column that came anew, as one of a table that is joined again, is read anew.
    if (layer.attributes.some(({ file }) => files.has(file)))
      for (const kept of [this.columns, this.folded]) kept.forget(layer.id);
  }

  heldFiles(layerId: string): HeldFiles | null {
    const paths = this.heldOf.get(layerId);
    const layer = this.layers.find(({ id }) => id === layerId);
    if (!paths || !layer) return null;
    const files = new Map(
      paths.flatMap((path) => {
        const bytes = this.held.get(path);
        return bytes ? [[path, bytes] as const] : [];
      }),
    );
    return { layer, files };
  }

  drop(layerId: string): void {
    this.layers = this.layers.filter(({ id }) => id !== layerId);
    for (const path of this.heldOf.get(layerId) ?? []) this.held.delete(path);
    this.heldOf.delete(layerId);
    for (const kept of [this.columns, this.folded, this.places, this.sorted, this.tilesets, this.triangles])
      kept.forget(layerId);
  }

  async describe(gid: number): Promise<Description | null> {
    const layer = this.layerHolding(gid);
    if (!layer) return null;
    const row = gid - layer.gidBase;
    const [id, place, values] = await Promise.all([
      this.idAt(layer, row),
      this.placeAt(layer, row),
      Promise.all(
        layer.attributes.map(async (attribute) => ({
          name: attribute.name,
          value: valueAt(await this.columns(keyOf(layer, attribute.name)), row),
        })),
      ),
    ]);
    return { gid, layerId: layer.id, id, values, place };
  }

  /** Gids of the rows that belong to an object. */
  async rowsOf(layer: LayerInfo, id: string): Promise<number[]> {
    const owners = await this.columns(keyOf(layer, OWNER));
    if (owners.type !== 'string') return [];
    const code = owners.distinct.indexOf(id);
    const gids: number[] = [];
    if (code >= 0)
      owners.codes.forEach((own, row) => {
        if (own === code) gids.push(layer.gidBase + row);
      });
    return gids;
  }

  async rowOf(layer: LayerInfo, id: string): Promise<number | null> {
    const [order, ids] = await Promise.all([this.sorted(layer.id), this.columns(keyOf(layer, 'id'))]);
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

  async idAt(layer: LayerInfo, row: number): Promise<string> {
    return String(valueAt(await this.columns(keyOf(layer, 'id')), row) ?? '');
  }

  /** Value of a row; null where it has none, or the layer no such attribute. */
  async valueIn(layer: LayerInfo, name: string, row: number): Promise<string | number | null> {
    if (!layer.attributes.some((attribute) => attribute.name === name)) return null;
    return valueAt(await this.columns(keyOf(layer, name)), row);
  }

  async placeAt(layer: LayerInfo, row: number): Promise<EnuSphere> {
    const [eastM, northM, upM, radiusM] = (await this.places(layer.id)).subarray(row * 4, row * 4 + 4);
    return { eastM, northM, upM, radiusM };
  }

  /** Gids of the areas that hold a place, of those tiles alone that may. */
  async areasIn(
    layerId: string,
    file: string,
    place: Pick<EnuSphere, 'eastM' | 'northM'>,
    seen = new Set<string>(),
  ): Promise<number[]> {
    const { eastM, northM } = place;
    // Tilesets may name each other in a ring, or one another many times: each is looked into once.
    if (seen.has(file)) return [];
    seen.add(file);
    const key = `${layerId}/${file}`;
    if (!file.endsWith('.json')) return gidsAt(await this.triangles(key), eastM, northM);
    const tiles = (await this.tilesets(key)).filter(
      (tile) => eastM >= tile.westM && eastM <= tile.eastM && northM >= tile.southM && northM <= tile.northM,
    );
    return (await Promise.all(tiles.map(({ uri }) => this.areasIn(layerId, uri, place, seen)))).flat();
  }

  /** Returns heights of a layer: of an added one about its places, of a baked one from the triangles that draw it. */
  async heights(layerId: string): Promise<Float32Array> {
    const layer = this.layerOf(layerId);
    const heights = new Float32Array(2 * layer.count).fill(Number.NaN);
    const half = this.held.get(`${layerId}/${HALF_HEIGHTS}`);
    if (half) {
      const at = await this.places(layerId);
      for (const [row, halfM] of new Float32Array(half.slice().buffer).entries()) {
        heights[2 * row] = at[4 * row + 2] - halfM;
        heights[2 * row + 1] = at[4 * row + 2] + halfM;
      }
      return heights;
    }
    for (const bytes of await this.tilesOf(layerId, layer.tileset.replace(/.*\//, '')))
      for (const [gid, { lowM, highM }] of await heightsOfTile(bytes)) {
        const row = gid - layer.gidBase;
        if (row < 0 || row >= layer.count) continue;
        heights[2 * row] = Math.min(lowM, heights[2 * row] || lowM);
        heights[2 * row + 1] = Math.max(highM, heights[2 * row + 1] || highM);
      }
    return heights;
  }

  /** Each tile of a layer once. */
  private async tilesOf(layerId: string, file: string, seen = new Set<string>()): Promise<Uint8Array<ArrayBuffer>[]> {
    if (seen.has(file)) return [];
    seen.add(file);
    const key = `${layerId}/${file}`;
    if (!file.endsWith('.json')) return [await this.readTile(key)];
    const tiles = await this.tilesets(key);
    return (await Promise.all(tiles.map(({ uri }) => this.tilesOf(layerId, uri, seen)))).flat();
  }

  /** Objects of layers, buildings unless others are meant, with their middle in an outline. */
  async gidsIn(
    outline: readonly Point[],
    isMeant: (layer: LayerInfo) => boolean = ({ kind }) => kind === 'building',
  ): Promise<number[]> {
    const gids: number[] = [];
    for (const layer of this.layers) {
      const { id, count, gidBase } = layer;
      if (!isMeant(layer) || count === 0) continue;
      const at = await this.places(id);
      for (let row = 0; row < count; row++)
        if (isInRing(outline, at[4 * row], at[4 * row + 1])) gids.push(gidBase + row);
    }
    return gids;
  }

  layerOf(id: string): LayerInfo {
    const layer = this.layers.find((layer) => layer.id === id);
    if (!layer) throw new CatalogueError(catalogueMessage('unknown-layer', { cityId: this.cityId, id }));
    return layer;
  }

  attributeOf(layer: LayerInfo, name: string): AttributeInfo {
    const attribute = layer.attributes.find((attribute) => attribute.name === name);
    if (!attribute) throw new CatalogueError(catalogueMessage('unknown-attribute', { id: layer.id, name }));
    return attribute;
  }

  layerHolding(gid: number): LayerInfo | undefined {
    return this.layers.find(({ gidBase, count }) => gid >= gidBase && gid < gidBase + count);
  }

  /** The id column lies beside the others, whether or not the manifest lists `id` among the attributes. */
  private fileOf(layer: LayerInfo, name: string): string {
    const listed = layer.attributes.find((attribute) => attribute.name === name);
    if (listed || name !== 'id') return (listed ?? this.attributeOf(layer, name)).file;
    return layer.sorted.replace(/[^/]*$/, 'columns/id.bin');
  }

  private readTile(key: string): Promise<Uint8Array<ArrayBuffer>> {
    const slash = key.indexOf('/');
    return this.read(this.layerOf(key.slice(0, slash)).tileset.replace(/[^/]*$/, key.slice(slash + 1)), MAX_FILE_BYTES);
  }

  private async readColumn(key: string): Promise<Column> {
    const slash = key.indexOf('/');
    const layer = this.layerOf(key.slice(0, slash));
    const file = this.fileOf(layer, key.slice(slash + 1));
    const column = decodeColumn(await this.read(file, MAX_FILE_BYTES), file);
    const count = column.type === 'string' ? column.codes.length : column.values.length;
    if (count !== layer.count)
      throw new CatalogueError(catalogueMessage('rows', { file, expected: layer.count, count }));
    return column;
  }

  private async floats(layer: LayerInfo): Promise<Float32Array> {
    const bytes = await this.read(layer.places, MAX_FILE_BYTES);
    if (bytes.byteLength !== layer.count * 16)
      throw new CatalogueError(
        catalogueMessage('places-bytes', { places: layer.places, expected: layer.count * 16, got: bytes.byteLength }),
      );
    return new Float32Array(bytes.slice().buffer);
  }

  private async permutation(layer: LayerInfo): Promise<Uint32Array> {
    const bytes = await this.read(layer.sorted, MAX_FILE_BYTES);
    if (bytes.byteLength !== layer.count * 4)
      throw new CatalogueError(
        catalogueMessage('sorted-bytes', { sorted: layer.sorted, expected: layer.count * 4, got: bytes.byteLength }),
      );
    return new Uint32Array(bytes.slice().buffer);
  }

  /** A file of the city, or of a layer that came later. */
  bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.read(path, MAX_FILE_BYTES);
  }

  private async read(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.held.get(path) ?? (await this.fetchFile(path, maxBytes));
  }
}

/** `<layer>/<attribute>`: layer ids are folder names and hold no slash. */
export function keyOf(layer: LayerInfo, attribute: string): string {
  return `${layer.id}/${attribute}`;
}
