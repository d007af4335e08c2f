/** What may be English in a Chinese sentence: quoted input, addresses and paths, words of a format with their dots, slashes and signs. */
const NOT_A_SENTENCE = /“[^”]*”|"[^"]*"|'[^']*'|`[^`]*`|<[^>]*>|\{[^}]*\}|\S*[/\\@=_.:#][^\s，。；：（）]*\S*/g;

/** Three English words in a row, of which the later ones begin small: no name, no list of codes with commas. */
const RUN = /[A-Za-z]{2,}(?: [a-z]+){2,}/;

/** The first run of English words in a Chinese text; null: there is none. */
export function englishIn(text: string): string | null {
  return RUN.exec(text.replace(NOT_A_SENTENCE, '·'))?.[0] ?? null;
}
