import type { AttributeInfo } from '../../model/city/manifest.ts';
import { nameOf } from '../../model/city/thing-name.ts';
import type { Language } from '../twin/appearance.ts';
import { decimalsFor, formatLimit, formatNumber, formatUnit, formatYear, NO_VALUE_MARK } from './format.ts';

/** A value as a reader wants it: with its unit, a code in words, `—` where nothing is known. */
interface ShownValue {
  text: string;
  unit: string;
  /** The code behind the words, when there is one. */
  code: string | null;
}

export function showValue(attribute: AttributeInfo, value: string | number | null, language: Language): ShownValue {
  if (value === null || value === '') return { text: NO_VALUE_MARK, unit: '', code: null };
  const words = attribute.values?.[String(value)]?.[language];
  if (words) return { text: words, unit: '', code: String(value) };
  if (typeof value === 'string') return { text: value, unit: '', code: null };
  return { text: showNumber(attribute, value), unit: formatUnit(attribute.unit, language), code: null };
}

function showNumber(attribute: AttributeInfo, value: number): string {
  if (isYear(attribute)) return formatYear(value);
  if (attribute.type === 'integer') return formatNumber(value);
  const [min, max] = attribute.range ?? [value, value];
  return formatNumber(value, decimalsFor(Math.max(Math.abs(min), Math.abs(max), Math.abs(value))));
}

/** A limit that someone set: no more decimals than it has. */
export function showLimit(attribute: AttributeInfo | undefined, value: number): string {
  return attribute && isYear(attribute) ? formatYear(value) : formatLimit(value);
}

function isYear({ name, unit }: AttributeInfo): boolean {
  return /(^|[^a-z])years?([^a-z]|$)|_year$|^year/i.test(name) || unit === 'a';
}

/** What a card puts in large figures: sizes and loads before all else, in this order. */
const KEY_ORDER = [
  /^height$/i,
  /^(storeys|levels|floors)$/i,
  /^(dn|diameter)/i,
  /^(length|span)/i,
  /^area|area$/i,
  /^(residents|population|capacity|beds|seats)$/i,
  /^depth/i,
  /^width/i,
  /year/i,
];

/** How often a thing speaks is no figure of it. */
const NO_KEY = /^cadence$/i;

/** Up to four numbers of the object that say something (nought does not): those that say most about it first. */
export function keyAttributes(
  attributes: readonly AttributeInfo[],
  values: ReadonlyMap<string, string | number | null>,
  most = 4,
): AttributeInfo[] {
  const rank = ({ name }: AttributeInfo) => {
    const at = KEY_ORDER.findIndex((pattern) => pattern.test(name));
    return at < 0 ? KEY_ORDER.length : at;
  };
  return attributes
    .filter(({ name, values: words }) => !words && typeof values.get(name) === 'number' && values.get(name) !== 0)
    .filter((attribute) => rank(attribute) < KEY_ORDER.length || (attribute.unit && !NO_KEY.test(attribute.name)))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, most);
}

/** Without what says the same in the other language: of `address` and `addressEn`, the one that is read; the one that is there. */
export function attributesIn(
  language: Language,
  attributes: readonly AttributeInfo[],
  values: ReadonlyMap<string, string | number | null>,
): AttributeInfo[] {
  const names = new Set(attributes.map(({ name }) => name));
  const hasValue = (name: string) => names.has(name) && (values.get(name) ?? '') !== '';
  return attributes.filter(({ name }) => {
    const chinese = name.endsWith('En') ? name.slice(0, -2) : name;
    if (!names.has(chinese) || !names.has(`${chinese}En`)) return true;
    return (language === 'en' && hasValue(`${chinese}En`)) === (name !== chinese);
  });
}

/** For `lang`: text of the data that holds Chinese is read out as Chinese, whatever the page speaks. */
export function languageOf(text: string): 'zh-CN' | undefined {
  return /\p{Script=Han}/u.test(text) ? 'zh-CN' : undefined;
}

/** What an object without a name is called: its kind in words. */
export function nameOrKind(
  values: ReadonlyMap<string, string | number | null>,
  attributes: readonly AttributeInfo[],
  language: Language,
): string | null {
  const kind = attributes.find(({ name }) => name === 'kind');
  const code = values.get('kind') ?? null;
  return (
    nameOf(values, language) ?? (kind && code !== null && code !== '' ? showValue(kind, code, language).text : null)
  );
}
