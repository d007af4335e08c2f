/** A number of a table; nothing where there is none. */
export const csvNumber = (value: number | null, digits: number): string =>
  value !== null && Number.isFinite(value) ? value.toFixed(digits) : '';

/** Names may hold commas, quotes and line ends; one that begins as a formula does is text. */
export const csvText = (value: string): string =>
  `"${(/^[=+\-@]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

/** Rows of cells that are written already, under the names of their columns. */
export const csvTable = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `${[columns, ...rows].map((row) => row.join(',')).join('\n')}\n`;
