const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML 1.0 has no place for, even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not get into a file
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escaped = (value: string | number): string =>
  String(value)
    .replace(FORBIDDEN, ' ')
    .replace(/[&<>"]/g, (mark) => MARKS[mark]);

/** An element with text alone. */
export const tag = (name: string, value: string | number): string => `<${name}>${escaped(value)}</${name}>`;

export const attribute = (name: string, value: string | number): string => `${name}="${escaped(value)}"`;
