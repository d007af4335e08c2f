import { PLAIN_ARENA } from './arena.ts';
import type { CrowdInput, Walking } from './crowd.ts';
import { exponential } from './exponential.ts';
import { CELL_M, CUT_OFF_M, sortPeople } from './neighbours.ts';
import { chance } from './noise.ts';
import { type CrowdArrays, LEVEL_FLOATS, LEVEL_INTS, layCrowd } from './people.ts';
import { WallsBeside } from './walls-beside.ts';
import { WEIDMANN_STOP } from './weidmann.ts';

/** What moves people by one step: the oracle, or the kernel. */
export interface Walker {
  readonly crowd: CrowdArrays;
  /** Everyone who is inside by `dtS`; leaves where they were in `sortedX`, `sortedY`, `sortedId`. */
  step(step: number, timeS: number, dtS: number): void;
  /** Lets helpers go. */
  close(): void;
}

export type WalkerOf = (input: CrowdInput) => Walker;

/**
 * What the model is held to. *Prescriptive* lets 1.3 persons/(m·s) through a door, as IMO and SFPE count; *laboratory* 1.9, as the
 * experiments of Jülich measured (Seyfried et al. 2009); *weidmann* has the speeds of his curve and lets 1.3 to 1.7 through. JuPedSim's
 * own defaults (1 s, 0.20 m) give 0.9 to 1.2 at a door. A time gap cannot follow Weidmann: at 1 person/m² it is 0.31 m/s too slow.
 */
export const PRESETS = {
  prescriptive: { speed: 'time-gap', timeGapS: 0.8, radiusM: 0.2 },
  laboratory: { speed: 'time-gap', timeGapS: 0.8, radiusM: 0.15 },
  weidmann: { speed: 'weidmann', timeGapS: 0.8, radiusM: 0.2 },
} as const;

/** Repulsions of the collision-free speed model, without unit, and one over their ranges of 0.1 and 0.02 m (JuPedSim's defaults). */
const REPULSIONS = { strength: 8, perRange: 10, wallStrength: 5, perWallRange: 50 };

/** Of the social force model, m/s² and one over 0.08 m: 2,000 N on 80 kg (Helbing, Farkas, Vicsek 2000). */
const SOCIAL_FORCES = { strength: 25, perRange: 12.5, wallStrength: 25, perWallRange: 12.5 };
/** How soon one is as fast as one wants, and the most that others push one to, of the desired speed (Helbing and Molnár 1995). */
const PER_RELAXATION_S = 2;
const FASTEST_RATIO = 1.3;

/** Anticipation (Xu, Chraibi, Seyfried 2021; JuPedSim's defaults): one looks 1 s ahead and turns within 0.3 s. */
const ANTICIPATION_S = 1;
const PER_REACTION_S = 1 / 0.3;

/** Between bodies: a push below 4e-4. Without them a step takes a quarter less. */
const UNFELT_M = 1;

/** In contacts. */
const NOBODY_AHEAD = 20;

/**
 * People who press into a narrow door as one arch, or who meet head on, stand there for good: the model has no chance in it (0.8 m
 * door, radius 0.2 m: after 20 s). So who is all but stopped turns the shoulders now and then, takes no heed of how near others are,
 * and passes ahead or up to a right angle aside as someone so much narrower: a fifth of those who stand, for a second each, by a throw
 * that hangs on seed, id and second alone.
 */
const STOPPED_RATIO = 0.1;
/** Of the last step in the mean that tells: who is pressed back and forth by turns gets nowhere at full speed. */
const PROGRESS_RATIO = 0.1;
const TURN_CHANCE = 0.2;
const TURN_STEPS = 20;
/** With 0.75 one seed of 100 stood for 30 s at 0.8 m, four by Weidmann; none of 300 with 0.65. */
const TURNED_RATIO = 0.65;
/** With 0.65 people who anticipate do not all leave through a door of 1.2 m. */
const ANTICIPATING_TURNED_RATIO = 0.75;

