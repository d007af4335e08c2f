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
    wish.table,
    file,
  );
  const rows = data as readonly (readonly Cell[])[];
  // Titles above a table fill one cell, its head several.
  const headAt = Math.max(
    0,
    rows.findIndex((row) => row.filter((cell) => cell !== null && cell !== '').length > 1),
  );
  const below = rows.slice(headAt + 1);
  return featuresOfTable(rows[headAt] ?? [], below, headAt + 2, `${file}/${name}`, wish, problems);
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
