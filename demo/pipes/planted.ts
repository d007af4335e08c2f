import type { Point } from '../../model/geo/plane/point.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import type { DemoCity } from '../demo-city.ts';
import {
  areOfOneKind,
  type Clash,
  findClashes,
  halfWidthM,
  type Pipe,
  type PipeRules,
  type SystemId,
} from './clearance.ts';
import { minCoverM, numbered } from './pipes.ts';

/** A clearance that the demo city breaks on purpose, so that there is something to find. */
export interface PipeConflict {
  id: string;
  /** The street crossing where it lies. */
  junction: string;
  kind: 'gas-storm' | 'water-sewer' | 'telecom-gas';
  a: string;
  b: string;
  at: Point;
  gapM: number;
  needM: number;
}

const KINDS = ['gas-storm', 'water-sewer', 'telecom-gas'] as const;

/** Clear height or width of each kind, CITY.md §7: against 0.15, 0.40 and 1.20 m by rule. */
const GAP_M = { 'gas-storm': 0.05, 'water-sewer': 0.25, 'telecom-gas': 0.4 } as const;

/** How far from a crossing's middle its pipes are looked for. */
const AROUND_M = 26;

/** Length of the duct beside the gas pipe. */
const BESIDE_M = 20;

/**
 * Plants plan.json's 24 conflicts at the first crossings of collectors, in the order of their ids, where each can stand
 * alone: gas too near a storm pipe, water too near over a sewer, a telecom duct too near beside gas, by turns. A place
 * where the move would break any other rule is passed over. Changes `pipes` in place.
 */
export function plantConflicts(city: DemoCity, pipes: Pipe[], rules: PipeRules): PipeConflict[] {
  const { roads, plan } = city;
  const cells = new Map<string, number[]>();
  const keyOf = (x: number, y: number) => `${Math.floor(x / 40)},${Math.floor(y / 40)}`;
  const enter = (i: number) => {
    const keys = new Set<string>();
    for (const [k, [x, y]] of pipes[i].axis.entries()) {
      keys.add(keyOf(x, y));
      const next = pipes[i].axis[k + 1];
      if (!next) continue;
      const steps = Math.ceil(Math.hypot(next[0] - x, next[1] - y) / 20);
      for (let q = 1; q < steps; q++) keys.add(keyOf(x + ((next[0] - x) * q) / steps, y + ((next[1] - y) * q) / steps));
    }
    for (const key of keys) cells.set(key, [...(cells.get(key) ?? []), i]);
  };
  for (let i = 0; i < pipes.length; i++) enter(i);
  const around = ([x, y]: Point): number[] => {
    const found = new Set<number>();
    for (const dx of [-40, 0, 40])
      for (const dy of [-40, 0, 40]) for (const i of cells.get(keyOf(x + dx, y + dy)) ?? []) found.add(i);
    return [...found].sort((a, b) => a - b);
  };

  const out: PipeConflict[] = [];
  for (const junction of roads.junctions) {
    if (out.length === plan.pipes.plantedBranches.count) break;
    const classes = new Map(junction.segments.map((s) => [roads.segments[s].road, roads.segments[s].class]));
    if ([...classes.values()].filter((c) => c === 'collector' || c === 'local').length < 2) continue;
    if (![...classes.values()].includes('collector')) continue;
    const kind = KINDS[out.length % 3];
    const made = plantAt(city, pipes, rules, junction.at, around(junction.at), kind);
    if (!made) continue;
    const n = out.length + 1;
    if (made.index === pipes.length) {
      pipes.push({ ...made.pipe, planted: n });
      enter(made.index);
    } else pipes[made.index] = { ...made.pipe, planted: n };
    const other = pipes.findIndex((pipe) => pipe.id === (made.clash.a === made.pipe.id ? made.clash.b : made.clash.a));
    pipes[other] = { ...pipes[other], planted: n };
    out.push({
      id: `pc-${String(n).padStart(2, '0')}`,
      junction: junction.id,
      kind,
      a: made.clash.a,
      b: made.clash.b,
      at: [Math.round(made.clash.at[0] * 100) / 100, Math.round(made.clash.at[1] * 100) / 100],
      gapM: Math.round(made.clash.gapM * 1000) / 1000,
      needM: made.clash.needM,
    });
  }
  if (out.length < plan.pipes.plantedBranches.count)
    throw new Error(
      `pipes: expected ${plan.pipes.plantedBranches.count} places for planted conflicts, found ${out.length}`,
    );
  return out;
}

