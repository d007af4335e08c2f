import { crsOf } from '../shared/crs.ts';
import { ReadError } from '../shared/problems.ts';
import type { RasterTile } from '../shared/raster-tile.ts';
import { hgtMessage } from './messages.ts';

/** Columns and rows of a sheet: 1″, 3″, and 2″ × 1″ as beyond 50° of latitude. Sheets have the values of their borders in common. */
const GRIDS: readonly (readonly [columns: number, rows: number])[] = [
  [3601, 3601],
  [1201, 1201],
  [1801, 3601],
];
const VALUE_BYTES = 2;
/** Stands where the radar saw nothing, as in shadow and on water. */
const VOID = -32_768;
/** Heights are above the geoid of EGM96 (NASA, SRTM Collection User Guide, 2015). */
const VERTICAL = 'EGM96 (EPSG:5773)';

/** Numbers of 16 bits, the high byte first, row by row from the north, each at its degree of WGS 84; metres. */
export async function readHgt(bytes: Uint8Array, file: string): Promise<RasterTile> {
  const corner = /(?:^|[^a-z])([ns])(\d{1,2})([ew])(\d{1,3})(?![0-9])/i.exec(file);
  if (!corner) throw new ReadError(hgtMessage('name', { file }));
  const [, ns, lat, ew, lon] = corner;
  const grid = GRIDS.find(([columns, rows]) => columns * rows * VALUE_BYTES === bytes.length);
  if (!grid) {
    const sizes = GRIDS.map(([columns, rows]) => columns * rows * VALUE_BYTES);
    throw new ReadError(hgtMessage('size', { file, expected: sizes.join(' / '), got: bytes.length }));
  }
  const [columns, rows] = grid;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(columns * rows);
  for (let i = 0; i < values.length; i++) {
    const value = view.getInt16(VALUE_BYTES * i);
    values[i] = value === VOID ? Number.NaN : value;
  }
  return {
    file,
    crs: await crsOf('EPSG:4326', file),
    columns,
    rows,
    x0: /e/i.test(ew) ? Number(lon) : -Number(lon),
    y0: (/n/i.test(ns) ? Number(lat) : -Number(lat)) + 1,
    stepX: 1 / (columns - 1),
    stepY: 1 / (rows - 1),
    values,
    unit: { name: 'm', code: 'm', sign: 1 },
    vertical: VERTICAL,
  };
}
