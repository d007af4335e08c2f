import type { CrowdArrays } from './crowd-arrays.ts';
import { CELL_M, CUT_OFF_M, SIGHT_M } from './neighbours.ts';
import type { WallSearch } from './walls-beside.ts';

/** Between bodies, a push below 4e-4: who is farther only stands in the way. */
export const UNFELT_M = 1;

const OPPOSED_COSINE = -0.5;
const PASSED_M = -0.4;

/** More neighbours than fit on the 10 m² in sight. */
const MAX_NEIGHBOURS = 4096;

/** Somebody who goes first keeps so much of a contact to whom they go before. */
const FIRST_RATIO = 0.6;
/** The time gap to people whom one only must not touch. */
const ASIDE_GAP_S = 0.1;

const PER_CELL_M = 1 / CELL_M;

/**
 * The people beside one person after the other whom no wall hides.
 *
 * Those near enough to be felt come first. Farther on, only those ahead who can still bind the speed are looked at: at 2 people/m² one
 * of 300 looks on, 11 people are listed instead of 21, and a step takes three quarters of the time.
 */
export class NeighbourSearch {
  count = 0;
  /** From the person to each, in metres, and how far apart they are when they touch. */
  readonly dx = new Float64Array(MAX_NEIGHBOURS);
  readonly dy = new Float64Array(MAX_NEIGHBOURS);
  readonly distance = new Float64Array(MAX_NEIGHBOURS);
  readonly contact = new Float64Array(MAX_NEIGHBOURS);
  /** Half width of the strip in which each counts as ahead; 0: before them the person goes first. */
  readonly strip = new Float64Array(MAX_NEIGHBOURS);
  /** Empty where the model looks at nobody's velocity. */
  readonly velocityX: Float64Array;
  readonly velocityY: Float64Array;
  /**
   * How much narrower contacts are than two radii: with those one meets, and with others; and the person's speed in parts of the free
   * one. Set by whoever looks, as fields: numbers handed to a function that is not inlined are allocated, six a person and step.
   */
  metRatio = 1;
  ratio = 1;
  pace = 0;
  private readonly crowd: CrowdArrays;
  private readonly walls: WallSearch;
  /** The widest body's radius. */
  private readonly widestM: number;
  /** All that is in sight is felt. */
  private readonly isFarFelt: boolean;
  private fromM = 0;
  private toM = 0;
  /** Around the person, the box that is searched. */
  private west = 0;
  private south = 0;
  private east = 0;
  private north = 0;

  constructor(crowd: CrowdArrays, walls: WallSearch) {
    this.crowd = crowd;
    this.walls = walls;
    this.widestM = crowd.radiusM.reduce((a, b) => Math.max(a, b), 0);
    this.isFarFelt = crowd.sortedVelocityX.length > 0;
    this.velocityX = new Float64Array(this.isFarFelt ? MAX_NEIGHBOURS : 0);
    this.velocityY = new Float64Array(this.isFarFelt ? MAX_NEIGHBOURS : 0);
  }

  /** Lists whom the person in a sorted place feels. */
  findNeighbours(k: number): void {
    const { sortedRadius } = this.crowd;
    this.fromM = 0;
    this.toM = this.isFarFelt ? CUT_OFF_M : Math.min(CUT_OFF_M, sortedRadius[k] + this.widestM + UNFELT_M);
    this.west = -this.toM;
    this.south = -this.toM;
    this.east = this.toM;
    this.north = this.toM;
    this.list(k);
  }

  /** Metres that are free ahead, `most` if more: to the next one whose body is in the way of one's own. */
  gapM(ex: number, ey: number, most: number): number {
    const { count, dx, dy, distance, contact } = this;
    let gap = most;
    for (let n = 0; n < count; n++) {
      const l = contact[n];
      if (Math.abs(ex * dy[n] - ey * dx[n]) > l) continue;
      const way = distance[n] - l;
      if (way < gap && ex * dx[n] + ey * dy[n] >= 0) gap = way;
    }
    return gap;
  }

