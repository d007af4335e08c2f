import type { Point } from '../../../model/geo/plane/point.ts';
import { sha256 } from '../../../model/sha256.ts';
import { clearanceS, noCrossings } from '../results/counters.ts';
import { boxOf, packFrame } from '../results/frames.ts';
import { reasonOf } from '../results/reasons.ts';
import type { CrowdFrame, CrowdInput, CrowdResult, CrowdSnapshot, Guide, Leaving, Line, People } from './crowd.ts';
import { type Crossings, type FrameBox, STATUS } from './crowd.ts';
import type { CrowdArrays } from './crowd-arrays.ts';
import { cellOf } from './neighbours.ts';
import type { Walker, WalkerOf } from './walking.ts';
import { passageOf, segmentDistanceM, sideOf } from './walls.ts';
import { WallSearch } from './walls-beside.ts';

/** Slower than this one queues. Fruin's level of service F begins at about 0.3 m/s. */
export const QUEUE_MPS = 0.3;

/** Nobody of theirs out for so long: who stands then stands for good. Till then they queue. */
const LOCKED_S = 30;

/** Part of the two radii that a person who comes in needs between them and the next. */
const ROOM_RATIO = 0.9;

/** Checks nothing: whoever lays out a case has. Goes on from a snapshot bit by bit. */
export function startCrowd(
  walkerOf: WalkerOf,
  input: CrowdInput,
  guide: Guide,
  from: CrowdSnapshot | null = null,
): Crowd {
  const crowd = new Crowd(walkerOf(input), input, guide);
  if (from) crowd.restore(from);
  return crowd;
}

/** One playing of a crowd. Its clock goes in whole steps: the bits are the same however a run is cut into calls. */
export class Crowd {
  readonly input: CrowdInput;
  readonly people: People;
  readonly box: FrameBox;
  /** By id; NaN until then. */
  private readonly appearedS: Float32Array;
  private readonly leftS: Float32Array;
  private readonly queueS: Float32Array;
  /** By id: the line by which they left, −1. */
  private readonly exit: Int32Array;
  private readonly walker: Walker;
  private readonly walls: WallSearch;
  private readonly guide: Guide;
  private readonly guideSteps: number;
  /** People who are still to come, the next last. */
  private later: number[];
  private crossings: Crossings[];
  /** Time from which the next person may pass each gate, by line. */
  private readonly gateFreeS: Float64Array;
  private readonly gateEveryS: Float64Array;
  private readonly removals: Map<number, string>;
  private readonly leaving: Map<number, Leaving>;
  private steps = 0;
  private updates = 0;
  private insideCount = 0;

  constructor(walker: Walker, input: CrowdInput, guide: Guide) {
    const count = input.people.xM.length;
    this.walker = walker;
    this.walls = new WallSearch(walker.crowd);
    this.input = input;
    this.guide = guide;
    this.box = boxOf(input);
    this.guideSteps = Math.max(1, Math.round(input.guideEveryS / input.stepS));
    this.appearedS = new Float32Array(count).fill(Number.NaN);
    this.leftS = new Float32Array(count).fill(Number.NaN);
    this.queueS = new Float32Array(count);
    this.exit = new Int32Array(count).fill(-1);
    this.crossings = noCrossings(input.lines);
    this.gateFreeS = new Float64Array(input.lines.length);
    this.gateEveryS = Float64Array.from(input.lines, (line) => (line.kind === 'gate' ? line.gate.everyS : 0));
    this.removals = new Map();
    this.leaving = new Map();
    const { appearS } = input.people;
    this.later = [...appearS.keys()].sort((a, b) => appearS[b] - appearS[a] || b - a);
    this.people = this.peopleOf(walker.crowd);
    this.appear();
  }

  get timeS(): number {
    return this.steps * this.input.stepS;
  }

  /** Nobody is left to walk, or the time is up. */
  get isOver(): boolean {
    return this.timeS >= this.input.endS - this.input.stepS / 2 || this.insideCount + this.later.length === 0;
  }

  get agentUpdates(): number {
    return this.updates;
  }

  /** How many are inside now. */
  get inside(): number {
    return this.insideCount;
  }

