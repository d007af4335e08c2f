import type { Point } from '../../model/geo/plane/point.ts';

/** A surface that is straight along both axes: a + b·x + c·y + d·x·y, east and north of some corner. */
export interface Bilinear {
  a: number;
  b: number;
  c: number;
  d: number;
}

/** Nodes and weights of Gauss and Legendre on 0 to 1: five pairs, exact up to degree 19. */
const NODES = [0.5744371694908156, 0.7166976970646236, 0.8397047841495122, 0.9325316833444923, 0.9869532642585859];
const WEIGHTS = [
  0.14776211235737644, 0.13463335965499817, 0.10954318125799102, 0.07472567457529028, 0.03333567215434407,
];

/** Volumes between a surface and zero. */
interface Volumes {
  /** Where the surface lies above zero. */
  aboveM3: number;
  belowM3: number;
}

/**
 * Volume over a ring of what lies above zero and of what lies below it, each exact: along the ring the inner integral to the north is taken
 * in closed form (Green), and every edge is parted where that form changes, so that what is left for ten points of Gauss and Legendre is
 * smooth. Corners have x and y of 0 or more; the ring runs anticlockwise and may touch itself.
 */
export function volumesOf(ring: readonly Point[], surface: Bilinear): Volumes {
  let above = 0;
  let all = 0;
  for (let i = 0; i < ring.length; i++) {
    const from = ring[i];
    const to = ring[(i + 1) % ring.length];
    const dx = to[0] - from[0];
    if (dx === 0) continue;
    const parts = partsOf(from, to, surface);
    for (let k = 0; k + 1 < parts.length; k++) {
      const lengthRatio = parts[k + 1] - parts[k];
      if (lengthRatio <= 0) continue;
      for (let n = 0; n < NODES.length; n++)
        for (const node of [NODES[n], 1 - NODES[n]]) {
          const t = parts[k] + lengthRatio * node;
          const weight = WEIGHTS[n] * lengthRatio * dx;
          const [aboveHere, allHere] = northwards(from[0] + t * dx, from[1] + t * (to[1] - from[1]), surface);
          above -= weight * aboveHere;
          all -= weight * allHere;
        }
    }
  }
  return { aboveM3: Math.max(0, above), belowM3: Math.max(0, above - all) };
}

/** Integrals from y = 0 to y of what is above zero, and of all. */
function northwards(x: number, y: number, { a, b, c, d }: Bilinear): [above: number, all: number] {
  const low = a + b * x;
  const rise = c + d * x;
  const high = low + rise * y;
  const all = (y * (low + high)) / 2;
  if (low >= 0 && high >= 0) return [all, all];
  if (low <= 0 && high <= 0) return [0, all];
  return [(high > 0 ? high * high : -low * low) / (2 * rise), all];
}

/** Where on an edge the closed form changes, 0 to 1 with both ends, rising. */
function partsOf([x, y]: Point, to: Point, { a, b, c, d }: Bilinear): number[] {
  const dx = to[0] - x;
  const dy = to[1] - y;
  const roots = [
    ...rootsOf(0, b * dx, a + b * x),
    ...rootsOf(0, d * dx, c + d * x),
    ...rootsOf(d * dx * dy, b * dx + c * dy + d * (x * dy + y * dx), a + b * x + c * y + d * x * y),
  ];
  return [0, ...roots.filter((t) => t > 0 && t < 1).sort((one, other) => one - other), 1];
}

/** Real roots of p·t² + q·t + r, without loss of digits. */
function rootsOf(p: number, q: number, r: number): number[] {
  if (p === 0) return q === 0 ? [] : [-r / q];
  const inside = q * q - 4 * p * r;
  if (inside < 0) return [];
  const s = -(q + (q < 0 ? -1 : 1) * Math.sqrt(inside)) / 2;
  return s === 0 ? [0] : [s / p, r / s];
}
