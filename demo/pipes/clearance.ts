import Flatbush from 'flatbush';
import type { Xyz } from '../../tiles/shape/solid.ts';
import type { LineRow } from '../emit.ts';

export const SYSTEMS = ['YS', 'WS', 'JS', 'RQ', 'RL', 'DL', 'TX'] as const;
export type SystemId = (typeof SYSTEMS)[number];

/** One feature of a pipe layer: a straight or gently bending length of one section, upstream end first. */
export interface Pipe extends LineRow {
  system: SystemId;
  /** The trunk's id, or the street's for a branch: lengths of one line never stand in each other's way. */
  line: string;
  trunk: boolean;
  /** Outside, metres; `widthM` is the outside width of one barrel. */
  heightM: number;
  /** Inside height, mm. */
  dnMm: number;
  wallM: number;
  material: string;
  year: number;
  pressureMPa: number | undefined;
  /** 2 for the flow and return of a heating line. */
  barrels: number;
  /** Joined on purpose: lines that this one runs into (a branch its trunk, a trunk its interceptor). */
  joins: readonly string[];
  /** Manholes at the upper and lower end, or the well and the manhole of a rising main; sewers only. */
  nodes?: readonly [up: string, down: string];
  /** On a bridge, drilled or a siphon under a river: rules of cover do not hold there. */
  river: boolean;
  /** Set on the planted ones alone: the number of the conflict that it takes part in. */
  planted?: number;
}

/** plan.json `pipes.rules.verticalM` (CITY.md §7), 待核 against GB 50289 table 4.1.14. */
export interface PipeRules {
  coverM: Record<SystemId, number>;
  verticalM: Readonly<Record<string, number>>;
  horizontalM: Readonly<Record<string, number>>;
}

const TABLES = new WeakMap<PipeRules, { vertical: Record<string, number>; plan: Record<string, number> }>();

/** Both rules for all pairs, worked out once: they are asked for at every crossing. */
function tablesOf(rules: PipeRules) {
  const known = TABLES.get(rules);
  if (known) return known;
  const made = { vertical: {} as Record<string, number>, plan: {} as Record<string, number> };
  for (const a of SYSTEMS)
    for (const b of SYSTEMS) {
      made.vertical[a + b] = verticalRule(rules, a, b);
      made.plan[a + b] = planRule(rules, a, b);
    }
  TABLES.set(rules, made);
  return made;
}

/** Clear height between two systems that cross. */
export const verticalNeedM = (rules: PipeRules, a: SystemId, b: SystemId): number => tablesOf(rules).vertical[a + b];

/** Clear width between two systems side by side. */
export const planNeedM = (rules: PipeRules, a: SystemId, b: SystemId): number => tablesOf(rules).plan[a + b];

function verticalRule(rules: PipeRules, a: SystemId, b: SystemId): number {
  const v = rules.verticalM;
  const pair = v[`${a}-${b}`] ?? v[`${b}-${a}`];
  return pair ?? Math.max(...[a, b].map((x) => v[x] ?? 0));
}

/** The pair's own figure, or the wider of both `any`, 0.5 m at least. */
function planRule(rules: PipeRules, a: SystemId, b: SystemId): number {
  const h = rules.horizontalM;
  const any = [a, b].map((x) => h[`${x}-any`] ?? 0);
  return Math.max(h[`${a}-${b}`] ?? 0, h[`${b}-${a}`] ?? 0, ...any, 0.5);
}

/** Networks whose own lines may meet anywhere: they are one pressure, one cable. */
const MESHED: ReadonlySet<SystemId> = new Set(['JS', 'RQ', 'TX', 'DL', 'RL']);

/** Sewers that flow full under a pump's head; all others fall. */
export const isRisingMain = (pipe: Pipe) => pipe.nodes !== undefined && pipe.pressureMPa !== undefined;

/** Two lengths that no rule parts: one line, one meshed network, a manhole in common, or one joining the other. */
export function areOfOneKind(a: Pipe, b: Pipe): boolean {
  if (a.line === b.line) return true;
  if (a.system === b.system && MESHED.has(a.system)) return true;
  if (a.nodes && b.nodes && a.nodes.some((id) => b.nodes?.includes(id))) return true;
  return a.system === b.system && (a.joins.includes(b.line) || b.joins.includes(a.line));
}

/** Half the width that a pipe takes in plan, both barrels of a heating line counted. */
export function halfWidthM(pipe: Pipe): number {
  return pipe.barrels === 2 ? pipe.widthM + 0.1 : pipe.widthM / 2;
}

