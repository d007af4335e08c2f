import { boxOf, isInBox } from '../../../model/geo/plane/box.ts';
import { isInRing, signedAreaM2 } from '../../../model/geo/plane/ring.ts';

/** East, north in metres; a ring's last corner joins its first. */
export type Isoline = [eastM: number, northM: number][];

/** What lies at or above a level: an outer ring anticlockwise, its holes clockwise. */
interface Region {
  outer: Isoline;
  holes: Isoline[];
}

/** Values at the middles of cells, row-major from the south-west. */
export interface Field {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  values: Float32Array;
}

/** Sides of a square between four middles: south, east, north, west. */
const S = 0;
const E = 1;
const N = 2;
const W = 3;
/**
 * By which sides a line enters and leaves a square, high ground on its left: index is the sum of its high corners (south-west 1,
 * south-east 2, north-east 4, north-west 8). Of two opposite corners the middle's mean decides whether they are joined.
 */
const PATHS: readonly (readonly (readonly [number, number])[])[] = [
  ...([[], [[S, W]], [[E, S]], [[E, W]]] as const),
  ...([
    [[N, E]],
    [
      [S, W],
      [N, E],
    ],
    [[N, S]],
    [[N, W]],
  ] as const),
  ...([
    [[W, N]],
    [[S, N]],
    [
      [E, S],
      [W, N],
    ],
    [[E, N]],
  ] as const),
  ...([[[W, E]], [[S, E]], [[W, S]], []] as const),
];
const JOINED: Record<number, readonly (readonly [number, number])[]> = {
  5: [
    [S, E],
    [N, W],
  ],
  10: [
    [W, S],
    [E, N],
  ],
};

/**
 * Regions at or above a level by marching squares (Lorensen and Cline 1987 in two dimensions), straight between middles of cells.
 * Around the field all is low, so that every line closes; NaN is low as well. Lines end on the field's edge at the latest.
 */
export function regionsAbove(field: Field, level: number): Region[] {
  const rings = ringsOf(field, level);
  const outers = rings.filter((ring) => signedAreaM2(ring) > 0).map((outer) => ({ outer, holes: [] as Isoline[] }));
  const bySize = outers.map((region) => ({ region, box: boxOf(region.outer), area: signedAreaM2(region.outer) }));
  bySize.sort((a, b) => a.area - b.area);
  for (const hole of rings) {
    if (signedAreaM2(hole) >= 0) continue;
    const around = bySize.find(({ region, box }) => isInBox(hole[0], box) && isInRing(region.outer, ...hole[0]));
    around?.region.holes.push(hole);
  }
  return outers;
}

function ringsOf({ columns, rows, cellM, westM, southM, values }: Field, level: number): Isoline[] {
  const across = columns + 2;
  const at = (column: number, row: number): number => {
    if (column < 0 || row < 0 || column >= columns || row >= rows) return Number.NEGATIVE_INFINITY;
    const value = values[row * columns + column];
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  /** A side by its lower middle: even for those that run east, odd for those that run north. */
  const sideId = (column: number, row: number, side: number): number => {
    const east = side === E ? column + 1 : column;
    const north = side === N ? row + 1 : row;
    return 2 * ((north + 1) * across + east + 1) + (side === E || side === W ? 1 : 0);
  };
  const next = new Map<number, number>();
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) {
      const sw = at(column, row);
      const se = at(column + 1, row);
      const nw = at(column, row + 1);
      const ne = at(column + 1, row + 1);
      const high = (sw >= level ? 1 : 0) + (se >= level ? 2 : 0) + (ne >= level ? 4 : 0) + (nw >= level ? 8 : 0);
      const paths = JOINED[high] && (sw + se + ne + nw) / 4 >= level ? JOINED[high] : PATHS[high];
      for (const [from, to] of paths) next.set(sideId(column, row, from), sideId(column, row, to));
    }
  }
  const cornerOf = (side: number): [number, number] => {
    const middle = side >> 1;
    const column = (middle % across) - 1;
    const row = Math.floor(middle / across) - 1;
    const isNorth = side % 2;
    const here = at(column, row);
    const there = at(column + 1 - isNorth, row + isNorth);
    // Half-way to nothing is the field's edge.
    const part = Number.isFinite(here) && Number.isFinite(there) ? (level - here) / (there - here) : 0.5;
    return [westM + (column + 0.5 + (1 - isNorth) * part) * cellM, southM + (row + 0.5 + isNorth * part) * cellM];
  };
  const rings: Isoline[] = [];
  for (const start of next.keys()) {
    const ring: Isoline = [];
    let side: number | undefined = start;
    while (side !== undefined) {
      const after: number | undefined = next.get(side);
      if (after !== undefined) ring.push(cornerOf(side));
      next.delete(side);
      side = after;
    }
    rings.push(ring);
  }
  return rings;
}
