/** RFC 4180 with the keys of the first row as headings; a text that a spreadsheet would take for a formula is kept a text. */
export function rowsAsCsv(rows: readonly object[]): string {
  const [first] = rows;
  if (!first) return '';
  const names = Object.keys(first);
  const lines = rows.map((row) => {
    const values = row as Record<string, unknown>;
    return names.map((name) => cell(values[name])).join(',');
  });
  return `${[names.join(','), ...lines].join('\r\n')}\r\n`;
}

function cell(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = value === null || value === undefined ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
