/** The longest that a message may be, in bytes of UTF-8: a file must not fill a terminal, a log or an answer with its own letters. */
export const MAX_MESSAGE_BYTES = 2000;
/** What one value of a sentence may take of it. */
export const MAX_VALUE_BYTES = 600;

const ELLIPSIS = '…';
const ELLIPSIS_BYTES = 3;

/** A text of at most so many bytes of UTF-8, its end given up where it is longer. */
export function cutText(text: string, maxBytes = MAX_MESSAGE_BYTES): string {
  if (text.length * 3 <= maxBytes) return text;
  let bytes = 0;
  let kept = 0;
  for (const letter of text) {
    bytes += utf8Bytes(letter);
    if (bytes > maxBytes) return `${text.slice(0, kept)}${ELLIPSIS}`;
    if (bytes <= maxBytes - ELLIPSIS_BYTES) kept += letter.length;
  }
  return text;
}

/** Lines within the same bounds, whole ones only; the last says how many more there were. */
export function cutLines(lines: readonly string[], maxBytes = MAX_MESSAGE_BYTES): string {
  const room = maxBytes - 20;
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    const cut = cutText(line, room);
    bytes += 1 + utf8Length(cut);
    if (bytes > room && kept.length > 0) return [...kept, `${ELLIPSIS} (+${lines.length - kept.length})`].join('\n');
    kept.push(cut);
  }
  return kept.join('\n');
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const letter of text) bytes += utf8Bytes(letter);
  return bytes;
}

function utf8Bytes(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