export interface Clash {
  kind: 'vertical' | 'plan';
  a: string;
  b: string;
  at: readonly [number, number];
  gapM: number;
  needM: number;
}

/** Cosine above which two lengths count as side by side, and the clear height that makes it matter (as check.py has it). */
const PARALLEL_COS = 0.98;
export const STACKED_M = 1;

/** Half a millimetre of arithmetic, as check.py grants. */
const SLACK_M = 0.001;

interface Segments {
  owner: Int32Array;
  /** x, y, axis elevation of both ends: six a segment. */
  ends: Float64Array;
}

function segmentsOf(pipes: readonly Pipe[]): Segments {
  const count = pipes.reduce((sum, pipe) => sum + pipe.axis.length - 1, 0);
  const owner = new Int32Array(count);
  const ends = new Float64Array(count * 6);
  let at = 0;
  for (const [i, pipe] of pipes.entries())
    for (let k = 0; k + 1 < pipe.axis.length; k++) {
      owner[at] = i;
      ends.set(pipe.axis[k], at * 6);
      ends.set(pipe.axis[k + 1], at * 6 + 3);
      at++;
    }
  return { owner, ends };
}

/**
 * Every place where two pipes come nearer than the rules allow: crossings by clear height, lengths side by side by clear
 * width unless one lies a metre under the other. Independent of the solver in `branches.ts`, so that it can judge it.
 */
export function findClashes(pipes: readonly Pipe[], rules: PipeRules): Clash[] {
  const { owner, ends } = segmentsOf(pipes);
  const tree = treeOf(owner.length, ends);
  const clashes = new Map<string, Clash>();
  for (let i = 0; i < owner.length; i++) {
    const o = i * 6;
    const a = pipes[owner[i]];
    const near = halfWidthM(a) + REACH_M;
    const found = tree.search(
      Math.min(ends[o], ends[o + 3]) - near,
      Math.min(ends[o + 1], ends[o + 4]) - near,
      Math.max(ends[o], ends[o + 3]) + near,
      Math.max(ends[o + 1], ends[o + 4]) + near,
      (j) => j > i,
    );
    for (const j of found) {
      const b = pipes[owner[j]];
      if (areOfOneKind(a, b)) continue;
      for (const clash of clashesOf(a, b, ends.subarray(o, o + 6), ends.subarray(j * 6, j * 6 + 6), rules)) {
        const key = `${clash.kind}/${clash.a}/${clash.b}`;
        const known = clashes.get(key);
        if (!known || clash.gapM < known.gapM) clashes.set(key, clash);
      }
    }
  }
  return [...clashes.values()];
}

/** Pipes farther apart than this, walls not counted, cannot break a rule. */
const REACH_M = 2.2;

function treeOf(count: number, ends: Float64Array): Flatbush {
  const tree = new Flatbush(count);
  for (let i = 0; i < count; i++) {
    const o = i * 6;
    tree.add(
      Math.min(ends[o], ends[o + 3]),
      Math.min(ends[o + 1], ends[o + 4]),
      Math.max(ends[o], ends[o + 3]),
      Math.max(ends[o + 1], ends[o + 4]),
    );
  }
  tree.finish();
  return tree;
}

/** Of two segments, each x, y, z at both ends: they cross in plan and lack clear height, or they lie side by side and lack width. */
function clashesOf(a: Pipe, b: Pipe, first: Float64Array, second: Float64Array, rules: PipeRules): Clash[] {
  const [ax, ay, az, bx, by, bz] = first;
  const [cx, cy, cz, dx, dy, dz] = second;
  const ux = bx - ax;
  const uy = by - ay;
  const vx = dx - cx;
  const vy = dy - cy;
  const ul = Math.hypot(ux, uy);
  const vl = Math.hypot(vx, vy);
  if (ul < 1e-6 || vl < 1e-6) return [];
  const den = ux * vy - uy * vx;
  const t = ((cx - ax) * vy - (cy - ay) * vx) / den;
  const u = ((cx - ax) * uy - (cy - ay) * ux) / den;
  if (Math.abs(den) > 1e-9 && t >= 0 && t <= 1 && u >= 0 && u <= 1) {
    const gapM = Math.abs(az + t * (bz - az) - cz - u * (dz - cz)) - (a.heightM + b.heightM) / 2;
    const needM = verticalNeedM(rules, a.system, b.system);
    if (gapM >= needM - SLACK_M) return [];
    return [{ kind: 'vertical', a: a.id, b: b.id, at: [ax + t * ux, ay + t * uy], gapM, needM }];
  }
  if (Math.abs(ux * vx + uy * vy) < PARALLEL_COS * ul * vl) return [];
  return besideClashes(a, b, first, second, rules);
}

