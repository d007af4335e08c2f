import type { Text } from './text.ts';

/** Nothing is not zero. */
export const NO_VALUE_MARK = '—';
export const MINUS = '\u2212';

/** By decimals, made once: `toLocaleString` makes its own with every number, 45 µs of the 47 that one took. */
const writers = new Map<number, Intl.NumberFormat>();

function writerOf(decimals: number): Intl.NumberFormat {
  const known = writers.get(decimals);
  if (known) return known;
  const made = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  writers.set(decimals, made);
  return made;
}

/** Thousands by comma and a true minus in both languages; Intl's `zh` and `en` agree on the rest. */
export function formatNumber(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return NO_VALUE_MARK;
  const text = writerOf(decimals).format(Math.abs(value));
  const isZero = !/[1-9]/.test(text);
  return value < 0 && !isZero ? MINUS + text : text;
}

/**
 * Decimals that an attribute of this extent deserves, the same for all its rows so that columns align: about four
 * figures of the largest value, no more than two decimals.
 */
export function decimalsFor(maxAbs: number): number {
  return maxAbs >= 10_000 ? 0 : maxAbs >= 100 ? 1 : 2;
}

/** The unit of land in each language. */
export const HECTARE: Readonly<Text> = { zh: '公顷', en: 'ha' };

const UNIT_TEXT: Record<string, string> = {
  m2: 'm²',
  m3: 'm³',
  km2: 'km²',
  'm3/s': 'm³/s',
  'm3/h': 'm³/h',
  '[ft_i]': 'ft',
  '[in_i]': 'in',
  '[ppth]': '‰',
  '%': '%',
  deg: '°',
  Cel: '°C',
  'dB[SPL]': 'dB',
  '[ppm]': 'ppm',
  'ug/m3': 'µg/m³',
  '1/h': '/h',
  '1/h/h': '/h²',
  '1/min': '/min',
  '1/s': '/s',
  '1/m2': '/m²',
};

/** UCUM to what is printed; annotations as `{residents}` are dropped, since the label already says what is counted. Only land is called otherwise in each language. */
export function formatUnit(ucum: string | undefined, language: keyof Text = 'en'): string {
  if (!ucum) return '';
  const plain = ucum.replace(/\{[^}]*\}/g, '');
  if (plain === '1' || plain === 'a') return '';
  if (plain === 'har') return HECTARE[language];
  return (
    UNIT_TEXT[plain] ??
    plain
      .replace(/(?<=[a-z])2\b/g, '²')
      .replace(/(?<=[a-z])3\b/g, '³')
      .replaceAll('.', '·')
  );
}
