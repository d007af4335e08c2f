/** An entry of the palette that is found by its words: a tool of the desk or a layer. */
export interface PaletteEntry {
  readonly id: string;
  readonly name: string;
  /** What it answers, and where it hangs. */
  readonly about: string;
  /** Other names by which it is found, in any language. */
  readonly also: readonly string[];
}

/** Writes Chinese text in pinyin without tones: `rizhao` and `rz` for 日照. */
export type ToPinyin = (text: string) => { readonly full: string; readonly initials: string };

/** How well an entry meets a needle; the greater the better, 0: not at all. */
const AT_START = 3;
const IN_NAME = 2;
const IN_WORDS = 1;

/** The entries that a needle finds, the best first: by their words, and by full pinyin or its initials where those are known. */
export function findEntries(
  entries: readonly PaletteEntry[],
  needle: string,
  toPinyin: ToPinyin | null,
  limit: number,
): PaletteEntry[] {
  const folded = fold(needle);
  if (folded === '') return [];
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, folded, toPinyin) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

function rankOf({ name, about, also }: PaletteEntry, folded: string, toPinyin: ToPinyin | null): number {
  const names = [name, ...also].flatMap((text) => spellingsOf(text, toPinyin));
  if (names.some((text) => text.startsWith(folded))) return AT_START;
  if (names.some((text) => text.includes(folded))) return IN_NAME;
  return spellingsOf(about, toPinyin).some((text) => text.includes(folded)) ? IN_WORDS : 0;
}

function spellingsOf(text: string, toPinyin: ToPinyin | null): string[] {
  const spelt = toPinyin?.(text);
  return [fold(text), ...(spelt ? [fold(spelt.full), fold(spelt.initials)] : [])];
}

const fold = (text: string): string => text.toLowerCase().replaceAll(/\s+/g, '');
