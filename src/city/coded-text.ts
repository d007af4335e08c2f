import type { Text } from './manifest.ts';

/** A sentence of a table by its code, with the values that its `{names}` stand for: said in either language, and carried as plain data. */
export interface Coded<Code extends string> {
  code: Code;
  values: Record<string, string | number>;
}

export const codedText = <Code extends string>(
  texts: Record<Code, Text>,
  { code, values }: Coded<Code>,
  language: keyof Text,
): string => texts[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '—'));
