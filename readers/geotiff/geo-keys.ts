import { codeRow, metresOfProj } from '../../model/geo/crs-codes.ts';
import { isSameLength } from '../../model/geo/units.ts';
import { LENGTHS_M, USER_DEFINED } from '../shared/geo-keys.ts';
import { readerMessage } from '../shared/messages.ts';
import { ReadError } from '../shared/problems.ts';

/** ProjCoordTransGeoKey: transverse Mercator, and Lambert with two parallels. */
const TRANSVERSE_MERCATOR = 1;
const LAMBERT_2 = 8;
/** Degrees of a unit by its code of EPSG, in which keys give units of angle. */
const ANGLE_DEG: Readonly<Record<number, number>> = { 9101: 180 / Math.PI, 9102: 1, 9105: 0.9, 9106: 0.9 };

/**
 * The system that GeoTIFF keys name by code or spell out by parameters (transverse Mercator, Lambert with two parallels), in the units that
 * they state. Keys that name a system in one unit and state another are refused.
 */
export async function crsOfKeys(keys: Record<string, unknown>, file: string): Promise<string> {
  const key = (name: string): number | null => {
    const value = keys[name];
    return typeof value === 'number' && value !== USER_DEFINED ? value : null;
  };
  const isGeographic = key('GTModelTypeGeoKey') === 2;
  const code = key('ProjectedCSTypeGeoKey') ?? (isGeographic ? key('GeographicTypeGeoKey') : null);
  const unitM = unitOf(key('ProjLinearUnitsGeoKey'), key('ProjLinearUnitSizeGeoKey'), LENGTHS_M);
  const sizeRad = key('GeogAngularUnitSizeGeoKey');
  const unitDeg = unitOf(key('GeogAngularUnitsGeoKey'), sizeRad && sizeRad * (180 / Math.PI), ANGLE_DEG);
  if (code) {
    await refuseOtherUnit(code, isGeographic ? null : unitM, file);
    return `EPSG:${code}`;
  }
  const transform = key('ProjCoordTransGeoKey');
  if (isGeographic || (transform !== TRANSVERSE_MERCATOR && transform !== LAMBERT_2) || (unitDeg ?? 1) !== 1)
    throw new ReadError(readerMessage('tiff-crs', { file }));
  const toM = unitM ?? 1;
  const given = (otherwise: number, ...names: string[]): number =>
    names.map(key).find((value) => value !== null) ?? otherwise;
  const east = given(0, 'ProjFalseOriginEastingGeoKey', 'ProjFalseEastingGeoKey');
  const north = given(0, 'ProjFalseOriginNorthingGeoKey', 'ProjFalseNorthingGeoKey');
  const meridian = key('GeogPrimeMeridianLongGeoKey');
  const tail = [
    `+x_0=${east * toM} +y_0=${north * toM} ${await datumOf(keys, key)}`,
    ...(meridian ? [`+pm=${meridian}`] : []),
    toM === 1 ? '+units=m' : `+to_meter=${toM}`,
    '+no_defs',
  ].join(' ');
  const lat0 = given(0, 'ProjNatOriginLatGeoKey');
  const lon0 = given(0, 'ProjNatOriginLongGeoKey');
  if (transform === TRANSVERSE_MERCATOR)
    return `+proj=tmerc +lat_0=${lat0} +lon_0=${lon0} +k=${given(1, 'ProjScaleAtNatOriginGeoKey')} ${tail}`;
  const parallels = `+lat_1=${given(lat0, 'ProjStdParallel1GeoKey')} +lat_2=${given(lat0, 'ProjStdParallel2GeoKey')}`;
  return `+proj=lcc ${parallels} +lat_0=${given(lat0, 'ProjFalseOriginLatGeoKey')} +lon_0=${given(lon0, 'ProjFalseOriginLongGeoKey')} ${tail}`;
}

/** The figure of the Earth and the way to WGS 84: of the geographic system by its code, else by the keys, WGS 84 where they say nothing. */
async function datumOf(keys: Record<string, unknown>, key: (name: string) => number | null): Promise<string> {
  const code = key('GeographicTypeGeoKey');
  const row = code === null ? null : await codeRow(code);
  const figure = row && /\+(?:ellps|datum|a)=.*$/.exec(row.proj)?.[0];
  if (row && figure) return `${figure} +towgs84=${row.shift || '0,0,0,0,0,0,0'}`;
  const stated = keys.GeogTOWGS84GeoKey;
  const shift = ArrayBuffer.isView(stated) ? Array.from(stated as Float64Array).join(',') : '0,0,0,0,0,0,0';
  const a = key('GeogSemiMajorAxisGeoKey') ?? 6378137;
  return `+a=${a} +rf=${key('GeogInvFlatteningGeoKey') ?? 298.257223563} +towgs84=${shift}`;
}

/** A unit by its code, or by its size where it has none; null where the keys say nothing of it. */
function unitOf(code: number | null, size: number | null, known: Readonly<Record<number, number>>): number | null {
  return known[code ?? 0] ?? size;
}

/** Coordinates of a system in metres that are stated in feet, or the other way round, belong to neither. */
async function refuseOtherUnit(code: number, unitM: number | null, file: string): Promise<void> {
  const row = unitM === null ? null : await codeRow(code);
  const ownM = row === null ? null : metresOfProj(row.proj);
  if (unitM !== null && ownM !== null && !isSameLength(unitM, ownM))
    throw new ReadError(readerMessage('tiff-linear-unit', { file, code, ownM, unitM }));
}
