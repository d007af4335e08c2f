import Papa from 'papaparse';
import { unguardedText } from '../../model/tables/csv-cell.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { decodedText } from '../shared/encoding.ts';
import { readerMessage } from '../shared/messages.ts';
import { featuresOfTable, type PlaceTableOptions } from '../shared/place-table.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { tableText } from '../shared/table-text.ts';

/** Its cells take some five times as much in memory. */
const MAX_CSV_BYTES = 100 << 20;
const MAX_ROWS = 2_000_000;

/** Places of a text table (RFC 4180, or with semicolons, tabs or bars between its cells). */
export async function readPlacesCsv(
  source: ByteSource,
  wish: PlaceTableOptions & { encoding?: string | undefined },
  problems: Problems,
): Promise<RawFeatures> {
  const { head, rows, firstLine } = await readCsvRows(source, wish.encoding, problems);
  return featuresOfTable(head, rows, firstLine, source.name, wish, problems);
}

/** The head and the rows of a text table as they stand; `firstLine` is the line of its first row. */
export async function readCsvRows(
  source: ByteSource,
  encoding: string | undefined,
  problems: Problems,
): Promise<{ head: string[]; rows: string[][]; firstLine: number }> {
  const file = source.name;
  const text = decodedText(await source.whole(MAX_CSV_BYTES), encoding, file, problems);
  const { body, delimiter } = tableText(text);
  const { data, errors } = Papa.parse<string[]>(body, {
    skipEmptyLines: 'greedy',
    preview: MAX_ROWS + 2,
    transform: unguardedText,
    delimitersToGuess: [',', ';', '\t', '|'],
    ...(delimiter ? { delimiter } : {}),
  });
  const [head, ...rows] = data;
  const fault = errors.find(({ type }) => type === 'Quotes');
  if (!head || fault)
    throw new ReadError(
      readerMessage('csv', { file, line: (fault?.row ?? 0) + 1, reason: fault?.message ?? 'nothing' }),
    );
  if (rows.length > MAX_ROWS) throw new ReadError(readerMessage('many-rows', { file, most: MAX_ROWS }));
  return { head, rows, firstLine: delimiter ? 3 : 2 };
}
