import type { Cell } from '../tables/data-table.ts';
import type { PageReport, ReportTable } from './report.ts';

/** Words that a spreadsheet's own sheets are called by. */
export interface SheetWords {
  facts: string;
  signatures: string;
  signatureHead: readonly string[];
}

/** Media type of a workbook. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Characters of a sheet's name in a workbook at most. */
const MAX_SHEET_NAME = 31;

/**
 * Returns a report as a workbook, a sheet a table: first what the report is about, then its tables, then who signed. It is made without a
 * worker by write-excel-file (MIT, 60 kB with its zip), in the page and at the hub alike.
 */
export async function workbookOf(
  { title, lead, facts, tables, signatures }: PageReport,
  words: SheetWords,
): Promise<Blob> {
  const signed = {
    title: words.signatures,
    head: words.signatureHead,
    rows: signatures.map(({ what, who, at, vouched }) => [what, who, at, vouched]),
  };
  const sheets = [...tables, ...(signatures.length > 0 ? [signed] : [])];
  const names = sheetNames([words.facts, ...sheets.map((table) => table.title)]);
  return await writeSheets([
    {
      sheet: names[0],
      columns: [{ width: 28 }, { width: 80 }],
      data: [
        [bold(title)],
        ...(lead ? [[lead.figure, lead.sentence]] : []),
        ...facts.map(([label, value]) => [label, value]),
      ],
    },
    ...sheets.map((table, i) => sheetOf(table, names[i + 1])),
  ]);
}

/** Tables alone as a workbook, a sheet a table. */
export async function sheetsWorkbook(tables: readonly ReportTable[]): Promise<Blob> {
  const names = sheetNames(tables.map(({ title }) => title));
  return await writeSheets(tables.map((table, i) => sheetOf(table, names[i])));
}

async function writeSheets(sheets: object[]): Promise<Blob> {
  const { default: writeXlsxFile } = await import('write-excel-file/universal');
  return await writeXlsxFile(sheets as Parameters<typeof writeXlsxFile>[0]).toBlob();
}

const bold = (value: string) => ({ value, fontWeight: 'bold' as const });

const sheetOf = ({ head, rows, digits = [] }: Pick<ReportTable, 'head' | 'rows' | 'digits'>, sheet: string) => ({
  sheet,
  columns: head.map((_, column) => ({ width: column === 0 ? 36 : 18 })),
  stickyRowsCount: 1,
  data: [head.map(bold), ...rows.map((row) => row.map((cell, at) => cellOf(cell, digits[at])))],
});

function cellOf(cell: Cell, columnDigits: number | undefined) {
  if (cell === null || typeof cell === 'string') return cell;
  const { value, digits } = typeof cell === 'number' ? { value: cell, digits: columnDigits } : cell;
  if (!Number.isFinite(value)) return null;
  if (digits === undefined) return { value, type: Number };
  return { value, type: Number, format: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}` };
}

/** Short, without the characters that a workbook forbids, and no two alike. */
function sheetNames(titles: readonly string[]): string[] {
  const names: string[] = [];
  for (const title of titles) {
    const plain = title.replace(/[\\/?*[\]:]/g, ' ').trim() || 'Sheet';
    let name = plain.slice(0, MAX_SHEET_NAME);
    for (let n = 2; names.includes(name); n++) name = `${plain.slice(0, MAX_SHEET_NAME - 4)} ${n}`;
    names.push(name);
  }
  return names;
}
