/** A node of well-known text of a coordinate system: its keyword in capitals, and what stands in its brackets. */
export interface WktNode {
  keyword: string;
  values: (string | number | WktNode)[];
}

/** A `.prj` file beyond this is none. */
const MAX_WKT_CHARACTERS = 100_000;
const MAX_WKT_LEVELS = 20;

/** Whether something in the brackets of a node is a node itself. */
export const isWktNode = (value: string | number | WktNode): value is WktNode => typeof value === 'object';

/** The first node of one of the keywords among those in the brackets of another. */
export function wktChild(node: WktNode, keyword: RegExp): WktNode | undefined {
  return node.values.filter(isWktNode).find((child) => keyword.test(child.keyword));
}

/** The first node of a keyword anywhere below another. */
export function wktDescendant(node: WktNode, keyword: RegExp): WktNode | undefined {
  for (const child of node.values.filter(isWktNode)) {
    const found = keyword.test(child.keyword) ? child : wktDescendant(child, keyword);
    if (found) return found;
  }
  return undefined;
}

/** Reads well-known text of version 1 or 2; null for what is no such text. */
export function parseWkt(text: string): WktNode | null {
  if (text.length > MAX_WKT_CHARACTERS) return null;
  const tokens = text.match(/"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*|[-+]?[0-9.]+(?:[eE][-+]?\d+)?|[[\](),]/g) ?? [];
  let at = 0;
  const node = (level: number): WktNode | null => {
    const keyword = (tokens[at++] ?? '').toUpperCase();
    const values: WktNode['values'] = [];
    if (!/^[A-Z]/.test(keyword) || level > MAX_WKT_LEVELS) return null;
    if (tokens[at] !== '[' && tokens[at] !== '(') return { keyword, values };
    for (at++; at < tokens.length && tokens[at] !== ']' && tokens[at] !== ')'; ) {
      const token = tokens[at];
      if (token === ',') at++;
      else if (token.startsWith('"')) {
        values.push(token.slice(1, -1));
        at++;
      } else if (/^[-+.\d]/.test(token)) {
        values.push(Number(token));
        at++;
      } else {
        const child = node(level + 1);
        if (!child) return null;
        values.push(child);
      }
    }
    at++;
    return { keyword, values };
  };
  return node(0);
}

/** The text of a node. */
export function wktText({ keyword, values }: WktNode): string {
  if (values.length === 0) return keyword;
  const parts = values.map((value) => {
    if (isWktNode(value)) return wktText(value);
    return typeof value === 'number' ? String(value) : `"${value}"`;
  });
  return `${keyword}[${parts.join(',')}]`;
}

/** The part of a system that is for the ground: of a compound one its first system, of one that is bound to another the system itself. */
export function horizontalWkt(root: WktNode): WktNode {
  const source = root.keyword === 'BOUNDCRS' ? wktChild(root, /^SOURCECRS$/)?.values.find(isWktNode) : undefined;
  if (source) return horizontalWkt(source);
  const part = /^COMP/.test(root.keyword) ? wktChild(root, /^(PROJ|GEO|GEOD|BOUNDCRS)/) : undefined;
  return part ? horizontalWkt(part) : root;
}

/** Degrees of a radian. */
const RAD_DEG = 180 / Math.PI;
const ANGLE_UNIT = /^(ANGLEUNIT|UNIT)$/;

/** Degrees of one unit of the angles of a geographic system, of its axes in version 2; null where it states none. */
export function angleUnitDeg(geographic: WktNode): number | null {
  const axis = wktChild(geographic, /^AXIS$/);
  const unit = wktChild(geographic, ANGLE_UNIT) ?? (axis && wktChild(axis, ANGLE_UNIT));
  const radians = Number(unit?.values[1]);
  return radians > 0 ? clean(radians * RAD_DEG) : null;
}

/** Degrees of the prime meridian from Greenwich; null where the system states none. */
export function primeMeridianDeg(geographic: WktNode): number | null {
  const meridian = wktChild(geographic, /^PRIMEM(ERIDIAN)?$/);
  const stated = Number(meridian?.values[1]);
  if (!meridian || !Number.isFinite(stated)) return null;
  const unit = wktChild(meridian, ANGLE_UNIT);
  if (unit) return clean(stated * Number(unit.values[1]) * RAD_DEG);
  const unitDeg = angleUnitDeg(geographic) ?? 1;
  if (geographic.keyword !== 'GEOGCS') return clean(stated * unitDeg);
  // Version 1 has it in the unit of the system; ESRI and GDAL write degrees, which only the meridian itself tells apart.
  const inUnit = stated * unitDeg;
  return MERIDIANS_DEG.some((deg) => Math.abs(inUnit - deg) < SAME_DEG) ? clean(inUnit) : stated;
}

/** Meridians of EPSG of systems in other units than degrees: Paris, and Paris as it was measured for the old triangulation. */
const MERIDIANS_DEG: readonly number[] = [2.33722917, 2.33720833];
const SAME_DEG = 1e-6;

/** Rounds what a unit of seventeen digits leaves behind. */
const clean = (value: number): number => Number(value.toPrecision(12));

const DEGREE: WktNode = { keyword: 'UNIT', values: ['degree', 0.0174532925199433] };
const GEOGRAPHIC = /^(GEOGCS|BASEGEOGCRS|BASEGEODCRS)$/;
/** Parameters that are angles, by the words that all their names share. */
const IS_ANGLE = /latitude|longitude|parallel|meridian|azimuth|angle|central_?parallel/i;
const NORTH = /^(NORTH|SOUTH)$/;

/**
 * A projected system as proj4 understands it: angles in degrees, the prime meridian too, and east before north, as all files of features have
 * their numbers whatever the order of the system's axes is.
 */
export function degreesOnly(projected: WktNode): WktNode {
  const base = projected.values.filter(isWktNode).find(({ keyword }) => GEOGRAPHIC.test(keyword));
  const unitDeg = (base && angleUnitDeg(base)) ?? 1;
  const meridianDeg = (base && primeMeridianDeg(base)) ?? 0;
  const isTextOf1 = projected.keyword === 'PROJCS';
  const values = projected.values.map((value) => {
    if (!isWktNode(value)) return value;
    if (value === base) return baseInDegrees(value, meridianDeg);
    if (isTextOf1 && value.keyword === 'PARAMETER' && IS_ANGLE.test(String(value.values[0])))
      return { ...value, values: [value.values[0], clean(Number(value.values[1]) * unitDeg)] };
    return value;
  });
  return { ...projected, values: eastFirst(values) };
}

function baseInDegrees(base: WktNode, meridianDeg: number): WktNode {
  const values = base.values.map((value) => {
    if (!isWktNode(value)) return value;
    if (/^PRIMEM/.test(value.keyword)) return { ...value, values: [value.values[0], meridianDeg] };
    return ANGLE_UNIT.test(value.keyword) ? { ...DEGREE, keyword: value.keyword } : value;
  });
  return { ...base, values: values.filter((value) => !isWktNode(value) || value.keyword !== 'AXIS') };
}

/** Axes with east before north; those of systems that count west and south stay. */
function eastFirst(values: WktNode['values']): WktNode['values'] {
  const axes = values.filter((value): value is WktNode => isWktNode(value) && value.keyword === 'AXIS');
  const directionOf = ({ values: [, direction] }: WktNode): string =>
    isWktNode(direction) ? direction.keyword : String(direction ?? '').toUpperCase();
  if (axes.length < 2 || !NORTH.test(directionOf(axes[0])) || directionOf(axes[1]) !== 'EAST') return values;
  const turned = [axes[1], axes[0], ...axes.slice(2)].map((axis, i) => ({
    ...axis,
    values: axis.values.map((value) =>
      isWktNode(value) && value.keyword === 'ORDER' ? { keyword: 'ORDER', values: [i + 1] } : value,
    ),
  }));
  return values.map((value) => (isWktNode(value) && value.keyword === 'AXIS' ? (turned.shift() ?? value) : value));
}

/** Metres of one unit of a projected system; null where it states none. */
export function wktUnitM(projected: WktNode): number | null {
  const axis = wktChild(projected, /^AXIS$/);
  const unit = wktChild(projected, /^(LENGTHUNIT|UNIT)$/) ?? (axis && wktChild(axis, /^(LENGTHUNIT|UNIT)$/));
  const metres = Number(unit?.values[1]);
  return metres > 0 ? metres : null;
}

const VERTICAL = /^(VERT_?CS|VERTCRS|VERTICALCRS)$/;

/** Metres upwards of one unit of a vertical system, alone or in a compound one, that of its axis in version 2; null where the text states none. */
export function wktHeightUnitM(root: WktNode | null): number | null {
  const vertical = root && (VERTICAL.test(root.keyword) ? root : wktDescendant(root, VERTICAL));
  if (!vertical) return null;
  const axis = wktChild(vertical, /^AXIS$/);
  const unit = wktChild(vertical, /^(LENGTHUNIT|UNIT)$/) ?? (axis && wktChild(axis, /^(LENGTHUNIT|UNIT)$/));
  const value = Number(unit?.values[1]);
  if (!(value > 0 && value < 1000)) return null;
  // ESRI tells the direction by a parameter.
  const isDown = /\bdown\b|"Direction",-1\b/i.test(wktText(vertical));
  return isDown ? -value : value;
}

/** The ellipsoid and the way to WGS 84 of a geographic system, as proj4 takes them; without the way where the text has none. */
export function datumOfWkt(geographic: WktNode): { figure: string; shift: number[] } {
  const datum = wktChild(geographic, /^(DATUM|GEODETICDATUM|TRF|ENSEMBLE)$/);
  const ellipsoid = datum && wktChild(datum, /^(SPHEROID|ELLIPSOID)$/);
  const [, a, rf] = ellipsoid?.values ?? [];
  const shift = (datum && wktChild(datum, /^TOWGS84$/)?.values.map(Number)) ?? [];
  return {
    figure: `+a=${Number(a) || 6378137} ${Number(rf) === 0 ? '+b' : '+rf'}=${Number(rf) === 0 ? Number(a) : Number(rf) || 298.257223563}`,
    shift,
  };
}
