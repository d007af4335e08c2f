import { codeOfName, codeRow, metresOfProj, OTHER_MERIDIANS } from '../../model/geo/crs-codes.ts';
import { statedHeightUnitM } from '../../model/geo/height-unit.ts';
import {
  angleUnitDeg,
  horizontalWkt,
  isWktNode,
  parseWkt,
  primeMeridianDeg,
  type WktNode,
  wktChild,
  wktDescendant,
  wktHeightUnitM,
  wktUnitM,
} from '../../model/geo/wkt.ts';
import { crsOf } from './crs.ts';
import { type Problems, quote, ReadError } from './problems.ts';

/** Zones that count on by a step of the meridian: by the name before them, codes of the first zone and of the first meridian (75° E). */
const GAUSS_KRUEGER: readonly (readonly [
  name: string,
  zone3: number,
  meridian3: number,
  zone6: number,
  meridian6: number,
])[] = [
  ['cgcs2000', 4513, 4534, 4491, 4502],
  ['xian1980', 2349, 2370, 2327, 2338],
  ['beijing1954', 2401, 2422, 21413, 21453],
];

/**
 * The name that `crsOf` takes of a system in well-known text, of version 1 as in a `.prj` file or of version 2. The code comes first, then
 * the name: ESRI's text holds no datum shift, so that the text alone puts Hong Kong 304 m off. A name whose zone disagrees with the numbers
 * in the text was copied from another file: then the text is taken, and `problems` say so. Null where it is no such text.
 */
async function crsOfWkt(text: string, place: string, problems: Problems): Promise<string | null> {
  const parsed = parseWkt(text);
  const root = parsed && horizontalWkt(parsed);
  if (!root || root.values.length === 0 || !/^(PROJ|GEOG|GEOD)/.test(root.keyword)) return null;
  const code = codeOf(root) ?? (await codeCalled(String(root.values[0] ?? '')));
  const fault = code === null ? null : (disagreement(code, root) ?? (await otherUnit(code, root)));
  if (code !== null && !fault) return `EPSG:${code}`;
  if (fault)
    problems.report('crs-name-other', () => `${place}: ${fault}; the numbers of the text are taken, not its name`);
  else if (!wktDescendant(root, /^TOWGS84$/))
    problems.report(
      'crs-text',
      () =>
        `${place}: expected a system whose name is known, got ${quote(String(root.values[0]))}; read by its numbers alone, so a shift of its datum is missing; --crs names it`,
    );
  return text.trim();
}

/**
 * A system by its code where that is known here, else by its text; where neither is of use the code, whose refusal names it. Null where the
 * file has none.
 */
export async function usableCrs(
  code: string | null,
  text: string | null,
  place: string,
  problems: Problems,
): Promise<string | null> {
  if (code !== null && (await isKnown(code, place))) return code;
  const named = text === null ? null : await crsOfWkt(text, place, problems);
  if (text === null || named === null) return code;
  if (await isKnown(named, place)) return named;
  problems.report(
    'crs-text',
    () => `${place}: expected a system whose code is known here, got ${named}; read by the numbers of its text alone`,
  );
  return (await isKnown(text.trim(), place)) ? text.trim() : named;
}

