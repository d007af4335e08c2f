import { type People, STATUS } from './crowd.ts';
import type { Space } from './space.ts';

/** Side of the tiles in which people are counted. */
const TILE_M = 2;
/** So many on a square metre are a crowd; of fewer each counts the less. */
const CROWD_PER_M2 = 1;
/** Slower than this a route never seems: a jam moves. */
const LEAST_RATIO = 0.1;
/** A tile as fast as this is forgotten. */
const FREE_RATIO = 0.99;

/**
 * What a crowd leaves of the free speed where it stands in the way: the mean slowness of those in a tile of 2 m and the eight around, by
 * how dense they are (Kretz 2009 leads people by observed times too). Slowness, since a way takes the sum of it: the mean of their speeds
 * lets a jam that some brush past seem quick, and people stood behind the inner corner of RiMEA's test 15 for 40 s beside 9 m of free street.
 *
 * Speed is progress: people of a knot who were pressed to and fro at 0.3 m/s got on by half of that, and others were led into it.
 *
 * There 500 people round the corner take 80 s on Weidmann's curve, looked at every 2 s, 83 s by the time gap (means of five seeds); without
 * any of it 142 and 161. By the time gap: tiles of 1, 1.5 and 3 m 84.7, 82.4 and 83.3 s, nine tiles of one weight 82.4,
 * the mean with the look before 84.3; looks every 1 and 0.5 s 81.4 and 81.1, for fields marched twice and four times as often. Before people turned gradually, the density of a tile by Weidmann's curve took 74 s for 44 m straight on, as
 * people followed its noise from side to side.
 */
export class Congestion {
  private readonly space: Space;
  private ratios = new Map<number, number>();

  constructor(space: Space) {
    this.space = space;
  }

  visit(people: People, each: (cell: number, ratio: number) => void): void {
    const counts = new Map<number, [people: number, slownesses: number]>();
    for (let id = 0; id < people.count; id++) {
      if (people.status[id] !== STATUS.inside) continue;
      const tile = this.tileOf(people.level[id], people.xM[id], people.yM[id]);
      const count = counts.get(tile) ?? [0, 0];
      count[0]++;
      count[1] += 1 / Math.max(LEAST_RATIO, Math.min(1, people.progressMps[id] / people.desiredMps[id]));
      counts.set(tile, count);
    }
    const before = this.ratios;
    this.ratios = new Map();
    for (const tile of [...new Set([...before.keys(), ...counts.keys()])].sort((a, b) => a - b)) {
      const cells = this.openCells(tile);
      const ratio = this.measured(tile, cells.length, counts);
      const left = ratio > FREE_RATIO ? 1 : Math.max(LEAST_RATIO, ratio);
      if (left < 1) this.ratios.set(tile, left);
      for (const cell of cells) each(cell, left);
    }
  }

  saved(): [number, number][] {
    return [...this.ratios];
  }

  restore(ratios: readonly [number, number][]): void {
    this.ratios = new Map(ratios);
  }

  private measured(tile: number, openCount: number, counts: ReadonlyMap<number, [number, number]>): number {
    const { levels, levelOf, plane } = this.space;
    const { cellM } = levels[levelOf[tile]];
    const side = sideOf(cellM);
    let [people, slownesses] = [0, 0];
    for (let row = -1; row <= 1; row++)
      for (let column = -1; column <= 1; column++) {
        const count = counts.get(tile + row * side * plane.columns + column * side);
        const weight = (2 - Math.abs(row)) * (2 - Math.abs(column));
        people += weight * (count?.[0] ?? 0);
        slownesses += weight * (count?.[1] ?? 0);
      }
    const own = counts.get(tile)?.[0] ?? 0;
    if (people === 0 || openCount === 0) return 1;
    const perM2 = Math.max(people / 16, own) / (openCount * cellM * cellM);
    return 1 - Math.min(1, perM2 / CROWD_PER_M2) * (1 - people / slownesses);
  }

  /** The south-west cell of the tile around a place. */
  private tileOf(level: number, x: number, y: number): number {
    const { westM, southM, cellM } = this.space.levels[level];
    const side = sideOf(cellM);
    const column = Math.floor((x - westM) / cellM / side) * side;
    const row = Math.floor((y - southM) / cellM / side) * side;
    return (this.space.firstRow[level] + row) * this.space.plane.columns + column + 1;
  }

  private openCells(tile: number): number[] {
    const { levels, levelOf, firstRow, open, plane } = this.space;
    const { columns, rows, cellM } = levels[levelOf[tile]];
    const [row, column] = [Math.floor(tile / plane.columns) - firstRow[levelOf[tile]], (tile % plane.columns) - 1];
    const cells: number[] = [];
    for (let r = row; r < Math.min(row + sideOf(cellM), rows); r++)
      for (let c = column; c < Math.min(column + sideOf(cellM), columns); c++) {
        const cell = tile + (r - row) * plane.columns + c - column;
        if (open[cell] === 1) cells.push(cell);
      }
    return cells;
  }
}

const sideOf = (cellM: number): number => Math.max(1, Math.round(TILE_M / cellM));
