import type { ReportTable } from '../../../model/reports/report.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import { useApp } from '../app-context.tsx';
import { formatNumber } from '../format.ts';
import { saveSheets } from '../report-file.ts';
import { saveCsv } from '../run-parts.tsx';
import { useWords } from '../words.ts';

/** Longer tables are for CSV: a spreadsheet of a million rows opens in no office. */
const MAX_SHEET_ROWS = 100_000;

/** Saves tables: each as a CSV file under its name, or all as the sheets of one spreadsheet. */
export function SaveTables({
  file,
  label,
  tables,
  lineEnd = '\r\n',
}: {
  /** What the spreadsheet is called. */
  file: string;
  /** On the button for CSV. */
  label: string;
  /** By the names of their files. */
  tables: () => Record<string, DataTable> | Promise<Record<string, DataTable>>;
  lineEnd?: '\n' | '\r\n';
}) {
  const { t } = useWords();
  const { report } = useApp();
  const save = async (write: (named: [string, DataTable][]) => void | Promise<void>) => {
    try {
      await write(Object.entries(await tables()));
    } catch (error) {
      report('tables', error);
    }
  };
  const sheetOf = ([title, { columns, rows }]: [string, DataTable]): ReportTable => ({
    title,
    head: columns.map(({ key }) => key),
    digits: columns.map(({ digits }) => digits),
    rows: rows.length > MAX_SHEET_ROWS ? [[t('rows.tooMany', { rows: formatNumber(rows.length) })]] : rows,
  });
  return (
    <>
      <button
        type="button"
        className="btn small"
        onClick={() =>
          void save((all) => {
            for (const [name, table] of all) saveCsv(name, csvOf(table, lineEnd));
          })
        }
      >
        {label}
      </button>
      <button
        type="button"
        className="btn small"
        onClick={() => void save((all) => saveSheets(file, all.map(sheetOf)))}
      >
        {t('rows.xlsx')}
      </button>
    </>
  );
}
