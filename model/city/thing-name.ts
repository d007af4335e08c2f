import type { Text } from '../text/text.ts';

/** What an object is called: its name in the language shown (`name_en` before `name` in English), else its address. */
export function nameOf(values: ReadonlyMap<string, string | number | null>, language: keyof Text): string | null {
  for (const key of [
    `name_${language}`,
    `name:${language}`,
    language === 'en' ? 'nameEn' : 'nameZh',
    'name',
    ...(language === 'en' ? ['addressEn'] : []),
    'address',
  ]) {
    const value = values.get(key);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}
