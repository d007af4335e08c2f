import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Column, ColumnError, decodeColumn, MAX_CODES, NO_VALUE } from '../../model/city/column.ts';
import type { AttributeInfo, LayerInfo } from '../../model/city/manifest.ts';
import { areasFile } from '../tileset/source-areas.ts';
import type { Findings } from './findings.ts';

const COLUMN_TYPES: Record<AttributeInfo['type'], readonly Column['type'][]> = {
  string: ['string'],
  code: ['string'],
  number: ['float32', 'float64'],
  integer: ['uint32'],
};

/** Ranges are written as JSON numbers of float32 values. */
const RANGE_TOLERANCE_RATIO = 1e-6;

/** Ids of a layer in row order, as UTF-8; null where the column cannot be read. */
export function checkIds(folder: string, layer: LayerInfo, findings: Findings): Buffer[] | null {
  const file = `layers/${layer.id}/columns/id.bin`;
  const column = readColumn(folder, file, layer.count, findings);
  if (!column) return null;
  if (column.type !== 'string') {
    findings.add('column', file, '', 'strings', column.type);
    return null;
  }
  const texts = column.distinct.map((text) => Buffer.from(text));
  const seen = new Uint8Array(texts.length);
  const ids: Buffer[] = [];
  for (let row = 0; row < column.codes.length; row++) {
    const code = column.codes[row];
    if (code >= texts.length || seen[code] === 1) {
      findings.add(
        'id-column',
        file,
        `row ${row}`,
        'an id of its own',
        code === NO_VALUE ? 'none' : column.distinct[code],
      );
      return null;
    }
    seen[code] = 1;
    ids.push(texts[code]);
  }
  return ids;
}

/** `sorted.bin` is a permutation of the rows that runs through the ids by their UTF-8 bytes. */
export function checkSorted(folder: string, layer: LayerInfo, ids: readonly Buffer[], findings: Findings): void {
  const bytes = read(folder, layer.sorted, 4 * layer.count, findings);
  if (!bytes) return;
  const order = new Uint32Array(bytes.buffer, bytes.byteOffset, layer.count);
  for (let i = 0; i < order.length; i++) {
    if (order[i] >= ids.length) {
      findings.add('sorted', layer.sorted, `place ${i}`, `a row below ${ids.length}`, order[i]);
      return;
    }
    if (i > 0 && Buffer.compare(ids[order[i - 1]], ids[order[i]]) >= 0) {
      findings.add('sorted', layer.sorted, `place ${i}`, `an id after ${ids[order[i - 1]]}`, ids[order[i]]);
      return;
    }
  }
}

/** Centres and radii are finite and lie in the layer's bounds; returns them, null where they cannot be read. */
export function checkPlaces(folder: string, layer: LayerInfo, findings: Findings): Float32Array | null {
  const bytes = read(folder, layer.places, 16 * layer.count, findings);
  if (!bytes) return null;
  const places = new Float32Array(bytes.buffer, bytes.byteOffset, 4 * layer.count);
  const [west, south, , east, north] = layer.boundsM;
  for (let row = 0; row < layer.count; row++) {
    const [x, y, z, radius] = places.subarray(4 * row, 4 * row + 4);
    const inside = x >= west - radius && x <= east + radius && y >= south - radius && y <= north + radius;
    if (inside && Number.isFinite(z) && radius >= 0) continue;
    findings.add('places', layer.places, `row ${row}`, `within ${layer.boundsM}`, `${x}, ${y}, ${z}, radius ${radius}`);
    break;
  }
  return places;
}

/** What each feature covers in the source; null for layers that cover nothing, or where it cannot be read. */
export function readAreas(folder: string, layer: LayerInfo, findings: Findings): Float32Array | null {
  if (layer.shape !== 'extruded' && layer.shape !== 'surface') return null;
  const bytes = read(folder, areasFile(layer), 4 * layer.count, findings);
  return bytes && new Float32Array(bytes.buffer, bytes.byteOffset, layer.count);
}

/** Every attribute of the manifest has its column: as many rows as features, of the stated type and range. */
export function checkAttributes(folder: string, layer: LayerInfo, findings: Findings): void {
  for (const { name, type, file, range } of layer.attributes) {
    const column = readColumn(folder, file, layer.count, findings);
    if (!column) continue;
    if (!COLUMN_TYPES[type].includes(column.type))
      findings.add('column', file, name, COLUMN_TYPES[type].join(' or '), column.type);
    else if (column.type !== 'string') checkRange(file, name, column.values, range, findings);
    else if (type === 'code' && column.distinct.length > MAX_CODES)
      findings.add('column', file, name, `at most ${MAX_CODES} values of a code`, column.distinct.length);
  }
}

function checkRange(
  file: string,
  name: string,
  values: Float32Array | Float64Array | Uint32Array,
  range: [number, number] | null | undefined,
  findings: Findings,
): void {
  let low = Infinity;
  let high = -Infinity;
  const whole = values instanceof Uint32Array;
  for (const value of values) {
    if (Number.isNaN(value) || (whole && value === NO_VALUE)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (range === undefined) return;
  const got = low <= high ? [low, high] : null;
  const near = (a: number, b: number) => Math.abs(a - b) <= RANGE_TOLERANCE_RATIO * Math.max(1, Math.abs(a));
  if (range === null ? got === null : got !== null && near(range[0], got[0]) && near(range[1], got[1])) return;
  findings.add(
    'range',
    file,
    name,
    range === null ? 'no value' : range.join(' to '),
    got === null ? 'no value' : got.join(' to '),
  );
}

function readColumn(folder: string, file: string, count: number, findings: Findings): Column | null {
  const bytes = read(folder, file, null, findings);
  if (!bytes) return null;
  try {
    const column = decodeColumn(bytes, file);
    const rows = column.type === 'string' ? column.codes.length : column.values.length;
    if (rows === count) return column;
    findings.add('column', file, '', `${count} rows`, rows);
  } catch (error) {
    if (!(error instanceof ColumnError)) throw error;
    findings.add('column', file, '', 'a column file', error.message);
  }
  return null;
}

function read(folder: string, file: string, size: number | null, findings: Findings): Uint8Array | null {
  const path = join(folder, file);
  if (!existsSync(path)) {
    findings.add('file-missing', file, '', 'a file', 'none');
    return null;
  }
  const bytes = Uint8Array.from(readFileSync(path));
  if (size === null || bytes.length === size) return bytes;
  findings.add('file-size', file, '', `${size} bytes`, bytes.length);
  return null;
}
