import { MessageError } from '../text/message.ts';
import { bd09, gcj02 } from './chinese-offsets.ts';
import type { Conversion } from './conversion.ts';
import { type CodeRow, codeRow, metresOfProj, OTHER_MERIDIANS } from './crs-codes.ts';
import { geoMessage } from './geo-messages.ts';
import {
  angleUnitDeg,
  datumOfWkt,
  degreesOnly,
  horizontalWkt,
  parseWkt,
  primeMeridianDeg,
  type WktNode,
  wktText,
  wktUnitM,
} from './wkt.ts';

/** A name of a coordinate system that cannot be used. */
export class CrsError extends MessageError {
  override name = 'CrsError';
}

/** A coordinate reference system as readers use it. */
export interface Crs extends Conversion {
  /** How far off positions on WGS 84 may be, where that is more than a metre. */
  accuracyM?: number;
  /** Metres of one unit of its coordinates, where that is no metre: a system in feet. */
  unitM?: number;
  /** Degrees of one unit of its coordinates, where that is no degree: a system in grads. */
  unitDeg?: number;
  /** True of a datum without a public transformation to WGS 84: its degrees are taken for WGS 84's. */
  isUnshifted?: boolean;
  /** Where EPSG says that the system is used, degrees; its west may be greater than its east. */
  area?: readonly [westDeg: number, southDeg: number, eastDeg: number, northDeg: number];
}

/** Xian 1980 and Beijing 1954 have no public transformation: PROJ too takes them for WGS 84. */
const UNSHIFTED_ACCURACY_M = 100;
/**
 * Datums on these ellipsoids have their middle at the Earth's: taken for WGS 84 they are off by what the plates moved since their epoch
 * (CGCS2000 0.4 m, JGD2011 1 m, ETRS89 0.8 m, NAD83 1 to 2 m, GDA94 1.8 m, GDA2020 and KGD2002 below 1 m).
 */
const GEOCENTRIC = /\+(?:ellps=(?:GRS80|WGS84)|datum=WGS84)\b/;
/** What EPSG states below this is not worth a reader's while. */
const WORTH_SAYING_M = 1;

