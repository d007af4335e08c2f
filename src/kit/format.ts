import { decimalsFor, formatNumber, formatUnit, HECTARE, MINUS, NO_VALUE_MARK } from '../../model/text/number-text.ts';
import type { Language } from '../twin/appearance.ts';

// What the hub writes too stands in the model.
export { decimalsFor, formatNumber, formatUnit, HECTARE, NO_VALUE_MARK };

export const M2_PER_KM2 = 1e6;

/** Below this gap to its bound an answer is as good as proven for a reader. */
export const TINY_GAP_PCT = 0.01;

/** Metres in a kilometre. */
export const M_PER_KM = 1000;

export const THIN_SPACE = '\u2009';

/** Hectares of square metres, two decimals. */
export const formatHectares = (areaM2: number): string => formatNumber(areaM2 / 10_000, 2);

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
