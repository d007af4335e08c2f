import type { Georeference } from './building-model.ts';
import { type Lines, listOf, numberOf, plain, textOf } from './lines.ts';
import { type IfcUnits, sizeOf } from './units.ts';

/** What the file states of its place: IfcMapConversion with its projected system, IfcSite's latitude and longitude, true north. */
export function georeferenceOf(lines: Lines, units: IfcUnits): Georeference {
  return { map: mapOf(lines, units), site: siteOf(lines, units), trueNorthRad: trueNorthOf(lines) };
}

function mapOf(lines: Lines, units: IfcUnits): Georeference['map'] {
  const conversion = lines.ofClass('IfcMapConversion')[0];
  if (!conversion) return null;
  const target = lines.at(conversion.TargetCRS);
  const unit = target && lines.at(target.MapUnit);
  const x = numberOf(conversion.XAxisAbscissa) ?? 1;
  const y = numberOf(conversion.XAxisOrdinate) ?? 0;
  return {
    crs: textOf(target?.Name),
    mapUnitM: (unit && sizeOf(lines, unit)) ?? units.lengthM,
    eastings: numberOf(conversion.Eastings) ?? 0,
    northings: numberOf(conversion.Northings) ?? 0,
    orthogonalHeight: numberOf(conversion.OrthogonalHeight) ?? 0,
    rotationRad: Math.atan2(y, x),
    scale: numberOf(conversion.Scale) ?? 1,
  };
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