/** Where the lengths overlap along the first one: its ends and its middle are compared. */
function besideClashes(a: Pipe, b: Pipe, first: Float64Array, second: Float64Array, rules: PipeRules): Clash[] {
  const [ax, ay, az, bx, by, bz] = first;
  const [cx, cy, cz, dx, dy, dz] = second;
  const ux = bx - ax;
  const uy = by - ay;
  const vx = dx - cx;
  const vy = dy - cy;
  const ul = Math.hypot(ux, uy);
  const needM = planNeedM(rules, a.system, b.system);
  const clear = needM + halfWidthM(a) + halfWidthM(b);
  const s0 = ((cx - ax) * ux + (cy - ay) * uy) / ul;
  const s1 = ((dx - ax) * ux + (dy - ay) * uy) / ul;
  const from = Math.max(0, Math.min(s0, s1));
  const to = Math.min(ul, Math.max(s0, s1));
  if (to - from < 0.05) return [];
  return [from, (from + to) / 2, to].flatMap((s): Clash[] => {
    const w = (s - s0) / (s1 - s0);
    const px = ax + (ux * s) / ul;
    const py = ay + (uy * s) / ul;
    const apart = Math.hypot(cx + w * vx - px, cy + w * vy - py);
    if (apart >= clear - SLACK_M) return [];
    const gapZ = Math.abs(az + (s / ul) * (bz - az) - cz - w * (dz - cz)) - (a.heightM + b.heightM) / 2;
    if (gapZ >= STACKED_M - SLACK_M) return [];
    return [{ kind: 'plan', a: a.id, b: b.id, at: [px, py], gapM: apart - clear + needM, needM }];
  });
}

/** Cells of 25 m that hold the segments of pipes already laid: added to as the solver goes on, which an R-tree cannot be. */
const CELL_M = 25;
const COLUMNS = 400;

export interface PlacedPipes {
  cells: Map<number, number[]>;
  owner: Pipe[];
  ends: number[];
  /** Number of the last question that a segment was looked at for: a segment lies in several cells. */
  requestedDepths: number[];
  questions: number;
}

export function noPipes(): PlacedPipes {
  return { cells: new Map(), owner: [], ends: [], requestedDepths: [], questions: 0 };
}

function cellsOf(ax: number, ay: number, bx: number, by: number, margin: number, visit: (cell: number) => void): void {
  const i0 = Math.floor((Math.min(ax, bx) - margin + 5000) / CELL_M);
  const i1 = Math.floor((Math.max(ax, bx) + margin + 5000) / CELL_M);
  const j0 = Math.floor((Math.min(ay, by) - margin + 5000) / CELL_M);
  const j1 = Math.floor((Math.max(ay, by) + margin + 5000) / CELL_M);
  for (let j = j0; j <= j1; j++) for (let i = i0; i <= i1; i++) visit(j * COLUMNS + i);
}

export function placePipe(placed: PlacedPipes, pipe: Pipe): void {
  for (let k = 0; k + 1 < pipe.axis.length; k++) {
    const a = pipe.axis[k];
    const b = pipe.axis[k + 1];
    const at = placed.owner.length;
    placed.owner.push(pipe);
    placed.requestedDepths.push(0);
    placed.ends.push(...a, ...b);
    cellsOf(a[0], a[1], b[0], b[1], 0, (cell) => {
      const list = placed.cells.get(cell);
      if (list) list.push(at);
      else placed.cells.set(cell, [at]);
    });
  }
}

interface Crossing {
  pipe: Pipe;
  /** Along the segment asked for, 0–1. */
  ratio: number;
  /** Sine of the angle between both. */
  sine: number;
  topM: number;
  bottomM: number;
}

