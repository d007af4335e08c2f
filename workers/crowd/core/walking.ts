import { PLAIN_ARENA } from '../../shared/arena.ts';
import type { CrowdInput, Walking } from './crowd.ts';
import type { CrowdArrays } from './crowd-arrays.ts';
import { exponential } from './exponential.ts';
import { sortPeople } from './neighbours.ts';
import { chance } from './noise.ts';
import { allocateCrowd, LEVEL_FLOATS, LEVEL_INTS } from './people.ts';
import { NeighbourSearch, UNFELT_M } from './people-beside.ts';
import { WallSearch } from './walls-beside.ts';

/** What moves people by one step: the oracle, or the kernel. */
export interface Walker {
  readonly crowd: CrowdArrays;
  /** Everyone who is inside by `dtS`; leaves where they were in `sortedX`, `sortedY`, `sortedId`. */
  step(step: number, timeS: number, dtS: number): void;
  /** Lets helpers go. */
  close(): void;
}

/** Makes a walker for a compiled case: the TypeScript core or a kernel, which agree step by step within float32. */
export type WalkerOf = (input: CrowdInput) => Walker;

/** Three numbers of a population. */
interface CrowdPreset {
  /** Half the distance between the middles of two who stand, m. */
  radiusM: number;
  /** To whom they follow, s. */
  timeGapS: number;
  /** Half width of the strip in which, at full speed, they follow at all, m. */
  stripM: number;
}

/**
 * Presets stand for populations. Fits are to filmed crowds, within ± 0.02 m between middles, 0.1 s and 0.05 m.
 *
 * - `weidmann`: the public, all ages mixed. Fitted to his curve with the spread of speeds (1993; RiMEA 4).
 * - `laboratory`: calm young adults. Fitted to HERMES (Jülich and Düsseldorf 2009): exits of corridors, corridors one and two ways.
 * - `pressing`: young adults urged on, fitted to one experiment (Adrian, Seyfried, Sieben 2020: 75 people, a door of 0.5 m).
 * - `pupils`: 11 to 16 years. No experiment is fitted: the public's time gap, bodies of nine tenths (待核).
 * - `prescriptive`: nobody. Slower than all of them on purpose: a metre of a door lets through what IMO and SFPE count, at most 1.33/s.
 */
export const PRESETS = {
  prescriptive: { radiusM: 0.22, timeGapS: 1.9, stripM: 0.3 },
  laboratory: { radiusM: 0.22, timeGapS: 0.94, stripM: 0.12 },
  weidmann: { radiusM: 0.21, timeGapS: 1.1, stripM: 0.22 },
  pupils: { radiusM: 0.19, timeGapS: 1.1, stripM: 0.22 },
  pressing: { radiusM: 0.15, timeGapS: 1, stripM: 0.15 },
} as const satisfies Record<string, CrowdPreset>;

/**
 * People behind push one aside so much less: all make room for whom they see. With 1 a third of a queue stood in the corners beside an
 * exit. Forward they push as those ahead push back, or a dense crowd would walk backwards.
 */
const BEHIND_RATIO = 0.25;

/** Repulsions of the collision-free speed model, without unit, and one over their ranges of 0.1 and 0.02 m (JuPedSim's defaults). */
const REPULSIONS = { strength: 8, perRange: 10, wallStrength: 5, perWallRange: 50, lessAside: 1 - BEHIND_RATIO };

/** Strengths and ranges of the social force model, m/s² and one over 0.08 m: 2,000 N on 80 kg (Helbing, Farkas, Vicsek 2000). */
const SOCIAL_FORCES = { strength: 25, perRange: 12.5, wallStrength: 25, perWallRange: 12.5, lessAside: 0 };
/** How soon one is as fast as one wants, and the most that others push one to, of the desired speed (Helbing and Molnár 1995). */
const PER_RELAXATION_S = 2;
const FASTEST_RATIO = 1.3;

/** Anticipation (Xu, Chraibi, Seyfried 2021; JuPedSim's defaults): one looks 1 s ahead. */
const ANTICIPATION_S = 1;
/**
 * One turns within 0.3 s: so the anticipation velocity model (the same authors), and so JuPedSim's third collision-free speed model
 * relaxes how far others lead one off one's way, though not the way itself, lest people jitter. Without it two before a door pushed each
 * other to and fro at full speed for ever (three of ten rooms of 150 people with a door of 0.8 m kept two of them).
 */
