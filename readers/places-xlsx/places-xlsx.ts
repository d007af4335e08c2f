import readXlsxFile from 'read-excel-file/universal';
import type { ByteSource } from '../shared/byte-source.ts';
import { readerMessage } from '../shared/messages.ts';
import { type Cell, featuresOfTable, type PlaceTableOptions } from '../shared/place-table.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { tableOf } from '../shared/table-of.ts';
import { zipEntries } from '../shared/zip-entries.ts';

/** Unpacked XML of all sheets; the package holds it and its cells in memory. */
const MAX_SHEET_BYTES = 200 << 20;

/** Places of one sheet of a workbook; of several the named one. */
export async function readPlacesXlsx(
  source: ByteSource,
  wish: PlaceTableOptions & { table?: string | undefined },
  problems: Problems,
): Promise<RawFeatures> {
  const { head, rows, firstLine, file } = await readSheetRows(source, wish.table);
  return featuresOfTable(head, rows, firstLine, file, wish, problems);
}

/** The head and the rows of one sheet of a workbook, of several the named one; `firstLine` is the line of its first row. */
export async function readSheetRows(
  source: ByteSource,
  table: string | undefined,
): Promise<{ head: readonly Cell[]; rows: readonly (readonly Cell[])[]; firstLine: number; file: string }> {
  const file = source.name;
  const bytes = await source.whole();
  const entries = await zipEntries(bytes, file);
  const size = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (size > MAX_SHEET_BYTES)
    throw new ReadError(readerMessage('inflated-large', { name: file, maxBytes: MAX_SHEET_BYTES }));
  const sheets = await sheetsOf(bytes, file);
  const filled = sheets.filter(({ data }) => data.length > 0);
  const { name, data } = tableOf(
    filled.map(({ sheet, data }) => ({ name: sheet, data })),
    table,
    file,
  );
  const rows = data as readonly (readonly Cell[])[];
  // Titles above a table fill one cell, its head several.
  const headAt = Math.max(
    0,
    rows.findIndex((row) => row.filter((cell) => cell !== null && cell !== '').length > 1),
  );
  return {
    head: rows[headAt] ?? [],
    rows: rows.slice(headAt + 1),
    firstLine: headAt + 2,
    file: `${file}/${name}`,
  };
}

async function sheetsOf(bytes: Uint8Array, file: string): Promise<{ sheet: string; data: readonly unknown[][] }[]> {
  try {
    return await readXlsxFile(bytes.slice().buffer);
  } catch (error) {
    throw new ReadError(
      readerMessage('xlsx', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}
