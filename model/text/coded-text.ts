import type { Text } from './text.ts';

/** A sentence of a table by its code, with the values that its `{names}` stand for: said in either language, and carried as plain data. */
export interface Coded<Code extends string> {
  code: Code;
  values: Record<string, string | number>;
}

/** The text of a code in a language with its values filled in; a value that is missing shows as a dash. */
export const codedText = <Code extends string>(
  texts: Record<Code, Text>,
  { code, values }: Coded<Code>,
  language: keyof Text,
): string => texts[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '—'));
