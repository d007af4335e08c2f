import { crossesRay } from '../../../../model/geo/plane/ring.ts';
import type { DrawnPlan } from '../../../../workers/plans/drawn.ts';

/** From the eye to the drawn ground: longitude and latitude in degrees, up in metres. */
interface Sight {
  eye: readonly [lonDeg: number, latDeg: number, upM: number];
  ground: readonly [lonDeg: number, latDeg: number, upM: number];
}

/** What stands over the ground of a shape: from and to, up in metres; null: it lies on the ground. */
type LevelsOf = (shape: number) => { footM: number; topM: number } | null;

/**
 * The shape that a sight meets first, and how far along it (0 the eye, 1 the ground): a solid at its top or a wall, else the ground in a
 * shape, where the smallest of several counts. Straight in degrees, which holds for some kilometres.
 */
export function areaAt(
  plan: Pick<DrawnPlan, 'rings' | 'boxes'>,
  sight: Sight,
  levelsOf: LevelsOf,
): { shape: number; at: number } | null {
  const { boxes } = plan;
  const [west, east] = inOrder(sight.eye[0], sight.ground[0]);
  const [south, north] = inOrder(sight.eye[1], sight.ground[1]);
  let found: { shape: number; at: number; size: number } | null = null;
  for (let shape = 0; 4 * shape < boxes.length; shape++) {
    const [w, s, e, n] = boxes.subarray(4 * shape, 4 * shape + 4);
    if (w > east || e < west || s > north || n < south) continue;
    const levels = levelsOf(shape);
    const at = levels ? solidAt(plan, shape, sight, levels) : onGround(plan, shape, sight);
    if (at === null) continue;
    const size = (e - w) * (n - s);
    if (!found || at < found.at || (at === found.at && size < found.size)) found = { shape, at, size };
  }
  return found && { shape: found.shape, at: found.at };
}

const inOrder = (a: number, b: number): [number, number] => (a < b ? [a, b] : [b, a]);

type Rings = Pick<DrawnPlan, 'rings'>;

const onGround = (plan: Rings, shape: number, { ground }: Sight): number | null =>
  isIn(plan, shape, ground[0], ground[1]) ? 1 : null;

/** The nearest of the roof and the walls. */
function solidAt(
  plan: Rings,
  shape: number,
  { eye, ground }: Sight,
  { footM, topM }: { footM: number; topM: number },
): number | null {
  const along = (k: number, at: number) => eye[k] + at * (ground[k] - eye[k]);
  let nearest: number | null = null;
  const take = (at: number) => {
    if (at >= 0 && at <= 1 && (nearest === null || at < nearest)) nearest = at;
  };
  const roof = (topM - eye[2]) / (ground[2] - eye[2]);
  if (Number.isFinite(roof) && isIn(plan, shape, along(0, roof), along(1, roof))) take(roof);
  eachEdge(plan, shape, (ax, ay, bx, by) => {
    const dx = ground[0] - eye[0];
    const dy = ground[1] - eye[1];
    const cross = dx * (by - ay) - dy * (bx - ax);
    if (cross === 0) return;
    const at = ((ax - eye[0]) * (by - ay) - (ay - eye[1]) * (bx - ax)) / cross;
    const on = ((ax - eye[0]) * dy - (ay - eye[1]) * dx) / cross;
    const upM = along(2, at);
    if (on >= 0 && on <= 1 && upM >= footM && upM <= topM) take(at);
  });
  return nearest;
}

/** Even–odd over all rings: holes are none of it. */
function isIn(plan: Rings, shape: number, x: number, y: number): boolean {
  let isInside = false;
  eachEdge(plan, shape, (ax, ay, bx, by) => {
    if (crossesRay(ax, ay, bx, by, x, y)) isInside = !isInside;
  });
  return isInside;
}

function eachEdge(
  { rings }: Rings,
  shape: number,
  use: (ax: number, ay: number, bx: number, by: number) => void,
): void {
  const { shapePart, partRing, ringVertex, lonLatDeg } = rings;
  for (let ring = partRing[shapePart[shape]]; ring < partRing[shapePart[shape + 1]]; ring++) {
    const from = ringVertex[ring];
    const to = ringVertex[ring + 1];
    for (let i = from, j = to - 1; i < to; j = i, i++)
      use(lonLatDeg[2 * j], lonLatDeg[2 * j + 1], lonLatDeg[2 * i], lonLatDeg[2 * i + 1]);
  }
}