  /** Steps until the clock has reached `timeS` or the run is over. */
  advanceTo(timeS: number): void {
    while (!this.isOver && this.timeS < timeS - this.input.stepS / 2) this.step();
  }

  /** To the end, a frame at a time, the start's first: whoever plays it keeps them. */
  *frames(): Generator<CrowdFrame> {
    yield this.frame();
    for (let n = 1; !this.isOver; n++) {
      this.advanceTo(n * this.input.frameEveryS);
      yield this.frame();
    }
  }

  frame(): CrowdFrame {
    return packFrame(this.timeS, this.walker.crowd, this.box);
  }

  /** People in the order in which they left, and when. */
  exits(): { leftS: number[]; exit: number[]; id: number[] } {
    const id = [...this.leftS.keys()].filter((i) => this.leftS[i] >= 0);
    id.sort((a, b) => this.leftS[a] - this.leftS[b] || a - b);
    return { leftS: id.map((i) => this.leftS[i]), exit: id.map((i) => this.exit[i]), id };
  }

  crossingsOf(line: number): Crossings {
    return this.crossings[line];
  }

  close(): void {
    this.walker.close();
  }

  result(frames: CrowdFrame[]): CrowdResult {
    const { walker, input, guide } = this;
    const { count, status } = walker.crowd;
    const { leftS } = this.exits();
    const remained = [];
    const movedS = this.lastOutS();
    for (let id = 0; id < count; id++) {
      if (status[id] === STATUS.left || this.leftS[id] >= 0) continue;
      const isMoving = this.timeS - movedS[walker.crowd.field[id]] < LOCKED_S;
      const reason = this.removals.get(id) ?? guide.reasonOf(id) ?? reasonOf(walker.crowd, id, this.timeS, isMoving);
      const { level, xM, yM } = walker.crowd;
      remained.push({ id, reason, at: { level: level[id], xM: xM[id], yM: yM[id] } });
    }
    // A jam that does not break is a fault of the run: none of its times may be taken for an answer.
    const isJammed = remained.some(({ reason }) => reason === 'jammed');
    const clearedS = (ratio: number): number => (isJammed ? Number.NaN : clearanceS(leftS, count, ratio));
    return {
      frames,
      box: this.box,
      timeS: this.timeS,
      stepS: input.stepS,
      steps: this.steps,
      agentUpdates: this.updates,
      count,
      leftS: this.leftS.slice(),
      appearedS: this.appearedS.slice(),
      queueS: this.queueS.slice(),
      exit: this.exit.slice(),
      clearance50S: clearedS(0.5),
      clearance95S: clearedS(0.95),
      clearance100S: clearedS(1),
      remained,
      crossings: this.crossings,
      hash: sha256([...this.stateArrays().map(bytesOf), bytesOf(this.leftS)]),
    };
  }

  /** When the last one left who followed each field. */
  private lastOutS(): Float64Array {
    const { field } = this.walker.crowd;
    const lastS = new Float64Array(256).fill(Number.NEGATIVE_INFINITY);
    for (let id = 0; id < this.leftS.length; id++)
      if (this.leftS[id] > lastS[field[id]]) lastS[field[id]] = this.leftS[id];
    return lastS;
  }

  snapshot(): CrowdSnapshot {
    const arrays = [...this.stateArrays(), ...this.logArrays(), ...this.walker.crowd.directions];
    return {
      steps: this.steps,
      updates: this.updates,
      later: [...this.later],
      arrays: arrays.map((array) => bytesOf(array).slice()),
      crossings: structuredClone(this.crossings),
      removals: [...this.removals],
      leaving: structuredClone([...this.leaving]),
      guide: this.guide.save(),
    };
  }

  restore(from: CrowdSnapshot): void {
    const arrays = [...this.stateArrays(), ...this.logArrays(), ...this.walker.crowd.directions];
    for (const [i, array] of arrays.entries()) bytesOf(array).set(from.arrays[i]);
    this.steps = from.steps;
    this.updates = from.updates;
    this.later = [...from.later];
    this.crossings = structuredClone(from.crossings);
    this.removals.clear();
    for (const [id, reason] of from.removals) this.removals.set(id, reason);
    this.leaving.clear();
    for (const [id, one] of structuredClone(from.leaving ?? [])) this.stepOut(id, one);
    this.insideCount = this.walker.crowd.status.reduce((sum, s) => sum + (s === STATUS.inside ? 1 : 0), 0);
    this.guide.restore(from.guide);
  }

