import { PbfReader } from 'pbf';
import type { Box } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { Float64List } from '../shared/growable.ts';
import { inflated } from '../shared/inflate.ts';
import { readerMessage } from '../shared/messages.ts';
import { assemble } from '../shared/osm-assemble.ts';
import {
  isWanted,
  isWantedRelation,
  type OsmOptions,
  type Relation,
  type TaggedNode,
  type Way,
} from '../shared/osm-model.ts';
import { type WitnessLine, witnessOf } from '../shared/osm-sides.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { textOf } from '../shared/utf8.ts';

/** OpenStreetMap's format: blobs of at most 32 MiB, headers of at most 64 KiB (wiki: PBF Format). */
const MAX_BLOB_BYTES = 32 * 2 ** 20;
const MAX_HEADER_BYTES = 64 * 2 ** 10;
const KNOWN_FEATURES = new Set(['OsmSchema-V0.6', 'DenseNodes']);

/**
 * Buildings (or another key's objects) of an OSM .pbf: closed ways, and multipolygon relations with their ways joined to
 * rings. Three passes over the inflated blocks, so that only the nodes that are needed are kept: which ways, then which
 * ways of relations and their nodes, then where the nodes are.
 */
export async function readOsmPbf(source: ByteSource, wish: OsmOptions, problems: Problems): Promise<RawFeatures> {
  const file = source.name;
  const bytes = await source.whole();
  if (bytes.length === 0) throw new ReadError(readerMessage('osm-empty', { file }));
  const { blocks, bounds } = await blocksOf(bytes, file);
  const ways = new Map<number, Way>();
  const relations: Relation[] = [];
  for (const block of blocks) eachRelation(block, file, wish, (relation) => relations.push(relation));
  const areas = wish.geometry === 'line' ? [] : relations;
  const needed = new Set(areas.flatMap(({ members }) => members.map(({ ref }) => ref)));
  for (const block of blocks)
    eachWay(block, file, ({ id, tags }) => {
      const isOfLayer = isWanted(tags, wish);
      return isOfLayer || needed.has(id) ? (way) => ways.set(id, { ...way, tags: isOfLayer ? way.tags : null }) : null;
    });
  const tagged: TaggedNode[] = [];
  if (wish.geometry === 'point')
    for (const block of blocks) eachTaggedNode(block, file, wish, (node) => tagged.push(node));
  const nodes = new Map<number, number>();
  for (const way of ways.values()) for (const ref of way.refs) nodes.set(ref, -1);
  for (const { id } of tagged) nodes.set(id, -1);
  const places = new Float64List(2 * nodes.size + 2);
  for (const block of blocks) placeNodes(block, file, nodes, places);
  const witnesses = () => witnessesOf(blocks, file);
  return assemble(file, wish, { tagged, ways, relations, nodes, places, bounds, witnesses }, problems);
}

/** Returns what shows land and water, in two passes of their own: few files cut an area that needs it. */
function witnessesOf(blocks: readonly Uint8Array[], file: string): WitnessLine[] {
  const found: { kind: WitnessLine['kind']; name: string; refs: number[] }[] = [];
  for (const block of blocks)
    eachWay(block, file, ({ tags }) => {
      const kind = witnessOf(tags);
      return kind
        ? ({ refs, tags: own }) => found.push({ kind, name: own.find(([key]) => key === 'name')?.[1] ?? '', refs })
        : null;
    });
  const nodes = new Map<number, number>();
  for (const { refs } of found) for (const ref of refs) nodes.set(ref, -1);
  const places = new Float64List(2 * nodes.size + 2);
  for (const block of blocks) placeNodes(block, file, nodes, places);
  return found.map(({ kind, name, refs }) => ({
    kind,
    name,
    places: refs.flatMap((ref): Point[] => {
      const at = nodes.get(ref) ?? -1;
      return at < 0 ? [] : [[places.items[2 * at], places.items[2 * at + 1]]];
    }),
  }));
}

