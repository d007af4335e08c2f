import type { Georeference, ModelProblem } from './building-model.ts';
import { type Line, type Lines, listOf, numberOf, plain, textOf } from './lines.ts';
import { angleOf, type IfcUnits, lengthOfName, sizeOf } from './units.ts';

/**
 * Holds what the file states of its place: a coordinate operation (IFC 4 and 4.3) or the property sets that stand for one in IFC 2x3, IfcSite's
 * latitude and longitude, true north.
 */
export function georeferenceOf(lines: Lines, units: IfcUnits): Georeference {
  const rigid = lines.ofClass('IfcRigidOperation')[0];
  const site = (rigid && geographicOf(lines, units, rigid)) ?? siteOf(lines, units);
  return { map: mapOf(lines, rigid), site, trueNorthRad: trueNorthOf(lines) };
}

/** The conversion to a map; an operation that only moves is one without turn and scale. */
function mapOf(lines: Lines, rigid: Line | undefined): Georeference['map'] {
  const conversion = lines.ofClass('IfcMapConversionScaled')[0] ?? lines.ofClass('IfcMapConversion')[0];
  if (conversion) return mapOfConversion(lines, conversion, lines.at(conversion.TargetCRS));
  const target = rigid && lines.at(rigid.TargetCRS);
  if (rigid && target && !isGeographic(lines, target)) {
    const { FirstCoordinate: Eastings, SecondCoordinate: Northings, Height: OrthogonalHeight } = rigid;
    return mapOfConversion(lines, { Eastings, Northings, OrthogonalHeight }, target);
  }
  const sets = propertySets(lines);
  const ofSet = sets.get('epset_mapconversion');
  if (!ofSet) return null;
  const system = sets.get('epset_projectedcrs') ?? {};
  const stated = mapOfConversion(lines, ofSet, { Name: system.Name });
  return { ...stated, mapUnitM: lengthOfName(textOf(system.MapUnit)) };
}

function mapOfConversion(lines: Lines, conversion: Line, target: Line | null): NonNullable<Georeference['map']> {
  const unit = target && lines.at(target.MapUnit);
  const x = numberOf(conversion.XAxisAbscissa) ?? 1;
  const y = numberOf(conversion.XAxisOrdinate) ?? 0;
  return {
    crs: textOf(target?.Name),
    mapUnitM: unit ? sizeOf(lines, unit) : null,
    eastings: numberOf(conversion.Eastings) ?? 0,
    northings: numberOf(conversion.Northings) ?? 0,
    orthogonalHeight: numberOf(conversion.OrthogonalHeight) ?? 0,
    rotationRad: Math.atan2(y, x),
    scale: numberOf(conversion.Scale),
    factors: [conversion.FactorX, conversion.FactorY, conversion.FactorZ].map((factor) => numberOf(factor) ?? 1),
  };
}

const isGeographic = (lines: Lines, target: Line): boolean =>
  lines.ofClass('IfcGeographicCRS').some((line) => line.expressID === target.expressID);

/** A place in degrees: IfcRigidOperation has latitude first, as systems of EPSG have, in the unit of the system or of the project. */
function geographicOf(lines: Lines, units: IfcUnits, rigid: Line): Georeference['site'] {
  const target = lines.at(rigid.TargetCRS);
  if (!target || !isGeographic(lines, target)) return null;
  const angleUnit = lines.at(target.AngleUnit);
  const heightUnit = lines.at(target.HeightUnit);
  const toDeg = ((angleUnit && angleOf(lines, angleUnit)) ?? units.angleRad) * (180 / Math.PI);
  const toM = (heightUnit && sizeOf(lines, heightUnit)) ?? units.lengthM;
  return {
    latDeg: (numberOf(rigid.FirstCoordinate) ?? 0) * toDeg,
    lonDeg: (numberOf(rigid.SecondCoordinate) ?? 0) * toDeg,
    elevationM: (numberOf(rigid.Height) ?? 0) * toM,
    crs: textOf(target.Name),
  };
}

