import { cellAt, type Space } from '../plan/space-cells.ts';
import { type People, STATUS } from './crowd.ts';

/** Side of the tiles in which people are counted. */
const TILE_M = 2;
/** Density from which people are a crowd; of fewer each counts the less. */
const CROWD_PER_M2 = 1;
/** Slower than this a route never seems: a jam moves. */
const MIN_RATIO = 0.1;
/** A tile as fast as this is forgotten. */
const FREE_RATIO = 0.99;
/** People count where they will be then: a look holds 2 s, and the speed that it sees is a mean of the half second before. */
const LOOK_AHEAD_S = 1.5;

type Walkers = Pick<
  People,
  | 'count'
  | 'status'
  | 'level'
  | 'xM'
  | 'yM'
  | 'directionX'
  | 'directionY'
  | 'speedMps'
  | 'progressMps'
  | 'desiredMps'
  | 'speedRatio'
>;

/**
 * What a crowd leaves of the free speed where it stands in the way: the mean slowness of those in a tile of 2 m and the eight around, by
 * how dense they are (Kretz 2009 leads people by observed times too). Slowness, since a way takes the sum of it: the mean of their speeds
 * lets a jam that some brush past seem quick, and people stood behind the inner corner of RiMEA's test 15 for 40 s beside 9 m of free street.
 *
 * Speed is progress: people of a knot who were pressed to and fro at 0.3 m/s got on by half of that, and others were led into it. It is
 * taken of what stairs, water, smoke and company leave, which the field and the person's pace have already.
 *
 * People count where they will be, as walkers see for a few seconds ahead where others go (Karamouzas, Skinner, Guy 2014; Xu, Chraibi,
 * Seyfried 2021): whoever goes by where the jam is now, and does so until the next look, comes to one that has moved on and filled. Then
 * the crowd spreads over the width before the inner corner has filled. There 500 people by the time gap take 81.9 s if each counts where
 * they are, and 80.8, 80.5, 80.5, 80.5, 81.0, 85.4 s if 1, 1.5, 2, 2.5, 3, 4 s ahead (means of 6 to 10 seeds); straight on for 44 m 57.5,
 * and 57.6 and 58.7 if 1.5 and 2 s ahead; without any of it 161 round the corner. Nothing else won as much: looks every 1 and 0.5 s 81.3 and
 * 81.4, tiles of 1, 1.5 and 3 m or nine of one weight, ways 1 m clear of corners, all within chance; speeds by density, SFPE's line, 83.5
 * to 95. The density of a tile by Weidmann's curve led people from side to side on its noise.
 */
export class Congestion {
  private readonly space: Space;
  /** By tile, which is its south-west cell, with room for the nine around one at the rim: who will be there, and their slownesses. */
  private readonly people: Uint32Array;
  private readonly slownesses: Float64Array;
  private readonly rim: number;
  /** Tiles where the crowd left less than the free speed at the last visit. */
  private slow: number[] = [];
  private readonly cells: Int32Array;

  constructor(space: Space) {
    const side = Math.max(...space.levels.map(({ cellM }) => sideOf(cellM)));
    this.space = space;
    this.rim = side * (space.plane.columns + 1);
    this.people = new Uint32Array(space.open.length + 2 * this.rim);
    this.slownesses = new Float64Array(this.people.length);
    this.cells = new Int32Array(side * side);
  }