/**
 * People who pass each other turn the shoulders (Yamamoto et al. 2019): between those who want to go opposite ways, 120° or more apart,
 * contacts are as narrow as of who is turned, until they are past. And who is all but stopped changes places with whom they meet, half
 * of them in a second: Blue and Adler (2001) give bidirectional flows this exchange, so often, lest they lock. In IMO's test 8 the last of
 * 100 people is through a corridor of 2 m, against 0, 10, 50 and 100, at 49, 77, 144 and 188 s; before at 49, 173 and never. With the
 * shoulders alone against 100 it is over 249 s, with the exchange of the 0.2 who turn 466 s against 50. A push aside of whom one meets, on
 * top, changed nothing by more than 5 %; the anticipation velocity model, which has that push alone, locks against 10.
 */
const OPPOSED_COSINE = -0.5;
const PASSED_M = -0.4;
const PASSING_RATIO = 0.65;
const EXCHANGE_CHANCE = 0.5;

/** More neighbours than fit on the 21 m² in sight. */
const MOST_NEIGHBOURS = 4096;

/**
 * The collision-free speed model, second version (Tordeux, Chraibi, Seyfried 2016; as JuPedSim 1.2 has it), in float64 on float32
 * arrays: the kernel's oracle, and what walks where no memory can be shared.
 *
 * First order: a direction out of where one wants to go and of what one keeps clear of, and along it the speed that leaves the time
 * gap to the next body ahead. So nobody overshoots, and steps of 0.05 to 0.1 s are short enough. People see whom no wall hides.
 */
export class WalkingOracle implements Walker {
  readonly crowd: CrowdArrays;
  private readonly seed: number;
  private readonly isWeidmann: boolean;
  private readonly model: Walking['model'];
  private readonly law: { strength: number; perRange: number; wallStrength: number; perWallRange: number };
  private readonly dx = new Float64Array(MOST_NEIGHBOURS);
  private readonly dy = new Float64Array(MOST_NEIGHBOURS);
  private readonly distance = new Float64Array(MOST_NEIGHBOURS);
  private readonly contact = new Float64Array(MOST_NEIGHBOURS);
  private readonly velocityX = new Float64Array(MOST_NEIGHBOURS);
  private readonly velocityY = new Float64Array(MOST_NEIGHBOURS);
  private readonly walls: WallsBeside;
  /** The direction that the last call found. */
  private foundX = 0;
  private foundY = 0;
  private weidmann = 0;

  constructor(input: CrowdInput) {
    this.crowd = layCrowd(input, PLAIN_ARENA);
    this.walls = new WallsBeside(this.crowd);
    this.seed = input.seed;
    this.isWeidmann = input.walking.speed === 'weidmann';
    this.model = input.walking.model;
    this.law = this.model === 'social-force' ? SOCIAL_FORCES : REPULSIONS;
  }

  step(step: number, timeS: number, dtS: number): void {
    const { crowd } = this;
    sortPeople(crowd);
    for (let k = 0; k < crowd.counts[0]; k++) if (crowd.sortedId[k] >= 0) this.walk(k, step, timeS, dtS);
  }

  close(): void {}

