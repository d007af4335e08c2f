/** How a text begins that a spreadsheet takes for a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;

/**
 * Keeps a spreadsheet from computing a text, by an apostrophe before it. A text that begins like one kept so gets one more, so that
 * `unguardedText` gives back every text as it was.
 */
export const guardedText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Returns the text of a cell without the apostrophe that kept it from being computed, whichever program put it there. */
export const unguardedText = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;

/** A text in quotes, whether it needs them or not. */
export const quotedText = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A text as a cell of a CSV file (RFC 4180): never a formula, and in quotes where it needs them. */
export function csvText(text: string): string {
  const safe = guardedText(text);
  return /[",\r\n]/.test(safe) ? quotedText(safe) : safe;
}

/** Rows as CSV with the keys of the first as headings; numbers stand as numbers, what is not known is an empty cell. */
export function csvOfObjects(rows: readonly object[], lineEnd: '\n' | '\r\n' = '\n'): string {
  const [first] = rows;
  if (!first) return '';
  const names = Object.keys(first);
  const lines = rows.map((row) => {
    const values = row as Record<string, unknown>;
    return names.map((name) => csvValue(values[name])).join(',');
  });
  return [names.map(csvText).join(','), ...lines, ''].join(lineEnd);
}

function csvValue(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return value === null || value === undefined ? '' : csvText(String(value));
}
