import { scheduleReader } from '../schedule/schedule-reader.ts';
import { headingsOf } from '../shared/table-text.ts';
import { COLUMNS } from './columns.ts';

/** A schedule as a table, with headings of the usual programs in English or Chinese. */
export const scheduleCsvReader = scheduleReader({
  id: 'schedule-csv',
  name: 'Table of activities',
  order: 160,
  extensions: ['csv', 'tsv', 'txt'],
  mimeTypes: ['text/csv'],
  accepts: (start) => {
    const headings = headingsOf(start).map((heading) => heading.toLowerCase());
    return ['id', 'duration'].every((column) => COLUMNS[column].some((name) => headings.includes(name)));
  },
  load: async () => (await import('./csv.ts')).readCsv,
});
