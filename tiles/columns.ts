import { ecefFromEnuMatrix, lonLatFromEcef } from '../model/geo/enu.ts';
import type { LonLat } from '../model/geo/lon-lat.ts';
import type { InputColumn, Utf8Column } from './model.ts';

/** Texts one after another as a column has them. */
export function utf8Column(texts: readonly string[]): Utf8Column {
  const offsets = new Uint32Array(texts.length + 1);
  const bytes = Buffer.from(texts.join(''), 'utf8');
  for (let i = 0, at = 0; i < texts.length; i++) {
    at += Buffer.byteLength(texts[i], 'utf8');
    offsets[i + 1] = at;
  }
  return { offsets, bytes: new Uint8Array(bytes) };
}

/** Longitudes and latitudes of points in the city's frame, a pair a point, each from ENU (x, y, 0). */
export function lonLatColumn(points: readonly (readonly number[])[], origin: LonLat): Float64Array {
  const m = ecefFromEnuMatrix(origin);
  const out = new Float64Array(points.length * 2);
  for (const [i, [x, y]] of points.entries()) {
    const { lonDeg, latDeg } = lonLatFromEcef([
      m[0] * x + m[4] * y + m[12],
      m[1] * x + m[5] * y + m[13],
      m[2] * x + m[6] * y + m[14],
    ]);
    out[2 * i] = lonDeg;
    out[2 * i + 1] = latDeg;
  }
  return out;
}

const DECODER = new TextDecoder();

/** A row's text. */
export const textAt = ({ offsets, bytes }: Utf8Column, row: number): string =>
  DECODER.decode(bytes.slice(offsets[row], offsets[row + 1]));

/** What a row's columns of these names say, one after another; null where no column has one of them. */
export function columnWords(
  columns: readonly InputColumn[],
  names: readonly string[],
): ((row: number) => string) | null {
  const valueColumns = names.flatMap((name) => {
    const found = columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
    return found?.type === 'string' ? found.values : [];
  });
  return valueColumns.length === 0 ? null : (row) => valueColumns.map((values) => textAt(values, row)).join(' ');
}
