import { type Line, lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import type { Plan, Trunk } from '../plan.ts';
import { randomOf, wholeNumber } from '../shape/random.ts';
import type { CityGround } from '../terrain/ground.ts';
import type { Pipe, SystemId } from './clearance.ts';
import type { PipeAlignment } from './profile.ts';

/** A trunk of the plan with its levels as functions of chainage. */
export interface TrunkLine {
  trunk: Trunk;
  line: Line;
  gravity: boolean;
  /** Inside and outside height. */
  insideM: (s: number) => number;
  outsideM: (s: number) => number;
  /** Of the inside; gravity only. `side` tells which at a drop: what comes (−1) or what goes (1). */
  invertM: (s: number, side: -1 | 1) => number;
}

/** Inside width of the boxes that plan.json names in `material`; the last section, or from a chainage on. */
const BOXES: Readonly<Record<string, { fromM: number; widthM: number }>> = {
  'YS-1': { fromM: 1700, widthM: 3.0 },
  'YS-2': { fromM: 1600, widthM: 3.2 },
  'YS-5': { fromM: 1150, widthM: 2.6 },
  'DL-1': { fromM: 0, widthM: 2.4 },
  'DL-2': { fromM: 0, widthM: 0.9 },
  'DL-3': { fromM: 0, widthM: 0.9 },
  'TX-1': { fromM: 0, widthM: 0.5 },
  'TX-2': { fromM: 0, widthM: 0.4 },
  'TX-3': { fromM: 0, widthM: 0.5 },
};

/** Longest distance between manholes by inside height, plan.json `pipes.rules.manholeSpacingM`. */
export function manholeSpacingM(insideM: number): number {
  if (insideM <= 0.6) return 40;
  if (insideM <= 1) return 60;
  return insideM <= 2 ? 90 : 120;
}

/** Lengths of pressure pipe and cable between joints that are features of their own. */
const LENGTH_M = 120;

export function trunkLines(plan: Plan): TrunkLine[] {
  return plan.pipes.trunks.map((trunk) => {
    const steps = [...(trunk.drops ?? []), ...(trunk.lifts ?? [])].sort((a, b) => a[0] - b[0]);
    const insideM = (s: number) => {
      let size = trunk.sizeM[0][1];
      for (const [from, value] of trunk.sizeM) if (s >= from - 1e-6) size = value;
      return size;
    };
    return {
      trunk,
      line: lineOf(trunk.points),
      gravity: trunk.invert0 !== undefined,
      insideM,
      outsideM: (s) => insideM(s) + 2 * trunk.wallM,
      invertM(s, side) {
        let z = trunk.invert0 ?? Number.NaN;
        let s0 = 0;
        for (const [at, level] of steps) if (side === 1 ? s >= at - 1e-6 : s > at + 1e-6) [z, s0] = [level, at];
        return z - (trunk.slope ?? 0) * (s - s0);
      },
    };
  });
}

/** The material without what the plan says of single places. */
function materialOf(trunk: Trunk, box: boolean): string {
  if (box) return trunk.system === 'YS' ? 'concrete box' : trunk.material.replace(/ \d.*$/, '');
  return trunk.material.split(/[,;]/)[0].replace(/ \d.*$/, '');
}

function yearOf(plan: Plan, trunk: Trunk): number {
  const random = randomOf(plan.city.seed, 'pipe-year', trunk.id);
  return wholeNumber(random, 1998, 2019);
}

function boxWidthM(trunk: Trunk, s: number): number {
  const box = BOXES[trunk.id];
  return box && s >= box.fromM - 1e-6 ? box.widthM : 0;
}

const trunkPrefix = (trunk: Trunk) => `pipe-${trunk.id.replace('-', '')}-`;

export const numbered = (prefix: string, n: number) => `${prefix}${String(n).padStart(4, '0')}`;

/** Chainages of a trunk's manholes: ends, bends, drops, lifts, changes of size, taps, and between them by the spacing. */
function manholeChainages(t: TrunkLine, tapsM: readonly number[] = []): number[] {
  const { trunk, line } = t;
  const must = [...line.chainageM, ...trunk.sizeM.map(([s]) => s)];
  for (const [s] of [...(trunk.drops ?? []), ...(trunk.lifts ?? [])]) must.push(s);
  const box = BOXES[trunk.id];
  if (box) must.push(box.fromM);
  const stops = [...must, ...tapsM].filter((s) => s >= 0 && s <= line.lengthM).sort((a, b) => a - b);
  const out = [0];
  for (const stop of stops) {
    const last = out[out.length - 1];
    if (stop - last < 0.25) continue;
    const parts = Math.ceil((stop - last) / manholeSpacingM(t.insideM(last + 0.1)));
    for (let k = 1; k <= parts; k++) out.push(last + ((stop - last) * k) / parts);
  }
  out[out.length - 1] = line.lengthM;
  return out;
}

/** A manhole of a trunk; the wet well of its pumping station where it ends in one. */
export interface TrunkManhole {
  id: string;
  trunk: string;
  chainageM: number;
  at: Point;
  invertM: number;
}

const manholeId = (trunk: string, n: number) => numbered(`mh-${trunk.replace('-', '')}-`, n);

interface GravityTrunks {
  pipes: Pipe[];
  manholes: TrunkManhole[];
}

/** The storm and sanitary trunks, manhole to manhole, and the outlets from their ends to the river. */
export function gravityTrunks(
  plan: Plan,
  trunks: readonly TrunkLine[],
  taps: readonly { trunk: string; chainageM: number }[],
): GravityTrunks {
  const pipes: Pipe[] = [];
  const manholes: TrunkManhole[] = [];
  for (const t of trunks) {
    if (!t.gravity) continue;
    const { trunk, line } = t;
    const own = taps.filter((tap) => tap.trunk === trunk.id).map((tap) => tap.chainageM);
    const stops = manholeChainages(t, own);
    const year = yearOf(plan, trunk);
    let n = 0;
    const siphon = trunk.lifts ? { from: trunk.drops?.[0]?.[0] ?? 0, to: trunk.lifts[0][0] } : undefined;
    for (const [i, chainageM] of stops.entries()) {
      const id = manholeId(trunk.id, i + 1);
      manholes.push({ id, trunk: trunk.id, chainageM, at: pointAt(line, chainageM), invertM: t.invertM(chainageM, 1) });
    }
    for (let i = 0; i + 1 < stops.length; i++) {
      const s0 = stops[i];
      const s1 = stops[i + 1];
      const inside = t.insideM(s0 + 0.1);
      const box = boxWidthM(trunk, s0 + 0.1);
      const axis: Xyz[] = [
        [...pointAt(line, s0), t.invertM(s0, 1) + inside / 2],
        [...pointAt(line, s1), t.invertM(s1, -1) + inside / 2],
      ];
      const inSiphon = siphon !== undefined && s0 >= siphon.from - 1 && s1 <= siphon.to + 1;
      pipes.push({
        ...trunkPipe(t, numbered(trunkPrefix(trunk), ++n), axis, s0 + 0.1, year),
        widthM: (box || inside) + 2 * trunk.wallM,
        material: inSiphon ? 'steel siphon 2 × DN1000' : materialOf(trunk, box > 0),
        river: inSiphon,
        nodes: [manholeId(trunk.id, i + 1), manholeId(trunk.id, i + 2)],
      });
    }
    const outlet = outletOf(plan, t, year);
    if (outlet)
      pipes.push({
        ...outlet,
        id: numbered(trunkPrefix(trunk), ++n),
        nodes: [manholeId(trunk.id, stops.length), trunk.outfall ?? ''],
      });
  }
  return { pipes, manholes };
}

function trunkPipe(t: TrunkLine, id: string, axis: readonly Xyz[], s: number, year: number): Pipe {
  const { trunk } = t;
  const box = boxWidthM(trunk, s);
  const outside = t.outsideM(s);
  return {
    id,
    system: trunk.system,
    line: trunk.id,
    trunk: true,
    axis,
    widthM: box > 0 ? box + 2 * trunk.wallM : outside,
    heightM: outside,
    boxHeightM: box > 0 ? outside : 0,
    dnMm: Math.round(t.insideM(s) * 1000),
    wallM: trunk.wallM,
    material: materialOf(trunk, box > 0),
    year,
    pressureMPa: undefined,
    barrels: 1,
    joins: trunk.joins ? [trunk.joins] : [],
    river: false,
  };
}

/** From the trunk's end, or its pumping station's, through the levee to the outfall; it ends at the outfall's level. */
function outletOf(plan: Plan, t: TrunkLine, year: number): Pipe | undefined {
  const outfall = plan.outfalls.find((o) => o.id === t.trunk.outfall);
  if (!outfall) return undefined;
  const start = pointAt(t.line, t.line.lengthM);
  const length = Math.hypot(outfall.at[0] - start[0], outfall.at[1] - start[1]);
  const inside = t.insideM(t.line.lengthM);
  const box = boxWidthM(t.trunk, t.line.lengthM);
  const from = t.trunk.pump
    ? outfall.invertM + 0.001 * length
    : Math.max(outfall.invertM, t.invertM(t.line.lengthM, -1));
  return {
    ...trunkPipe(
      t,
      '',
      [
        [...start, from + inside / 2],
        [...outfall.at, outfall.invertM + inside / 2],
      ],
      t.line.lengthM,
      year,
    ),
    widthM: (box || inside) + 2 * t.trunk.wallM,
    river: true,
  };
}

/** Where the plan's level of a pressure line comes from the river it passes, not from the ground (`pipes.rules.atRivers`). */
interface Passage {
  /** Share of the passage's own level, 0 on dry land to 1. */
  weight: (x: number, y: number) => number;
  topM: (x: number, y: number) => number;
}

const ramp = (d: number, innerM: number, outerM: number) => Math.min(1, Math.max(0, (outerM - d) / (outerM - innerM)));

function passagesOf(plan: Plan, ground: CityGround, t: TrunkLine): Passage[] {
  const { trunk } = t;
  const out: Passage[] = [];
  const height = t.outsideM(0);
  const bridge = plan.bridges.find((b) => b.id === trunk.bridge);
  if (bridge) {
    out.push({
      weight: (x, y) =>
        ramp(Math.hypot(x - bridge.at[0], y - bridge.at[1]), bridge.lengthM / 2, bridge.lengthM / 2 + 6),
      topM: () => bridge.soffitM + 0.2 + height,
    });
  }
  if (trunk.under === 'main') {
    out.push({
      weight: (x, y) => ramp(Math.abs(ground.nearestMain(x, y).offsetM), plan.water.main.leveeOffsetM, 250),
      topM: (x, y) => ground.bedMain(ground.nearestMain(x, y).chainageM) - 6,
    });
  }
  const overCreek = plan.bridges.filter((b) => b.over === 'tributary' && nearestOn(t.line, ...b.at).offsetM ** 2 < 900);
  for (const b of overCreek) {
    const creek = plan.water.tributary.leveeOffsetM + 5;
    const near = (x: number, y: number) => Math.hypot(x - b.at[0], y - b.at[1]) < 150;
    const offset = (x: number, y: number) => (near(x, y) ? Math.abs(ground.nearestTributary(x, y).offsetM) : 999);
    const drilled = trunk.system === 'RQ';
    out.push({
      weight: (x, y) => ramp(offset(x, y), creek, creek + (drilled ? 25 : 6)),
      topM: (x, y) =>
        drilled ? ground.bedTributary(ground.nearestTributary(x, y).chainageM) - 3 : b.soffitM + 0.2 + height,
    });
  }
  return out;
}

/** A pressure or cable trunk as the plan has it, for `solveProfile`. */
export function trunkAlignment(plan: Plan, ground: CityGround, t: TrunkLine): PipeAlignment {
  const { trunk, line } = t;
  const height = t.outsideM(0);
  const passages = passagesOf(plan, ground, t);
  const dips = trunk.dips ?? [];
  const least = plan.pipes.rules.coverM[trunk.system];
  const topM = (s: number) => {
    const [x, y] = pointAt(line, s);
    let top = ground.elevationAt(x, y) - (trunk.cover ?? least);
    for (const [at, half, level] of dips) top = Math.min(top, level + Math.max(0, Math.abs(s - at) - half));
    for (const { weight, topM: passageTopM } of passages) {
      const w = weight(x, y);
      if (w > 0) top += (passageTopM(x, y) - top) * w;
    }
    return top;
  };
  const inPassage = (s: number) => passages.some(({ weight }) => weight(...pointAt(line, s)) > 0);
  const fixed: [number, number][] = [];
  const bends: number[] = [];
  for (let s = 0, open = -1; s <= line.lengthM + 2; s += 2) {
    const inside = s <= line.lengthM && inPassage(s);
    if (inside && open < 0) open = s - 2;
    if (!inside && open >= 0) {
      fixed.push([open, s]);
      for (let b = open; b <= s; b += 4) bends.push(b);
      open = -1;
    }
  }
  for (const [at, half, level] of dips) {
    const [x, y] = pointAt(line, Math.min(Math.max(at, 0), line.lengthM));
    const flank = Math.max(0, ground.elevationAt(x, y) - (trunk.cover ?? least) - level);
    bends.push(at - half - flank, at - half, at + half, at + half + flank);
  }
  return {
    system: trunk.system,
    line,
    heightM: height,
    halfWidthM: halfWidthOf(t),
    topM,
    highestM: (s) => (inPassage(s) ? 9999 : ground.elevationAt(...pointAt(line, s)) - least),
    fixed,
    bends: bends.filter((s) => s > 0 && s < line.lengthM),
    ignores: (other, system) => other === trunk.id || system === trunk.system,
  };
}

function halfWidthOf(t: TrunkLine): number {
  if (t.trunk.system === 'RL') return t.outsideM(0) + 0.1;
  return (boxWidthM(t.trunk, 0) || t.insideM(0)) / 2 + t.trunk.wallM;
}

/** A solved pressure trunk cut into features. */
export function pressureTrunkPipes(
  plan: Plan,
  t: TrunkLine,
  alignment: PipeAlignment,
  profile: [number, number][],
): Pipe[] {
  const { trunk, line } = t;
  const sizes = trunk.sizeM.map(([s]) => s).filter((s) => s > 0);
  const year = yearOf(plan, trunk);
  const pressure = Number(/([\d.]+) MPa/.exec(trunk.material)?.[1] ?? (trunk.system === 'JS' ? 0.35 : Number.NaN));
  const heat = trunk.system === 'RL';
  return cutProfile(line, profile, sizes, LENGTH_M).map((points, i) => {
    const s = (points[0][0] + points[points.length - 1][0]) / 2;
    const height = t.outsideM(s);
    const axis = points.map(([at, top]): Xyz => [...pointAt(line, at), top - height / 2]);
    const river = alignment.fixed.some(([from, to]) => points[0][0] < to && points[points.length - 1][0] > from);
    return {
      ...trunkPipe(t, numbered(trunkPrefix(trunk), i + 1), axis, s, year),
      pressureMPa: heat ? 1.6 : Number.isNaN(pressure) ? undefined : pressure,
      barrels: heat ? 2 : 1,
      river,
    };
  });
}

/** A profile cut at the chainages given and wherever a length would pass `lengthM`; every cut is a vertex of both sides. */
export function cutProfile(
  line: Line,
  profile: readonly [number, number][],
  cutsM: readonly number[],
  lengthM: number,
): [number, number][][] {
  const ends = [...cutsM.filter((s) => s > 1 && s < line.lengthM - 1), line.lengthM].sort((a, b) => a - b);
  const cuts: number[] = [];
  let from = 0;
  for (const end of ends) {
    const parts = Math.max(1, Math.ceil((end - from) / lengthM - 0.05));
    for (let k = 1; k <= parts; k++) cuts.push(from + ((end - from) * k) / parts);
    from = end;
  }
  const levelAt = (s: number) => {
    for (let i = 1; i < profile.length; i++) {
      if (s > profile[i][0]) continue;
      const [a, za] = profile[i - 1];
      const [b, zb] = profile[i];
      return b - a < 1e-9 ? zb : za + ((zb - za) * (s - a)) / (b - a);
    }
    return profile[profile.length - 1][1];
  };
  let at = 0;
  return cuts.map((cut) => {
    const inner = profile.filter(([s]) => s > at + 0.02 && s < cut - 0.02);
    const piece: [number, number][] = [[at, levelAt(at)], ...inner, [cut, levelAt(cut)]];
    at = cut;
    return piece;
  });
}

/** Least cover of a pipe over its vertices and middle. */
export function minCoverM(ground: CityGround, pipe: Pipe): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < pipe.axis.length; i++) {
    const [x, y, z] = pipe.axis[i];
    least = Math.min(least, ground.elevationAt(x, y) - z - pipe.heightM / 2);
    if (i + 1 === pipe.axis.length) break;
    const [u, v, w] = pipe.axis[i + 1];
    least = Math.min(least, ground.elevationAt((x + u) / 2, (y + v) / 2) - (z + w) / 2 - pipe.heightM / 2);
  }
  return least;
}

