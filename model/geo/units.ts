import { MessageError } from '../text/message.ts';
import { geoMessage } from './geo-messages.ts';

/**
 * Units by the Unified Code for Units of Measure (UCUM 2.1, case-sensitive codes): what a city's sensors speak, with every prefix,
 * product, quotient and power of them. Left out: units that no sensor of a city has reported (apothecaries', typography, medicine's
 * arbitrary ones); such a code is unknown, and unknown is an error, never a number without a unit.
 */
interface Unit {
  code: string;
  /** In base units: this many of them are one of this. */
  factor: number;
  /** Powers of m, s, g, rad, K, C, cd. */
  dimension: readonly number[];
  /** Where zero lies, in base units: of temperatures by scale. */
  offset: number;
  /** Logarithmic: a level, not to be converted by a factor. */
  isLevel: boolean;
}

/** A unit code that is not known; the message tells which part of it. */
export class UnknownUnit extends MessageError {
  constructor(code: string, part: string) {
    super(geoMessage('unknown-unit', { code: JSON.stringify(code), part }));
  }
}

const NONE = [0, 0, 0, 0, 0, 0, 0];

/** Value in base units and the powers of m, s, g, rad, K, C, cd; whether it takes prefixes. UCUM, tables 2 to 17. */
const ATOMS: Record<string, [factor: number, dimension: readonly number[], metric?: true]> = {
  m: [1, [1, 0, 0, 0, 0, 0, 0], true],
  s: [1, [0, 1, 0, 0, 0, 0, 0], true],
  g: [1, [0, 0, 1, 0, 0, 0, 0], true],
  rad: [1, [0, 0, 0, 1, 0, 0, 0], true],
  K: [1, [0, 0, 0, 0, 1, 0, 0], true],
  C: [1, [0, 0, 0, 0, 0, 1, 0], true],
  cd: [1, [0, 0, 0, 0, 0, 0, 1], true],
  '%': [0.01, NONE],
  '[ppth]': [1e-3, NONE],
  '[ppm]': [1e-6, NONE],
  '[ppb]': [1e-9, NONE],
  '[pi]': [Math.PI, NONE],
  mol: [6.0221367e23, NONE, true],
  sr: [1, [0, 0, 0, 2, 0, 0, 0], true],
  Hz: [1, [0, -1, 0, 0, 0, 0, 0], true],
  N: [1e3, [1, -2, 1, 0, 0, 0, 0], true],
  Pa: [1e3, [-1, -2, 1, 0, 0, 0, 0], true],
  J: [1e3, [2, -2, 1, 0, 0, 0, 0], true],
  W: [1e3, [2, -3, 1, 0, 0, 0, 0], true],
  A: [1, [0, -1, 0, 0, 0, 1, 0], true],
  V: [1e3, [2, -2, 1, 0, 0, -1, 0], true],
  F: [1e-3, [-2, 2, -1, 0, 0, 2, 0], true],
  Ohm: [1e3, [2, -1, 1, 0, 0, -2, 0], true],
  S: [1e-3, [-2, 1, -1, 0, 0, 2, 0], true],
  Wb: [1e3, [2, -1, 1, 0, 0, -1, 0], true],
  T: [1e3, [0, -1, 1, 0, 0, -1, 0], true],
  H: [1e3, [2, 0, 1, 0, 0, -2, 0], true],
  lm: [1, [0, 0, 0, 2, 0, 0, 1], true],
  '10*': [10, NONE],
  '10^': [10, NONE],
  lx: [1, [-2, 0, 0, 2, 0, 0, 1], true],
  Bq: [1, [0, -1, 0, 0, 0, 0, 0], true],
  Gy: [1, [2, -2, 0, 0, 0, 0, 0], true],
  Sv: [1, [2, -2, 0, 0, 0, 0, 0], true],
  deg: [Math.PI / 180, [0, 0, 0, 1, 0, 0, 0]],
  "'": [Math.PI / 10_800, [0, 0, 0, 1, 0, 0, 0]],
  "''": [Math.PI / 648_000, [0, 0, 0, 1, 0, 0, 0]],
  l: [1e-3, [3, 0, 0, 0, 0, 0, 0], true],
  L: [1e-3, [3, 0, 0, 0, 0, 0, 0], true],
  ar: [100, [2, 0, 0, 0, 0, 0, 0], true],
  min: [60, [0, 1, 0, 0, 0, 0, 0]],
  h: [3600, [0, 1, 0, 0, 0, 0, 0]],
  d: [86_400, [0, 1, 0, 0, 0, 0, 0]],
  wk: [604_800, [0, 1, 0, 0, 0, 0, 0]],
  mo: [2_629_800, [0, 1, 0, 0, 0, 0, 0]],
  a: [31_557_600, [0, 1, 0, 0, 0, 0, 0]],
  t: [1e6, [0, 0, 1, 0, 0, 0, 0], true],
  bar: [1e8, [-1, -2, 1, 0, 0, 0, 0], true],
  atm: [101_325_000, [-1, -2, 1, 0, 0, 0, 0]],
  'm[H2O]': [9_806_650, [-1, -2, 1, 0, 0, 0, 0], true],
  'm[Hg]': [133_322_000, [-1, -2, 1, 0, 0, 0, 0], true],
  eV: [1.60217733e-16, [2, -2, 1, 0, 0, 0, 0], true],
  cal: [4184, [2, -2, 1, 0, 0, 0, 0], true],
  '[g]': [9.80665, [1, -2, 0, 0, 0, 0, 0], true],
  '[in_i]': [0.0254, [1, 0, 0, 0, 0, 0, 0]],
  '[ft_i]': [0.3048, [1, 0, 0, 0, 0, 0, 0]],
  '[ft_us]': [1200 / 3937, [1, 0, 0, 0, 0, 0, 0]],
  '[yd_i]': [0.9144, [1, 0, 0, 0, 0, 0, 0]],
  '[mi_i]': [1609.344, [1, 0, 0, 0, 0, 0, 0]],
  '[nmi_i]': [1852, [1, 0, 0, 0, 0, 0, 0]],
  '[kn_i]': [1852 / 3600, [1, -1, 0, 0, 0, 0, 0]],
  '[cft_i]': [0.3048 ** 3, [3, 0, 0, 0, 0, 0, 0]],
  '[gal_us]': [3.785411784e-3, [3, 0, 0, 0, 0, 0, 0]],
  '[gal_br]': [4.54609e-3, [3, 0, 0, 0, 0, 0, 0]],
  '[lb_av]': [453.59237, [0, 0, 1, 0, 0, 0, 0]],
  '[lbf_av]': [453.59237 * 9.80665, [1, -2, 1, 0, 0, 0, 0]],
  '[psi]': [(453.59237 * 9.80665) / 0.0254 ** 2, [-1, -2, 1, 0, 0, 0, 0]],
  "[in_i'Hg]": [133_322_000 * 0.0254, [-1, -2, 1, 0, 0, 0, 0]],
};

