/** Case, width and accents of compatibility folded: 'ＢＬＤ－01' and 'bld-01' are one text. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** How well a text fits: the whole, its beginning, the beginning of a word, somewhere inside. */
export type Fit = 0 | 1 | 2 | 3;

/** Texts folded into one string, a line each: one native search passes over a million ids in some 20 ms. */
export interface FoldedTexts {
  text: string;
  /** Where line i begins; one more than texts. */
  offsets: Uint32Array;
}

/** Folds many texts into one, so that a search runs once over all and not once over each. */
export function foldTexts(texts: readonly string[]): FoldedTexts {
  const offsets = new Uint32Array(texts.length + 1);
  const lines = new Array<string>(texts.length);
  let at = 1;
  for (let i = 0; i < texts.length; i++) {
    const line = fold(texts[i]).replaceAll('\n', ' ');
    lines[i] = line;
    offsets[i] = at;
    at += line.length + 1;
  }
  offsets[texts.length] = at;
  return { text: `\n${lines.join('\n')}\n`, offsets };
}

/**
 * Lines that hold the folded needle, beginnings first, no more than `limit`; so a short needle that is everywhere
 * costs no more than a rare one, and an exact fit is never lost to the limit.
 */
export function findLines({ text, offsets }: FoldedTexts, needle: string, limit: number): Map<number, Fit> {
  const found = new Map<number, Fit>();
  const exact = text.indexOf(`\n${needle}\n`);
  if (exact >= 0) found.set(lineAt(offsets, exact + 1), 0);
  for (let at = text.indexOf(`\n${needle}`); at >= 0 && found.size < limit; at = text.indexOf(`\n${needle}`, at + 1)) {
    const line = lineAt(offsets, at + 1);
    if (!found.has(line)) found.set(line, 1);
  }
  let at = text.indexOf(needle);
  while (at >= 0 && found.size < limit) {
    const line = lineAt(offsets, at);
    if (!found.has(line)) found.set(line, /[\s\-_/.,·(（]/u.test(text[at - 1]) ? 2 : 3);
    at = text.indexOf(needle, offsets[line + 1]);
  }
  return found;
}

function lineAt(offsets: Uint32Array, at: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (offsets[middle] <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** Order of UTF-8 bytes, which is that of code points; JavaScript's `<` differs where surrogates meet U+E000 and above. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const xSurrogate = x >= 0xd800 && x <= 0xdfff;
    const ySurrogate = y >= 0xd800 && y <= 0xdfff;
    return xSurrogate === ySurrogate ? x - y : xSurrogate ? 1 : -1;
  }
  return a.length - b.length;
}