const PER_REACTION_S = 1 / 0.3;

/**
 * People who press into a narrow door as one arch, or who meet head on, would stand there for good. Two things break it. Of two who do not
 * meet, the one in front goes first: who is behind waits, whoever is faster (`FIRST_RATIO` in people-beside.ts). And who is all but stopped
 * turns the shoulders now and then, takes no heed of how near others are, and passes ahead or up to a right angle aside as someone so much
 * narrower: a fifth of those who stand, for a second each, by a throw that hangs on seed, id and second alone. A door of 0.5 m held 5 to 12
 * of 20 crowds of 80 without the first, and one at 1 m stood for minutes without the second.
 */
const STOPPED_RATIO = 0.1;
/** Rate of the running mean of progress: a person pressed back and forth by turns gets nowhere at full speed. */
const PER_PROGRESS_S = 2;
const TURN_CHANCE = 0.2;
const TURNED_RATIO = 0.75;
/** People who are pushed back go no faster. */
const BACKWARD_MPS = 0.6;
/** Below this part of a free speed of so many m/s nobody's strip is narrow. */
const SLOW_FREE_MPS = 0.3;
/** From the middle of a body to where it feels a wall: half a chest, and 0.6 of the radius of who is wider. */
const WALL_FELT_M = 0.13;
const WALL_FELT_RATIO = 0.6;

/**
 * People who pass each other turn the shoulders (Yamamoto et al. 2019): between those who want to go opposite ways, 120° or more apart,
 * contacts are as narrow as of who is turned, until they are past. And who is slower than a third of their speed changes places with whom
 * they meet, half of them in a second, and is that fast for it: Blue and Adler (2001) give bidirectional flows this exchange, so often, of
 * one cell a second where people walk three, lest they lock.
 *
 * Both ways in a corridor of 3.6 m at 0.45, 1.2, 1.5 and 1.9 people/m² young adults walk 1.41, 1.05, 0.92 and 0.75 m/s (filmed 1.42, 1.15,
 * 0.85, 0.66; HERMES). It is a switch: contacts × 0.65 jam at 2/m², × 0.5 run half as fast again.
 */
const PASSING_RATIO = 0.55;
const EXCHANGE_CHANCE = 0.5;
const EXCHANGE_RATIO = 1 / 3;

/**
 * The following strip on the collision-free speed model (Tordeux, Chraibi, Seyfried 2016; as JuPedSim 1.2 has its second version), in float64
 * on float32 arrays: the kernel's oracle, and what walks where no memory can be shared.
 *
 * First order: a direction out of where one wants to go and of what one keeps clear of, and along it the speed that leaves the time
 * gap to those ahead. Who is straight ahead needs all of it, who is aside less, by a strip that is a body wide for who stands and narrow for
 * who walks: staggered people pass beside each other, and a queue keeps its distance. So nobody overshoots, and steps of 0.05 to 0.1 s are short enough. People see whom no wall hides.
 */
export class WalkingOracle implements Walker {
  readonly crowd: CrowdArrays;
  private readonly seed: number;
  private readonly model: Walking['model'];
  private readonly law: {
    strength: number;
    perRange: number;
    wallStrength: number;
    perWallRange: number;
    lessAside: number;
  };
  private readonly walls: WallSearch;
  private readonly others: NeighbourSearch;
  /** The step's. */
  private timeS = 0;
  private dtS = 0;
  private moment = 0;
  /** State of the person who is walked: where they want to go, and the direction that the last call found. */
  private desiredDirectionX = 0;
  private desiredDirectionY = 0;
  private lastX = 0;
  private lastY = 0;
  private foundX = 0;
  private foundY = 0;

  constructor(input: CrowdInput) {
    this.crowd = allocateCrowd(input, PLAIN_ARENA);
    this.walls = new WallSearch(this.crowd);
    this.others = new NeighbourSearch(this.crowd, this.walls);
    this.seed = input.seed;
    this.model = input.walking.model;
    this.law = this.model === 'social-force' ? SOCIAL_FORCES : REPULSIONS;
  }

