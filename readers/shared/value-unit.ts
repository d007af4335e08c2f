import { ucumOfStated } from '../../model/geo/unit-names.ts';
import { UnknownUnit, unitOf } from '../../model/geo/units.ts';

/** Tells what a file says of the unit of its values. */
export interface ValueUnit {
  /** As the file writes it, or the vertical system that has it. */
  name: string;
  /** As UCUM writes it; null where it is no unit that is known. */
  code: string | null;
  /** 1 for values that count upwards, −1 for depths. */
  sign: 1 | -1;
}

/** A unit as a file writes it. */
export function valueUnitOf(name: string): ValueUnit | null {
  const plain = name.trim();
  if (plain === '') return null;
  try {
    return { name: plain, code: ucumOfStated({ symbol: plain }), sign: 1 };
  } catch (error) {
    if (error instanceof UnknownUnit) return { name: plain, code: null, sign: 1 };
    throw error;
  }
}

/** How many of the wanted unit one of the file's is, less than 0 for depths; null where it is of another kind, or unknown. */
export function factorTo(wanted: string, { code, sign }: ValueUnit): number | null {
  if (code === null) return null;
  const from = unitOf(code);
  const to = unitOf(wanted);
  const isSame = from.dimension.every((power, i) => power === to.dimension[i]);
  return isSame && !from.isLevel && from.offset === to.offset ? (sign * from.factor) / to.factor : null;
}