  /** What the hash is of. */
  private stateArrays(): (Float32Array | Uint8Array)[] {
    const {
      xM,
      yM,
      directionX,
      directionY,
      speedMps,
      desiredDirectionX,
      desiredDirectionY,
      progressMps,
      speedRatio,
      level,
      status,
      field,
    } = this.walker.crowd;
    return [
      xM,
      yM,
      directionX,
      directionY,
      speedMps,
      desiredDirectionX,
      desiredDirectionY,
      progressMps,
      speedRatio,
      level,
      status,
      field,
    ];
  }

  private logArrays(): (Float32Array | Float64Array | Int32Array | Uint8Array)[] {
    const { appearedS, leftS, queueS, exit, gateFreeS, gateEveryS } = this;
    return [appearedS, leftS, queueS, exit, gateFreeS, gateEveryS, this.walker.crowd.wallPassage];
  }

  private step(): void {
    const { walker, input, timeS } = this;
    if (this.later.length > 0) this.appear();
    if (this.steps % this.guideSteps === 0) this.decide();
    walker.step(this.steps, timeS, input.stepS);
    this.updates += this.insideCount;
    this.keepFooting();
    this.goOn();
    this.cross();
    this.steps++;
  }

  private decide(): void {
    const { crowd } = this.walker;
    this.guide.decide(this.timeS, this.people);
    const spanS = this.guideSteps * this.input.stepS;
    for (let id = 0; id < crowd.count; id++) {
      if (crowd.status[id] !== STATUS.inside || crowd.startS[id] > this.timeS) continue;
      if (this.steps > 0 && crowd.speedMps[id] < QUEUE_MPS) this.queueS[id] += spanS;
    }
  }

  /** Lets in whose time has come and whose place is free; all at once at the start. */
  private appear(): void {
    const { crowd } = this.walker;
    const { appearS } = this.input.people;
    const waiting: number[] = [];
    const justIn: number[] = [];
    while (this.later.length > 0 && appearS[this.later[this.later.length - 1]] <= this.timeS) {
      const id = this.later.pop();
      if (id === undefined) break;
      const stays = this.steps > 0 ? (this.guide.staysIn?.(id, this.people) ?? null) : null;
      if (stays !== null) {
        crowd.status[id] = STATUS.removed;
        this.removals.set(id, stays);
        continue;
      }
      if (this.steps > 0 && !this.isFree(id, justIn)) {
        waiting.push(id);
        continue;
      }
      crowd.status[id] = STATUS.inside;
      this.appearedS[id] = this.timeS;
      this.insideCount++;
      if (this.steps > 0) justIn.push(id);
    }
    for (const id of waiting.reverse()) this.later.push(id);
  }

  private isFree(id: number, justIn: readonly number[]): boolean {
    const { xM: x, yM: y, level, radiusM, status, grids, sortedId, cellStart } = this.walker.crowd;
    const isClear = (other: number): boolean => {
      if (status[other] !== STATUS.inside || level[other] !== level[id]) return true;
      const needed = ROOM_RATIO * (radiusM[id] + radiusM[other]);
      return (x[id] - x[other]) ** 2 + (y[id] - y[other]) ** 2 >= needed * needed;
    };
    const grid = grids[level[id]];
    const cell = cellOf(grid, x[id], y[id]);
    for (const row of [-grid.columns, 0, grid.columns]) {
      for (let j = cellStart[cell + row - 1]; j < cellStart[cell + row + 2]; j++) {
        if (sortedId[j] >= 0 && !isClear(sortedId[j])) return false;
      }
    }
    return justIn.every(isClear);
  }

