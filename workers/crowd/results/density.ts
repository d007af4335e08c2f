import type { Point } from '../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import { FRUIN_PER_M2 } from '../../../model/scenarios/service-levels.ts';
import { type CrowdInput, type People, STATUS } from '../core/crowd.ts';

/**
 * How wide a person counts: ρ(x) = Σ exp(−d²/R²)/(π·R²) with R = 0.7 m, as Johansson and Helbing (2007) measured crowds. A cell's
 * value is that at its middle, summed to 2 R; what lies beyond, 2 %, is given back by the factor.
 */
const RADIUS_M = 0.7;
const REACH_M = 2 * RADIUS_M;
const AT_PERSON_PER_M2 = 1 / (Math.PI * RADIUS_M ** 2 * (1 - Math.exp(-4)));

/** 0 is A, 5 is F. */
export function levelOfService(perM2: number): number {
  return FRUIN_PER_M2.filter((limit) => perM2 >= limit).length;
}

/** Densities of one level; row-major from the south-west. */
export interface DensityRaster {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  perM2: Float32Array;
}

/** People/m² on a level now. Walls are not looked at: somebody beyond a thin one counts as well. */
export function densityOf(
  { levels }: CrowdInput,
  people: Pick<People, 'count' | 'xM' | 'yM' | 'level' | 'status'>,
  level: number,
  cellM = 1,
): DensityRaster {
  const { westM, southM, ...raster } = levels[level];
  const columns = Math.ceil((raster.columns * raster.cellM) / cellM);
  const rows = Math.ceil((raster.rows * raster.cellM) / cellM);
  const perM2 = new Float32Array(columns * rows);
  const near = Math.ceil(REACH_M / cellM);
  for (let id = 0; id < people.count; id++) {
    if (people.status[id] !== STATUS.inside || people.level[id] !== level) continue;
    const u = (people.xM[id] - westM) / cellM - 0.5;
    const v = (people.yM[id] - southM) / cellM - 0.5;
    const column = Math.round(u);
    const row = Math.round(v);
    for (let r = Math.max(0, row - near); r <= Math.min(rows - 1, row + near); r++) {
      for (let c = Math.max(0, column - near); c <= Math.min(columns - 1, column + near); c++) {
        const d2 = ((c - u) ** 2 + (r - v) ** 2) * cellM * cellM;
        if (d2 > REACH_M * REACH_M) continue;
        perM2[r * columns + c] += AT_PERSON_PER_M2 * Math.exp(-d2 / RADIUS_M ** 2);
      }
    }
  }
  return { columns, rows, cellM, westM, southM, perM2 };
}

/** The most people/m² on 3 × 3 m of a level: on less, as many as may stand there tell more of their places than of the crowd. */
export function densestPerM2({ columns, rows, perM2 }: DensityRaster): number {
  let most = 0;
  for (const [cell, own] of perM2.entries()) {
    if (own === 0) continue;
    const column = cell % columns;
    const row = Math.floor(cell / columns);
    let sum = 0;
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) sum += perM2[r * columns + c];
    most = Math.max(most, sum / 9);
  }
  return most;
}

/** What a run leaves of density: the highest of each cell, and how long it stood at level of service E and F (Fruin: 1.08/m² on). */
export class DensityLog {
  readonly highest: DensityRaster[];
  readonly crowdedS: Float32Array[];
  private readonly input: CrowdInput;

  constructor(input: CrowdInput, people: People) {
    this.input = input;
    this.highest = input.levels.map((_, level) => densityOf(input, people, level));
    this.crowdedS = this.highest.map(({ perM2 }) => new Float32Array(perM2.length));
  }

  /** Looks at the people now, for the span since the last look. */
  watch(people: People, spanS: number): void {
    for (const [level, { perM2: highest }] of this.highest.entries()) {
      const { perM2 } = densityOf(this.input, people, level);
      for (let i = 0; i < perM2.length; i++) {
        if (perM2[i] > highest[i]) highest[i] = perM2[i];
        if (perM2[i] >= FRUIN_PER_M2[3]) this.crowdedS[level][i] += spanS;
      }
    }
  }
}

/** West, south, east, north. */
export type Area = readonly [number, number, number, number];

/** A person's ground goes no farther than this where nobody is near (a square of 1.6 m around them, 0.39/m²). */
const ALONE_M = 0.8;

/**
 * Density in an area by Voronoi's cells (Steffen and Seyfried 2010): the mean over the area of 1/(ground of the person nearest to each
 * point). For measurements: it takes every pair of people, and looks at no walls, so the area must be two spacings clear of them.
 */
export function voronoiPerM2(places: readonly Point[], [westM, southM, eastM, northM]: Area): number {
  let people = 0;
  for (const [i, [x, y]] of places.entries()) {
    let cell: Point[] = [
      [x - ALONE_M, y - ALONE_M],
      [x + ALONE_M, y - ALONE_M],
      [x + ALONE_M, y + ALONE_M],
      [x - ALONE_M, y + ALONE_M],
    ];
    for (const [j, [ox, oy]] of places.entries()) {
      if (j === i || Math.hypot(ox - x, oy - y) > 2.9 * ALONE_M) continue;
      cell = cut(cell, ox - x, oy - y, ((ox - x) * (ox + x) + (oy - y) * (oy + y)) / 2);
    }
    const ownM2 = signedAreaM2(cell);
    if (!(ownM2 > 0)) continue;
    const inside = cut(cut(cut(cut(cell, 1, 0, eastM), -1, 0, -westM), 0, 1, northM), 0, -1, -southM);
    people += signedAreaM2(inside) / ownM2;
  }
  return people / ((eastM - westM) * (northM - southM));
}

/** What of a convex polygon has n·p ≤ most (Sutherland and Hodgman 1974). */
function cut(polygon: readonly Point[], nx: number, ny: number, most: number): Point[] {
  const kept: Point[] = [];
  for (const [i, here] of polygon.entries()) {
    const next = polygon[(i + 1) % polygon.length];
    const over = nx * here[0] + ny * here[1] - most;
    const nextOver = nx * next[0] + ny * next[1] - most;
    if (over <= 0) kept.push(here);
    if (over < 0 === nextOver < 0 || over === nextOver) continue;
    const t = over / (over - nextOver);
    kept.push([here[0] + t * (next[0] - here[0]), here[1] + t * (next[1] - here[1])]);
  }
  return kept;
}
