import type { Line } from '../../model/geo/plane/line.ts';
import { crossingsWith, type PipeRules, type PlacedPipes, type SystemId, verticalNeedM } from './clearance.ts';

/** A pressure pipe or cable on its way, before its levels are found. */
export interface PipeAlignment {
  system: SystemId;
  line: Line;
  /** Outside height. */
  heightM: number;
  halfWidthM: number;
  /** Top by plan: cover, planned dips, bridges. */
  topM: (s: number) => number;
  /** No top may stand higher: ground less the least cover. */
  highestM: (s: number) => number;
  /** Chainages where the planned top must not move (bridges, drillings). */
  fixed: readonly (readonly [from: number, to: number])[];
  /** Chainages of the plan's own bends in level, kept as vertices. */
  bends: readonly number[];
  /** Levels of the tops where the ends meet others of the same network. */
  startTopM?: number;
  endTopM?: number;
  /** The line's own id: pipes of the same line or meshed network do not count as crossed. */
  ignores: (line: string, system: SystemId) => boolean;
}

interface Station {
  s: number;
  halfM: number;
  plannedM: number;
  highestM: number;
  /** Open intervals that the top must keep out of. */
  closed: [from: number, to: number][];
  levels: number[];
}

/** Steepest rise of a dip's flanks, metres a metre: 60° by two bends of 60°; 45° wherever there is room. */
const STEEPEST = 1.75;

/** Least clear length of pipe beside a crossing before it bends. */
const SHOULDER_M = 0.15;

/** Over the rule, so that thinned and float32 vertices, and steps of 12 mm between crossings without room, still keep it. */
const MARGIN_M = 0.014;

/** Deeper than this below plan no dip goes. */
const DEEPEST_M = 4.5;

/** How far along the line a neighbour's level is worth trying. */
const REACH_M = 9;

function stationsOf(alignment: PipeAlignment, placed: PlacedPipes, rules: PipeRules): Station[] {
  const { line } = alignment;
  const stations: Station[] = [];
  for (let i = 0; i + 1 < line.points.length; i++) {
    const length = line.chainageM[i + 1] - line.chainageM[i];
    for (const hit of crossingsWith(placed, line.points[i], line.points[i + 1])) {
      if (alignment.ignores(hit.pipe.line, hit.pipe.system)) continue;
      const s = line.chainageM[i] + hit.ratio * length;
      const need = verticalNeedM(rules, alignment.system, hit.pipe.system) + MARGIN_M;
      const across = (hit.pipe.widthM / 2 + alignment.halfWidthM) / Math.max(hit.sine, 0.3);
      stations.push({
        s,
        halfM: Math.min(across, 2) + SHOULDER_M,
        plannedM: alignment.topM(s),
        highestM: alignment.highestM(s),
        closed: [[hit.bottomM - need, hit.topM + need + alignment.heightM]],
        levels: [],
      });
    }
  }
  stations.sort((a, b) => a.s - b.s);
  const merged: Station[] = [];
  for (const station of stations) {
    const last = merged.at(-1);
    if (!last || station.s - last.s > 0.05) merged.push(station);
    else {
      last.closed.push(...station.closed);
      last.halfM = Math.max(last.halfM, station.halfM);
    }
  }
  return merged;
}

const isOpen = (station: Station, top: number) =>
  top <= station.highestM + 1e-6 && station.closed.every(([from, to]) => top <= from + 1e-6 || top >= to - 1e-6);

function fillLevels(stations: Station[], alignment: PipeAlignment): void {
  for (const [i, station] of stations.entries()) {
    if (alignment.fixed.some(([from, to]) => station.s >= from && station.s <= to)) {
      station.levels = [station.plannedM];
      continue;
    }
    const tries = [Math.min(station.plannedM, station.highestM)];
    for (let j = i; j >= 0 && station.s - stations[j].s < REACH_M; j--)
      for (const [from, to] of stations[j].closed) tries.push(from, to);
    for (let j = i + 1; j < stations.length && stations[j].s - station.s < REACH_M; j++)
      for (const [from, to] of stations[j].closed) tries.push(from, to);
    const open = tries.filter((top) => top >= station.plannedM - DEEPEST_M && isOpen(station, top));
    open.sort((a, b) => Math.abs(a - station.plannedM) - Math.abs(b - station.plannedM) || b - a);
    station.levels = open.filter((top, k) => k === 0 || Math.abs(top - open[k - 1]) > 0.001).slice(0, 14);
  }
}

/** Least total detour in level over the stations; undefined where the flanks would have to be steeper than they may. */
function bestLevels(stations: readonly Station[]): number[] | undefined {
  let cost: number[] = [];
  const from: Int32Array[] = [];
  for (const [i, station] of stations.entries()) {
    const own = station.levels.map((top) => Math.abs(top - station.plannedM));
    const back = new Int32Array(station.levels.length).fill(-1);
    if (i === 0) {
      cost = own;
      from.push(back);
      continue;
    }
    const before = stations[i - 1];
    const room = station.s - station.halfM - before.s - before.halfM;
    const next = own.map((value, k) => {
      let best = Number.POSITIVE_INFINITY;
      for (let j = 0; j < before.levels.length; j++) {
        if (cost[j] === Number.POSITIVE_INFINITY) continue;
        const step = station.levels[k] - before.levels[j];
        const drift = Math.abs(station.plannedM - before.plannedM);
        if (Math.abs(step) > Math.max(0.012, STEEPEST * room + drift * (room > 0 ? 1 : 0))) continue;
        const total = cost[j] + value + 0.5 * Math.abs(step);
        if (total < best) {
          best = total;
          back[k] = j;
        }
      }
      return best;
    });
    cost = next;
    from.push(back);
  }
  let k = cost.indexOf(Math.min(...cost));
  if (stations.length === 0) return [];
  if (k < 0 || cost[k] === Number.POSITIVE_INFINITY) return undefined;
  const out = new Array<number>(stations.length);
  for (let i = stations.length - 1; i >= 0; i--) {
    out[i] = stations[i].levels[k];
    k = from[i][k];
  }
  return out;
}