/** Metres upwards of one unit of heights that a system states, by its code or its text; null where it states none. */
export function heightUnitOf(code: string | null, text: string | null): number | null {
  // ESRI writes the vertical system behind the other one, not about both.
  const behind = /,\s*(VERTCS\s*\[[\s\S]*)$/i.exec(text ?? '')?.[1];
  return statedHeightUnitM(code ?? '') ?? wktHeightUnitM(parseWkt(behind ?? text ?? ''));
}

async function isKnown(name: string, place: string): Promise<boolean> {
  try {
    await crsOf(name, place);
    return true;
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  }
}

function codeOf(node: WktNode): number | null {
  const authority = wktChild(node, /^(AUTHORITY|ID)$/);
  if (!authority || !/^EPSG$/i.test(String(authority.values[0]))) return null;
  const code = Number(authority.values[1]);
  return Number.isInteger(code) ? code : null;
}

/** By its name as EPSG or ArcGIS writes it; the zones of China's systems by what is common to their many spellings. */
async function codeCalled(name: string): Promise<number | null> {
  const plain = name
    .toLowerCase()
    .replace(/gauss[ _-]*kr(?:u|ue|ü)ger/g, 'gk')
    .replace(/[^a-z0-9]/g, '');
  const zone = /^(cgcs2000|xian1980|beijing1954)(3degree)?gk(?:zone(\d+)(n?)|cm(\d+)e)$/.exec(plain);
  return zone ? gaussKruegerCode(zone) : codeOfName(name);
}

function gaussKruegerCode([, system, is3, zone, withoutPrefix, meridian]: RegExpExecArray): number | null {
  const row = GAUSS_KRUEGER.find(([name]) => name === system);
  if (!row) return null;
  const [, zone3, meridian3, zone6, meridian6] = row;
  const [step, first] = is3 ? [3, 25] : [6, 13];
  const last = first + (is3 ? 20 : 10);
  const nth = zone === undefined ? (Number(meridian) - 75) / step : Number(zone) - first;
  if (!Number.isInteger(nth) || nth < 0 || first + nth > last) return null;
  // Beijing 1954's zones with an N behind them have no prefix.
  if (zone === undefined || withoutPrefix === 'n') return (is3 ? meridian3 : meridian6) + nth;
  return (is3 ? zone3 : zone6) + nth;
}

/** Says in which unit, or from which meridian, a text has its numbers where the system of its name has others; null where they agree. */
async function otherUnit(code: number, root: WktNode): Promise<string | null> {
  const name = quote(String(root.values[0]));
  const other = OTHER_MERIDIANS[code];
  const row = await codeRow(other?.base ?? code);
  if (!row) return null;
  const ownM = metresOfProj(row.proj);
  if (ownM !== null) {
    const statedM = wktUnitM(root);
    return statedM === null || isSame(statedM, ownM)
      ? null
      : `${name}: expected coordinates in a unit of ${ownM} m, got one of ${statedM} m`;
  }
  const unitDeg = angleUnitDeg(root);
  if (unitDeg !== null && !isSame(unitDeg, other?.unitDeg ?? 1))
    return `${name}: expected angles in a unit of ${other?.unitDeg ?? 1}°, got one of ${unitDeg}°`;
  const meridianDeg = primeMeridianDeg(root);
  const isFromGreenwich = other === undefined && !row.proj.includes('+pm=');
  return meridianDeg === null || isFromGreenwich === (meridianDeg === 0)
    ? null
    : `${name}: expected another prime meridian, got ${meridianDeg}°`;
}

/** US survey feet and feet differ by two millionths, which is a metre in a state's false easting. */
const isSame = (a: number, b: number): boolean => Math.abs(a / b - 1) < 1e-7;

/** Says in which number a zone of China's systems differs from the text that has its name; null where they agree. */
function disagreement(code: number, root: WktNode): string | null {
  const expected = chineseZone(code);
  if (!expected) return null;
  const got = {
    'false easting': parameterOf(root, /false_?\s?easting/i),
    'central meridian': parameterOf(root, /central_?\s?meridian|longitude of natural origin/i),
    'scale factor': parameterOf(root, /scale_?\s?factor/i),
  };
  for (const [name, value] of Object.entries(expected)) {
    const stated = got[name as keyof typeof got];
    if (stated !== null && Math.abs(stated - value) > 1e-6)
      return `${quote(String(root.values[0]))}: expected a ${name} of ${value}, got ${stated}`;
  }
  return null;
}

function chineseZone(code: number): Record<'false easting' | 'central meridian' | 'scale factor', number> | null {
  for (const [, zone3, meridian3, zone6, meridian6] of GAUSS_KRUEGER)
    for (const [first, count, step, prefix] of [
      [zone3, 21, 3, 25],
      [meridian3, 21, 3, 0],
      [zone6, 11, 6, 13],
      [meridian6, 11, 6, 0],
    ]) {
      const nth = code - first;
      if (nth < 0 || nth >= count) continue;
      const falseEasting = prefix === 0 ? 500_000 : (prefix + nth) * 1e6 + 500_000;
      return { 'false easting': falseEasting, 'central meridian': 75 + step * nth, 'scale factor': 1 };
    }
  return null;
}

function parameterOf(root: WktNode, name: RegExp): number | null {
  for (const child of root.values.filter(isWktNode)) {
    if (child.keyword === 'PARAMETER' && name.test(String(child.values[0]))) return Number(child.values[1]);
    const within = parameterOf(child, name);
    if (within !== null) return within;
  }
  return null;
}
