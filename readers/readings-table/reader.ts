import type { Reader } from '../reader.ts';

/** Readings of sensors as a table: CSV with a head, or Parquet, as the hub exports them. */
export const readingsTableReader: Reader = {
  id: 'readings-table',
  name: 'Table of readings',
  order: 180,
  extensions: ['csv', 'parquet'],
  mimeTypes: ['text/csv', 'application/vnd.apache.parquet'],
  gives: ['readings'],
  accepts: ({ text }) =>
    text.startsWith('PAR1') ||
    (/^[^\n]*\b(datastream|stream)\b/.test(text) && /^[^\n]*\b(phenomenonTime|time)\b/.test(text)),
  async read(source, _, problems) {
    const { readTable } = await import('./readings-table.ts');
    return { gives: 'readings', rows: await readTable(await source.whole(), problems) };
  },
};
