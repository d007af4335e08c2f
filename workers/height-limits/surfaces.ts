import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise } from '../../model/geo/plane/ring.ts';
import type { HeightLimit } from '../../model/questions/height-limits.ts';

/** Which part of a limit a surface is. */
export type SurfaceKind = 'area' | 'slope' | 'strip' | 'approach' | 'transitional' | 'inner-horizontal' | 'conical';

/** A plane over a convex ring that runs anticlockwise: elevation `e + x·gradient[0] + y·gradient[1]`. */
interface Facet {
  shape: 'facet';
  ringM: Point[];
  elevationM: number;
  gradient: [number, number];
}

/** All places between two distances from a line, the elevation rising with the distance. */
interface Ring {
  shape: 'ring';
  line: readonly [Point, Point];
  fromM: number;
  toM: number;
  elevationM: number;
  ratio: number;
}

/** Any ring under one height, above the ground of each building or above the datum. */
interface Area {
  shape: 'area';
  ringM: Point[];
  above: 'ground' | 'datum';
  heightM: number;
}

/** A surface that nothing may stand through. */
export type LimitSurface = (Facet | Ring | Area) & { limit: number; kind: SurfaceKind };

/** The surfaces of limits, in their order. */
export const surfacesOf = (limits: readonly HeightLimit[]): LimitSurface[] =>
  limits.flatMap((one, limit) => shapesOf(one).map((shape) => ({ ...shape, limit })));

type Shape = (Facet | Ring | Area) & { kind: SurfaceKind };

function shapesOf(limit: HeightLimit): Shape[] {
  if (limit.kind === 'area') {
    const { ringM, above, heightM } = limit;
    return [{ shape: 'area', kind: 'area', ringM: anticlockwise(ringM), above, heightM }];
  }
  return limit.kind === 'slope' ? [slopeOf(limit)] : airportOf(limit);
}

/** A corner with the elevation that a plane has there. */
type Post = readonly [x: number, y: number, elevationM: number];

/** The plane through the first three of its posts. */
function facet(kind: SurfaceKind, posts: readonly Post[]): Shape {
  const [[ax, ay, a], [bx, by, b], [cx, cy, c]] = posts;
  const det = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  const east = ((b - a) * (cy - ay) - (c - a) * (by - ay)) / det;
  const north = ((bx - ax) * (c - a) - (cx - ax) * (b - a)) / det;
  const ringM = anticlockwise(posts.map(([x, y]): Point => [x, y]));
  return { shape: 'facet', kind, ringM, elevationM: a - east * ax - north * ay, gradient: [east, north] };
}

/** Elevation of a facet over a place. */
export const facetElevationM = ({ elevationM, gradient }: Facet, [x, y]: Point): number =>
  elevationM + gradient[0] * x + gradient[1] * y;

function slopeOf({ edgeM: [a, b], elevationM, ratio, depthM }: Extract<HeightLimit, { kind: 'slope' }>): Shape {
  const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const leftX = -(b[1] - a[1]) / lengthM;
  const leftY = (b[0] - a[0]) / lengthM;
  const farM = elevationM + ratio * depthM;
  return facet('slope', [
    [a[0], a[1], elevationM],
    [b[0], b[1], elevationM],
    [b[0] + depthM * leftX, b[1] + depthM * leftY, farM],
    [a[0] + depthM * leftX, a[1] + depthM * leftY, farM],
  ]);
}