  visit(walkers: Walkers, each: (cell: number, ratio: number) => void): void {
    const { people, slownesses, rim, cells } = this;
    people.fill(0);
    slownesses.fill(0);
    const met = [...this.slow];
    for (let id = 0; id < walkers.count; id++) {
      if (walkers.status[id] !== STATUS.inside) continue;
      const tile = this.tileAhead(walkers, id);
      if (people[rim + tile]++ === 0) met.push(tile);
      slownesses[rim + tile] +=
        1 / Math.max(MIN_RATIO, Math.min(1, walkers.progressMps[id] / this.freeMps(walkers, id)));
    }
    this.slow = [];
    let last = -1;
    for (const tile of Int32Array.from(met).sort()) {
      if (tile === last) continue;
      last = tile;
      const openCount = this.openCells(tile);
      const ratio = this.measured(tile, openCount);
      const left = ratio > FREE_RATIO ? 1 : Math.max(MIN_RATIO, ratio);
      if (left < 1) this.slow.push(tile);
      for (let k = 0; k < openCount; k++) each(cells[k], left);
    }
  }

  saved(): number[] {
    return this.slow;
  }

  restore(slow: readonly number[]): void {
    this.slow = [...slow];
  }

  private measured(tile: number, openCount: number): number {
    const { levels, levelOf, plane } = this.space;
    const { cellM } = levels[levelOf[tile]];
    const side = sideOf(cellM);
    let people = 0;
    let slownesses = 0;
    for (let row = -1; row <= 1; row++)
      for (let column = -1; column <= 1; column++) {
        const near = this.rim + tile + row * side * plane.columns + column * side;
        const weight = (2 - Math.abs(row)) * (2 - Math.abs(column));
        people += weight * this.people[near];
        slownesses += weight * this.slownesses[near];
      }
    if (people === 0 || openCount === 0) return 1;
    const perM2 = Math.max(people / 16, this.people[this.rim + tile]) / (openCount * cellM * cellM);
    return 1 - Math.min(1, perM2 / CROWD_PER_M2) * (1 - people / slownesses);
  }

  /** Where nobody is in the way; of who is held for another reason, on the level. */
  private freeMps({ desiredMps, speedRatio, level }: Walkers, id: number): number {
    const { slope } = this.space.levels[level[id]];
    const stairRatio = slope ? Math.min(slope.ascentRatio, slope.descentRatio) : 1;
    return desiredMps[id] * stairRatio * (speedRatio[id] > 0 ? speedRatio[id] : 1);
  }

  /** The tile that somebody will be in if they go on so; their own where that leads off open ground. */
  private tileAhead({ level, xM, yM, directionX, directionY, speedMps }: Walkers, id: number): number {
    const x = xM[id] + LOOK_AHEAD_S * speedMps[id] * directionX[id];
    const y = yM[id] + LOOK_AHEAD_S * speedMps[id] * directionY[id];
    const cell = cellAt(this.space, level[id], x, y);
    const isOpen = cell >= 0 && this.space.open[cell] === 1;
    return isOpen ? this.tileOf(level[id], x, y) : this.tileOf(level[id], xM[id], yM[id]);
  }

  /** The south-west cell of the tile around a place. */
  private tileOf(level: number, x: number, y: number): number {
    const { westM, southM, cellM } = this.space.levels[level];
    const side = sideOf(cellM);
    const column = Math.floor((x - westM) / cellM / side) * side;
    const row = Math.floor((y - southM) / cellM / side) * side;
    return (this.space.firstRow[level] + row) * this.space.plane.columns + column + 1;
  }

  /** Into `cells`; how many. */
  private openCells(tile: number): number {
    const { levels, levelOf, firstRow, open, plane } = this.space;
    const { columns, rows, cellM } = levels[levelOf[tile]];
    const side = sideOf(cellM);
    const row = Math.floor(tile / plane.columns) - firstRow[levelOf[tile]];
    const column = (tile % plane.columns) - 1;
    const wide = Math.min(side, columns - column);
    const high = Math.min(side, rows - row);
    let count = 0;
    for (let r = 0; r < high; r++)
      for (let c = 0; c < wide; c++) {
        const cell = tile + r * plane.columns + c;
        if (open[cell] === 1) this.cells[count++] = cell;
      }
    return count;
  }
}

const sideOf = (cellM: number): number => Math.max(1, Math.round(TILE_M / cellM));