  private walk(k: number, step: number, timeS: number, dtS: number): void {
    const { crowd, dx, dy, distance, contact } = this;
    const { strength, perRange } = this.law;
    const id = crowd.sortedId[k];
    const x = crowd.sortedX[k];
    const y = crowd.sortedY[k];
    const r = crowd.sortedRadius[k];
    this.desire(id, x, y);
    const wishX = this.foundX;
    const wishY = this.foundY;
    const freeMps =
      timeS < crowd.startS[id] ? 0 : crowd.desiredMps[id] * crowd.speedRatio[id] * this.slope(id, wishX, wishY);
    if (!(freeMps > 0) || (wishX === 0 && wishY === 0)) {
      crowd.speedMps[id] = 0;
      crowd.wishX[id] = 0;
      crowd.wishY[id] = 0;
      return;
    }
    crowd.wishX[id] = wishX;
    crowd.wishY[id] = wishY;
    this.walls.look(crowd.cell[id], x, y);
    const isStopped = crowd.progressMps[id] < STOPPED_RATIO * freeMps;
    const chanceNow =
      isStopped && this.model !== 'social-force' ? chance(this.seed, id, Math.floor(step / TURN_STEPS)) : 1;
    const thrown = chanceNow / TURN_CHANCE;
    const turned = this.model === 'anticipation-velocity' ? ANTICIPATING_TURNED_RATIO : TURNED_RATIO;
    const width = thrown < 1 ? turned : 1;
    const passing = chanceNow < EXCHANGE_CHANCE ? 0 : PASSING_RATIO;
    const seen = this.look(id, x, y, r, width, this.model === 'collision-free-speed' ? passing : width);
    let ex = wishX;
    let ey = wishY;
    if (thrown < 1) {
      const part = 2 * thrown - 1;
      ex = (1 - Math.abs(part)) * wishX - part * wishY;
      ey = (1 - Math.abs(part)) * wishY + part * wishX;
    } else if (this.model === 'anticipation-velocity') {
      const aside = this.anticipate(id, seen, wishX, wishY);
      ex -= aside * wishY;
      ey += aside * wishX;
    } else {
      for (let n = 0; n < seen; n++) {
        const overlap = contact[n] - distance[n];
        if (overlap <= -UNFELT_M) continue;
        const push = (strength * exponential(overlap * perRange)) / distance[n];
        ex -= push * dx[n];
        ey -= push * dy[n];
      }
    }
    if (this.walls.count > 0) {
      this.walls.push(x, y, r, this.law.wallStrength, this.law.perWallRange);
      ex += this.walls.x;
      ey += this.walls.y;
    }
    if (this.model === 'social-force') {
      this.accelerate(id, ex - wishX, ey - wishY, wishX * freeMps, wishY * freeMps, dtS);
      this.move(id, x, y, wishX, wishY, dtS);
      return;
    }
    const length = Math.sqrt(ex * ex + ey * ey);
    if (length > 1e-6) {
      ex /= length;
      ey /= length;
    } else {
      ex = crowd.directionX[id];
      ey = crowd.directionY[id];
    }
    if (this.model === 'anticipation-velocity') {
      this.turn(id, ex, ey, wishX, wishY, dtS);
      ex = this.foundX;
      ey = this.foundY;
    }
    let gapM = Number.POSITIVE_INFINITY;
    let ratio = NOBODY_AHEAD;
    for (let n = 0; n < seen; n++) {
      const l = contact[n];
      if (ex * dx[n] + ey * dy[n] < 0 || Math.abs(ex * dy[n] - ey * dx[n]) > l) continue;
      gapM = Math.min(gapM, distance[n] - l);
      ratio = Math.min(ratio, distance[n] / l);
    }
    const mps = this.isWeidmann
      ? freeMps * Math.max(0, 1 - exponential(this.weidmann * (1 - (ratio / WEIDMANN_STOP) ** 2)))
      : Math.min(freeMps, Math.max(0, gapM / crowd.timeGapS[id]));
    crowd.directionX[id] = ex;
    crowd.directionY[id] = ey;
    crowd.speedMps[id] = mps;
    this.move(id, x, y, wishX, wishY, dtS);
  }

  /** By direction and speed, as far as walls allow; the speed becomes what it was. */
  private move(id: number, x: number, y: number, wishX: number, wishY: number, dtS: number): void {
    const { crowd, walls } = this;
    const stepM = crowd.speedMps[id] * dtS;
    walls.stop(x, y, crowd.directionX[id] * stepM, crowd.directionY[id] * stepM);
    const movedX = walls.x;
    const movedY = walls.y;
    crowd.xM[id] = x + movedX;
    crowd.yM[id] = y + movedY;
    crowd.speedMps[id] = Math.sqrt(movedX * movedX + movedY * movedY) / dtS;
    const aheadMps = (movedX * wishX + movedY * wishY) / dtS;
    crowd.progressMps[id] += (aheadMps - crowd.progressMps[id]) * PROGRESS_RATIO;
  }