  step(step: number, timeS: number, dtS: number): void {
    const { crowd } = this;
    this.timeS = timeS;
    this.dtS = dtS;
    this.moment = Math.floor(step / Math.round(1 / dtS));
    sortPeople(crowd);
    for (let k = 0; k < crowd.counts[0]; k++) if (crowd.sortedId[k] >= 0) this.walk(k);
  }

  close(): void {}

  private walk(k: number): void {
    const { crowd, walls, others, model } = this;
    const id = crowd.sortedId[k];
    walls.findWalls(k);
    this.desire(k);
    const { desiredDirectionX, desiredDirectionY } = this;
    const freeMps = this.timeS < crowd.startS[id] ? 0 : crowd.desiredMps[id] * crowd.speedRatio[id] * this.slope(id);
    if (!(freeMps > 0) || (desiredDirectionX === 0 && desiredDirectionY === 0)) {
      crowd.speedMps[id] = 0;
      crowd.desiredDirectionX[id] = 0;
      crowd.desiredDirectionY[id] = 0;
      return;
    }
    this.carry(id);
    crowd.desiredDirectionX[id] = desiredDirectionX;
    crowd.desiredDirectionY[id] = desiredDirectionY;
    const exchangeMps = EXCHANGE_RATIO * freeMps;
    const isHindered = crowd.progressMps[id] < exchangeMps && model !== 'social-force';
    const chanceNow = isHindered ? chance(this.seed, id, this.moment) : 1;
    const thrown = chanceNow / TURN_CHANCE;
    const isTurned = thrown < 1 && crowd.progressMps[id] < STOPPED_RATIO * freeMps;
    const isExchanging = chanceNow < EXCHANGE_CHANCE && model === 'collision-free-speed';
    const passing = isExchanging ? 0 : PASSING_RATIO;
    others.ratio = isTurned ? TURNED_RATIO : 1;
    others.metRatio = model === 'collision-free-speed' ? passing : others.ratio;
    others.pace = Math.min(1, crowd.speedMps[id] / Math.max(SLOW_FREE_MPS, freeMps));
    others.findNeighbours(k);
    let ex = desiredDirectionX;
    let ey = desiredDirectionY;
    if (isTurned) {
      const part = 2 * thrown - 1;
      ex = (1 - Math.abs(part)) * desiredDirectionX - part * desiredDirectionY;
      ey = (1 - Math.abs(part)) * desiredDirectionY + part * desiredDirectionX;
    } else if (model === 'anticipation-velocity') {
      const aside = this.anticipate(id);
      ex -= aside * desiredDirectionY;
      ey += aside * desiredDirectionX;
    } else {
      const { count, dx, dy, distance, contact } = others;
      const { strength, perRange, lessAside } = this.law;
      for (let n = 0; n < count; n++) {
        const overlap = contact[n] - distance[n];
        if (overlap <= -UNFELT_M) continue;
        const push = (strength * exponential(overlap * perRange)) / distance[n];
        ex -= push * dx[n];
        ey -= push * dy[n];
        if (desiredDirectionX * dx[n] + desiredDirectionY * dy[n] >= 0) continue;
        const less = lessAside * push * (desiredDirectionX * dy[n] - desiredDirectionY * dx[n]);
        ex -= less * desiredDirectionY;
        ey += less * desiredDirectionX;
      }
    }
    if (walls.count > 0) {
      const isPushed = ex !== desiredDirectionX || ey !== desiredDirectionY;
      if (model === 'collision-free-speed' && isPushed && !isTurned) {
        walls.face(desiredDirectionX, desiredDirectionY, ex, ey);
        ex = walls.x;
        ey = walls.y;
      }
      const r = crowd.sortedRadius[k];
      const feltM = model === 'collision-free-speed' ? Math.max(WALL_FELT_M, WALL_FELT_RATIO * r) : r;
      walls.push(feltM, this.law.wallStrength, this.law.perWallRange);
      ex += walls.x;
      ey += walls.y;
    }
    if (model === 'social-force') {
      this.accelerate(id, ex - desiredDirectionX, ey - desiredDirectionY, freeMps);
      this.move(k);
      return;
    }
    const length = Math.sqrt(ex * ex + ey * ey);
    if (length > 1e-6) {
      ex /= length;
      ey /= length;
    } else {
      ex = this.lastX;
      ey = this.lastY;
    }
    if (model === 'anticipation-velocity' || !isTurned) {
      this.turn(ex, ey);
      ex = this.foundX;
      ey = this.foundY;
    }
    crowd.directionX[id] = ex;
    crowd.directionY[id] = ey;
    crowd.speedMps[id] = this.mpsAlong(k, freeMps);
    if (isExchanging && crowd.speedMps[id] > exchangeMps) {
      others.metRatio = PASSING_RATIO;
      others.findNeighbours(k);
      crowd.speedMps[id] = Math.max(exchangeMps, this.mpsAlong(k, freeMps));
    }
    this.move(k);
  }

