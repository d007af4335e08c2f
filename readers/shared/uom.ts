import { ucumOfStated } from '../../model/geo/unit-names.ts';
import { UnknownUnit, unitOf } from '../../model/geo/units.ts';

/** Tells what a `uom` attribute says of a number: by which factor it becomes `unit`. Lengths become metres, everything else stays as it is. */
interface StatedUom {
  /** As people write it; empty for a plain number. */
  unit: string;
  factor: number;
}

/** Feet of surveyors, which UCUM's tables of sensors lack, and EPSG's codes of units. */
const LENGTHS_M: Readonly<Record<string, number>> = {
  ftus: 1200 / 3937,
  usft: 1200 / 3937,
  ussurveyfoot: 1200 / 3937,
  footus: 1200 / 3937,
  '[ft_us]': 1200 / 3937,
  '9001': 1,
  '9002': 0.3048,
  '9003': 1200 / 3937,
  '9036': 1000,
  '1025': 0.001,
  '1033': 0.01,
};

/** `urn:adv:uom:m`, `urn:ogc:def:uom:EPSG::9001`, `http://www.opengis.net/def/uom/UCUM/0/m`, `#m`. */
const ADDRESS = /^(?:urn:.*:|https?:\/\/.*[/#]|.*#)([^:#]+)$/i;

/** Holds what names stand for that were read before, since a city states the same few of every house. */
const known = new Map<string, StatedUom | null>();
const MAX_KNOWN = 1000;

/** Returns what the name of a unit stands for; null for a name that means nothing here. */
export function uomOf(name: string): StatedUom | null {
  let uom = known.get(name);
  if (uom === undefined) {
    uom = readUom(name);
    if (known.size < MAX_KNOWN) known.set(name, uom);
  }
  return uom;
}

function readUom(name: string): StatedUom | null {
  const written = (ADDRESS.exec(name.trim())?.[1] ?? name).trim();
  if (!/[\p{L}\d%°″′"[\]]/u.test(written)) return { unit: '', factor: 1 };
  const plain = written.toLowerCase().replace(/(?<!\[[^\]]*)[\s_-]+/g, '');
  if (Object.hasOwn(LENGTHS_M, plain)) return { unit: 'm', factor: LENGTHS_M[plain] };
  try {
    const code = ucumOfStated({ symbol: written });
    if (code === null) return null;
    const { factor, dimension } = unitOf(code);
    const isLength = dimension.every((power, i) => power === (i === 0 ? 1 : 0));
    return isLength ? { unit: 'm', factor } : { unit: code === '1' ? '' : written, factor: 1 };
  } catch (error) {
    if (error instanceof UnknownUnit) return null;
    throw error;
  }
}
