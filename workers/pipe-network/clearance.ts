import Flatbush from 'flatbush';
import type { PipeSystem } from '../../model/city/pipe-system.ts';
import type { Tubes } from '../../model/city/tubes.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import {
  type ClearanceRow,
  type ClearanceRules,
  type ClearanceSide,
  clearanceRow,
} from '../../model/pipes/clearance-rules.ts';
import type { ClearanceCheck } from '../../model/questions/pipe-network.ts';
import type { ClearanceFinding } from '../../model/tables/pipe-network.ts';
import type { AxisPoint } from './graph.ts';
import { parallelPlaces, planCrossing, shortestLine } from './segment-distance.ts';

/** A tube as clearances see it. */
export interface CheckedPipe extends ClearanceSide {
  tube: number;
  /** Which pipe of the city it is: tubes of one pipe are not held against each other. */
  pipe: number;
  widthM: number;
  heightM: number;
  /** Nodes of the network that it touches. */
  nodes: ReadonlySet<number>;
}

/** Two pipes nearer than the table asks for, where they are nearest. */
interface PipeGap {
  check: Extract<ClearanceCheck, 'crossing' | 'beside'>;
  /** Into the pipes that were checked. */
  one: number;
  other: number;
  row: ClearanceRow;
  needM: number;
  gapM: number;
  /** Shortest distance of both in space there, less what they are wide. */
  spaceGapM: number;
  from: AxisPoint;
  to: AxisPoint;
}

/** A finding before its pipes are named. */
export type Found = Omit<ClearanceFinding, 'pipe' | 'other'> & {
  tube: number;
  other: ClearanceFinding['other'] | { tube: number };
};

/** Pipes looked at between two pauses. */
export const PIPES_AT_ONCE = 500;
/** A pipe touches a shape of a plan where less of it lies inside. */
export const MIN_INSIDE_M = 0.5;
/** Half a millimetre of arithmetic: levels are kept in 32 bits. */
export const LEVEL_SLACK_M = 0.001;

/** Segments of tubes: whose each is, and x, y, up of both ends. */
interface Segments {
  owner: Int32Array;
  ends: Float64Array;
}