  /** The speed that leaves the time gap to everyone in the strip ahead, `most` if more. */
  stripMps(k: number, ex: number, ey: number, most: number): number {
    const { crowd, widestM } = this;
    const id = crowd.sortedId[k];
    const timeGapS = crowd.timeGapS[id];
    const mps = this.listedMps(ex, ey, most, timeGapS);
    const contactM = crowd.sortedRadius[k] + widestM;
    const bindsM = contactM + timeGapS * mps;
    if (bindsM <= this.toM) return mps;
    const sideM = Math.max(contactM, crowd.stripM[id]);
    this.fromM = this.toM;
    this.toM = Math.min(SIGHT_M, bindsM);
    this.west = Math.min(0, ex * this.toM) - sideM;
    this.east = Math.max(0, ex * this.toM) + sideM;
    this.south = Math.min(0, ey * this.toM) - sideM;
    this.north = Math.max(0, ey * this.toM) + sideM;
    this.list(k);
    return this.listedMps(ex, ey, mps, timeGapS);
  }

  private listedMps(ex: number, ey: number, most: number, timeGapS: number): number {
    const { count, dx, dy, distance, contact, strip } = this;
    let least = most;
    for (let n = 0; n < count; n++) {
      if (ex * dx[n] + ey * dy[n] <= 0) continue;
      const w = strip[n];
      const l = w > 0 ? contact[n] : FIRST_RATIO * contact[n];
      const aside = Math.abs(ex * dy[n] - ey * dx[n]);
      if (aside >= l && aside >= w) continue;
      const gapS = w > aside ? Math.max(ASIDE_GAP_S, timeGapS * (1 - aside / w)) : ASIDE_GAP_S;
      const mps = Math.max(0, distance[n] - l) / gapS;
      if (mps < least) least = mps;
    }
    return least;
  }

  /** Lists the people that the person in a sorted place sees from `fromM` to `toM` away. */
  private list(k: number): void {
    const { crowd, walls, dx: dxs, dy: dys, distance, contact, strip, metRatio, ratio, pace, isFarFelt, toM } = this;
    const { sortedX, sortedY, sortedRadius, sortedDesiredDirectionX, sortedDesiredDirectionY, cellStart } = crowd;
    const id = crowd.sortedId[k];
    const { westM, southM, columns, rows, first } = crowd.grids[crowd.level[id]];
    const x = sortedX[k];
    const y = sortedY[k];
    const r = sortedRadius[k];
    const stripM = crowd.stripM[id];
    const desiredDirectionX = crowd.desiredDirectionX[id];
    const desiredDirectionY = crowd.desiredDirectionY[id];
    const isWalled = walls.count > 0;
    const from2 = this.fromM > 0 ? this.fromM * this.fromM : Number.MIN_VALUE;
    const to2 = toM * toM;
    const south = Math.max(0, Math.floor((y + this.south - southM) * PER_CELL_M));
    const north = Math.min(rows - 1, Math.floor((y + this.north - southM) * PER_CELL_M));
    const west = Math.max(0, Math.floor((x + this.west - westM) * PER_CELL_M));
    const east = Math.min(columns - 1, Math.floor((x + this.east - westM) * PER_CELL_M));
    let count = 0;
    for (let row = south; row <= north; row++) {
      const end = cellStart[first + row * columns + east + 1];
      for (let j = cellStart[first + row * columns + west]; j < end; j++) {
        const dx = sortedX[j] - x;
        const dy = sortedY[j] - y;
        const d2 = dx * dx + dy * dy;
        if (d2 >= to2 || d2 < from2) continue;
        if (isWalled && walls.hides(dx, dy)) continue;
        if (count === MAX_NEIGHBOURS) break;
        dxs[count] = dx;
        dys[count] = dy;
        distance[count] = Math.sqrt(d2);
        if (isFarFelt) {
          this.velocityX[count] = crowd.sortedVelocityX[j];
          this.velocityY[count] = crowd.sortedVelocityY[j];
        }
        const wishX = sortedDesiredDirectionX[j];
        const wishY = sortedDesiredDirectionY[j];
        const ahead = desiredDirectionX * dx + desiredDirectionY * dy;
        const isOpposed = desiredDirectionX * wishX + desiredDirectionY * wishY < OPPOSED_COSINE;
        const isMet = isOpposed && ahead > PASSED_M;
        const l = r + sortedRadius[j];
        contact[count] = l * (isMet ? metRatio : ratio);
        const isFirst = !isOpposed && ahead + wishX * dx + wishY * dy <= 0;
        strip[count++] = isFirst ? 0 : (isMet ? metRatio : 1) * (l + (stripM - l) * pace);
      }
    }
    this.count = count;
  }
}