interface Planting {
  index: number;
  pipe: Pipe;
  clash: Clash;
}

function plantAt(
  city: DemoCity,
  pipes: readonly Pipe[],
  rules: PipeRules,
  at: Point,
  near: readonly number[],
  kind: PipeConflict['kind'],
): Planting | undefined {
  const isFree = (i: number, system: SystemId, dnMm: number) =>
    pipes[i].system === system && pipes[i].dnMm === dnMm && !pipes[i].trunk && pipes[i].planted === undefined;
  const tryOut = (index: number, pipe: Pipe, otherId: string): Planting | undefined => {
    if (minCoverM(city.ground, pipe) < rules.coverM[pipe.system]) return undefined;
    const others = near.filter((i) => i !== index).map((i) => pipes[i]);
    const clashes = findClashes([pipe, ...others], rules);
    const own = clashes.filter((clash) => clash.a === pipe.id || clash.b === pipe.id);
    if (own.length !== 1 || (own[0].a !== otherId && own[0].b !== otherId)) return undefined;
    return { index, pipe, clash: own[0] };
  };
  if (kind === 'telecom-gas') {
    for (const i of near) {
      if (!isFree(i, 'RQ', 200)) continue;
      for (const side of [1, -1]) {
        const pipe = ductBeside(pipes, pipes[i], at, side);
        const made = pipe && tryOut(pipes.length, pipe, pipes[i].id);
        if (made) return made;
      }
    }
    return undefined;
  }
  const [moving, standing] = kind === 'gas-storm' ? (['RQ', 'YS'] as const) : (['JS', 'WS'] as const);
  const [movingMm, standingMm] = kind === 'gas-storm' ? [200, [600]] : [300, [300, 400, 600]];
  for (const i of near) {
    if (!isFree(i, moving, movingMm)) continue;
    for (const j of near) {
      if (!standingMm.some((mm) => isFree(j, standing, mm)) || areOfOneKind(pipes[i], pipes[j])) continue;
      const pipe = broughtNear(pipes[i], pipes[j], at, kind);
      const made = pipe && tryOut(i, pipe, pipes[j].id);
      if (made) return made;
    }
  }
  return undefined;
}

/** The moving pipe with a short bend where it crosses the standing one, so that just the planted gap is left. */
function broughtNear(pipe: Pipe, standing: Pipe, at: Point, kind: 'gas-storm' | 'water-sewer'): Pipe | undefined {
  const [c, d] = standing.axis;
  for (let k = 0; k + 1 < pipe.axis.length; k++) {
    const a = pipe.axis[k];
    const b = pipe.axis[k + 1];
    const ux = b[0] - a[0];
    const uy = b[1] - a[1];
    const vx = d[0] - c[0];
    const vy = d[1] - c[1];
    const den = ux * vy - uy * vx;
    if (Math.abs(den) < 0.7 * Math.hypot(ux, uy) * Math.hypot(vx, vy)) continue;
    const t = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / den;
    const u = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / den;
    if (t < 0 || t > 1 || u < 0 || u > 1) continue;
    const x = a[0] + t * ux;
    const y = a[1] + t * uy;
    if (Math.hypot(x - at[0], y - at[1]) > AROUND_M) continue;
    const own = a[2] + t * (b[2] - a[2]);
    const other = c[2] + u * (d[2] - c[2]);
    if (kind === 'water-sewer' && own < other) continue;
    const level = other + Math.sign(own - other) * ((pipe.heightM + standing.heightM) / 2 + GAP_M[kind]);
    return bentTo(pipe, [x, y], level, standing.widthM / 2 + pipe.widthM / 2 + 0.1);
  }
  return undefined;
}

