import { UnknownUnit, unitOf } from './units.ts';

/** UN/CEFACT Recommendation 20 codes (`unitCode` of NGSI-LD) that sensors of a city report, as UCUM. */
export const CEFACT: Readonly<Record<string, string>> = {
  C62: '1',
  P1: '%',
  '59': '[ppm]',
  '61': '[ppb]',
  CEL: 'Cel',
  FAH: '[degF]',
  KEL: 'K',
  MTR: 'm',
  KMT: 'km',
  DMT: 'dm',
  CMT: 'cm',
  MMT: 'mm',
  '4H': 'um',
  INH: '[in_i]',
  FOT: '[ft_i]',
  YRD: '[yd_i]',
  SMI: '[mi_i]',
  NMI: '[nmi_i]',
  MTK: 'm2',
  KMK: 'km2',
  CMK: 'cm2',
  HAR: 'har',
  FTK: '[ft_i]2',
  MTQ: 'm3',
  LTR: 'l',
  MLT: 'ml',
  HLT: 'hl',
  FTQ: '[cft_i]',
  GLL: '[gal_us]',
  GLI: '[gal_br]',
  SEC: 's',
  C26: 'ms',
  MIN: 'min',
  HUR: 'h',
  DAY: 'd',
  MTS: 'm/s',
  KMH: 'km/h',
  HM: '[mi_i]/h',
  KNT: '[kn_i]',
  FS: '[ft_i]/s',
  H67: 'mm/h',
  MQS: 'm3/s',
  MQH: 'm3/h',
  G51: 'l/s',
  L2: 'l/min',
  G2: '[gal_us]/min',
  G3: '[gal_br]/min',
  '2L': '[cft_i]/min',
  '2K': '[cft_i]/h',
  E17: '[cft_i]/s',
  PAL: 'Pa',
  A97: 'hPa',
  KPA: 'kPa',
  MPA: 'MPa',
  BAR: 'bar',
  MBR: 'mbar',
  PS: '[psi]',
  ATM: 'atm',
  HN: 'mm[Hg]',
  F79: "[in_i'Hg]",
  GRM: 'g',
  MGM: 'mg',
  KGM: 'kg',
  TNE: 't',
  LBR: '[lb_av]',
  KMQ: 'kg/m3',
  GP: 'mg/m3',
  GQ: 'ug/m3',
  GL: 'g/l',
  M1: 'mg/l',
  '2N': 'dB',
  LUX: 'lx',
  LUM: 'lm',
  CDL: 'cd',
  DD: 'deg',
  C81: 'rad',
  HTZ: 'Hz',
  KHZ: 'kHz',
  MHZ: 'MHz',
  AMP: 'A',
  '4K': 'mA',
  VLT: 'V',
  '2Z': 'mV',
  KVT: 'kV',
  OHM: 'Ohm',
  D10: 'S/m',
  G42: 'uS/cm',
  H61: 'mS/cm',
  WTT: 'W',
  KWT: 'kW',
  MAW: 'MW',
  JOU: 'J',
  KJO: 'kJ',
  WHR: 'W.h',
  KWH: 'kW.h',
  D54: 'W/m2',
  Q30: '[pH]',
};

/**
 * Symbols and English names as people write them, in small letters without blanks, as UCUM. They are looked up before a symbol is read as UCUM, in which
 * `ft` is a femtotonne, `F` a farad and `kt` a kilotonne.
 */
