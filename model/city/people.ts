import { clippedByConvex } from '../geo/plane/clip.ts';
import type { Point } from '../geo/plane/point.ts';
import { signedAreaM2 } from '../geo/plane/ring.ts';
import type { Text } from '../text/text.ts';
import type { Triangle } from './layer-areas.ts';

/** A population that somebody gave, and what became of it: `residents` is `housed` + `unhoused` + `outside`. */
interface GivenPopulation {
  state: 'given';
  layer: string;
  label: Text;
  column: string;
  /** The column was found by its name; nobody confirmed it. */
  isGuessed: boolean;
  by: 'areas' | 'buildings' | 'points';
  /** All people that the layer tells. */
  residents: number;
  /** In buildings of the city: of areas by floor area of dwellings. */
  housed: number;
  /** At points, or in areas that hold no dwelling, and how many such areas have people. */
  unhoused: number;
  areasWithoutDwelling: number;
  /** Outside the city's extent, by area. */
  outside: number;
  /** Rows without a number, and rows below 0, which count as none. */
  blank: number;
  negative: number;
}

/** Which population an engine counted with. `told`: the buildings' own column, which their data have or the baker inferred; absent: none is known. */
export type PopulationUsed = GivenPopulation | { state: 'told' } | { state: 'absent' };

/**
 * Shares people out by weights, which are not negative. Each place gets whole people, the largest remainders one more (of equal ones the first);
 * what is no whole person goes to the heaviest place. The parts sum up to `people` exactly; without any weight all parts are 0.
 */
export function apportioned(people: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const parts = weights.map(() => 0);
  if (!(sum > 0)) return parts;
  const whole = Math.floor(people);
  const quotas = weights.map((weight) => (whole * weight) / sum);
  let left = whole;
  for (const [i, quota] of quotas.entries()) {
    parts[i] = Math.floor(quota);
    left -= parts[i];
  }
  const order = weights
    .map((_, i) => i)
    .filter((i) => weights[i] > 0)
    .sort((a, b) => quotas[b] - parts[b] - (quotas[a] - parts[a]) || a - b);
  for (let k = 0; left > 0; k++, left--) parts[order[k % order.length]]++;
  const heaviest = weights.indexOf(Math.max(...weights));
  parts[heaviest] += people - whole;
  return parts;
}

/** An area with its people: a cell of a grid, a district. Its triangles lie anticlockwise in the city's plane, in metres. */
interface PeopledArea {
  people: number;
  triangles: readonly Triangle[];
}

/** Returns which part of an area lies in a simple ring, 0 to 1. */
export function insideRatio({ triangles }: Pick<PeopledArea, 'triangles'>, ring: readonly Point[]): number {
  let wholeM2 = 0;
  let insideM2 = 0;
  for (const triangle of triangles) {
    const areaM2 = Math.abs(signedAreaM2(triangle));
    wholeM2 += areaM2;
    insideM2 += Math.min(areaM2, Math.abs(signedAreaM2(clippedByConvex(ring, triangle))));
  }
  return wholeM2 > 0 ? insideM2 / wholeM2 : 0;
}

/** Counts people in a simple ring by area: an area on the edge counts by the part of it that lies inside, as if people stood evenly in it. */
export const peopleWithin = (areas: readonly PeopledArea[], ring: readonly Point[]): number =>
  areas.reduce((sum, area) => sum + (area.people === 0 ? 0 : area.people * insideRatio(area, ring)), 0);

/** Pieces of an area no larger than `mostM2`, each as its middle and its size: what stands for people who live in no known building. */
export function piecesOf(triangles: readonly Triangle[], mostM2: number): { atM: [number, number]; areaM2: number }[] {
  return triangles.flatMap((triangle) => {
    const areaM2 = Math.abs(signedAreaM2(triangle));
    if (areaM2 === 0) return [];
    if (areaM2 > mostM2) return piecesOf(halvesOf(triangle), mostM2);
    const [[ax, ay], [bx, by], [cx, cy]] = triangle;
    return [{ atM: [(ax + bx + cx) / 3, (ay + by + cy) / 3] as [number, number], areaM2 }];
  });
}

/** Cuts a triangle across its longest side; of equal sides the first is cut. */
function halvesOf(corners: Triangle): [Triangle, Triangle] {
  const lengths = corners.map(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % 3];
    return (nextX - x) ** 2 + (nextY - y) ** 2;
  });
  const i = lengths.indexOf(Math.max(...lengths));
  const a = corners[i];
  const b = corners[(i + 1) % 3];
  const c = corners[(i + 2) % 3];
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  return [
    [a, middle, c],
    [middle, b, c],
  ];
}
