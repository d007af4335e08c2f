import type { Language } from '../twin/appearance.ts';

export const M2_PER_KM2 = 1e6;

/** Below this gap to its bound an answer is as good as proven for a reader. */
export const TINY_GAP_PCT = 0.01;

/** Metres in a kilometre. */
export const M_PER_KM = 1000;

/** Nothing is not zero. */
export const NO_VALUE_MARK = '—';
export const THIN_SPACE = '\u2009';

const MINUS = '\u2212';

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

/** Hectares of square metres, two decimals. */
export const formatHectares = (areaM2: number): string => formatNumber(areaM2 / 10_000, 2);

/**
 * Decimals that an attribute of this extent deserves, the same for all its rows so that columns align: about four
 * figures of the largest value, no more than two decimals.
 */
export function decimalsFor(maxAbs: number): number {
  return maxAbs >= 10_000 ? 0 : maxAbs >= 100 ? 1 : 2;
}

const limitWriter = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** Without trailing zeros: limits of classes, round by construction or a value as it lies in float32, which knows seven digits. */
export function formatLimit(value: number): string {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(7));
  const text = limitWriter.format(Math.abs(rounded));
  return value < 0 && text !== '0' ? MINUS + text : text;
}

/** Totals in running text: 万 from 10,000 up in Chinese, thousands by comma in English. */
export function formatTotal(value: number, language: Language): string {
  if (language === 'en' || Math.abs(value) < 10_000) return formatNumber(value);
  const inWan = value / 10_000;
  return `${formatNumber(inWan, Math.abs(inWan) >= 1000 ? 0 : 1)}${THIN_SPACE}万`;
}

/** 9.0 万个, 1.2 万人: no space after 万, though one stands between digits and Chinese. */
export const closeUp = (text: string): string => text.replace(/万 (?=\p{Script=Han})/gu, '万');

/** Years are names of years, not amounts: no comma. */
export function formatYear(value: number): string {
  return String(Math.trunc(value));
}

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
export function formatUnit(ucum: string | undefined, language: Language = 'en'): string {
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

/** 1.2 km, 340 m, 0.5 m: for scale bars, always round numbers. */
export function formatDistance(metres: number): { value: string; unit: string } {
  return metres >= 1000 ? { value: formatLimit(metres / 1000), unit: 'km' } : { value: formatLimit(metres), unit: 'm' };
}

/** A measured length: centimetres below 100 m, kilometres from ten. */
export function formatLength(metres: number): { value: string; unit: string } {
  return metres < 10_000
    ? { value: formatNumber(metres, metres < 100 ? 2 : 1), unit: 'm' }
    : { value: formatNumber(metres / 1000, 2), unit: 'km' };
}

/** The unit of land in each language. */
export const HECTARE: Readonly<Record<Language, string>> = { zh: '公顷', en: 'ha' };

/** A measured area: hectares from one up, as land is dealt in. */
export function formatArea(areaM2: number, language: Language): { value: string; unit: string } {
  return areaM2 < 10_000
    ? { value: formatNumber(areaM2, areaM2 < 100 ? 1 : 0), unit: 'm²' }
    : { value: formatHectares(areaM2), unit: HECTARE[language] };
}

/** With its sign, also above nought: a difference. */
export function formatSigned(value: number, decimals: number): string {
  const text = formatNumber(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** The longest of 1, 2, 5 × 10ⁿ metres that is no longer than `mostPx`. */
export function scaleBar(metresPerPx: number, mostPx: number): { metres: number; widthPx: number } {
  const most = metresPerPx * mostPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((factor) => factor * power <= most * (1 + 1e-9)) ?? 1) * power;
  return { metres, widthPx: metres / metresPerPx };
}

/** Five decimals, about a metre; hemisphere letters are the same in both languages. */
export function formatLonLat(lonDeg: number, latDeg: number): string {
  const part = (value: number, positive: string, negative: string) =>
    `${Math.abs(value).toFixed(5)}°${THIN_SPACE}${value < 0 ? negative : positive}`;
  return `${part(latDeg, 'N', 'S')} ${part(lonDeg, 'E', 'W')}`;
}

export function formatBytes(bytes: number): { value: string; unit: string } {
  return { value: formatNumber(bytes / 2 ** 20, bytes < 100 * 2 ** 20 ? 1 : 0), unit: 'MiB' };
}

/** Formats the size of one file, which may be small: KiB below a MiB. */
export function formatFileSize(bytes: number): { value: string; unit: string } {
  return bytes < 2 ** 20 ? { value: formatNumber(Math.ceil(bytes / 2 ** 10), 0), unit: 'KiB' } : formatBytes(bytes);
}

/** `40 s`, `3 min`, `1 h 20 min`: of waiting. */
export function waitText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))}\u2009s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}\u2009min`;
  return `${Math.floor(minutes / 60)}\u2009h ${minutes % 60}\u2009min`;
}