export const WRITTEN: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    '1': 'one unit none unitless dimensionless',
    '%': 'percent pct percentage',
    '[ppm]': 'ppm partspermillion',
    '[ppb]': 'ppb partsperbillion',
    Cel: '°c ℃ degc deg_c c celsius degreecelsius degreescelsius centigrade',
    '[degF]': '°f ℉ degf deg_f f fahrenheit degreefahrenheit degreesfahrenheit',
    K: 'kelvin',
    m: 'metre meter metres meters',
    km: 'kilometre kilometer kilometres kilometers',
    cm: 'centimetre centimeter centimetres centimeters',
    dm: 'decimetre decimeter decimetres decimeters',
    mm: 'millimetre millimeter millimetres millimeters',
    '[in_i]': 'in inch inches " ″',
    '[ft_i]': 'ft foot feet ′ internationalfoot footint',
    '[ft_us]': 'ftus usft footus ussurveyfoot ussurveyfeet surveyfoot surveyfeet',
    '[yd_i]': 'yd yard yards',
    '[mi_i]': 'mi mile miles',
    '[nmi_i]': 'nmi nauticalmile nauticalmiles',
    '[mi_i]/h': 'mph mileperhour milesperhour mi/h',
    '[kn_i]': 'kn kt kts knot knots',
    '[ft_i]/s': 'fps ft/s footpersecond feetpersecond',
    'km/h': 'kph kmh kmph kilometreperhour kilometresperhour kilometerperhour kilometersperhour',
    'm/s': 'mps metrepersecond metrespersecond meterpersecond meterspersecond',
    'mm/h': 'mmh mmph millimetreperhour millimetresperhour millimeterperhour millimetersperhour mm/hr',
    '[in_i]/h': 'in/h in/hr inchperhour inchesperhour',
    Pa: 'pascal pascals',
    hPa: 'hectopascal hectopascals',
    kPa: 'kilopascal kilopascals',
    bar: 'bars',
    mbar: 'millibar millibars mb',
    '[psi]': 'psi psig psia lbf/in2 poundpersquareinch poundspersquareinch poundforcepersquareinch',
    'mm[Hg]': 'mmhg',
    "[in_i'Hg]": 'inhg',
    l: 'litre liter litres liters',
    '[gal_us]': 'gal gallon gallons usgallon usgallons',
    '[cft_i]': 'ft3 cubicfoot cubicfeet',
    'm3/s': 'cumec cumecs cubicmetrepersecond cubicmetrespersecond cubicmeterpersecond cubicmeterspersecond',
    'm3/h': 'cubicmetreperhour cubicmetresperhour cubicmeterperhour cubicmetersperhour',
    'l/s': 'lps litrepersecond litrespersecond literpersecond literspersecond',
    'l/min': 'lpm litreperminute litresperminute literperminute litersperminute',
    '[gal_us]/min': 'gpm gal/min usgallonperminute usgallonsperminute gallonperminute gallonsperminute',
    '[cft_i]/s': 'cfs ft3/s cubicfootpersecond cubicfeetpersecond',
    '[cft_i]/min': 'cfm ft3/min cubicfootperminute cubicfeetperminute',
    '[lb_av]': 'lb lbs pound pounds',
    'ug/m3': 'microgrampercubicmetre microgramspercubicmetre microgrampercubicmeter microgramspercubicmeter',
    deg: '° degree degrees',
    s: 'sec second seconds',
    min: 'minute minutes',
    h: 'hr hour hours',
    d: 'day days',
    lx: 'lux',
    V: 'volt volts',
    A: 'ampere amperes amp amps',
    W: 'watt watts',
    Ohm: 'ω ohm ohms',
    dB: 'decibel decibels',
    '[pH]': 'ph',
  }).flatMap(([ucum, names]) => names.split(' ').map((name) => [name, ucum])),
);

/** What a source states of the unit of its results: SensorThings as `unitOfMeasurement`, NGSI-LD as a `code`. */
export interface StatedUnit {
  /** UN/CEFACT, or UCUM. */
  code?: unknown;
  name?: unknown;
  symbol?: unknown;
  definition?: unknown;
}

/** `http://unitsofmeasure.org/m3/s`, `…/ucum.html#m3/s`, `ucum:m3/s`. */
const UCUM_ADDRESS = /^(?:https?:\/\/(?:www\.)?unitsofmeasure\.org\/(?:ucum(?:\.html)?#(?:para-\d+)?)?|ucum:)(.+)$/i;

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '²': '2',
  '³': '3',
  µ: 'u',
  μ: 'u',
  '·': '.',
  '⁻': '-',
  '¹': '1',
};

/**
 * UCUM code of the unit that a source states, read in the order definition, code, symbol, name. Null: it states none. A unit that none of these makes known
 * throws `UnknownUnit`.
 */
export function ucumOfStated({ code, name, symbol, definition }: StatedUnit): string | null {
  const [definitionText, codeText, symbolText, nameText] = [definition, code, symbol, name].map(textOf);
  const found =
    ucumCode(UCUM_ADDRESS.exec(definitionText)?.[1] ?? '') ??
    own(CEFACT, codeText.toUpperCase()) ??
    ucumCode(codeText) ??
    writtenUnit(symbolText) ??
    writtenUnit(nameText) ??
    writtenUnit(/[#/]([^#/]+)$/.exec(definitionText)?.[1] ?? '');
  if (found !== null) return found;
  const stated = [codeText, symbolText, nameText, definitionText].find((text) => text !== '');
  if (stated === undefined) return null;
  throw new UnknownUnit(stated, stated);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 200) : '');

function writtenUnit(text: string): string | null {
  const plain = text.replace(/[²³µμ·⁻¹]/g, (sign) => SUPERSCRIPTS[sign]);
  return own(WRITTEN, plain.toLowerCase().replace(/[\s_-]+/g, '')) ?? ucumCode(plain);
}

function ucumCode(text: string): string | null {
  try {
    return unitOf(text).code;
  } catch (error) {
    if (error instanceof UnknownUnit) return null;
    throw error;
  }
}

function own(table: Readonly<Record<string, string>>, key: string): string | null {
  return Object.hasOwn(table, key) ? table[key] : null;
}
