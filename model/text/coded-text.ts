import type { Text } from './text.ts';

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
): string =>
  texts[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '—';
    return typeof value === 'object' ? value[language] : String(value);
  });