  /** What those ahead, in the direction that one has taken, allow. */
  private mpsAlong(k: number, freeMps: number): number {
    const { crowd, others, model } = this;
    const id = crowd.sortedId[k];
    const ex = crowd.directionX[id];
    const ey = crowd.directionY[id];
    if (model === 'anticipation-velocity') {
      const timeGapS = crowd.timeGapS[id];
      return Math.max(0, others.gapM(ex, ey, freeMps * timeGapS)) / timeGapS;
    }
    const isBackward = ex * this.desiredDirectionX + ey * this.desiredDirectionY < 0;
    return others.stripMps(k, ex, ey, isBackward ? Math.min(BACKWARD_MPS, freeMps) : freeMps);
  }

  /** By direction and speed, as far as walls allow; the speed becomes what it was. */
  private move(k: number): void {
    const { crowd, walls, dtS } = this;
    const id = crowd.sortedId[k];
    const stepM = crowd.speedMps[id] * dtS;
    walls.stop(crowd.directionX[id] * stepM, crowd.directionY[id] * stepM);
    const { x, y } = walls;
    crowd.xM[id] = crowd.sortedX[k] + x;
    crowd.yM[id] = crowd.sortedY[k] + y;
    crowd.speedMps[id] = Math.sqrt(x * x + y * y) / dtS;
    const aheadMps = (x * this.desiredDirectionX + y * this.desiredDirectionY) / dtS;
    crowd.progressMps[id] += (aheadMps - crowd.progressMps[id]) * Math.min(1, PER_PROGRESS_S * dtS);
  }

