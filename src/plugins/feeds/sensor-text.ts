import type { CityCase } from '../../../model/cases/cases.ts';
import { decimalsFor, formatNumber, formatUnit, NO_VALUE_MARK, THIN_SPACE } from '../../kit/format.ts';
import { words } from '../../kit/words.ts';
import type { Language } from '../../twin/appearance.ts';
import type { LiveValues } from '../../twin/live/live-values.ts';

/** A stream's newest value and its unit; a dash before anything was heard. */
export function valueText(value: number, ucum: string): { value: string; unit: string } {
  if (Number.isNaN(value)) return { value: NO_VALUE_MARK, unit: '' };
  const decimals = Number.isInteger(value) && /^1(\/(h|min))?$/.test(ucum) ? 0 : decimalsFor(Math.abs(value));
  // Elevations are read to the centimetre however high the city lies.
  return { value: formatNumber(value, ucum === 'm' ? 2 : decimals), unit: formatUnit(ucum) };
}

/** What stands beside a sensor on the map, its name and a value: of its first stream that has spoken, or of the one in alarm. */
export function mapLabel(live: LiveValues, sensor: number, language: Language): string {
  const { datastreams, name } = live.sensors[sensor];
  const first = live.firstStream[sensor];
  const streams = datastreams.map((stream, i) => ({ ...stream, index: first + i }));
  const shownStream =
    streams.find(({ index }) => live.levels[index] > 0) ??
    streams.find(({ index }) => !Number.isNaN(live.timesMs[index]));
  if (!shownStream) return '';
  const { value, unit } = valueText(live.values[shownStream.index], shownStream.unit);
  return `${name[language]} ${unit ? `${value}${THIN_SPACE}${unit}` : value}`;
}

/** `+0.2`, `−3.1`: seconds, without their unit. */
export function skewText(skewMs: number): string {
  const tenths = Math.round(skewMs / 100) / 10;
  return `${tenths > 0 ? '+' : ''}${formatNumber(tenths, 1)}`;
}

/** `0:37`, `6:12`, `2:04:31`: how long ago. */
export function ageText(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(s / 3600);
  const minutes = Math.floor(s / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
}

/** `37 s`, `6 min`, `2 h 4 min`, `3 d 5 h`: how long ago where it stands alone in a card, and nobody sees it tick. */
export function longAgoText(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(s / unit));
  const text = (...parts: readonly [number, string][]) =>
    parts.flatMap(([n, unit], i) => (n > 0 || i === 0 ? `${n}${THIN_SPACE}${unit}` : [])).join(' ');
  if (days > 0) return text([days, 'd'], [hours % 24, 'h']);
  if (hours > 0) return text([hours, 'h'], [minutes % 60, 'min']);
  return minutes > 0 ? text([minutes, 'min']) : text([s, 's']);
}

/** `50 s`, `15 min`, `4 h`: how long a rule looks back or waits. */
export function spanText(ms: number): string {
  const s = ms / 1000;
  const [value, unit] =
    s < 120 && s % 60 !== 0 ? [s, 's'] : s < 3600 || s % 3600 !== 0 ? [s / 60, 'min'] : [s / 3600, 'h'];
  return `${formatNumber(value, Number.isInteger(value) ? 0 : 1)}${THIN_SPACE}${unit}`;
}

/** `0007` of `20261120-0007`: what people say to each other within a day. */
function numberOf({ id }: Pick<CityCase, 'id'>): string {
  return id.slice(id.indexOf('-') + 1);
}

/** On the pin of a case, and wherever a case is named in a word. */
export function caseLabel(one: Pick<CityCase, 'id'>, language: Language): string {
  return words.in(language)('cases.see', { number: numberOf(one) });
}
