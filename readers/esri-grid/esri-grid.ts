import type { Message } from '../../model/text/message.ts';
import { gridMessage } from './messages.ts';

/** An ESRI ASCII grid as it lies in its file: row-major from the north-west, NaN where it knows nothing. Lengths in its own units. */
interface EsriGrid {
  columns: number;
  rows: number;
  /** Width and height of a cell. */
  cell: number;
  cellY: number;
  /** Easting and northing of the middle of the south-western cell. */
  west: number;
  south: number;
  values: Float32Array;
}

const NEW_LINE = 10;
const SPACE = 32;

/** Reads a grid by its bytes; whatever is wrong is thrown as `Refused`, with file and line. */
export function parseEsriGrid(
  bytes: Uint8Array,
  file: string,
  mostValues: number,
  Refused: new (reason: Message) => Error,
): EsriGrid {
  const head = new Map<string, number>();
  const textOf = (from: number, to: number) => LATIN.decode(bytes.subarray(from, to));
  const numberOf = (text: string, line: number): number => {
    const value = Number(text);
    if (Number.isNaN(value) && !/^-?nan$/i.test(text))
      throw new Refused(gridMessage('number', { file, line, got: text.slice(0, MAX_REPORTED) }));
    return value;
  };
  let at = 0;
  let line = 0;
  for (;;) {
    const end = bytes.indexOf(NEW_LINE, at);
    const match = /^([A-Za-z_]+)\s+(\S+)$/.exec(
      textOf(at, Math.min(end < 0 ? bytes.length : end, at + MAX_LINE_CHARS)).trim(),
    );
    if (!match || end < 0) break;
    line++;
    head.set(match[1].toLowerCase(), numberOf(match[2], line));
    at = end + 1;
  }
  const need = (name: string): number => {
    const value = head.get(name);
    if (value === undefined || !Number.isFinite(value)) throw new Refused(gridMessage('head', { file, name }));
    return value;
  };
  const columns = need('ncols');
  const rows = need('nrows');
  // GDAL writes two lengths where the cells of its source are no squares to the last digit.
  const cell = head.has('dx') ? need('dx') : need('cellsize');
  const cellY = head.has('dx') ? need('dy') : cell;
  if (!(Number.isInteger(columns) && Number.isInteger(rows) && columns > 1 && rows > 1 && cell > 0 && cellY > 0))
    throw new Refused(gridMessage('small', { file, columns, rows, cell }));
  if (columns * rows > mostValues) throw new Refused(gridMessage('large', { file, most: mostValues, columns, rows }));
  const west = head.has('xllcenter') ? need('xllcenter') : need('xllcorner') + cell / 2;
  const south = head.has('yllcenter') ? need('yllcenter') : need('yllcorner') + cellY / 2;
  const noData = head.get('nodata_value') ?? -9999;
  const values = new Float32Array(columns * rows);
  let count = 0;
  while (at < bytes.length) {
    const text = textOf(at, endOfWords(bytes, at));
    at += text.length;
    for (let from = 0; from < text.length; ) {
      const code = text.charCodeAt(from);
      if (code <= SPACE) {
        if (code === NEW_LINE) line++;
        from++;
        continue;
      }
      let to = from + 1;
      while (to < text.length && text.charCodeAt(to) > SPACE) to++;
      const value = numberOf(text.slice(from, to), line + 1);
      if (count < values.length) values[count] = value === noData ? Number.NaN : value;
      count++;
      from = to;
    }
  }
  if (count !== values.length)
    throw new Refused(gridMessage('values', { file, columns, rows, values: values.length, count }));
  return { columns, rows, cell, cellY, west, south, values };
}

/** Where a piece of about a mebibyte ends, between two words: text is quick to cut, and all of it would not fit in one string. */
function endOfWords(bytes: Uint8Array, at: number): number {
  let end = Math.min(bytes.length, at + PIECE_BYTES);
  while (end < bytes.length && end > at && bytes[end] > SPACE) end--;
  return end > at ? end : Math.min(bytes.length, at + PIECE_BYTES);
}

const PIECE_BYTES = 1 << 20;
/** Longest line of the head, characters. */
const MAX_LINE_CHARS = 200;
const MAX_REPORTED = 40;
/** A byte a character, whatever the file's writer took. */
const LATIN = new TextDecoder('latin1');

/** Rows turned over: row-major from the south-west, as the workers' rasters are. */
export function southUp(values: Float32Array, columns: number, rows: number): Float32Array {
  const turned = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    turned.set(values.subarray((rows - 1 - row) * columns, (rows - row) * columns), row * columns);
  return turned;
}
