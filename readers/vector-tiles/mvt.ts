import { PbfReader } from 'pbf';
import { TILE_COMMANDS } from '../../model/geo/tile-commands.ts';

/** What a tile has of a layer: its side in its own units, and its features still packed. */
export interface TileLayer {
  name: string;
  extent: number;
  keys: string[];
  values: (string | number | boolean)[];
  features: TileFeature[];
}

export interface TileFeature {
  id: number | null;
  /** Pairs of numbers of a key and of a value. */
  tags: number[];
  type: 'unknown' | 'point' | 'line' | 'polygon';
  /** Commands and their parameters. */
  geometry: number[];
}

const TYPES = ['unknown', 'point', 'line', 'polygon'] as const;
const DEFAULT_EXTENT = 4096;

/** The layers of a tile (Mapbox Vector Tile 2.1), by `pbf`: the package of the same authors adds classes around these fields. */
export function layersOfTile(bytes: Uint8Array, wanted?: string): TileLayer[] {
  const layers: TileLayer[] = [];
  new PbfReader(bytes).readFields((tag, _, pbf) => {
    if (tag !== 3) return;
    const end = pbf.readVarint() + pbf.pos;
    const from = pbf.pos;
    const name = nameOf(pbf, end);
    pbf.pos = from;
    if (wanted === undefined || name === wanted) layers.push(readLayer(pbf, end));
    pbf.pos = end;
  }, null);
  return layers;
}

/** Names of a tile's layers, without unpacking them. */
export function layerNames(bytes: Uint8Array): string[] {
  const names: string[] = [];
  new PbfReader(bytes).readFields((tag, _, pbf) => {
    if (tag !== 3) return;
    const end = pbf.readVarint() + pbf.pos;
    names.push(nameOf(pbf, end));
    pbf.pos = end;
  }, null);
  return names;
}

function nameOf(pbf: PbfReader, end: number): string {
  let name = '';
  pbf.readFields(
    (tag) => {
      if (tag === 1) name = pbf.readString();
    },
    null,
    end,
  );
  return name;
}

function readLayer(pbf: PbfReader, end: number): TileLayer {
  const layer: TileLayer = { name: '', extent: DEFAULT_EXTENT, keys: [], values: [], features: [] };
  pbf.readFields(
    (tag) => {
      if (tag === 1) layer.name = pbf.readString();
      else if (tag === 2) layer.features.push(readFeature(pbf, pbf.readVarint() + pbf.pos));
      else if (tag === 3) layer.keys.push(pbf.readString());
      else if (tag === 4) layer.values.push(readValue(pbf, pbf.readVarint() + pbf.pos));
      else if (tag === 5) layer.extent = pbf.readVarint();
    },
    null,
    end,
  );
  if (!(layer.extent > 0)) throw new RangeError(`an extent of ${layer.extent}`);
  return layer;
}

function readFeature(pbf: PbfReader, end: number): TileFeature {
  const feature: TileFeature = { id: null, tags: [], type: 'unknown', geometry: [] };
  pbf.readFields(
    (tag) => {
      if (tag === 1) feature.id = pbf.readVarint();
      else if (tag === 2) pbf.readPackedVarint(feature.tags);
      else if (tag === 3) feature.type = TYPES[pbf.readVarint()] ?? 'unknown';
      else if (tag === 4) pbf.readPackedVarint(feature.geometry);
    },
    null,
    end,
  );
  return feature;
}

function readValue(pbf: PbfReader, end: number): string | number | boolean {
  let value: string | number | boolean = '';
  pbf.readFields(
    (tag) => {
      if (tag === 1) value = pbf.readString();
      else if (tag === 2) value = pbf.readFloat();
      else if (tag === 3) value = pbf.readDouble();
      else if (tag === 4) value = pbf.readVarint(true);
      else if (tag === 5) value = pbf.readVarint();
      else if (tag === 6) value = pbf.readSVarint();
      else if (tag === 7) value = pbf.readBoolean();
    },
    null,
    end,
  );
  return value;
}

const { moveTo: MOVE_TO, lineTo: LINE_TO, close: CLOSE } = TILE_COMMANDS;

/** The lines, rings or sets of points of a feature, x and y in turn, in the tile's units from its north-western corner; rings are closed. */
export function linesOfFeature({ type, geometry }: TileFeature): number[][] {
  const lines: number[][] = [];
  let line: number[] = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i < geometry.length; ) {
    const command = geometry[i] & 7;
    const count = geometry[i++] >>> 3;
    if (command === CLOSE) {
      if (line.length > 1) line.push(line[0], line[1]);
      continue;
    }
    if (command !== MOVE_TO && command !== LINE_TO) throw new RangeError(`a command ${command}`);
    for (let k = 0; k < count && i + 1 < geometry.length; k++, i += 2) {
      x += signed(geometry[i]);
      y += signed(geometry[i + 1]);
      if (command === MOVE_TO && (type !== 'point' || lines.length === 0)) {
        line = [];
        lines.push(line);
      }
      line.push(x, y);
    }
  }
  return lines;
}

const signed = (value: number): number => (value >>> 1) ^ -(value & 1);