  /** Newton's law for one of them: forces of others, and of the wish to be as fast as one likes. */
  private accelerate(id: number, ax: number, ay: number, freeMps: number): void {
    const { dtS } = this;
    const { directionX, directionY, speedMps } = this.crowd;
    const goalX = this.desiredDirectionX * freeMps;
    const goalY = this.desiredDirectionY * freeMps;
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
  private anticipate(id: number): number {
    const { others, desiredDirectionX, desiredDirectionY } = this;
    const { directionX, directionY, speedMps } = this.crowd;
    const eX = directionX[id];
    const eY = directionY[id];
    const side = chance(this.seed, id, 0) < 0.5 ? 1 : -1;
    let sum = 0;
    for (let n = 0; n < others.count; n++) {
      const d = others.distance[n];
      const awayX = others.dx[n] / d;
      const awayY = others.dy[n] / d;
      if (desiredDirectionX * awayX + desiredDirectionY * awayY < 0 && eX * awayX + eY * awayY < 0) continue;
      const vx = others.velocityX[n];
      const vy = others.velocityY[n];
      const closingMps = (eX * speedMps[id] - vx) * awayX + (eY * speedMps[id] - vy) * awayY;
      const gap = Math.max(0, d - others.contact[n] - closingMps * ANTICIPATION_S);
      const mps = Math.max(1e-6, Math.sqrt(vx * vx + vy * vy));
      const opposed = 1 + 0.5 * (1 - (desiredDirectionX * vx + desiredDirectionY * vy) / mps);
      const push = REPULSIONS.strength * opposed * exponential(-gap * REPULSIONS.perRange);
      const left =
        desiredDirectionX * (others.dy[n] + vy * ANTICIPATION_S) -
        desiredDirectionY * (others.dx[n] + vx * ANTICIPATION_S);
      sum += left === 0 ? side * push : left > 0 ? -push : push;
    }
    return sum;
  }

  /** The last direction, turned as the wish has turned since: how far others lead one off it; but plainly the last by the other models. */
  private carry(id: number): void {
    const { desiredDirectionX, desiredDirectionY } = this;
    const { directionX, directionY, desiredDirectionX: formerX, desiredDirectionY: formerY } = this.crowd;
    this.lastX = directionX[id];
    this.lastY = directionY[id];
    if (this.model !== 'collision-free-speed') return;
    const along = formerX[id] * this.lastX + formerY[id] * this.lastY;
    const across = formerX[id] * this.lastY - formerY[id] * this.lastX;
    this.lastX = desiredDirectionX * along - desiredDirectionY * across;
    this.lastY = desiredDirectionX * across + desiredDirectionY * along;
  }

  /** From the last direction towards a new one, no quicker than one reacts; at once where that lies behind (eq. 7). */
  private turn(ex: number, ey: number): void {
    const { desiredDirectionX, desiredDirectionY, dtS, lastX: wasX, lastY: wasY } = this;
    this.foundX = ex;
    this.foundY = ey;
    if ((desiredDirectionX * ex + desiredDirectionY * ey) * (desiredDirectionX * wasX + desiredDirectionY * wasY) <= 0)
      return;
    const nextX = wasX + (ex - wasX) * PER_REACTION_S * dtS;
    const nextY = wasY + (ey - wasY) * PER_REACTION_S * dtS;
    const length = Math.sqrt(nextX * nextX + nextY * nextY);
    if (length < 1e-6) return;
    this.foundX = nextX / length;
    this.foundY = nextY / length;
  }

  /**
   * The mean of the four cells around that lead anywhere: of those that no wall hides, where one of these does. A cell beyond a thin wall
   * leads on from there: one of the stadium's 30,000 walked against the wall beside a gate for 2,600 s.
   */
  private desire(k: number): void {
    const { crowd, walls } = this;
    const { levelFloats, levelInts } = crowd;
    const id = crowd.sortedId[k];
    const l = crowd.level[id];
    const cells = crowd.directions[crowd.field[id] * crowd.grids.length + l];
    const columns = levelInts[l * LEVEL_INTS + 3];
    const rows = levelInts[l * LEVEL_INTS + 4];
    const cellM = levelFloats[l * LEVEL_FLOATS + 2];
    const u = (crowd.sortedX[k] - levelFloats[l * LEVEL_FLOATS]) / cellM - 0.5;
    const v = (crowd.sortedY[k] - levelFloats[l * LEVEL_FLOATS + 1]) / cellM - 0.5;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const east = u - column;
    const north = v - row;
    let neighbourX = 0;
    let neighbourY = 0;
    let allX = 0;
    let allY = 0;
    for (let corner = 0; corner < 4; corner++) {
      const isEast = corner & 1;
      const isNorth = corner >> 1;
      const c = Math.min(columns - 1, Math.max(0, column + isEast));
      const r = Math.min(rows - 1, Math.max(0, row + isNorth));
      const at = 2 * (r * columns + c);
      const weight = (isEast ? east : 1 - east) * (isNorth ? north : 1 - north);
      const x = weight * cells[at];
      const y = weight * cells[at + 1];
      allX += x;
      allY += y;
      if (walls.count > 0 && walls.hides((isEast - east) * cellM, (isNorth - north) * cellM)) continue;
      neighbourX += x;
      neighbourY += y;
    }
    const hasNeighbour = neighbourX !== 0 || neighbourY !== 0;
    const sumX = hasNeighbour ? neighbourX : allX;
    const sumY = hasNeighbour ? neighbourY : allY;
    const length = Math.sqrt(sumX * sumX + sumY * sumY);
    this.desiredDirectionX = length > 0 ? sumX / length : 0;
    this.desiredDirectionY = length > 0 ? sumY / length : 0;
  }

  /** The factor of a stair, up or down as one wants to go. */
  private slope(id: number): number {
    const { levelFloats: floats, level } = this.crowd;
    const at = level[id] * LEVEL_FLOATS;
    const isUp = this.desiredDirectionX * floats[at + 3] + this.desiredDirectionY * floats[at + 4] > 0;
    return floats[at + (isUp ? 5 : 6)];
  }
}
