import Flatbush from 'flatbush';
import { boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { DemoCity } from '../demo-city.ts';
import { rectangle } from '../shape/rings.ts';

/** plan.json `pipe-building`, and half a sewer of 800. */
const FROM_WALL_M = 2.5 + 0.48;

/** True where a wall of the ring comes nearer to the straight a→b than the limit, or holds its start. */
function comesNear(ring: readonly Point[], a: Point, b: Point, limitM: number): boolean {
  if (isInRing(ring, a[0], a[1])) return true;
  const to = (p: Point, q: Point, r: Point) => {
    const dx = q[0] - p[0];
    const dy = q[1] - p[1];
    const t = Math.min(1, Math.max(0, ((r[0] - p[0]) * dx + (r[1] - p[1]) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(r[0] - p[0] - t * dx, r[1] - p[1] - t * dy);
  };
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return ring.some((c, i) => {
    const d = ring[(i + 1) % ring.length];
    if (Math.min(to(a, b, c), to(c, d, a), to(c, d, b)) < limitM) return true;
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
  });
}

/** Ground that no branch enters: houses and what is kept free about them, rivers and levees, station boxes, underpasses, the construction site. */
export function closedGround(city: DemoCity): (a: Point, b: Point) => boolean {
  const known = CLOSED.get(city);
  if (known) return known;
  const made = makeClosedGround(city);
  CLOSED.set(city, made);
  return made;
}

const CLOSED = new WeakMap<DemoCity, (a: Point, b: Point) => boolean>();

function makeClosedGround(city: DemoCity): (a: Point, b: Point) => boolean {
  const { plan, ground, trenches } = city;
  const rings: Point[][] = [plan.construction.pit.siteFence];
  for (const { at, boxM } of plan.metro.stations) rings.push(rectangle(at[0], at[1], boxM[0] + 6, boxM[1] + 10));
  for (const trench of trenches) {
    const [x, y] = trench.underpass.at;
    rings.push(rectangle(x, y, trench.halfWidthM * 2 + 5, trench.reachM * 2 + 5));
  }
  const boxes = rings.map((ring) => ({
    ring,
    minX: Math.min(...ring.map((p) => p[0])),
    maxX: Math.max(...ring.map((p) => p[0])),
    minY: Math.min(...ring.map((p) => p[1])),
    maxY: Math.max(...ring.map((p) => p[1])),
  }));
  const walls = city.buildings.flatMap((building) => building.parts.map((part) => part.ring));
  const wallBoxes = new Flatbush(walls.length);
  for (const ring of walls) {
    const { minX, minY, maxX, maxY } = boundsOf(ring);
    wallBoxes.add(minX, minY, maxX, maxY);
  }
  wallBoxes.finish();
  return (a, b) => {
    const minX = Math.min(a[0], b[0]) - FROM_WALL_M;
    const maxX = Math.max(a[0], b[0]) + FROM_WALL_M;
    const minY = Math.min(a[1], b[1]) - FROM_WALL_M;
    const maxY = Math.max(a[1], b[1]) + FROM_WALL_M;
    if (wallBoxes.search(minX, minY, maxX, maxY, (i) => comesNear(walls[i], a, b, FROM_WALL_M)).length > 0) return true;
    const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 8));
    for (let k = 0; k <= steps; k++) {
      const x = a[0] + ((b[0] - a[0]) * k) / steps;
      const y = a[1] + ((b[1] - a[1]) * k) / steps;
      if (Math.abs(ground.nearestMain(x, y).offsetM) < 208) return true;
      if (Math.abs(ground.nearestTributary(x, y).offsetM) < 60) return true;
      for (const box of boxes)
        if (x > box.minX && x < box.maxX && y > box.minY && y < box.maxY && isInRing(box.ring, x, y)) return true;
    }
    return false;
  };
}