  /** Newton's law for one of them: forces of others, and of the wish to be as fast as one likes. */
  private accelerate(id: number, ax: number, ay: number, goalX: number, goalY: number, dtS: number): void {
    const { directionX, directionY, speedMps } = this.crowd;
    const vx = directionX[id] * speedMps[id];
    const vy = directionY[id] * speedMps[id];
    const nextX = vx + (ax + (goalX - vx) * PER_RELAXATION_S) * dtS;
    const nextY = vy + (ay + (goalY - vy) * PER_RELAXATION_S) * dtS;
    const mps = Math.sqrt(nextX * nextX + nextY * nextY);
    if (mps > 0) {
      directionX[id] = nextX / mps;
      directionY[id] = nextY / mps;
    }
    speedMps[id] = Math.min(mps, FASTEST_RATIO * Math.sqrt(goalX * goalX + goalY * goalY));
  }

  /**
   * How strongly the others, where they will be, push one to the left of one's way (Xu, Chraibi, Seyfried 2021, eq. 1 to 5). Who will be
   * right ahead is passed on a side thrown by id.
   */
  private anticipate(id: number, seen: number, wishX: number, wishY: number): number {
    const { directionX, directionY, speedMps } = this.crowd;
    const eX = directionX[id];
    const eY = directionY[id];
    const side = chance(this.seed, id, 0) < 0.5 ? 1 : -1;
    let sum = 0;
    for (let n = 0; n < seen; n++) {
      const d = this.distance[n];
      const awayX = this.dx[n] / d;
      const awayY = this.dy[n] / d;
      if (wishX * awayX + wishY * awayY < 0 && eX * awayX + eY * awayY < 0) continue;
      const vx = this.velocityX[n];
      const vy = this.velocityY[n];
      const closingMps = (eX * speedMps[id] - vx) * awayX + (eY * speedMps[id] - vy) * awayY;
      const gap = Math.max(0, d - this.contact[n] - closingMps * ANTICIPATION_S);
      const mps = Math.max(1e-6, Math.sqrt(vx * vx + vy * vy));
      const opposed = 1 + 0.5 * (1 - (wishX * vx + wishY * vy) / mps);
      const push = REPULSIONS.strength * opposed * exponential(-gap * REPULSIONS.perRange);
      const left = wishX * (this.dy[n] + vy * ANTICIPATION_S) - wishY * (this.dx[n] + vx * ANTICIPATION_S);
      sum += left === 0 ? side * push : left > 0 ? -push : push;
    }
    return sum;
  }

  /** From the last direction towards a new one, no quicker than one reacts; at once where that lies behind (eq. 7). */
  private turn(id: number, ex: number, ey: number, wishX: number, wishY: number, dtS: number): void {
    const { directionX, directionY } = this.crowd;
    const wasX = directionX[id];
    const wasY = directionY[id];
    this.foundX = ex;
    this.foundY = ey;
    if ((wishX * ex + wishY * ey) * (wishX * wasX + wishY * wasY) <= 0) return;
    const nextX = wasX + (ex - wasX) * PER_REACTION_S * dtS;
    const nextY = wasY + (ey - wasY) * PER_REACTION_S * dtS;
    const length = Math.sqrt(nextX * nextX + nextY * nextY);
    if (length < 1e-6) return;
    this.foundX = nextX / length;
    this.foundY = nextY / length;
  }

