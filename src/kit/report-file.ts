import type { Cell } from '../../model/tables/data-table.ts';
import type { ReportPaper } from './report-pages.ts';
import { saveFile } from './run-parts.tsx';

/** A table of a report; numbers stay numbers in its spreadsheet. */
export interface ReportTable {
  title: string;
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** Decimals of plain numbers by column. */
  digits?: readonly (number | undefined)[];
  note?: string;
}

/** Signature of a person under a part of the report, and its time. */
interface ReportSignature {
  what: string;
  who: string;
  at: string;
  /** Party that vouches for the name. */
  vouched: string;
}

/** Width in print of a drawing at a chosen scale, in millimetres. */
export const SCALED_DRAWING_MM = 88;

/** A drawing as SVG, made by the program. */
interface ReportDrawing {
  svg: string;
  caption: string;
  /** The drawing at 1 : `denominator` where it is `SCALED_DRAWING_MM` wide; absent: it has no scale of choice. */
  atScale?(denominator: number): string;
}

/** One matter on paper: a sentence, drawings beside each other, and its figures. */
export interface ReportPage {
  title: string;
  sentence: string;
  drawings: readonly ReportDrawing[];
  table?: Pick<ReportTable, 'head' | 'rows'>;
}

/** What stands on the screen, for paper and for a spreadsheet: every figure as it is shown there. */
export interface PageReport {
  /** Name of the file, without its ending. */
  file: string;
  title: string;
  /** What it comes to: one figure large and the sentence that says why. */
  lead?: { figure: string; sentence: string };
  /** Parameters, editions, hashes. */
  facts: readonly (readonly [label: string, value: string])[];
  /** Matters that have a part of their own on paper, after the facts; a spreadsheet has their figures in its tables. */
  pages?: readonly ReportPage[];
  tables: readonly ReportTable[];
  signatures: readonly ReportSignature[];
  /** Paper that it is laid out for, A3 lying; absent: A4. */
  paper?: ReportPaper;
  /** Denominator of the scale of drawings that can have one; absent: each as large as it needs. */
  mapScale?: number;
  /** Parts that people sign by hand, each with a line for the name and the date. */
  signLines?: readonly string[];
}

/** Words that a spreadsheet's own sheets are called by. */
interface SheetWords {
  facts: string;
  signatures: string;
  signatureHead: readonly string[];
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Characters of a sheet's name in a workbook at most. */
const MAX_SHEET_NAME = 31;

/** The report as a workbook, a sheet a table; made in the page, without a worker, by write-excel-file (MIT, 60 kB with its zip). */
export async function saveWorkbook(report: PageReport, words: SheetWords): Promise<void> {
  const blob = await workbookOf(report, words);
  saveFile(`${report.file}.xlsx`, XLSX, blob);
}

/** First what the report is about, then its tables, then who signed. */
async function workbookOf({ title, lead, facts, tables, signatures }: PageReport, words: SheetWords): Promise<Blob> {
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
export async function saveSheets(file: string, tables: readonly ReportTable[]): Promise<void> {
  const names = sheetNames(tables.map(({ title }) => title));
  saveFile(`${file}.xlsx`, XLSX, await writeSheets(tables.map((table, i) => sheetOf(table, names[i]))));
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