/** By a scale whose zero is elsewhere; alone they stand, or with a prefix. Value, zero in kelvin. */
const SCALES: Record<string, [factor: number, offset: number]> = {
  Cel: [1, 273.15],
  '[degF]': [5 / 9, 459.67 * (5 / 9)],
};

/** Bel and neper levels. */
const LEVELS = ['B', 'B[SPL]', 'B[V]', 'B[W]', 'B[kW]', 'Np', '[pH]'];

const PREFIXES: Record<string, number> = {
  Y: 1e24,
  Z: 1e21,
  E: 1e18,
  P: 1e15,
  T: 1e12,
  G: 1e9,
  M: 1e6,
  k: 1e3,
  h: 1e2,
  da: 1e1,
  d: 1e-1,
  c: 1e-2,
  m: 1e-3,
  u: 1e-6,
  n: 1e-9,
  p: 1e-12,
  f: 1e-15,
};

/** Reads a UCUM code into its factor to SI base units and its dimension; an unknown part throws `UnknownUnit`. */
export function unitOf(code: string): Unit {
  const special = specialUnit(code);
  if (special) return special;
  const reader = { code, at: 0 };
  const { factor, dimension } = term(reader);
  if (reader.at < code.length || code === '') throw new UnknownUnit(code, JSON.stringify(code.slice(reader.at)));
  return { code, factor, dimension, offset: 0, isLevel: false };
}

