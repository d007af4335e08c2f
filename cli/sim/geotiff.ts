import { deflateSync } from 'node:zlib';
import { EARTH_RADIUS_M } from '../../model/geo/earth.ts';

/** Where a raster lies: metres of a system named by EPSG code, of a plane about a point on Earth, or of nobody knows where. */
export type GeoFrame =
  | { kind: 'epsg'; code: number }
  /** Transverse Mercator about the point, as large at its height as the ground is: east and north of its plane, to the millimetre. */
  | { kind: 'plane'; lonDeg: number; latDeg: number; heightM: number }
  | { kind: 'unknown' };

interface GeoRaster {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  /** Row-major from the south-west; NaN = none. */
  values: Float32Array;
}

const STRIP_ROWS = 64;
const NO_DATA = '-9999';
const SHORT = 3;
const LONG = 4;
const ASCII = 2;
const DOUBLE = 12;
const BYTES: Record<number, number> = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8 };

interface Tag {
  id: number;
  type: number;
  values: readonly number[];
}

/**
 * A GeoTIFF of float32 in deflated strips (TIFF 6.0, OGC GeoTIFF 1.1; compression 8). The `geotiff` package can write too: without
 * compression, a megabyte where this makes a tenth, and at a microsecond a value.
 */
export function geoTiff({ columns, rows, cellM, westM, southM, values }: GeoRaster, frame: GeoFrame): Uint8Array {
  const strips: Uint8Array[] = [];
  for (let top = 0; top < rows; top += STRIP_ROWS) {
    const count = Math.min(STRIP_ROWS, rows - top);
    const strip = new Float32Array(count * columns);
    for (let k = 0; k < count; k++) {
      const row = rows - 1 - top - k;
      for (let column = 0; column < columns; column++) {
        const value = values[row * columns + column];
        strip[k * columns + column] = Number.isNaN(value) ? Number(NO_DATA) : value;
      }
    }
    strips.push(deflateSync(new Uint8Array(strip.buffer)));
  }
  const { keys, doubles } = geoKeys(frame);
  const sizes = strips.map(({ length }) => length);
  const tags = (starts: readonly number[]): Tag[] => [
    { id: 256, type: LONG, values: [columns] },
    { id: 257, type: LONG, values: [rows] },
    { id: 258, type: SHORT, values: [32] },
    { id: 259, type: SHORT, values: [8] },
    { id: 262, type: SHORT, values: [1] },
    { id: 273, type: LONG, values: starts },
    { id: 277, type: SHORT, values: [1] },
    { id: 278, type: LONG, values: [STRIP_ROWS] },
    { id: 279, type: LONG, values: sizes },
    { id: 339, type: SHORT, values: [3] },
    { id: 33550, type: DOUBLE, values: [cellM, cellM, 0] },
    { id: 33922, type: DOUBLE, values: [0, 0, 0, westM, southM + rows * cellM, 0] },
    { id: 34735, type: SHORT, values: keys },
    ...(doubles.length > 0 ? [{ id: 34736, type: DOUBLE, values: doubles }] : []),
    { id: 42113, type: ASCII, values: [...Buffer.from(`${NO_DATA}\0`)] },
  ];
  const headBytes = directory(tags(sizes)).length;
  let next = headBytes;
  const starts = sizes.map((size) => {
    next += size;
    return next - size;
  });
  return Buffer.concat([directory(tags(starts)), ...strips]);
}

/** File head and directory, little-endian; what is longer than four bytes follows it. */
function directory(tags: readonly Tag[]): Buffer {
  const entriesEnd = 8 + 2 + 12 * tags.length + 4;
  const long = tags
    .map(({ type, values }) => BYTES[type] * values.length)
    .map((size) => (size > 4 ? size + (size % 2) : 0));
  const out = Buffer.alloc(entriesEnd + long.reduce((sum, size) => sum + size, 0));
  out.write('II*\0', 'latin1');
  out.writeUInt32LE(8, 4);
  out.writeUInt16LE(tags.length, 8);
  let next = entriesEnd;
  for (const [k, { id, type, values }] of tags.entries()) {
    const at = 10 + 12 * k;
    out.writeUInt16LE(id, at);
    out.writeUInt16LE(type, at + 2);
    out.writeUInt32LE(values.length, at + 4);
    if (long[k] > 0) out.writeUInt32LE(next, at + 8);
    const start = long[k] > 0 ? next : at + 8;
    for (const [i, value] of values.entries()) {
      const place = start + i * BYTES[type];
      if (type === DOUBLE) out.writeDoubleLE(value, place);
      else if (type === LONG) out.writeUInt32LE(value, place);
      else if (type === SHORT) out.writeUInt16LE(value, place);
      else out.writeUInt8(value, place);
    }
    next += long[k];
  }
  return out;
}

function geoKeys(frame: GeoFrame): { keys: number[]; doubles: number[] } {
  const doubles: number[] = [];
  const inDoubles = (id: number, value: number) => {
    doubles.push(value);
    return [id, 34736, 1, doubles.length - 1];
  };
  const short = (id: number, value: number) => [id, 0, 1, value];
  const entries = frame.kind === 'unknown' ? [] : [short(1024, 1)];
  entries.push(short(1025, 1));
  if (frame.kind === 'epsg') entries.push(short(3072, frame.code));
  if (frame.kind === 'plane') {
    entries.push(short(2048, 4326), short(3072, 32767), short(3074, 32767), short(3075, 1), short(3076, 9001));
    entries.push(inDoubles(3080, frame.lonDeg), inDoubles(3081, frame.latDeg), inDoubles(3082, 0), inDoubles(3083, 0));
    entries.push(inDoubles(3092, 1 + frame.heightM / EARTH_RADIUS_M));
  }
  return { keys: [1, 1, 0, entries.length, ...entries.flat()], doubles };
}
