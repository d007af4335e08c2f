import type { PageReport, ReportTable } from '../../model/reports/report.ts';
import { type SheetWords, sheetsWorkbook, workbookOf, XLSX } from '../../model/reports/workbook.ts';
import { saveFile } from './run-parts.tsx';

/** Saves the report as a workbook, a sheet a table. */
export async function saveWorkbook(report: PageReport, words: SheetWords): Promise<void> {
  saveFile(`${report.file}.xlsx`, XLSX, await workbookOf(report, words));
}

/** Saves tables alone as a workbook, a sheet a table. */
export async function saveSheets(file: string, tables: readonly ReportTable[]): Promise<void> {
  saveFile(`${file}.xlsx`, XLSX, await sheetsWorkbook(tables));
}
