import type { ByteSource } from '../shared/byte-source.ts';
import { FeatureBuilder, FeatureFault, type FeatureOptions } from '../shared/feature-builder.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures, ReadWatch } from '../shared/raw-features.ts';
import { heightUnitOf, usableCrs } from '../shared/wkt-crs.ts';
import { addGeometryTable, addProperties, type Column } from './features.ts';
import { flatGeobufMessage } from './messages.ts';
import { OutsideError, Table } from './tables.ts';

interface FlatGeobufWish extends FeatureOptions, ReadWatch {
  crs?: string | undefined;
}

/** What the head says (header.fbs of FlatGeobuf 3). */
interface Head {
  geometryType: number;
  columns: Column[];
  /** 0 stands for a file whose writer did not know. */
  count: number;
  /** Features begin here, behind the index, which is passed over. */
  featuresAt: number;
  code: string | null;
  text: string | null;
}

const MAGIC_BYTES = 8;
const MAX_COLUMNS = 10_000;
/** Size of a node of the index: a box of four doubles and an offset. */
const NODE_BYTES = 40;

/** All features of a FlatGeobuf file, in its order. */
export async function readFlatGeobuf(
  source: ByteSource,
  wish: FlatGeobufWish,
  problems: Problems,
): Promise<RawFeatures> {
  const file = source.name;
  const bytes = await source.whole();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  try {
    const head = headOf(view);
    const builder = new FeatureBuilder(file, wish, problems, head.count);
    for (let at = head.featuresAt; at < view.byteLength; count++) {
      if ((count & 0x3fff) === 0) {
        wish.signal?.throwIfAborted();
        wish.onProgress?.(at / view.byteLength);
      }
      const feature = sized(view, at);
      addFeature(builder, feature, head, count + 1);
      at += 4 + feature.byteLength;
    }
    if (head.count > 0 && head.count !== count)
      throw new ReadError(flatGeobufMessage('count', { file, expected: head.count, got: count }));
    const crs = wish.crs === undefined ? await usableCrs(head.code, head.text, file, problems) : null;
    return builder.finish(crs, heightUnitOf(head.code, head.text));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    throw new ReadError(flatGeobufMessage('broken', { file, feature: count, reason: error.message }));
  }
}

/** A buffer with its length before it. */
function sized(view: DataView, at: number): DataView {
  if (at + 4 > view.byteLength) throw new OutsideError(`4 bytes at ${at} of ${view.byteLength}`);
  const length = view.getUint32(at, true);
  if (length < 4 || at + 4 + length > view.byteLength)
    throw new OutsideError(`${length} bytes at ${at + 4} of ${view.byteLength}`);
  return new DataView(view.buffer, view.byteOffset + at + 4, length);
}

function headOf(view: DataView): Head {
  const buffer = sized(view, MAGIC_BYTES);
  const head = Table.root(buffer);
  const count = Number(head.uint64(8));
  const nodeSize = head.uint16(9, 16);
  const indexBytes = nodeSize > 0 && count > 0 ? NODE_BYTES * nodesOf(count, Math.max(2, nodeSize)) : 0;
  const featuresAt = MAGIC_BYTES + 4 + buffer.byteLength + indexBytes;
  if (featuresAt > view.byteLength) throw new OutsideError(`an index of ${count} features up to ${featuresAt}`);
  if (head.vector(7, 4).count > MAX_COLUMNS) throw new OutsideError(`${head.vector(7, 4).count} columns`);
  const columns = [...head.tables(7)].map((column) => ({ name: column.text(0), type: column.uint8(1) }));
  const crs = head.table(10);
  const number = crs?.int32(1) ?? 0;
  const organisation = crs?.text(0).toUpperCase() || 'EPSG';
  const code = number > 0 && organisation === 'EPSG' ? `EPSG:${number}` : null;
  return { geometryType: head.uint8(2), columns, count, featuresAt, code, text: crs?.text(4) || null };
}

/** Nodes of the packed tree over so many features. */
function nodesOf(count: number, nodeSize: number): number {
  let nodes = count;
  for (let level = count; level > 1; ) {
    level = Math.ceil(level / nodeSize);
    nodes += level;
  }
  // A tree of one feature has a root above it all the same.
  return count === 1 ? 2 : nodes;
}

function addFeature(builder: FeatureBuilder, view: DataView, head: Head, line: number): void {
  const table = Table.root(view);
  builder.feature(line, () => {
    const geometry = table.table(0);
    if (!geometry) throw new FeatureFault('geometry-missing', 'geometry: expected one, got none');
    addGeometryTable(builder, view, geometry, head.geometryType);
    // A feature may have columns of its own, where the head has none.
    const own = [...table.tables(2)].map((column) => ({ name: column.text(0), type: column.uint8(1) }));
    addProperties(builder, view, table.vector(1, 1), own.length > 0 ? own : head.columns);
  });
}