  /**
   * Takes back steps out of water in which somebody stands into water that would sweep them, whether their way led there or others pushed
   * them: they hold on, or go along its edge. Who stands where the water rises is swept all the same. Without this 150 to 190 of 9,000
   * who met in an underpass were pushed, two abreast, into a sheet that fell over its side at 4.5 m/s (the former law of walking and this).
   */
  private keepFooting(): void {
    const { guide, people, walls, timeS } = this;
    const { raster } = guide;
    if (!raster || !guide.isSwept) return;
    const { westM, southM, cellM } = raster;
    const { counts, sortedId, sortedX, sortedY, xM, yM } = this.walker.crowd;
    for (let k = 0; k < counts[0]; k++) {
      const id = sortedId[k];
      if (id < 0) continue;
      const fromX = sortedX[k];
      const fromY = sortedY[k];
      const isInCell =
        Math.floor((xM[id] - westM) / cellM) === Math.floor((fromX - westM) / cellM) &&
        Math.floor((yM[id] - southM) / cellM) === Math.floor((fromY - southM) / cellM);
      if (isInCell || !guide.isSwept(id, timeS, people, xM[id], yM[id])) continue;
      if (guide.isSwept(id, timeS, people, fromX, fromY)) continue;
      const dx = xM[id] - fromX;
      const dy = yM[id] - fromY;
      const isAlongX = Math.abs(dx) > Math.abs(dy);
      walls.findWalls(k);
      for (const alongX of [isAlongX, !isAlongX]) {
        walls.stop(alongX ? dx : 0, alongX ? 0 : dy);
        xM[id] = fromX + walls.x;
        yM[id] = fromY + walls.y;
        if (!guide.isSwept(id, timeS, people, xM[id], yM[id])) break;
        xM[id] = fromX;
        yM[id] = fromY;
      }
    }
  }

  /** Moves those who have left over an exit straight on, past all, until they are out of the way. */
  private goOn(): void {
    const { xM, yM } = this.walker.crowd;
    const { stepS } = this.input;
    for (const [id, one] of this.leaving) {
      xM[id] += one.eastMps * stepS;
      yM[id] += one.northMps * stepS;
      one.leftM -= Math.hypot(one.eastMps, one.northMps) * stepS;
      if (one.leftM > 0) continue;
      this.leave(id, STATUS.left);
      this.leaving.delete(id);
    }
  }

  /** From now on nobody but `goOn` moves them: a start that never comes keeps the walker from it. */
  private stepOut(id: number, one: Leaving): void {
    this.walker.crowd.startS[id] = Number.POSITIVE_INFINITY;
    this.leaving.set(id, one);
  }

  /** What becomes of those who stepped over lines. */
  private cross(): void {
    const { crowd } = this.walker;
    const { counts, near, sortedId, sortedX, sortedY, status, cell, linesOfCell } = crowd;
    for (let n = 0; n < counts[1]; n++) {
      const k = near[n];
      const id = sortedId[k];
      for (const line of linesOfCell.get(cell[id]) ?? []) {
        if (status[id] !== STATUS.inside || this.leaving.has(id)) break;
        if (this.crossLine(line, id, sortedX[k], sortedY[k])) break;
      }
    }
  }

  /** Whether the person is elsewhere now, so that no other line is crossed. */
  private crossLine(index: number, id: number, fromX: number, fromY: number): boolean {
    const line = this.input.lines[index];
    const { xM, yM, level, field } = this.walker.crowd;
    const before: Point = [fromX, fromY];
    const after: Point = [xM[id], yM[id]];
    if (line.kind === 'link') {
      const [sx, sy] = line.shift;
      const isForward = level[id] === line.level && crossing(before, after, line.from, line.to) === 1;
      const from: Point = [line.from[0] + sx, line.from[1] + sy];
      const to: Point = [line.to[0] + sx, line.to[1] + sy];
      const isBackward = !isForward && level[id] === line.toLevel && crossing(before, after, from, to) === -1;
      if (!isForward && !isBackward) return false;
      const way = isForward ? 1 : -1;
      this.count(index, way);
      level[id] = isForward ? line.toLevel : line.level;
      xM[id] += way * sx;
      yM[id] += way * sy;
      return true;
    }
    if (level[id] !== line.level) return false;
    const way = crossing(before, after, line.from, line.to) || nearing(before, after, line);
    if (way === 0) return false;
    if (line.kind === 'gate' && !this.pass(index)) {
      xM[id] = fromX;
      yM[id] = fromY;
      return true;
    }
    if (line.kind === 'exit') {
      if (line.fields && !line.fields.includes(field[id])) return false;
      if (line.everyS && !this.admits(index, line.everyS)) {
        xM[id] = fromX;
        yM[id] = fromY;
        return true;
      }
      if (line.beyondM) this.stepOut(id, this.onward(id, line, line.beyondM, way));
      else this.leave(id, STATUS.left);
      this.leftS[id] = this.timeS + this.input.stepS;
      this.exit[id] = index;
    }
    this.count(index, way);
    return false;
  }