  /** The mean of the four cells around that lead anywhere. */
  private desire(id: number, x: number, y: number): void {
    const { levelFloats, levelInts, directions, level, field } = this.crowd;
    const l = level[id];
    const columns = levelInts[l * LEVEL_INTS + 3];
    const rows = levelInts[l * LEVEL_INTS + 4];
    const cells = directions[field[id] * this.crowd.grids.length + l];
    const cellM = levelFloats[l * LEVEL_FLOATS + 2];
    const u = (x - levelFloats[l * LEVEL_FLOATS]) / cellM - 0.5;
    const v = (y - levelFloats[l * LEVEL_FLOATS + 1]) / cellM - 0.5;
    const column = Math.floor(u);
    const row = Math.floor(v);
    let sumX = 0;
    let sumY = 0;
    for (let j = 0; j < 2; j++) {
      const r = Math.min(rows - 1, Math.max(0, row + j));
      const north = j === 0 ? 1 - (v - row) : v - row;
      for (let i = 0; i < 2; i++) {
        const at = 2 * (r * columns + Math.min(columns - 1, Math.max(0, column + i)));
        const weight = (i === 0 ? 1 - (u - column) : u - column) * north;
        sumX += weight * cells[at];
        sumY += weight * cells[at + 1];
      }
    }
    const length = Math.sqrt(sumX * sumX + sumY * sumY);
    this.foundX = length > 0 ? sumX / length : 0;
    this.foundY = length > 0 ? sumY / length : 0;
  }

  /** The factor of a stair, up or down as one wants to go; Weidmann's exponent there into `weidmann`. */
  private slope(id: number, wishX: number, wishY: number): number {
    const { levelFloats: floats, level } = this.crowd;
    const at = level[id] * LEVEL_FLOATS;
    const isUp = wishX * floats[at + 3] + wishY * floats[at + 4] > 0;
    this.weidmann = floats[at + (isUp ? 9 : 10)];
    return floats[at + (isUp ? 5 : 6)];
  }

  /** Lists whom one sees from x, y, with contacts as wide as given, for those one meets and for others; gives how many. */
  private look(id: number, x: number, y: number, r: number, width: number, passing: number): number {
    const { sortedX, sortedY, sortedRadius, sortedWishX, sortedWishY, cellStart, grids, level } = this.crowd;
    const { westM, southM, columns, rows, first } = grids[level[id]];
    const wishX = this.crowd.wishX[id];
    const wishY = this.crowd.wishY[id];
    const southRow = Math.max(0, Math.floor((y - CUT_OFF_M - southM) / CELL_M));
    const northRow = Math.min(rows - 1, Math.floor((y + CUT_OFF_M - southM) / CELL_M));
    const { dx: dxs, dy: dys, distance, contact } = this;
    const { sortedVelocityX, sortedVelocityY } = this.crowd;
    const areSeenMoving = sortedVelocityX.length > 0;
    const isWalled = this.walls.count > 0;
    let seen = 0;
    for (let row = southRow; row <= northRow; row++) {
      const rowM = southM + row * CELL_M;
      const off = Math.max(0, rowM - y, y - rowM - CELL_M);
      const reach = Math.sqrt(Math.max(0, CUT_OFF_M * CUT_OFF_M - off * off));
      const west = Math.max(0, Math.floor((x - reach - westM) / CELL_M));
      const east = Math.min(columns - 1, Math.floor((x + reach - westM) / CELL_M));
      const end = cellStart[first + row * columns + east + 1];
      for (let j = cellStart[first + row * columns + west]; j < end; j++) {
        const dx = sortedX[j] - x;
        const dy = sortedY[j] - y;
        const d2 = dx * dx + dy * dy;
        if (d2 >= CUT_OFF_M * CUT_OFF_M || d2 === 0) continue;
        if (isWalled && this.walls.hides(x, y, dx, dy)) continue;
        if (seen === MOST_NEIGHBOURS) return seen;
        dxs[seen] = dx;
        dys[seen] = dy;
        distance[seen] = Math.sqrt(d2);
        if (areSeenMoving) {
          this.velocityX[seen] = sortedVelocityX[j];
          this.velocityY[seen] = sortedVelocityY[j];
        }
        const isMet =
          wishX * sortedWishX[j] + wishY * sortedWishY[j] < OPPOSED_COSINE && wishX * dx + wishY * dy > PASSED_M;
        contact[seen++] = (r + sortedRadius[j]) * (isMet ? passing : width);
      }
    }
    return seen;
  }
}
