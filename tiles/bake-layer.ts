import { encodeTexts } from '../model/city/column.ts';
import type { LayerInfo } from '../model/city/manifest.ts';
import { ecefFromEnuMatrix } from '../model/geo/enu.ts';
import { textOf } from '../readers/shared/utf8.ts';
import type { LayerInput } from './model.ts';
import type { Ground } from './shape/ground.ts';
import { encodeInputColumn, sortIds } from './tileset/columns.ts';
import { attributeOf, droppedProblems, layerInfo } from './tileset/layer-info.ts';
import { makeTile } from './tileset/make-tile.ts';
import { bytesOf, meshoptReady } from './tileset/meshopt.ts';
import { placeFeatures } from './tileset/places.ts';
import { buildTree } from './tileset/quadtree.ts';
import { type Content, tilesetFiles } from './tileset/tileset-json.ts';

/** A layer that was baked in memory: what the folder of a city would hold of it. */
interface BakedLayer {
  info: LayerInfo;
  /** Columns, order and places by their paths in `info`. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
  /** Contents and tilesets by their names; the first is `tileset.json`. */
  tiles: Map<string, Uint8Array | string>;
}

interface BakeLayerOptions {
  gidBase: number;
  /** Ground of the city that the layer is looked at in: places and bounds are in its frame. */
  city: Ground;
  /**
   * Ground of the tiles: the city's, or one about the layer's own middle where that is far away, since tiles are exact near their zero
   * only.
   */
  ground: Ground;
  onProgress?: (ratio: number) => void;
}

/** Bakes one layer as `bakeCity` would, with nothing written. */
export async function bakeLayer(layer: LayerInput, options: BakeLayerOptions): Promise<BakedLayer> {
  const { city, ground, gidBase, onProgress } = options;
  await meshoptReady;
  const inCity = placeFeatures(layer, city);
  const { places } = inCity;
  const tree = buildTree(city === ground ? inCity : placeFeatures(layer, ground));
  const tiles: BakedLayer['tiles'] = new Map([['tileset.json', '']]);
  const contents: (Content | null)[] = [];
  const dropped = { count: 0, row: Infinity };
  for (const [n, { name, from, to }] of tree.nodes.entries()) {
    onProgress?.(n / tree.nodes.length);
    const made = to > from ? makeTile(layer, tree.order.slice(from, to), gidBase, ground) : null;
    contents.push(made?.file ? { uri: `${name}.glb`, box: made.file.box } : null);
    if (made?.file) tiles.set(`${name}.glb`, made.file.bytes);
    if (!made || made.dropped === 0) continue;
    dropped.count += made.dropped;
    dropped.row = Math.min(dropped.row, made.droppedRow);
  }
  const { files: tilesets, box } = tilesetFiles(tree, contents, ecefFromEnuMatrix(ground.origin));
  for (const [name, text] of tilesets) tiles.set(name, text);
  const { files, attributes } = filesOf(layer, places);
  const bounds = city === ground ? box : boundsOf(places);
  const { offsets, bytes } = layer.features.ids;
  const id = dropped.count > 0 ? textOf(bytes, offsets[dropped.row], offsets[dropped.row + 1]) : '';
  const problems = [...layer.problems, ...droppedProblems(layer.id, { count: dropped.count, id })];
  return { info: { ...layerInfo(layer, gidBase), boundsM: bounds, attributes, problems }, files, tiles };
}

function filesOf(layer: LayerInput, places: Float32Array) {
  const files: BakedLayer['files'] = new Map();
  const put = (name: string, bytes: Uint8Array): void => {
    files.set(name, new Uint8Array(bytes));
  };
  const { ids, columns } = layer.features;
  const at = `layers/${layer.id}`;
  put(`${at}/sorted.bin`, bytesOf(sortIds(ids, layer.id)));
  put(`${at}/places.bin`, bytesOf(places));
  put(`${at}/columns/id.bin`, encodeTexts(ids.offsets, ids.bytes));
  const attributes = columns.map((column) => {
    const attribute = attributeOf(layer, column);
    put(attribute.file, encodeInputColumn(column));
    return attribute;
  });
  return { files, attributes };
}

function boundsOf(places: Float32Array): LayerInfo['boundsM'] {
  const bounds: LayerInfo['boundsM'] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = 0; i < places.length; i += 4)
    for (let k = 0; k < 3; k++) {
      bounds[k] = Math.min(bounds[k], places[i + k] - places[i + 3]);
      bounds[k + 3] = Math.max(bounds[k + 3], places[i + k] + places[i + 3]);
    }
  return bounds;
}