/** The segments of pipes, with an index of their boxes in plan. */
function indexedSegments(pipes: readonly CheckedPipe[], tubes: Tubes): { segments: Segments; index: Flatbush | null } {
  const { vertexOf, axisM } = tubes;
  const owner: number[] = [];
  const ends: number[] = [];
  for (const [i, { tube }] of pipes.entries())
    for (let v = vertexOf[tube]; v + 1 < vertexOf[tube + 1]; v++) {
      owner.push(i);
      for (let k = 0; k < 6; k++) ends.push(axisM[3 * v + k]);
    }
  const segments = { owner: Int32Array.from(owner), ends: Float64Array.from(ends) };
  if (owner.length === 0) return { segments, index: null };
  const index = new Flatbush(owner.length);
  for (let s = 0; s < owner.length; s++) {
    const [ax, ay, , bx, by] = segments.ends.subarray(6 * s, 6 * s + 5);
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  index.finish();
  return { segments, index };
}

/** Ends of a segment. */
function segmentOf({ ends }: Segments, s: number): [AxisPoint, AxisPoint] {
  const o = 6 * s;
  return [
    [ends[o], ends[o + 1], ends[o + 2]],
    [ends[o + 3], ends[o + 4], ends[o + 5]],
  ];
}

/** Segments looked at between two pauses. */
const BLOCK = 4000;

/**
 * Every pair of pipes that lies nearer than the table asks for, with its worst place: where they cross, by clear height; where they lie
 * side by side, by clear width, unless one is `stackedM` clear above the other. Pipes of one network that meet at a node, or that share
 * pressure or ducts, are one thing. `isWanted`: at least one of a pair must be. `pause` answers true to stop.
 */
export async function pipeGaps(
  pipes: readonly CheckedPipe[],
  tubes: Tubes,
  rules: ClearanceRules,
  isWanted: (system: PipeSystem) => boolean,
  checks: ReadonlySet<ClearanceCheck>,
  pause: (doneRatio: number) => Promise<boolean>,
): Promise<PipeGap[] | null> {
  const { segments, index } = indexedSegments(pipes, tubes);
  const found = new Map<string, PipeGap>();
  if (!index) return [];
  const count = segments.owner.length;
  const reachM = rules.rows.reduce((most, { horizontalM = 0 }) => Math.max(most, horizontalM), 0);
  const widestM = pipes.reduce((most, { widthM }) => Math.max(most, widthM), 0);
  for (let s = 0; s < count; s++) {
    if (s % BLOCK === BLOCK - 1 && (await pause(s / count))) return null;
    const one = segments.owner[s];
    const [a, b] = segmentOf(segments, s);
    const nearM = reachM + (pipes[one].widthM + widestM) / 2;
    const near = index.search(
      Math.min(a[0], b[0]) - nearM,
      Math.min(a[1], b[1]) - nearM,
      Math.max(a[0], b[0]) + nearM,
      Math.max(a[1], b[1]) + nearM,
      (other) => other > s,
    );
    for (const r of near.sort((x, y) => x - y)) {
      const other = segments.owner[r];
      if (!isWanted(pipes[one].system) && !isWanted(pipes[other].system)) continue;
      if (isOneThing(pipes[one], pipes[other])) continue;
      const [c, d] = segmentOf(segments, r);
      for (const gap of gapsOf(pipes, one, other, [a, b, c, d], rules)) {
        if (!checks.has(gap.check)) continue;
        const key = `${gap.check} ${pipes[one].pipe} ${pipes[other].pipe}`;
        const known = found.get(key);
        if (!known || gap.needM - gap.gapM > known.needM - known.gapM) found.set(key, gap);
      }
    }
  }
  return [...found.values()];
}

/** One pipe, or two of one system that meet at a node; all of a system that is no sewer are one pressure or one run of ducts. */
function isOneThing(one: CheckedPipe, other: CheckedPipe): boolean {
  if (one.pipe === other.pipe) return true;
  if (one.system !== other.system) return false;
  if (one.system !== 'storm' && one.system !== 'sanitary') return true;
  return [...one.nodes].some((node) => other.nodes.has(node));
}

function gapsOf(
  pipes: readonly CheckedPipe[],
  one: number,
  other: number,
  [a, b, c, d]: readonly [AxisPoint, AxisPoint, AxisPoint, AxisPoint],
  rules: ClearanceRules,
): PipeGap[] {
  const p = pipes[one];
  const q = pipes[other];
  const halfM = (p.heightM + q.heightM) / 2;
  const gap = (
    check: PipeGap['check'],
    row: ClearanceRow,
    needM: number,
    gapM: number,
    from: AxisPoint,
    to: AxisPoint,
  ) => ({
    check,
    one,
    other,
    row,
    needM,
    gapM,
    from,
    to,
    spaceGapM: spaceGapM(p, q, a, b, c, d),
  });
  const crossing = planCrossing(a, b, c, d);
  if (crossing) {
    const row = clearanceRow(rules, p, q, 'verticalM');
    const { at, upOne, upOther } = crossing;
    const gapM = Math.abs(upOne - upOther) - halfM;
    const needM = row?.verticalM ?? 0;
    if (!row || gapM >= needM - LEVEL_SLACK_M) return [];
    return [gap('crossing', row, needM, gapM, [...at, upOne], [...at, upOther])];
  }
  const row = clearanceRow(rules, p, q, 'horizontalM');
  const needM = row?.horizontalM ?? 0;
  if (!row) return [];
  return parallelPlaces(a, b, c, d).flatMap(({ one: from, other: to, apartM }) => {
    const gapM = apartM - (p.widthM + q.widthM) / 2;
    const clearM = Math.abs(from[2] - to[2]) - halfM;
    if (gapM >= needM - LEVEL_SLACK_M || clearM >= rules.stackedM - LEVEL_SLACK_M) return [];
    return [gap('beside', row, needM, gapM, from, to)];
  });
}

/** Shortest distance of two segments in space less what each section takes in that direction; below 0 they run into each other. */
export function spaceGapM(
  p: Pick<CheckedPipe, 'widthM' | 'heightM'>,
  q: Pick<CheckedPipe, 'widthM' | 'heightM'>,
  a: AxisPoint,
  b: AxisPoint,
  c: AxisPoint,
  d: AxisPoint,
): number {
  const { from, to, distanceM } = shortestLine(a, b, c, d);
  const up = distanceM > 0 ? Math.abs(to[2] - from[2]) / distanceM : 0;
  const level = Math.sqrt(Math.max(0, 1 - up * up));
  const half = ({ widthM, heightM }: Pick<CheckedPipe, 'widthM' | 'heightM'>) =>
    widthM === heightM ? widthM / 2 : (widthM * level + heightM * up) / 2;
  return distanceM - half(p) - half(q);
}

/** From a segment in plan to an outline with what is in it, and the nearest place on the segment. */
export function toOutline(
  a: AxisPoint,
  b: AxisPoint,
  ring: readonly Point[],
): { distanceM: number; at: AxisPoint; on: AxisPoint } {
  const flat = ([x, y]: Point | AxisPoint): AxisPoint => [x, y, 0];
  if (isInRing(ring, a[0], a[1])) return { distanceM: 0, at: a, on: a };
  let best = { distanceM: Number.POSITIVE_INFINITY, at: a, on: a };
  for (let i = 0; i < ring.length; i++) {
    const line = shortestLine(flat(a), flat(b), flat(ring[i]), flat(ring[(i + 1) % ring.length]));
    if (line.distanceM >= best.distanceM) continue;
    const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const t = lengthM > 0 ? Math.hypot(line.from[0] - a[0], line.from[1] - a[1]) / lengthM : 0;
    const up = a[2] + t * (b[2] - a[2]);
    best = { distanceM: line.distanceM, at: [line.from[0], line.from[1], up], on: [line.to[0], line.to[1], up] };
  }
  return best;
}
