import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import { FeedError, instantOf, type Reading } from '../../model/sensors/decode.ts';
import { unguardedText } from '../../model/tables/csv-cell.ts';
import { decodedText } from '../shared/encoding.ts';
import { Problems, ReadError } from '../shared/problems.ts';
import { numberMarks, numberOf } from '../shared/properties.ts';
import { tableText } from '../shared/table-text.ts';
import { readingsMessage } from './messages.ts';

/** The columns of the hub's own export, and the short names that others use. */
const COLUMNS = {
  stream: ['datastream', 'stream'],
  time: ['phenomenonTime', 'time'],
  result: ['resultTime'],
  received: ['receivedTime'],
  value: ['result', 'value'],
} as const;

type Column = keyof typeof COLUMNS;
const NEEDED: readonly Column[] = ['stream', 'time', 'value'];

const MAX_READINGS = 5_000_000;

/** A row of a table of readings, with the time at which it was received. */
export interface TableRow {
  kind: 'reading';
  logMs: number;
  stream: string;
  reading: Reading;
}

/** Rows of a CSV (RFC 4180, with a head) or Parquet file, in the order in which they came; a row without a number is skipped: a word is no reading. */
export async function readTable(bytes: Uint8Array, problems = new Problems()): Promise<TableRow[]> {
  const rows = isParquet(bytes) ? await parquetRows(bytes) : csvRows(bytes, problems);
  return rows.sort(
    (a, b) => a.logMs - b.logMs || a.reading.timeMs - b.reading.timeMs || (a.stream < b.stream ? -1 : 1),
  );
}

function isParquet(bytes: Uint8Array): boolean {
  const mark = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4));
  return bytes.length > 12 && mark(0) === 'PAR1' && mark(bytes.length - 4) === 'PAR1';
}

async function parquetRows(bytes: Uint8Array): Promise<TableRow[]> {
  const file = bytes.slice().buffer;
  const metadata = await parquetMetadataAsync(file).catch(brokenParquet);
  if (metadata.num_rows > MAX_READINGS) throw tooMany(Number(metadata.num_rows));
  const names = metadata.schema.flatMap(({ name, num_children }) => (num_children ? [] : [name]));
  const places = placesOf(names);
  const columns = Object.values(places).filter((name) => name !== undefined);
  const objects = await parquetReadObjects({ file, metadata, columns }).catch(brokenParquet);
  return objects.flatMap((row, i) => rowOf((column) => row[places[column] ?? ''], i + 1));
}

function brokenParquet(error: unknown): never {
  throw new FeedError(readingsMessage('parquet', { reason: error instanceof Error ? error.message : String(error) }));
}

function csvRows(bytes: Uint8Array, problems: Problems): TableRow[] {
  const text = textOf(bytes, problems);
  const { body, delimiter } = tableText(text);
  const { data, errors } = Papa.parse<string[]>(body, {
    ...(delimiter ? { delimiter } : {}),
    skipEmptyLines: true,
    preview: MAX_READINGS + 2,
    transform: unguardedText,
  });
  const [head, ...lines] = data;
  if (!head || errors.some(({ type }) => type === 'Quotes'))
    throw new FeedError(readingsMessage('csv-head', { reason: errors[0] ? `: ${errors[0].message}` : '' }));
  if (lines.length > MAX_READINGS) throw tooMany(lines.length);
  const places = placesOf(head);
  const at = Object.fromEntries(Object.entries(places).map(([column, name]) => [column, head.indexOf(name ?? '')]));
  const marks = numberMarks(lines.map((line) => line[at.value] ?? ''));
  const numberIn = (line: readonly string[], i: number): unknown => {
    const text = line[at.value] ?? '';
    if (!/^\s*[-+]?\d[\d.,'’\s]*$/.test(text)) return text;
    const number = numberOf(text, marks);
    if (Number.isNaN(number))
      problems.report(
        'number-ambiguous',
        () =>
          `table:${i + (delimiter ? 3 : 2)}: expected a number, got "${text.slice(0, 40)}", whose comma may part thousands or decimals`,
      );
    return number;
  };
  return lines.flatMap((line, i) =>
    rowOf((column) => (column === 'value' ? numberIn(line, i) : line[at[column]]), i + (delimiter ? 3 : 2)),
  );
}

/** Names of streams may be Chinese, and a table program of Windows wrote them in GB 18030. */
function textOf(bytes: Uint8Array, problems: Problems): string {
  try {
    return decodedText(bytes, undefined, 'table', problems);
  } catch (error) {
    throw error instanceof ReadError ? new FeedError(readingsMessage('recording-kind', {})) : error;
  }
}

function placesOf(names: readonly string[]): Partial<Record<Column, string>> {
  const places: Partial<Record<Column, string>> = {};
  for (const [column, words] of Object.entries(COLUMNS)) {
    const name = words.find((word) => names.includes(word));
    if (name !== undefined) places[column as Column] = name;
    else if (NEEDED.includes(column as Column))
      throw new FeedError(
        readingsMessage('recording-columns', {
          value: { zh: words.join(' 或 '), en: words.join(' or ') },
          value2: names.slice(0, 12).join(', ').slice(0, 200),
        }),
      );
  }
  return places;
}

function rowOf(cell: (column: Column) => unknown, line: number): TableRow[] {
  const value = cell('value');
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const stream = cell('stream');
  if (typeof number !== 'number' || !Number.isFinite(number)) return [];
  if (typeof stream !== 'string' || stream === '') throw new FeedError(readingsMessage('stream-name', { line }));
  const timeMs = timeOf(cell('time'), line);
  const resultMs = isEmpty(cell('result')) ? timeMs : timeOf(cell('result'), line);
  const logMs = isEmpty(cell('received')) ? Math.max(timeMs, resultMs) : timeOf(cell('received'), line);
  return [{ kind: 'reading', logMs, stream, reading: { timeMs, resultMs, value: number } }];
}

const isEmpty = (cell: unknown): boolean => cell === undefined || cell === null || cell === '';

function timeOf(cell: unknown, line: number): number {
  if (cell instanceof Date) return cell.getTime();
  return instantOf(cell, { zh: `读数表：第 ${line} 行`, en: `table: line ${line}` });
}

function tooMany(rows: number): FeedError {
  return new FeedError(readingsMessage('many-rows', { most: MAX_READINGS, rows }));
}