/** A level stretch about a point of the pipe, with flanks of 60° on both sides; undefined where it bends in plan there. */
function bentTo(pipe: Pipe, [x, y]: Point, level: number, halfM: number): Pipe | undefined {
  const { axis } = pipe;
  const chainage = [0];
  for (let i = 1; i < axis.length; i++)
    chainage.push(chainage[i - 1] + Math.hypot(axis[i][0] - axis[i - 1][0], axis[i][1] - axis[i - 1][1]));
  let s0 = -1;
  for (let i = 1; i < axis.length; i++) {
    const a = axis[i - 1];
    const b = axis[i];
    const h = chainage[i] - chainage[i - 1];
    const s = ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / h;
    if (s < -1e-6 || s > h + 1e-6) continue;
    if (Math.abs((x - a[0]) * (b[1] - a[1]) - (y - a[1]) * (b[0] - a[0])) / h < 0.01) s0 = chainage[i - 1] + s;
  }
  if (s0 < 0) return undefined;
  const pointAtS = (s: number): Xyz => {
    let i = 1;
    while (i < axis.length - 1 && chainage[i] < s) i++;
    const t = (s - chainage[i - 1]) / (chainage[i] - chainage[i - 1]);
    const a = axis[i - 1];
    const b = axis[i];
    return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])];
  };
  const flank = (s: number) => Math.abs(pointAtS(s)[2] - level) / 1.7 + 0.05;
  const in0 = s0 - halfM;
  const in1 = s0 + halfM;
  const out0 = in0 - flank(Math.max(0, in0));
  const out1 = in1 + flank(Math.min(chainage[chainage.length - 1], in1));
  if (out0 < 0.3 || out1 > chainage[chainage.length - 1] - 0.3) return undefined;
  const made: Xyz[] = [
    ...axis.filter((_, i) => chainage[i] < out0 - 0.05),
    pointAtS(out0),
    [...flat(pointAtS(in0)), level],
    [...flat(pointAtS(in1)), level],
    pointAtS(out1),
    ...axis.filter((_, i) => chainage[i] > out1 + 0.05),
  ];
  return { ...pipe, axis: made };
}

const flat = ([x, y]: Xyz): [number, number] => [x, y];

/** A spur of duct along the gas pipe, the planted width beside it and level with it. */
function ductBeside(pipes: readonly Pipe[], gas: Pipe, at: Point, side: number): Pipe | undefined {
  for (let k = 0; k + 1 < gas.axis.length; k++) {
    const a = gas.axis[k];
    const b = gas.axis[k + 1];
    const h = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (h < BESIDE_M + 1 || Math.abs(b[2] - a[2]) > 0.3) continue;
    const ux = (b[0] - a[0]) / h;
    const uy = (b[1] - a[1]) / h;
    const nearA = Math.hypot(a[0] - at[0], a[1] - at[1]) < Math.hypot(b[0] - at[0], b[1] - at[1]);
    const [s0, s1] = nearA ? [0.5, 0.5 + BESIDE_M] : [h - 0.5 - BESIDE_M, h - 0.5];
    const mx = a[0] + (ux * (s0 + s1)) / 2;
    const my = a[1] + (uy * (s0 + s1)) / 2;
    if (Math.hypot(mx - at[0], my - at[1]) > 2 * AROUND_M) continue;
    const width = 0.2;
    const apart = side * (halfWidthM(gas) + GAP_M['telecom-gas'] + width / 2);
    const z = (a[2] + b[2]) / 2;
    const point = (s: number): Xyz => [a[0] + ux * s - uy * apart, a[1] + uy * s + ux * apart, z];
    const last = pipes.filter((pipe) => pipe.system === 'TX' && !pipe.trunk).length;
    return {
      ...gas,
      id: numbered('pipe-TX-', last + 1),
      system: 'TX',
      line: `${gas.line}/spur`,
      axis: [point(s0), point(s1)],
      widthM: width,
      heightM: width,
      boxHeightM: width,
      dnMm: 200,
      wallM: 0,
      material: 'duct',
      pressureMPa: undefined,
    };
  }
  return undefined;
}