/** From one unit to another of the same dimension; throws where there is none, as between metres and pascals, or with a level. */
export function convert(value: number, from: Unit, to: Unit): number {
  if (from.code === to.code) return value;
  if (from.isLevel || to.isLevel || from.dimension.some((power, i) => power !== to.dimension[i]))
    throw new MessageError(geoMessage('other-unit', { from: from.code, to: to.code }));
  return (value * from.factor + from.offset - to.offset) / to.factor;
}

function specialUnit(code: string): Unit | null {
  const scale = own(SCALES, code);
  if (scale) return { code, factor: scale[0], dimension: ATOMS.K[1], offset: scale[1], isLevel: false };
  const level = LEVELS.find(
    (name) => code === name || (code.endsWith(name) && own(PREFIXES, code.slice(0, -name.length))),
  );
  return level ? { code, factor: 1, dimension: NONE, offset: 0, isLevel: true } : null;
}

interface Reader {
  code: string;
  at: number;
}

type Quantity = Pick<Unit, 'factor' | 'dimension'>;

/** component { ('.' | '/') component }, and a leading '/'; from left to right. */
function term(reader: Reader): Quantity {
  let left: Quantity = { factor: 1, dimension: NONE };
  let sign = 1;
  if (reader.code[reader.at] === '/') {
    sign = -1;
    reader.at++;
  }
  for (;;) {
    const right = component(reader);
    left = {
      factor: left.factor * right.factor ** sign,
      dimension: left.dimension.map((power, i) => power + sign * right.dimension[i]),
    };
    const operator = reader.code[reader.at];
    if (operator !== '.' && operator !== '/') return left;
    sign = operator === '/' ? -1 : 1;
    reader.at++;
  }
}

/** '(' term ')', an integer, or an atom with its prefix and power; an annotation in braces says nothing of size. */
function component(reader: Reader): Quantity {
  const rest = reader.code.slice(reader.at);
  if (rest.startsWith('(')) {
    reader.at++;
    const inner = term(reader);
    if (reader.code[reader.at] !== ')') throw new UnknownUnit(reader.code, JSON.stringify(rest));
    reader.at++;
    return inner;
  }
  const [whole, symbol, power] = /^(10[*^]|(?:\[[^\]]*\]|[^\d.()/{}[\]+-])*)([+-]?\d+)?(?:\{[^}]*\})?/.exec(rest) ?? [];
  if (!whole || /^[+-]/.test(whole)) throw new UnknownUnit(reader.code, JSON.stringify(rest));
  reader.at += whole.length;
  if (!symbol) return { factor: Number(power ?? 1), dimension: NONE };
  const { factor, dimension } = atom(reader.code, symbol);
  const exponent = Number(power ?? 1);
  return { factor: factor ** exponent, dimension: dimension.map((one) => one * exponent) };
}

function atom(code: string, symbol: string): Quantity {
  const known = own(ATOMS, symbol);
  if (known) return { factor: known[0], dimension: known[1] };
  for (const length of [1, 2]) {
    const prefix = own(PREFIXES, symbol.slice(0, length));
    const base = own(ATOMS, symbol.slice(length));
    if (prefix && base?.[2]) return { factor: prefix * base[0], dimension: base[1] };
  }
  throw new UnknownUnit(code, symbol);
}

/** What a table itself holds: codes come from outside, and `constructor` is none. */
function own<Value>(table: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Metres in an international foot, exactly (1959); US survey feet differ by 2 millionths, which no drawing of a city shows. */
export const FEET_M = 0.3048;

/** Whether two units of length, in metres, are one: the two feet of surveyors differ by two millionths, and programs write one for the other. */
export const isSameLength = (a: number, b: number): boolean => Math.abs(a / b - 1) < 1e-5;
