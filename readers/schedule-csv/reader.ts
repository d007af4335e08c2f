import type { FileStart } from '../reader.ts';
import { scheduleReader } from '../schedule/schedule-reader.ts';
import { decodeText } from '../schedule/text.ts';
import { LINE_FEED } from '../shared/ascii.ts';
import { COLUMNS } from './columns.ts';

/** A schedule as a table, with headings of the usual programs in English or Chinese. */
export const scheduleCsvReader = scheduleReader({
  id: 'schedule-csv',
  name: 'Table of activities',
  order: 160,
  extensions: ['csv', 'tsv', 'txt'],
  mimeTypes: ['text/csv'],
  accepts: (start) => {
    const headings = headingsOf(start);
    return ['id', 'duration'].every((column) => COLUMNS[column].some((name) => headings.includes(name)));
  },
  load: async () => (await import('./csv.ts')).readCsv,
});

/** The first row's cells in small letters, in the encoding that the first line has. */
function headingsOf({ bytes }: FileStart): string[] {
  if (bytes[1] === 0xff || bytes[1] === 0xfe) return cellsOf(decodeText(bytes.subarray(0, MAX_HEADING_BYTES), '').text);
  const end = bytes.subarray(0, MAX_HEADING_BYTES).indexOf(LINE_FEED);
  const { text } = decodeText(bytes.subarray(0, end < 0 ? MAX_HEADING_BYTES : end), '');
  return cellsOf(text);
}

function cellsOf(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')[0]
    .split(/[,;\t]/)
    .map((cell) => cell.replaceAll('"', '').trim().toLowerCase());
}

const MAX_HEADING_BYTES = 4000;
