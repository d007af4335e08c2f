import { QueryError } from './query-error.ts';

type Xy = readonly [number, number];

/** A geometry of a filter in degrees, WGS 84. A polygon has all its rings in one list, holes too: what lies in an even number of them is outside. */
export type Geometry =
  | { type: 'Point'; at: Xy }
  | { type: 'LineString'; points: readonly Xy[] }
  | { type: 'Polygon'; rings: readonly (readonly Xy[])[] };

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const POSITION = new RegExp(String.raw`^\s*(${NUMBER})\s+(${NUMBER})(?:\s+${NUMBER}){0,2}\s*$`);
const WKT = /^\s*(?:SRID\s*=\s*4326\s*;)?\s*(POINT|LINESTRING|POLYGON|MULTIPOLYGON)\s*(?:ZM?|M)?\s*\(([\s\S]*)\)\s*$/i;

/** Reads well-known text: a point, a line, a polygon with holes or several of them; heights go no further. */
export function readWkt(text: string): Geometry {
  const fail = () =>
    new QueryError(
      `expected POINT, LINESTRING, POLYGON or MULTIPOLYGON as well-known text in degrees, got '${text.slice(0, 60)}'`,
    );
  const [, name, body] = WKT.exec(text) ?? [];
  if (body === undefined) throw fail();
  const position = (part: string): Xy => {
    const [, x, y] = POSITION.exec(part) ?? [];
    if (y === undefined || !Number.isFinite(Number(x)) || !Number.isFinite(Number(y))) throw fail();
    return [Number(x), Number(y)];
  };
  const type = name.toUpperCase();
  if (type === 'POINT') return { type: 'Point', at: position(body) };
  if (type === 'LINESTRING') {
    const points = body.split(',').map(position);
    if (points.length < 2) throw fail();
    return { type: 'LineString', points };
  }
  const rings = [...body.matchAll(/\(([^()]*)\)/g)].map(([, ring]) => ring.split(',').map(position));
  if (rings.length === 0 || !/^[\s,()]*$/.test(body.replaceAll(/\([^()]*\)/g, ''))) throw fail();
  for (const ring of rings)
    if (ring.length < 4 || !isSame(ring[0], ring[ring.length - 1]))
      throw new QueryError(
        `expected rings of at least four positions that end where they begin, got '${text.slice(0, 60)}'`,
      );
  return { type: 'Polygon', rings };
}

const isSame = (a: Xy, b: Xy): boolean => a[0] === b[0] && a[1] === b[1];

/** The pairs of positions that a line, or the rings of a polygon, go along. */
export function segmentsOf(
  geometry: Exclude<Geometry, { type: 'Point' }>,
): [ax: number[], ay: number[], bx: number[], by: number[]] {
  const lines = geometry.type === 'LineString' ? [geometry.points] : geometry.rings;
  const pairs = lines.flatMap((line) => line.slice(1).map((to, i) => [line[i], to] as const));
  return [pairs.map(([a]) => a[0]), pairs.map(([a]) => a[1]), pairs.map(([, b]) => b[0]), pairs.map(([, b]) => b[1])];
}

/** Ends of a line, which are its boundary; a closed one has none. */
export function endsOf({ points }: { points: readonly Xy[] }): readonly Xy[] {
  const first = points[0];
  const last = points[points.length - 1];
  return isSame(first, last) ? [] : [first, last];
}

/** How a point lies to another geometry: outside, on its boundary, in its interior. */
const PLACES = [0, 1, 2] as const;

/** DE-9IM (18-088 refers to OGC 06-103r4, 6.1.15) of a point outside, on the boundary and in the interior of another geometry. */
const MATRICES: Record<Geometry['type'], readonly [string, string, string]> = {
  Point: ['FF0FFF0F2', '', '0FFFFFFF2'],
  LineString: ['FF0FFF102', 'F0FFFF102', '0FFFFF102'],
  Polygon: ['FF0FFF212', 'F0FFFF212', '0FFFFF212'],
};

const transposed = (matrix: string): string => [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => matrix[i]).join('');

function fits(matrix: string, pattern: string): boolean {
  return [...pattern].every((sign, i) => {
    if (sign === '*') return true;
    return sign === 'T' ? matrix[i] !== 'F' : matrix[i] === sign;
  });
}

/** Patterns of which one has to fit (OGC 06-103r4, 6.1.15.3). A point neither overlaps nor crosses anything. */
const RELATIONS: Record<string, readonly string[]> = {
  st_equals: ['T*F**FFF*'],
  st_disjoint: ['FF*FF****'],
  st_intersects: ['T********', '*T*******', '***T*****', '****T****'],
  st_touches: ['FT*******', 'F**T*****', 'F***T****'],
  st_within: ['T*F**F***'],
  st_contains: ['T*****FF*'],
  st_overlaps: [],
  st_crosses: [],
};

/** The names of the spatial relations that a filter may ask for. */
export const SPATIAL_RELATIONS = Object.keys(RELATIONS);

/**
 * The places of a point to a geometry of a type by which a relation holds; `isSecond`: the point is what the relation is asked to. `pattern` is that of
 * `st_relate`.
 */
export function placesOf(relation: string, to: Geometry, isSecond: boolean, pattern: string | null): number[] {
  if (pattern !== null && !/^[TF*012]{9}$/.test(pattern))
    throw new QueryError(`st_relate: expected nine of T, F, *, 0, 1 and 2, got '${pattern.slice(0, 40)}'`);
  const patterns = pattern === null ? RELATIONS[relation] : [pattern];
  const isClosed = to.type === 'LineString' && endsOf(to).length === 0;
  return PLACES.filter((place) => {
    const matrix = MATRICES[to.type][place];
    if (matrix === '') return false;
    const whole = isClosed ? `${matrix.slice(0, 7)}F${matrix.slice(8)}` : matrix;
    return patterns.some((one) => fits(isSecond ? transposed(whole) : whole, one));
  });
}
