import type { Text } from './text.ts';

/** What a name in a sentence stands for; a part that people read comes in both languages. */
export type MessageValue = string | number | Text;

/** A sentence in both languages. Its `{names}` stand for values. */
export interface Word extends Readonly<Text> {
  /** The English sentence where `count` is 1. */
  readonly one?: string;
}

/** All sentences of one subject by their keys. It stands in `words.ts` of the folder that says them, so that whoever adds a folder brings its words. */
export type WordTable = Readonly<Record<string, Word>>;

/** The names in braces of a sentence, so that the compiler misses none of its values. */
type NamesIn<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name extends `${string}${' ' | '…' | ','}${string}` | '…'
    ? NamesIn<Rest>
    : Name | NamesIn<Rest>
  : never;

/** The names of a word's values; `count` is one where it chooses the sentence. */
export type NamesOf<Entry extends Word> = NamesIn<Entry['en'] | Entry['zh']> | (Entry extends { readonly one: string } ? 'count' : never);

/** The values of a word, as a last argument that is there where the word needs it. */
export type ValuesFor<Entry extends Word> = [NamesOf<Entry>] extends [never] ? [] : [values: Readonly<Record<NamesOf<Entry>, MessageValue>>];

/** The words of a table in one language, for what is written in it alone. */
export const wordsIn = <Table extends WordTable>(table: Table, language: keyof Text): Record<keyof Table, string> =>
  Object.fromEntries(Object.entries(table).map(([key, word]) => [key, word[language]])) as Record<keyof Table, string>;

/** A word in a language; where it has a singular, a `count` of 1 chooses that. A name without a value stays, or shows as `missing`. */
export const sayWord = (word: Word, values: Readonly<Record<string, MessageValue>>, language: keyof Text, missing?: string): string => {
  const sentence = language === 'en' && values.count === 1 ? (word.one ?? word.en) : word[language];
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (!Object.hasOwn(values, name)) return missing ?? whole;
    const value = values[name];
    return typeof value === 'object' ? value[language] : String(value);
  });
};
