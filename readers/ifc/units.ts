import { factorTo, valueUnitOf } from '../shared/value-unit.ts';
import { type Line, type Lines, listOf, numberOf, textOf } from './lines.ts';

const PREFIXES: Record<string, number> = {
  EXA: 1e18,
  PETA: 1e15,
  TERA: 1e12,
  GIGA: 1e9,
  MEGA: 1e6,
  KILO: 1e3,
  HECTO: 1e2,
  DECA: 1e1,
  DECI: 1e-1,
  CENTI: 1e-2,
  MILLI: 1e-3,
  MICRO: 1e-6,
  NANO: 1e-9,
};

/** A prefix belongs to the metre: a cubic millimetre is (1e-3)³ m³. */
const POWERS: Record<string, number> = { METRE: 1, SQUARE_METRE: 2, CUBIC_METRE: 3 };

/** What the file's units are in SI. */
export interface IfcUnits {
  lengthM: number;
  volumeM3: number;
  angleRad: number;
}

/** The project's units; a metre, its cube and a radian where the file states none. */
export function unitsOf(lines: Lines): IfcUnits {
  const units: IfcUnits = { lengthM: 1, volumeM3: 1, angleRad: 1 };
  for (const assignment of lines.ofClass('IfcUnitAssignment'))
    for (const reference of listOf(assignment.Units)) {
      const unit = lines.at(reference);
      if (!unit) continue;
      if (textOf(unit.UnitType) === 'LENGTHUNIT') units.lengthM = sizeOf(lines, unit) ?? units.lengthM;
      if (textOf(unit.UnitType) === 'PLANEANGLEUNIT') units.angleRad = angleOf(lines, unit) ?? units.angleRad;
      if (textOf(unit.UnitType) === 'VOLUMEUNIT') units.volumeM3 = sizeOf(lines, unit) ?? units.volumeM3;
    }
  return units;
}

/** In metres or cubic metres: SI, or converted as feet are. */
export function sizeOf(lines: Lines, unit: Line): number | null {
  const power = POWERS[textOf(unit.Name)];
  if (power !== undefined) return (PREFIXES[textOf(unit.Prefix)] ?? 1) ** power;
  const measure = lines.at(unit.ConversionFactor);
  const factor = numberOf(measure?.ValueComponent);
  const base = measure && lines.at(measure.UnitComponent);
  return factor === null || !base ? null : factor * (sizeOf(lines, base) ?? 1);
}

/** Radians of a unit of angles: the radian itself, or converted as degrees and grads are. */
export function angleOf(lines: Lines, unit: Line): number | null {
  if (textOf(unit.Name) === 'RADIAN') return PREFIXES[textOf(unit.Prefix)] ?? 1;
  const measure = lines.at(unit.ConversionFactor);
  const factor = numberOf(measure?.ValueComponent);
  const base = measure && lines.at(measure.UnitComponent);
  return factor === null || !base ? null : factor * (angleOf(lines, base) ?? 1);
}

/** Metres of a unit of length by its name in words, as property sets have it; null for other words. */
export function lengthOfName(name: string): number | null {
  const unit = name === '' ? null : valueUnitOf(name);
  return unit && factorTo('m', unit);
}