  private pass(index: number): boolean {
    if (this.timeS < this.gateFreeS[index]) return false;
    this.gateFreeS[index] = this.timeS + this.gateEveryS[index];
    return true;
  }

  /** Several a step where a way out is wide; of what nobody used one person's turn is kept, the rest is gone. */
  private admits(index: number, everyS: number): boolean {
    const { stepS } = this.input;
    if (this.gateFreeS[index] >= this.timeS + stepS) return false;
    this.gateFreeS[index] = Math.max(this.gateFreeS[index], this.timeS - everyS) + everyS;
    return true;
  }

  /**
   * Straight over a line and so far beyond it, at the speed one would like. So RiMEA 12a's door takes 119 to 123 s with its goal in it, a
   * quarter, half a metre or more behind it; at three quarters of that speed 134 s.
   */
  private onward(id: number, { from, to }: Line, beyondM: number, way: 1 | -1): Leaving {
    const { xM, yM, speedMps, desiredMps } = this.walker.crowd;
    const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const east = (way * (to[1] - from[1])) / lengthM;
    const north = (-way * (to[0] - from[0])) / lengthM;
    const aheadM = (xM[id] - from[0]) * east + (yM[id] - from[1]) * north;
    const mps = Math.max(speedMps[id], desiredMps[id]);
    return { eastMps: mps * east, northMps: mps * north, leftM: beyondM - aheadM };
  }

  private count(index: number, way: 1 | -1): void {
    const { forwardS, backwardS } = this.crossings[index];
    (way === 1 ? forwardS : backwardS).push(this.timeS + this.input.stepS);
  }

  private leave(id: number, status: number): void {
    const { crowd } = this.walker;
    if (crowd.status[id] === STATUS.inside) this.insideCount--;
    crowd.status[id] = status;
    crowd.speedMps[id] = 0;
  }

  private peopleOf(crowd: CrowdArrays): People {
    return {
      ...crowd,
      directions: (field, level) => crowd.directions[field * crowd.grids.length + level],
      setGate: (line, gate) => {
        const wall = crowd.gates.get(line);
        if (wall === undefined) throw new Error(`setGate: expected the index of a gate, got ${line}`);
        crowd.wallPassage[wall] = passageOf(gate);
        this.gateEveryS[line] = gate.everyS;
      },
      place: (id, level, xM, yM) => {
        crowd.level[id] = level;
        crowd.xM[id] = xM;
        crowd.yM[id] = yM;
      },
      remove: (id, reason) => {
        if (crowd.status[id] !== STATUS.inside) return;
        this.leave(id, STATUS.removed);
        this.removals.set(id, reason);
      },
    };
  }
}

/** 1: from the left of a segment over it to its right; −1: back; 0: not over it. Who stands on it is on its left. */
function crossing(before: Point, after: Point, from: Point, to: Point): 1 | -1 | 0 {
  const was = sideOf(before[0], before[1], from, to) >= 0;
  const is = sideOf(after[0], after[1], from, to) >= 0;
  if (was === is) return 0;
  const isBetween = sideOf(from[0], from[1], before, after) >= 0 !== sideOf(to[0], to[1], before, after) >= 0;
  if (!isBetween) return 0;
  return was ? 1 : -1;
}

/** Towards which side of an exit somebody goes who is as near to it as counts; 0: they are not. */
function nearing(before: Point, after: Point, line: Line): 1 | -1 | 0 {
  if (line.kind !== 'exit' || !line.nearM) return 0;
  if (segmentDistanceM(...after, ...line.from, ...line.to) > line.nearM) return 0;
  return sideOf(before[0], before[1], line.from, line.to) >= 0 ? 1 : -1;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