export function pipeLengthM(pipe: Pipe): number {
  let sum = 0;
  for (let i = 1; i < pipe.axis.length; i++) {
    const a = pipe.axis[i - 1];
    const b = pipe.axis[i];
    sum += Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
  }
  return sum;
}

export const SYSTEM_WORDS: Readonly<
  Record<SystemId, { zh: string; en: string; token: string; owner: string; ownerEn: string }>
> = {
  YS: { zh: '雨水', en: 'Storm', token: 'pipe-storm', owner: '市政排水公司', ownerEn: 'Drainage company' },
  WS: { zh: '污水', en: 'Sanitary', token: 'pipe-sanitary', owner: '市政排水公司', ownerEn: 'Drainage company' },
  JS: { zh: '给水', en: 'Water', token: 'pipe-water', owner: '澄川自来水公司', ownerEn: 'Water company' },
  RQ: { zh: '燃气', en: 'Gas', token: 'pipe-gas', owner: '澄川燃气公司', ownerEn: 'Gas company' },
  RL: { zh: '热力', en: 'Heat', token: 'pipe-heat', owner: '澄川热力公司', ownerEn: 'Heat company' },
  DL: { zh: '电力', en: 'Power', token: 'pipe-power', owner: '澄川供电公司', ownerEn: 'Power company' },
  TX: { zh: '通信', en: 'Telecom', token: 'pipe-telecom', owner: '通信管道公司', ownerEn: 'Telecom duct company' },
};
