import type { GeoTIFFImage } from 'geotiff';
import { statedHeightUnitM, verticalUnitM } from '../../model/geo/height-unit.ts';
import { USER_DEFINED } from '../shared/geo-keys.ts';
import type { Problems } from '../shared/problems.ts';
import { type ValueUnit, valueUnitOf } from '../shared/value-unit.ts';

/** Tells what a file says of the numbers of its first band: value = number × scale + offset, in a unit. */
export interface Band {
  scale: number;
  offset: number;
  /** The number that stands for no value. */
  noData: number | null;
  unit: ValueUnit | null;
  /** The vertical system of the values, by its code of EPSG. */
  vertical: string | null;
}

/** Codes of units of length of EPSG. */
const LENGTHS: Readonly<Record<number, string>> = { 9001: 'm', 9002: 'ft', 9003: 'us-ft', 9036: 'km' };
/** Vertical key of old files: heights above the ellipsoid of WGS 84. */
const ELLIPSOID_CODES: readonly number[] = [5030, 4979];

/** Reads GDAL's metadata of the first band, the "no data" and the vertical keys. */
export async function bandOf(image: GeoTIFFImage, file: string, aux: string | null, problems: Problems): Promise<Band> {
  const { fileDirectory } = image;
  const own = rolesOf(fileDirectory.hasTag('GDAL_METADATA') ? await fileDirectory.loadValue('GDAL_METADATA') : '');
  const texts = new Map([...rolesBeside(aux ?? ''), ...own]);
  const number = (role: string, otherwise: number): number => {
    const value = Number(texts.get(role) ?? otherwise);
    return Number.isFinite(value) ? value : otherwise;
  };
  const keys: Record<string, unknown> = { ...image.getGeoKeys() };
  const ofBand = valueUnitOf(texts.get('unittype') ?? '');
  const system = systemUnitOf(keys);
  if (ofBand && system && ofBand.code !== system.code)
    problems.report(
      'raster-units',
      () =>
        `${file}: expected one unit, got "${ofBand.name}" of the band and "${system.name}" of the vertical system; the band's is taken`,
    );
  const code = keyOf(keys, 'VerticalCSTypeGeoKey');
  const vertical = code === null ? textOf(keys.VerticalCitationGeoKey) : `EPSG:${code}`;
  const height = heightScaleOf(image, code !== null || vertical !== null, file, problems);
  const none = textOf(fileDirectory.getValue('GDAL_NODATA')) ?? texts.get('nodata') ?? null;
  return {
    scale: number('scale', height.scale),
    offset: number('offset', height.offset),
    noData: none === null ? null : Number(none),
    unit: ofBand ?? system,
    vertical,
  };
}

/** Texts of GDAL's items of the first band by their role. */
function rolesOf(xml: unknown): Map<string, string> {
  const roles = new Map<string, string>();
  for (const [, attributes, text] of String(xml ?? '').matchAll(/<Item\b([^>]*)>([^<]*)<\/Item>/g)) {
    const of = (name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
    const role = of('role') ?? ROLES[of('name') ?? ''];
    if (role && of('sample') === '0') roles.set(role, text.trim());
  }
  return roles;
}

/** Elements of the first band in GDAL's file beside, by the role that they have. */
const BESIDE: Readonly<Record<string, string>> = {
  scale: 'Scale',
  offset: 'Offset',
  unittype: 'UnitType',
  nodata: 'NoDataValue',
};

function rolesBeside(xml: string): [role: string, text: string][] {
  const band = /<PAMRasterBand band="1">[\s\S]*?<\/PAMRasterBand>/.exec(xml)?.[0] ?? '';
  return Object.entries(BESIDE).flatMap(([role, element]): [string, string][] => {
    const text = new RegExp(`<${element}[^>]*>([^<]*)</${element}>`).exec(band)?.[1];
    return text === undefined ? [] : [[role, text.trim()]];
  });
}

/** Roles by the names of items, for writers that leave the role out. */
const ROLES: Readonly<Record<string, string>> = { SCALE: 'scale', OFFSET: 'offset', UNITTYPE: 'unittype' };

const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value.replace(/[\0|]/g, '').trim() || null : null;

function keyOf(keys: Record<string, unknown>, name: string): number | null {
  const value = keys[name];
  return typeof value === 'number' && value !== 0 && value !== USER_DEFINED ? value : null;
}

/** The unit by the vertical keys: that of the system's code unless the key of units says another. */
function systemUnitOf(keys: Record<string, unknown>): ValueUnit | null {
  const code = keyOf(keys, 'VerticalCSTypeGeoKey');
  const stated = keyOf(keys, 'VerticalUnitsGeoKey');
  // Some writers put a compound system where the one of the ground belongs.
  const compoundM = statedHeightUnitM(`EPSG:${keyOf(keys, 'ProjectedCSTypeGeoKey')}`);
  if (code === null && stated === null && compoundM === null) return null;
  const perUnitM = code === null || ELLIPSOID_CODES.includes(code) ? (compoundM ?? 1) : verticalUnitM(code);
  const named = stated === null ? NAMES_OF_UNITS.get(Math.abs(perUnitM)) : (LENGTHS[stated] ?? `EPSG:${stated}`);
  const unit = valueUnitOf(named ?? `EPSG:${code}`);
  return unit && { ...unit, sign: perUnitM < 0 ? -1 : 1 };
}

const NAMES_OF_UNITS: ReadonlyMap<number, string> = new Map([
  [1, 'm'],
  [0.3048, 'ft'],
  [1200 / 3937, 'us-ft'],
]);

/** The third numbers of the image's scale and tie point, which are meant for heights where the file has a vertical system; else they are told. */
function heightScaleOf(
  { fileDirectory }: GeoTIFFImage,
  isHeight: boolean,
  file: string,
  problems: Problems,
): { scale: number; offset: number } {
  const plain = { scale: 1, offset: 0 };
  const scale = fileDirectory.getValue('ModelPixelScale')?.[2] ?? 0;
  const tie = fileDirectory.getValue('ModelTiepoint');
  if (tie?.length !== 6 || scale === 0 || (scale === 1 && tie[5] === tie[2])) return plain;
  if (isHeight) return { scale, offset: tie[5] - tie[2] * scale };
  problems.report(
    'raster-height-scale',
    () =>
      `${file}: expected no scale of heights without a vertical system, got ${scale} from ${tie[5]}; it is not applied`,
  );
  return plain;
}
