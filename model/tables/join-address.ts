import type { JoinWay } from './join.ts';
import { NO_KEY, NO_THING, SEVERAL_THINGS } from './join-rows.ts';

const CHINESE_DIGITS = '〇一二三四五六七八九';
/** Marks between the parts of an address that say nothing. */
const MARKS = /[\s,，.。;；、()（）#＃"'’·]+/g;
/** Traditional and other writings of the units of an address. */
const UNITS: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/號/g, '号'],
  [/[幢座棟]/g, '栋'],
  [/号楼/g, '栋'],
  [/單元/g, '单元'],
  [/门牌/g, ''],
];
const ENGLISH: Readonly<Record<string, string>> = {
  street: 'st',
  road: 'rd',
  avenue: 'ave',
  boulevard: 'blvd',
  drive: 'dr',
  lane: 'ln',
  square: 'sq',
  place: 'pl',
  no: '',
  number: '',
};
/** Provinces, cities and districts before the street: an address of the city is the same with or without them. */
const AREAS =
  /^(?:[^\d省]{1,8}(?:省|自治区))?(?:[^\d市]{1,6}市)?(?:[^\d区县]{1,6}[区县])?(?:[^\d镇乡]{1,6}(?:街道|镇|乡))?(?=[^\d]{2})/;

/** An address in one writing, and its parts from the whole to the least that names a house. */
interface Address {
  whole: string;
  /** Street with its numbers and the building behind them, without the city's areas before; null: it has no number. */
  building: string | null;
  /** Street with its numbers alone. */
  number: string | null;
}

/** Digits of Chinese numbers up to ninety-nine before a unit: 三号, 十二弄, 二十栋. */
const arabic = (text: string): string =>
  text.replace(
    /([一二三四五六七八九]?)(十?)([〇一二三四五六七八九]?)(?=号|弄|栋|单元|室|巷\d)/g,
    (found, tens, ten, ones) => {
      if (found === '') return '';
      const digit = (one: string) => CHINESE_DIGITS.indexOf(one);
      if (ten === '') return [...found].map((one) => String(digit(one))).join('');
      return String(10 * (tens === '' ? 1 : digit(tens)) + (ones === '' ? 0 : digit(ones)));
    },
  );

/** An address in the usual width, without marks, with one writing of units and numbers: 文庙街３號 and 文庙街三号 are the same. */
export function plainAddress(address: string): string {
  const words = address
    .normalize('NFKC')
    .toLowerCase()
    .replace(MARKS, ' ')
    .trim()
    .split(' ')
    .map((word) => ENGLISH[word] ?? word);
  let plain = words.join(/[a-z]/.test(words.join('')) ? ' ' : '').trim();
  for (const [pattern, unit] of UNITS) plain = plain.replace(pattern, unit);
  return arabic(plain).replace(/(号|弄)(?=$)/, '$1');
}

/** Street and numbers of Chinese addresses: 文庙街12弄3号2栋501室. */
const NUMBERED = /^(\D*?)(\d+(?:-\d+)?弄)?(\d+(?:-\d+)?)号?(\d+栋)?/;

/** An address with its parts. */
function addressOf(text: string): Address {
  const whole = plainAddress(text);
  if (/[a-z]/.test(whole)) return western(whole);
  const found = NUMBERED.exec(whole.replace(AREAS, ''));
  if (!found || found[1] === '') return { whole, building: null, number: null };
  const [, street, lane = '', number, building = ''] = found;
  const house = `${street}${lane}${number}号`;
  return { whole, building: `${house}${building}`, number: house };
}

/** A house number stands before or behind the street: 12 main st, hauptstr 12a. */
function western(whole: string): Address {
  const words = whole.split(' ').filter((word) => word !== '');
  const at = words.findIndex((word) => /^\d+[a-z]?$/.test(word));
  if (at < 0 || words.length < 2) return { whole, building: null, number: null };
  const street = words.filter((_, k) => k !== at).join(' ');
  return { whole, building: null, number: `${street} ${words[at]}` };
}

/** Ways of reading an address from the strictest to the loosest. */
const WAYS = ['exact', 'building', 'number'] as const satisfies readonly JoinWay[];
type AddressWay = (typeof WAYS)[number];

const keyOf = ({ whole, building, number }: Address, way: AddressWay): string | null => {
  if (way === 'exact') return whole === '' ? null : whole;
  return way === 'building' ? building : number;
};

/** The thing of each row by address, and how it was found. */
interface AddressMatches {
  thingOf: Int32Array;
  way(row: number): AddressWay;
}

/**
 * Finds the thing of each row by its address or name: as a whole in one writing, then street, number and building without the city's areas before
 * them, then street and number alone. The strictest way that finds any thing counts; where it finds several, the row goes to none. `names` are other
 * words by which a thing may be found as a whole.
 */
export function matchAddresses(
  addresses: readonly (string | null)[],
  rows: readonly string[],
  names: readonly (string | null)[] = [],
): AddressMatches {
  const index = new Map<AddressWay, Map<string, number>>(WAYS.map((way) => [way, new Map()]));
  const put = (way: AddressWay, key: string | null, thing: number) => {
    const known = index.get(way);
    if (key === null || !known) return;
    const other = known.get(key);
    known.set(key, other === undefined || other === thing ? thing : SEVERAL_THINGS);
  };
  for (const [thing, text] of addresses.entries()) {
    const parts = text === null ? null : addressOf(text);
    if (parts) for (const way of WAYS) put(way, keyOf(parts, way), thing);
    const name = names[thing] ?? null;
    if (name !== null) put('exact', plainAddress(name) || null, thing);
  }
  const ways = new Uint8Array(rows.length);
  const thingOf = Int32Array.from(rows, (text, row) => {
    if (text.trim() === '') return NO_KEY;
    const parts = addressOf(text);
    for (const [at, way] of WAYS.entries()) {
      const key = keyOf(parts, way);
      const thing = key === null ? undefined : index.get(way)?.get(key);
      if (thing === undefined) continue;
      ways[row] = at;
      return thing;
    }
    return NO_THING;
  });
  return { thingOf, way: (row) => WAYS[ways[row]] };
}