/** Crossings of the straight a→b with what is laid. */
export function crossingsWith(placed: PlacedPipes, a: readonly number[], b: readonly number[]): Crossing[] {
  const out: Crossing[] = [];
  const question = ++placed.questions;
  const ax = a[0];
  const ay = a[1];
  const bx = b[0];
  const by = b[1];
  const ux = bx - ax;
  const uy = by - ay;
  const ul = Math.hypot(ux, uy);
  cellsOf(ax, ay, bx, by, 0, (cell) => {
    for (const k of placed.cells.get(cell) ?? []) {
      if (placed.requestedDepths[k] === question) continue;
      placed.requestedDepths[k] = question;
      const e = placed.ends;
      const o = k * 6;
      const vx = e[o + 3] - e[o];
      const vy = e[o + 4] - e[o + 1];
      const den = ux * vy - uy * vx;
      if (Math.abs(den) < 1e-9) continue;
      const t = ((e[o] - ax) * vy - (e[o + 1] - ay) * vx) / den;
      const u = ((e[o] - ax) * uy - (e[o + 1] - ay) * ux) / den;
      if (t < 0 || t > 1 || u < 0 || u > 1) continue;
      const z = e[o + 2] + u * (e[o + 5] - e[o + 2]);
      const pipe = placed.owner[k];
      const sine = Math.abs(den) / (ul * Math.hypot(vx, vy));
      out.push({ pipe, ratio: t, sine, topM: z + pipe.heightM / 2, bottomM: z - pipe.heightM / 2 });
    }
  });
  return out;
}

/** Pipes side by side with a→b nearer than the plan clearance, unless they lie a metre above or below it. */
export function neighboursOf(
  placed: PlacedPipes,
  rules: PipeRules,
  a: Xyz,
  b: Xyz,
  system: SystemId,
  halfWidth: number,
  height: number,
): Pipe[] {
  const out: Pipe[] = [];
  const question = ++placed.questions;
  const ux = b[0] - a[0];
  const uy = b[1] - a[1];
  const ul = Math.hypot(ux, uy);
  if (ul < 1e-6) return out;
  cellsOf(a[0], a[1], b[0], b[1], 4, (cell) => {
    for (const k of placed.cells.get(cell) ?? []) {
      if (placed.requestedDepths[k] === question) continue;
      placed.requestedDepths[k] = question;
      const e = placed.ends;
      const o = k * 6;
      const pipe = placed.owner[k];
      const vx = e[o + 3] - e[o];
      const vy = e[o + 4] - e[o + 1];
      const vl = Math.hypot(vx, vy);
      if (Math.abs(ux * vx + uy * vy) < PARALLEL_COS * ul * vl) continue;
      const s0 = ((e[o] - a[0]) * ux + (e[o + 1] - a[1]) * uy) / ul;
      const s1 = ((e[o + 3] - a[0]) * ux + (e[o + 4] - a[1]) * uy) / ul;
      const from = Math.max(0, Math.min(s0, s1));
      const to = Math.min(ul, Math.max(s0, s1));
      if (to - from < 0.05) continue;
      const clear = planNeedM(rules, system, pipe.system) + halfWidth + halfWidthM(pipe);
      for (const s of [from, (from + to) / 2, to]) {
        const w = (s - s0) / (s1 - s0);
        const apart = Math.hypot(e[o] + w * vx - a[0] - (ux * s) / ul, e[o + 1] + w * vy - a[1] - (uy * s) / ul);
        if (apart >= clear) continue;
        const z = a[2] + (s / ul) * (b[2] - a[2]);
        if (Math.abs(z - e[o + 2] - w * (e[o + 5] - e[o + 2])) - (height + pipe.heightM) / 2 >= STACKED_M) continue;
        out.push(pipe);
        break;
      }
    }
  });
  return out;
}

/** True where the outside of any laid pipe comes nearer than `limitM` to a place, in plan. */
export function isPipeWithin(placed: PlacedPipes, x: number, y: number, limitM: number): boolean {
  const question = ++placed.questions;
  let found = false;
  cellsOf(x, y, x, y, limitM + 2, (cell) => {
    if (found) return;
    for (const k of placed.cells.get(cell) ?? []) {
      if (placed.requestedDepths[k] === question) continue;
      placed.requestedDepths[k] = question;
      const e = placed.ends;
      const o = k * 6;
      const dx = e[o + 3] - e[o];
      const dy = e[o + 4] - e[o + 1];
      const t = Math.min(1, Math.max(0, ((x - e[o]) * dx + (y - e[o + 1]) * dy) / (dx * dx + dy * dy || 1)));
      const apart = Math.hypot(x - e[o] - t * dx, y - e[o + 1] - t * dy);
      if (apart >= limitM + halfWidthM(placed.owner[k])) continue;
      found = true;
      return;
    }
  });
  return found;
}

/** Copies of what is laid as one fresh index: the solver's own, when pipes have been taken out. */
export function placedPipesOf(pipes: readonly Pipe[]): PlacedPipes {
  const placed = noPipes();
  for (const pipe of pipes) placePipe(placed, pipe);
  return placed;
}