/** EPSG code of the many ways to write one; of a compound the horizontal part; null where there is none. */
export function epsgOf(name: string): number | null {
  if (/CRS\s*:?\s*84/i.test(name)) return 4326;
  const match = /EPSG(?:\/[\d.]+\/|::?|:[\d.]+:|\.xml#)(\d{4,6})/i.exec(name) ?? /^\s*(\d{4,6})\s*$/.exec(name);
  return match ? Number(match[1]) : null;
}

/** Throws CrsError for a name that is not known, of a code, a +proj string or well-known text; `where` begins its message. */
export async function crsOf(name: string, where: string): Promise<Crs> {
  const text = name.trim();
  if (/^GCJ-?02$/i.test(text)) return gcj02();
  if (/^BD-?09$/i.test(text)) return bd09();
  if (text.startsWith('+proj')) return ofProj(text, where);
  const wkt = /^[A-Z_]+\s*[[(]/i.test(text) ? parseWkt(text) : null;
  if (wkt) return ofWkt(horizontalWkt(wkt), where);
  const named = epsgOf(text);
  if (named === null) throw new CrsError(geoMessage('crs-name', { where, got: JSON.stringify(name.slice(0, 80)) }));
  const other = OTHER_MERIDIANS[named];
  const row = await codeRow(other?.base ?? named);
  if (!row) throw new CrsError(geoMessage('crs-code', { where, named }));
  const crs = await ofRow(`EPSG:${named}`, row, where);
  return other ? fromMeridian(crs, other.meridianDeg, other.unitDeg) : crs;
}

/** Degrees that anything turns, shifts or counts from elsewhere. */
const IS_MOVED = /\+(?:pm|towgs84|nadgrids|axis|datum=(?!WGS84))/;

async function ofProj(text: string, where: string): Promise<Crs> {
  if (!/\+proj=(?:longlat|latlong)\b/.test(text)) return { ...(await converted(text, text, where)), ...unitOf(text) };
  return IS_MOVED.test(text) ? { ...(await converted(text, text, where)), geographic: true } : geographic(text);
}

/** A system in well-known text by its numbers alone. */
async function ofWkt(root: WktNode, where: string): Promise<Crs> {
  const name = String(root.values[0] ?? root.keyword);
  if (/^PROJ/.test(root.keyword)) {
    const unitM = wktUnitM(root) ?? 1;
    return { ...(await converted(name, wktText(degreesOnly(root)), where)), ...(unitM === 1 ? {} : { unitM }) };
  }
  if (!/^GEO(GCS|GCRS|DCRS|DETICCRS|GRAPHICCRS)$/.test(root.keyword))
    throw new CrsError(geoMessage('crs-name', { where, got: JSON.stringify(name.slice(0, 80)) }));
  const { figure, shift } = datumOfWkt(root);
  const isShifted = shift.some((value) => value !== 0);
  const base = isShifted
    ? await converted(name, `+proj=longlat ${figure} +towgs84=${shift.join(',')} +no_defs`, where)
    : geographic(name);
  return fromMeridian({ ...base, geographic: true }, primeMeridianDeg(root) ?? 0, angleUnitDeg(root) ?? 1);
}

/** A geographic system whose angles count from another meridian, in another unit than degrees. */
function fromMeridian(base: Crs, meridianDeg: number, unitDeg: number): Crs {
  if (meridianDeg === 0 && unitDeg === 1) return base;
  return {
    ...base,
    ...(unitDeg === 1 ? {} : { unitDeg }),
    toLonLat(xy, from, to) {
      for (let i = from; i < to; i++) {
        xy[2 * i] = xy[2 * i] * unitDeg + meridianDeg;
        xy[2 * i + 1] *= unitDeg;
      }
      base.toLonLat(xy, from, to);
    },
    fromLonLat(lonDeg, latDeg) {
      const [x, y] = base.fromLonLat(lonDeg, latDeg);
      return [(x - meridianDeg) / unitDeg, y / unitDeg];
    },
  };
}

async function ofRow(name: string, row: CodeRow, where: string): Promise<Crs> {
  const { proj, shift, area } = row;
  const isLonLat = proj.startsWith('+proj=longlat');
  const isPlain = isLonLat && !shift && !proj.includes('+pm=');
  const crs = isPlain ? geographic(name) : await converted(name, definitionOf(row), where);
  const isUnshifted = row.accuracyM === null && !GEOCENTRIC.test(proj);
  const accuracyM = isUnshifted ? UNSHIFTED_ACCURACY_M : (row.accuracyM ?? 0);
  return {
    ...crs,
    ...unitOf(proj),
    geographic: isLonLat,
    area,
    ...(accuracyM > WORTH_SAYING_M ? { accuracyM } : {}),
    ...(isUnshifted ? { isUnshifted } : {}),
  };
}

function unitOf(proj: string): Pick<Crs, 'unitM'> {
  const unitM = metresOfProj(proj);
  return unitM === null || unitM === 1 ? {} : { unitM };
}

const definitionOf = ({ proj, shift }: CodeRow): string => `${proj}${shift ? ` +towgs84=${shift}` : ''} +no_defs`;

function geographic(name: string): Crs {
  return { name, geographic: true, toLonLat: () => undefined, fromLonLat: (lonDeg, latDeg) => [lonDeg, latDeg] };
}

async function converted(name: string, definition: string, where: string): Promise<Crs> {
  const { default: proj4 } = await import('proj4');
  let converter: { forward: (xy: number[]) => number[]; inverse: (xy: number[]) => number[] };
  try {
    converter = proj4(definition, 'EPSG:4326');
  } catch (error) {
    throw new CrsError(
      geoMessage('crs-projection', {
        where,
        got: JSON.stringify(definition.slice(0, 80)),
        reason: error instanceof Error ? error.message : String(error),
      }),
    );
  }
  return {
    name,
    geographic: false,
    toLonLat(xy, from, to) {
      const point = [0, 0];
      for (let i = from; i < to; i++) {
        point[0] = xy[2 * i];
        point[1] = xy[2 * i + 1];
        if (!Number.isFinite(point[0]) || !Number.isFinite(point[1])) {
          xy[2 * i] = Number.NaN;
          continue;
        }
        const out = converter.forward(point);
        xy[2 * i] = out[0];
        xy[2 * i + 1] = out[1];
      }
    },
    fromLonLat(lonDeg, latDeg) {
      const out = converter.inverse([lonDeg, latDeg]);
      return [out[0], out[1]];
    },
  };
}
