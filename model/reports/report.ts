import type { Cell } from '../tables/data-table.ts';

/** Paper that a report is laid out for: upright A4, or A3 lying. */
export type ReportPaper = 'A4' | 'A3';

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