/** Runs a protobuf walk; bytes that are no protobuf end in reads beyond the buffer. */
function walk<T>(file: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(
      readerMessage('osm-protobuf', { file, what, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** The inflated primitive blocks, headers checked. */
async function blocksOf(bytes: Uint8Array, file: string): Promise<{ blocks: Uint8Array[]; bounds: Box | null }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const blocks: Uint8Array[] = [];
  let bounds: Box | null = null;
  let at = 0;
  let first = true;
  while (at < bytes.length) {
    const where = `byte ${at}`;
    if (at + 4 > bytes.length) throw cut(file, at, 4, bytes.length - at);
    const headerSize = view.getUint32(at);
    at += 4;
    if (headerSize > MAX_HEADER_BYTES && first) throw new ReadError(readerMessage('osm-other', { file }));
    if (headerSize > MAX_HEADER_BYTES)
      throw new ReadError(readerMessage('osm-header', { file, where, most: MAX_HEADER_BYTES, headerSize }));
    if (at + headerSize > bytes.length) throw cut(file, at, headerSize, bytes.length - at);
    const header = walk(file, where, () => readBlobHeader(bytes.subarray(at, at + headerSize)));
    at += headerSize;
    if (header.size > MAX_BLOB_BYTES || header.size < 0)
      throw new ReadError(readerMessage('osm-blob', { file, where, most: MAX_BLOB_BYTES, got: header.size }));
    if (at + header.size > bytes.length) throw cut(file, at, header.size, bytes.length - at);
    if (first && header.type !== 'OSMHeader')
      throw new ReadError(readerMessage('osm-first', { file, where, got: JSON.stringify(header.type.slice(0, 20)) }));
    const blob = bytes.subarray(at, at + header.size);
    at += header.size;
    const data = first || header.type === 'OSMData' ? await readBlob(blob, file, where) : null;
    if (first && data) bounds = walk(file, where, () => readHeader(data, file));
    else if (data) blocks.push(data);
    first = false;
  }
  return { blocks, bounds };
}

function cut(file: string, at: number, expected: number, got: number): ReadError {
  return new ReadError(readerMessage('cut', { file, at, expected, got }));
}

function readBlobHeader(bytes: Uint8Array): { type: string; size: number } {
  const header = { type: '', size: -1 };
  new PbfReader(bytes).readFields((tag, out, pbf) => {
    if (tag === 1) out.type = pbf.readString();
    else if (tag === 3) out.size = pbf.readVarint();
  }, header);
  return header;
}

async function readBlob(bytes: Uint8Array, file: string, where: string): Promise<Uint8Array> {
  const blob: { raw: Uint8Array | null; zlib: Uint8Array | null } = { raw: null, zlib: null };
  walk(file, where, () =>
    new PbfReader(bytes).readFields((tag, out, pbf) => {
      if (tag === 1) out.raw = pbf.readBytes();
      else if (tag === 3) out.zlib = pbf.readBytes();
    }, blob),
  );
  if (blob.raw) return blob.raw;
  if (!blob.zlib) throw new ReadError(readerMessage('osm-compression', { file, where }));
  return await inflated(blob.zlib, 'deflate', MAX_BLOB_BYTES, `${file}: ${where}`);
}

/** The box that the file says it holds, in nanodegrees: left, right, top, bottom. */
function readHeader(bytes: Uint8Array, file: string): Box | null {
  const sides: number[] = [];
  new PbfReader(bytes).readFields((tag, _, pbf) => {
    if (tag === 1)
      pbf.readMessage((side, into: number[], message) => {
        if (side >= 1 && side <= 4) into[side - 1] = 1e-9 * message.readSVarint();
      }, sides);
    if (tag !== 4) return;
    const feature = pbf.readString();
    if (!KNOWN_FEATURES.has(feature))
      throw new ReadError(readerMessage('osm-feature', { file, known: [...KNOWN_FEATURES].join(', '), feature }));
  }, null);
  const [west, east, north, south] = sides;
  const box: Box = [west, south, east, north];
  return box.every(Number.isFinite) && west < east && south < north ? box : null;
}

interface Block {
  strings: Uint8Array[];
  groups: Uint8Array[];
  granularity: number;
  latOffset: number;
  lonOffset: number;
}

function readBlock(bytes: Uint8Array): Block {
  const block: Block = { strings: [], groups: [], granularity: 100, latOffset: 0, lonOffset: 0 };
  return new PbfReader(bytes).readFields((tag, out, pbf) => {
    if (tag === 1)
      pbf.readMessage((inner, strings, table) => {
        if (inner === 1) strings.push(table.readBytes());
      }, out.strings);
    else if (tag === 2) out.groups.push(pbf.readBytes());
    else if (tag === 17) out.granularity = pbf.readVarint();
    else if (tag === 19) out.latOffset = pbf.readVarint(true);
    else if (tag === 20) out.lonOffset = pbf.readVarint(true);
  }, block);
}

/** Members of the groups with one field number: 1 nodes, 2 dense nodes, 3 ways, 4 relations. */
function eachMember(
  bytes: Uint8Array,
  file: string,
  field: number,
  take: (member: Uint8Array, block: Block) => void,
): void {
  walk(file, 'primitive block', () => {
    const block = readBlock(bytes);
    for (const group of block.groups)
      new PbfReader(group).readFields((tag, _, pbf) => {
        if (tag === field) take(pbf.readBytes(), block);
      }, null);
  });
}

interface Keyed {
  id: number;
  keys: number[];
  values: number[];
}

function tagsOf({ keys, values }: Keyed, { strings }: Block): [string, string][] {
  return keys.map((key, i) => [textAt(strings, key), textAt(strings, values[i])]);
}

function textAt(strings: Uint8Array[], index: number): string {
  const bytes = strings[index];
  if (!bytes) throw new Error(`string ${index} of ${strings.length}`);
  return textOf(bytes);
}

/** By their number in the format; relations in relations are not followed. */
const MEMBER_TYPES = ['node', 'way'] as const;

function eachRelation(bytes: Uint8Array, file: string, wish: OsmOptions, take: (relation: Relation) => void): void {
  eachMember(bytes, file, 4, (member, block) => {
    const read = {
      id: 0,
      keys: [] as number[],
      values: [] as number[],
      roles: [] as number[],
      refs: [] as number[],
      types: [] as number[],
    };
    new PbfReader(member).readFields((tag, out, pbf) => {
      if (tag === 1) out.id = pbf.readVarint(true);
      else if (tag === 2) pbf.readPackedVarint(out.keys);
      else if (tag === 3) pbf.readPackedVarint(out.values);
      else if (tag === 8) pbf.readPackedVarint(out.roles);
      else if (tag === 9) pbf.readPackedSVarint(out.refs);
      else if (tag === 10) pbf.readPackedVarint(out.types);
    }, read);
    const tags = tagsOf(read, block);
    if (!isWantedRelation(tags, wish)) return;
    let ref = 0;
    const members: Relation['members'] = [];
    for (let i = 0; i < read.refs.length; i++) {
      ref += read.refs[i];
      const type = MEMBER_TYPES[read.types[i]];
      if (type) members.push({ type, ref, role: textAt(block.strings, read.roles[i]) });
    }
    take({ id: read.id, members, tags });
  });
}

/** Calls back for each way what `wanted` returns for it; null: the way is passed over. */
function eachWay(
  bytes: Uint8Array,
  file: string,
  wanted: (way: { id: number; tags: [string, string][] }) => ((way: Way & { tags: [string, string][] }) => void) | null,
): void {
  eachMember(bytes, file, 3, (member, block) => {
    const read = { id: 0, keys: [] as number[], values: [] as number[], refs: [] as number[] };
    new PbfReader(member).readFields((tag, out, pbf) => {
      if (tag === 1) out.id = pbf.readVarint(true);
      else if (tag === 2) pbf.readPackedVarint(out.keys);
      else if (tag === 3) pbf.readPackedVarint(out.values);
      else if (tag === 8) pbf.readPackedSVarint(out.refs);
    }, read);
    const tags = tagsOf(read, block);
    const take = wanted({ id: read.id, tags });
    let ref = 0;
    take?.({ id: read.id, refs: read.refs.map((step) => (ref += step)), tags });
  });
}

/** Nodes that are objects of their own: plain ones, and dense ones, whose tags stand in one list, a zero after each node's. */
function eachTaggedNode(bytes: Uint8Array, file: string, wish: OsmOptions, take: (node: TaggedNode) => void): void {
  const takeWanted = (read: Keyed, block: Block): void => {
    if (read.keys.length === 0) return;
    const tags = tagsOf(read, block);
    if (isWanted(tags, wish)) take({ id: read.id, tags });
  };
  eachMember(bytes, file, 1, (member, block) => {
    const read: Keyed = { id: 0, keys: [], values: [] };
    new PbfReader(member).readFields((tag, out, pbf) => {
      if (tag === 1) out.id = pbf.readSVarint();
      else if (tag === 2) pbf.readPackedVarint(out.keys);
      else if (tag === 3) pbf.readPackedVarint(out.values);
    }, read);
    takeWanted(read, block);
  });
  eachMember(bytes, file, 2, (member, block) => {
    const dense = { ids: [] as number[], keysAndValues: [] as number[] };
    new PbfReader(member).readFields((tag, out, pbf) => {
      if (tag === 1) pbf.readPackedSVarint(out.ids);
      else if (tag === 10) pbf.readPackedVarint(out.keysAndValues);
    }, dense);
    let id = 0;
    let at = 0;
    for (const step of dense.ids) {
      id += step;
      const read: Keyed = { id, keys: [], values: [] };
      for (; at + 1 < dense.keysAndValues.length && dense.keysAndValues[at] !== 0; at += 2) {
        read.keys.push(dense.keysAndValues[at]);
        read.values.push(dense.keysAndValues[at + 1]);
      }
      at++;
      takeWanted(read, block);
    }
  });
}

/** Writes degrees of the nodes that are in the map, and there their index. Dense nodes and plain ones. */
function placeNodes(bytes: Uint8Array, file: string, nodes: Map<number, number>, places: Float64List): void {
  walk(file, 'nodes', () => {
    const block = readBlock(bytes);
    const put = (id: number, lon: number, lat: number): void => {
      if (!nodes.has(id)) return;
      nodes.set(id, places.length >> 1);
      places.push(1e-9 * (block.lonOffset + block.granularity * lon));
      places.push(1e-9 * (block.latOffset + block.granularity * lat));
    };
    for (const group of block.groups)
      new PbfReader(group).readFields((tag, _, pbf) => {
        if (tag === 1) {
          const node = pbf.readMessage(
            (inner, out, message) => {
              if (inner === 1) out.id = message.readSVarint();
              else if (inner === 8) out.lat = message.readSVarint();
              else if (inner === 9) out.lon = message.readSVarint();
            },
            { id: 0, lat: 0, lon: 0 },
          );
          put(node.id, node.lon, node.lat);
        } else if (tag === 2) {
          const dense = pbf.readMessage(
            (inner, out, message) => {
              if (inner === 1) message.readPackedSVarint(out.ids);
              else if (inner === 8) message.readPackedSVarint(out.lats);
              else if (inner === 9) message.readPackedSVarint(out.lons);
            },
            { ids: [] as number[], lats: [] as number[], lons: [] as number[] },
          );
          let id = 0;
          let lat = 0;
          let lon = 0;
          for (let i = 0; i < dense.ids.length; i++) {
            id += dense.ids[i];
            lat += dense.lats[i];
            lon += dense.lons[i];
            put(id, lon, lat);
          }
        }
      }, null);
  });
}