/** Chainage and top of every vertex. */
type Profile = [s: number, topM: number][];

/**
 * Levels of a pressure line among what is laid already: it follows its plan and yields at each crossing by the least
 * dip (or rise, where cover allows) that keeps the clear height. Dynamic programming over the crossings, because the way
 * past one decides what is left at the next, a metre and a half on. Undefined where no way exists.
 */
export function solveProfile(alignment: PipeAlignment, placed: PlacedPipes, rules: PipeRules): Profile | undefined {
  const { line, topM } = alignment;
  const stations = stationsOf(alignment, placed, rules);
  const end = (s: number, top: number): Station => ({
    s,
    halfM: 0.1,
    plannedM: top,
    highestM: top,
    closed: [],
    levels: [],
  });
  if (alignment.startTopM !== undefined) stations.unshift(end(0, alignment.startTopM));
  if (alignment.endTopM !== undefined) stations.push(end(line.lengthM, alignment.endTopM));
  fillLevels(stations, alignment);
  const levels = bestLevels(stations);
  if (!levels) return undefined;

  const out: Profile = [];
  const put = (s: number, top: number) => {
    const last = out.at(-1);
    if (last && s - last[0] < 0.02) return;
    out.push([s, top]);
  };
  const waypoints = [...line.chainageM, ...alignment.bends].sort((a, b) => a - b);
  const follow = (fromM: number, toM: number) => {
    let at = fromM;
    const stops = [...waypoints.filter((s) => s > fromM + 0.3 && s < toM - 0.3), toM];
    put(fromM, topM(fromM));
    for (const stop of stops) {
      const parts = Math.max(1, Math.ceil((stop - at) / 40));
      for (let k = 1; k <= parts; k++) put(at + ((stop - at) * k) / parts, topM(at + ((stop - at) * k) / parts));
      at = stop;
    }
  };
  /** From one level to another: back to the plan's level in between where there is room for it. */
  const go = (s0: number, z0: number, s1: number, z1: number) => {
    const leave = Math.abs(z0 - topM(s0)) + 0.05;
    const come = Math.abs(z1 - topM(s1)) + 0.05;
    if (s1 - s0 > leave + come + 3) {
      put(s0, z0);
      follow(s0 + leave, s1 - come);
    } else {
      put(s0, z0);
      for (const s of waypoints) if (s > s0 + 0.05 && s < s1 - 0.05) put(s, z0 + ((z1 - z0) * (s - s0)) / (s1 - s0));
    }
    put(s1, z1);
  };
  let s = 0;
  let z = alignment.startTopM ?? topM(0);
  put(s, z);
  for (const [i, station] of stations.entries()) {
    const enter = Math.max(station.s - station.halfM, s);
    const leave = Math.min(station.s + station.halfM, line.lengthM);
    if (enter > s + 0.02) go(s, z, enter, levels[i]);
    [s, z] = [Math.max(s, leave), levels[i]];
    put(s, z);
  }
  if (line.lengthM > s + 0.02) go(s, z, line.lengthM, alignment.endTopM ?? topM(line.lengthM));
  out[out.length - 1][0] = line.lengthM;
  return thinned(withBends(out, line), line);
}

/** Every bend of the line in plan becomes a vertex, so that no corner is cut. */
function withBends(profile: Profile, line: Line): Profile {
  const out: Profile = [profile[0]];
  for (let i = 1; i < profile.length; i++) {
    const [a, za] = out[out.length - 1];
    const [b, zb] = profile[i];
    for (const s of line.chainageM) {
      if (s <= a + 1e-6 || s >= b - 1e-6) continue;
      if (s - a < 0.03 && out.length > 1) out[out.length - 1][0] = s;
      else if (b - s < 0.03 && i + 1 < profile.length) profile[i][0] = s;
      else out.push([s, za + ((zb - za) * (s - a)) / (b - a)]);
    }
    out.push(profile[i]);
  }
  return out;
}

/** Vertices that lie within this of the straight between their neighbours are left out. */
const THIN_M = 0.003;

function thinned(profile: Profile, line: Line): Profile {
  const bends = new Set(line.chainageM);
  const out: Profile = [profile[0]];
  let from = 0;
  for (let i = 1; i + 1 < profile.length; i++) {
    const [s0, z0] = profile[from];
    const [s1, z1] = profile[i + 1];
    let straight = !bends.has(profile[i][0]);
    for (let k = from + 1; straight && k <= i; k++) {
      const [s, z] = profile[k];
      straight = Math.abs(z0 + ((z1 - z0) * (s - s0)) / (s1 - s0) - z) < THIN_M;
    }
    if (straight) continue;
    out.push(profile[i]);
    from = i;
  }
  out.push(profile[profile.length - 1]);
  return out;
}
