import type { Text } from './text.ts';
import { sayWord } from './words.ts';

/** A sentence of a table by its code, with the values that its `{names}` stand for: said in either language, and carried as plain data. */
export interface Coded<Code extends string> {
  code: Code;
  /** A part that people read comes in both languages. */
  values: Record<string, string | number | Text>;
}

/** The text of a code in a language with its values filled in; a value that is missing shows as a dash. */
export const codedText = <Code extends string>(
  texts: Record<Code, Text>,
  { code, values }: Coded<Code>,
  language: keyof Text,
): string => sayWord(texts[code], values, language, '—');