/** Strip, both approaches, transitional surfaces beside both, inner horizontal and conical surface. */
function airportOf({ runwayM: [a, b], elevationM, shape }: Extract<HeightLimit, { kind: 'airport' }>): Shape[] {
  const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const ux = (b[0] - a[0]) / lengthM;
  const uy = (b[1] - a[1]) / lengthM;
  const { stripBeyondM, stripHalfWidthM, innerRadiusM, innerHeightM, conicalRatio, conicalHeightM } = shape;
  /** `along` from the first end, `across` to the left; elevations of the strip run straight between the ends and level beyond. */
  const post = (along: number, across: number, aboveM: number): Post => {
    const part = Math.min(1, Math.max(0, along / lengthM));
    const ground = elevationM[0] + part * (elevationM[1] - elevationM[0]);
    return [a[0] + along * ux - across * uy, a[1] + along * uy + across * ux, ground + aboveM];
  };
  const half = stripHalfWidthM;
  const stretches = [
    [-stripBeyondM, 0],
    [0, lengthM],
    [lengthM, lengthM + stripBeyondM],
  ].filter(([from, to]) => to > from);
  const sideM = innerHeightM / shape.transitionalRatio;
  const strip = stretches.flatMap(([from, to]) => [
    facet('strip', [post(from, -half, 0), post(to, -half, 0), post(to, half, 0), post(from, half, 0)]),
    ...[-1, 1].map((side) =>
      facet('transitional', [
        post(from, side * half, 0),
        post(to, side * half, 0),
        post(to, side * (half + sideM), innerHeightM),
        post(from, side * (half + sideM), innerHeightM),
      ]),
    ),
  ]);
  const ends = [
    { at: -stripBeyondM, way: -1 },
    { at: lengthM + stripBeyondM, way: 1 },
  ].flatMap(({ at, way }) => approachOf(shape, sideM, (s, across, aboveM) => post(at + way * s, across, aboveM)));
  // The lower end's elevation is the aerodrome's: what is measured from it is never too high.
  const base = Math.min(...elevationM) + innerHeightM;
  const line = [corner(post(-stripBeyondM, 0, 0)), corner(post(lengthM + stripBeyondM, 0, 0))] as const;
  const conicalToM = innerRadiusM + conicalHeightM / conicalRatio;
  return [
    ...strip,
    ...ends,
    { shape: 'ring', kind: 'inner-horizontal', line, fromM: 0, toM: innerRadiusM, elevationM: base, ratio: 0 },
    {
      shape: 'ring',
      kind: 'conical',
      line,
      fromM: innerRadiusM,
      toM: conicalToM,
      elevationM: base,
      ratio: conicalRatio,
    },
  ];
}

const corner = ([x, y]: Post): Point => [x, y];

/** One end's approach, part by part, and the transitional surfaces beside it up to the inner horizontal surface. */
function approachOf(
  {
    approach,
    approachDivergenceRatio,
    stripHalfWidthM,
    innerHeightM,
  }: Extract<HeightLimit, { kind: 'airport' }>['shape'],
  sideM: number,
  post: (s: number, across: number, aboveM: number) => Post,
): Shape[] {
  const halfAt = (s: number) => stripHalfWidthM + approachDivergenceRatio * s;
  const shapes: Shape[] = [];
  let s = 0;
  let aboveM = 0;
  for (const { lengthM, ratio } of approach) {
    if (lengthM === 0) continue;
    const end = s + lengthM;
    const topM = aboveM + ratio * lengthM;
    shapes.push(
      facet('approach', [
        post(s, -halfAt(s), aboveM),
        post(end, -halfAt(end), topM),
        post(end, halfAt(end), topM),
        post(s, halfAt(s), aboveM),
      ]),
    );
    // Beside it the transitional surface fills the corner between the approach's edge and the inner horizontal surface.
    const reachM = topM > innerHeightM ? s + (innerHeightM - aboveM) / ratio : end;
    if (aboveM < innerHeightM) {
      const lowM = Math.min(innerHeightM, aboveM + ratio * (reachM - s));
      const widthAt = (above: number) => (sideM * (innerHeightM - above)) / innerHeightM;
      for (const side of [-1, 1]) {
        const corners: Post[] = [
          post(s, side * halfAt(s), aboveM),
          post(reachM, side * halfAt(reachM), lowM),
          post(s, side * (halfAt(s) + widthAt(aboveM)), innerHeightM),
        ];
        if (lowM < innerHeightM)
          corners.splice(2, 0, post(reachM, side * (halfAt(reachM) + widthAt(lowM)), innerHeightM));
        shapes.push(facet('transitional', corners));
      }
    }
    s = end;
    aboveM = topM;
  }
  return shapes;
}