/** Property sets that buildingSMART's guide for IFC 2x3 gives in place of a conversion, by their names in small letters. */
function propertySets(lines: Lines): Map<string, Record<string, unknown>> {
  const sets = new Map<string, Record<string, unknown>>();
  for (const set of lines.ofClass('IfcPropertySet')) {
    const name = textOf(set.Name).toLowerCase();
    if (!name.startsWith('epset_')) continue;
    const values = listOf(set.HasProperties).map((reference) => lines.at(reference));
    sets.set(name, Object.fromEntries(values.map((value) => [textOf(value?.Name), value?.NominalValue])));
  }
  return sets;
}

function siteOf(lines: Lines, units: IfcUnits): Georeference['site'] {
  for (const site of lines.ofClass('IfcSite')) {
    const latDeg = degreesOf(site.RefLatitude);
    const lonDeg = degreesOf(site.RefLongitude);
    if (latDeg === null || lonDeg === null) continue;
    return { lonDeg, latDeg, elevationM: (numberOf(site.RefElevation) ?? 0) * units.lengthM };
  }
  return null;
}

/** Degrees, minutes, seconds, millionths of a second, all of one sign. */
function degreesOf(value: unknown): number | null {
  const parts = listOf(plain(value)).map(numberOf);
  if (parts.length < 3) return null;
  const [degrees, minutes, seconds, millionths] = parts;
  if (degrees === null || minutes === null || seconds === null) return null;
  return degrees + minutes / 60 + (seconds + (millionths ?? 0) / 1e6) / 3600;
}

/** Returns true north of the 3D context, where it states one. Its vector is north in the model's own axes. */
function trueNorthOf(lines: Lines): number {
  for (const context of lines.ofClass('IfcGeometricRepresentationContext')) {
    if (numberOf(context.CoordinateSpaceDimension) === 2) continue;
    const ratios = listOf(lines.at(context.TrueNorth)?.DirectionRatios).map(numberOf);
    const [x, y] = ratios;
    if (typeof x === 'number' && typeof y === 'number') return Math.atan2(-x, y);
  }
  return 0;
}

/** Returns what the file states of its place and nothing here goes by: each is named. */
export function placeProblemsOf(lines: Lines): ModelProblem[] {
  const vertical = textOf(lines.ofClass('IfcProjectedCRS')[0]?.VerticalDatum);
  const conversions = lines.ofClass('IfcMapConversion').length + lines.ofClass('IfcMapConversionScaled').length;
  const moved = lines.ofClass('IfcGeometricRepresentationContext').filter((context) => isMoved(lines, context));
  const problems: ModelProblem[] = [];
  if (vertical !== '') problems.push({ code: 'vertical-datum', count: 1, example: vertical });
  if (moved.length > 0)
    problems.push({ code: 'world-system', count: moved.length, example: textOf(moved[0].ContextType) });
  if (conversions > 1) problems.push({ code: 'several-maps', count: conversions, example: 'IfcMapConversion' });
  return problems;
}

/** Does the world coordinate system of a context lie elsewhere than at zero, or turned? */
function isMoved(lines: Lines, context: Line): boolean {
  const system = lines.at(context.WorldCoordinateSystem);
  const numbersOf = (reference: unknown, name: string): (number | null)[] =>
    listOf(plain(lines.at(reference)?.[name])).map(numberOf);
  const isTurned = (reference: unknown, straight: readonly number[]): boolean =>
    numbersOf(reference, 'DirectionRatios').some((value, k) => Math.abs((value ?? 0) - straight[k]) > 1e-9);
  return (
    numbersOf(system?.Location, 'Coordinates').some((value) => value !== 0) ||
    isTurned(system?.RefDirection, [1, 0, 0]) ||
    isTurned(system?.Axis, [0, 0, 1])
  );
}
