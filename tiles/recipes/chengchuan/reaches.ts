import type { Ways } from './branches.ts';
import type { Pipe } from './clearance.ts';
import type { DemoCity } from './demo-city.ts';
import type { Xyz } from './emit.ts';
import { type Point, pointAt } from './line.ts';
import { manholeSpacingM, numbered } from './pipes.ts';
import { randomOf } from './random.ts';
import { streetYear } from './street-pipes.ts';
import { type Tap, tapId, type WorkEdge } from './taps.ts';

/** A manhole or chamber of a branch, or a blind head. */
export interface BranchNode {
  id: string;
  at: Point;
  /** Of the lowest pipe that meets here. */
  invertM: number;
  /** A lift station: the manhole that it pumps to, and how much. */
  lift?: { to: string; rateM3ps: number };
}

/** A lift station's well at `from`; its rising main follows a street edge to `to`. */
export interface Lift {
  edge: number;
  from: number;
  to: number;
  at: Point;
  /** Tops of the rising main at the edge's ends. */
  topM: [number, number];
}

/** Junctions (taps below nought) as they were reached, each from the one that it drains to. */
export interface SewerTree {
  crown: Map<number, number>;
  /** The edge by which a junction drains, and that edge's end that is downstream. */
  down: Map<number, { edge: number; side: 0 | 1; to: number }>;
  lifts: Map<number, Lift>;
  settled: number[];
}

export interface GravityBranches {
  pipes: Pipe[];
  nodes: BranchNode[];
  taps: Tap[];
}

/** Inside heights (mm) and the least slope that each keeps clean at (plan.json `minSlope`). */
const SIZES: readonly { dnMm: number; slope: number }[] = [
  { dnMm: 300, slope: 0.003 },
  { dnMm: 400, slope: 0.002 },
  { dnMm: 600, slope: 0.0015 },
  { dnMm: 800, slope: 0.001 },
];

/** Smallest branch. */
const SMALLEST_MM = { YS: 400, WS: 300 } as const;

/** Largest branch; the space for it is kept free wherever a branch goes. */
export const LARGEST_MM = { YS: 800, WS: 600 } as const;

export const wallOf = (dnMm: number) => dnMm / 10000;

/** What a station lifts for a hectare: the plan's stations lift 0.04 m³/s of storm water; sanitary at its peak. */
const LIFT_M3PS_PER_HA = { YS: 0.04, WS: 0.006 } as const;

/** In a rising main, at most; a station whose main carries less than its ground sends lets the street pond. */
const RISING_MPS = 2.5;

const RISING_MM = [300, 400, 600, 800];
const RISING_WALL_M = 0.02;

/** Water stands so deep under the lowest pipe in a station's well. */
export const WELL_M = 1.2;

/** Ground drained by a metre of street, ha: both sides to half the next street. */
const HA_PER_M = 0.006;

interface Reach {
  k: number;
  /** End of the edge that is downstream. */
  side: 0 | 1;
  downNode: number;
  /** Undefined: a blind head. */
  upNode: number | undefined;
  lowM: number;
  highM: number;
  stopM: number;
  dnMm: number;
}

/** A blind length stops this far before the junction that it does not reach. */
const BLIND_STOP_M = 9;

export function shaped(
  city: DemoCity,
  system: 'YS' | 'WS',
  edges: readonly WorkEdge[],
  taps: readonly Tap[],
  { crown, down, lifts, settled }: SewerTree,
  { climb }: Ways,
): GravityBranches {
  const level = (at: number) => crown.get(at) ?? Number.NaN;
  const done = new Set(settled);
  const reaches: Reach[] = [];
  const used = new Set([...down.values(), ...lifts.values()].map(({ edge }) => edge));
  for (const [k, { ends, line }] of edges.entries()) {
    if (used.has(k) || line.lengthM < 40) continue;
    const sides = ([0, 1] as const).filter((side) => done.has(ends[side]));
    sides.sort((a, b) => level(ends[a]) - level(ends[b]));
    for (const side of sides) {
      const high = climb(k, side, level(ends[side]), BLIND_STOP_M);
      if (high === undefined) continue;
      reaches.push({
        k,
        side,
        downNode: ends[side],
        upNode: undefined,
        lowM: level(ends[side]),
        highM: high,
        stopM: BLIND_STOP_M,
        dnMm: 0,
      });
      break;
    }
  }
  const area = new Map<number, number>();
  const widest = new Map<number, number>();
  const pass = (reach: Reach, fromHa: number, fromMm: number) => {
    const ha = fromHa + edges[reach.k].line.lengthM * HA_PER_M;
    const byArea = system === 'YS' ? (ha > 9 ? 800 : ha > 2.5 ? 600 : 400) : ha > 45 ? 600 : ha > 15 ? 400 : 300;
    const slope = (reach.highM - reach.lowM) / (edges[reach.k].line.lengthM - reach.stopM) + 1e-9;
    const bySlope = SIZES.find((size) => slope >= size.slope)?.dnMm ?? LARGEST_MM[system];
    reach.dnMm = Math.min(LARGEST_MM[system], Math.max(SMALLEST_MM[system], byArea, bySlope, fromMm));
    area.set(reach.downNode, (area.get(reach.downNode) ?? 0) + ha);
    widest.set(reach.downNode, Math.max(widest.get(reach.downNode) ?? 0, reach.dnMm));
  };
  for (const reach of reaches) pass(reach, 0, 0);
  // Last reached first: whatever drains into a reach has been sized before it.
  for (const node of [...settled].reverse()) {
    const lift = lifts.get(node);
    if (lift) area.set(lift.to, (area.get(lift.to) ?? 0) + (area.get(node) ?? 0));
    const way = down.get(node);
    if (!way) continue;
    const { edge: k, side, to } = way;
    const reach = { k, side, downNode: to, upNode: node, lowM: level(to), highM: level(node), stopM: 0, dnMm: 0 };
    pass(reach, area.get(node) ?? 0, widest.get(node) ?? 0);
    reaches.push(reach);
  }
  const stations = [...lifts.values()].map((lift) => ({ lift, ha: area.get(lift.from) ?? 0 }));
  return cutReaches(city, system, edges, taps, reaches, stations);
}

function cutReaches(
  city: DemoCity,
  system: 'YS' | 'WS',
  edges: readonly WorkEdge[],
  taps: readonly Tap[],
  reaches: readonly Reach[],
  stations: readonly { lift: Lift; ha: number }[],
): GravityBranches {
  const { plan, roads } = city;
  const sorted = [...reaches].sort((a, b) => edges[a.k].edge.segment - edges[b.k].edge.segment || a.k - b.k);
  const nodes: BranchNode[] = [];
  const ids = new Map<number, number>();
  const addNode = (at: Point, invertM: number) =>
    nodes.push({ id: numbered(`mh-${system}-`, nodes.length + 1), at, invertM }) - 1;
  const nodeOf = (junction: number, at: Point, invertM: number): string => {
    if (junction < 0) return tapId(taps[-1 - junction]);
    const known = ids.get(junction);
    if (known === undefined) {
      const made = addNode(at, invertM);
      ids.set(junction, made);
      return nodes[made].id;
    }
    nodes[known].invertM = Math.min(nodes[known].invertM, invertM);
    return nodes[known].id;
  };
  const pipes: Pipe[] = [];
  const usedTaps = new Set<number>();
  for (const { k, side, downNode, upNode, lowM, highM, stopM, dnMm } of sorted) {
    const { edge, points, line } = edges[k];
    const segment = roads.segments[edge.segment];
    const inside = dnMm / 1000;
    const wall = wallOf(dnMm);
    // Chainage counted from the downstream end.
    const along = (d: number) => pointAt(line, side === 0 ? d : line.lengthM - d);
    const length = line.lengthM - stopM;
    const crownAt = (d: number) => lowM + ((highM - lowM) * d) / length;
    const bends = points
      .slice(1, -1)
      .map((_, i) => (side === 0 ? line.chainageM[i + 1] : line.lengthM - line.chainageM[i + 1]));
    const stops = [0, ...bends.filter((d) => d > 2 && d < length - 2).sort((a, b) => a - b), length];
    const cuts = [0];
    for (let i = 1; i < stops.length; i++) {
      const parts = Math.max(1, Math.ceil((stops[i] - stops[i - 1]) / manholeSpacingM(inside)));
      for (let q = 1; q <= parts; q++) cuts.push(stops[i - 1] + ((stops[i] - stops[i - 1]) * q) / parts);
    }
    const random = randomOf(plan.city.seed, `pipe-${system}`, segment.id);
    const year = streetYear(city, segment.district, random);
    if (downNode < 0) usedTaps.add(-1 - downNode);
    let lower = nodeOf(downNode, along(0), lowM - inside);
    for (let i = 1; i < cuts.length; i++) {
      const [d0, d1] = [cuts[i - 1], cuts[i]];
      const last = i === cuts.length - 1;
      const upper =
        last && upNode !== undefined
          ? nodeOf(upNode, along(d1), crownAt(d1) - inside)
          : nodes[addNode(along(d1), crownAt(d1) - inside)].id;
      pipes.push({
        id: '',
        system,
        line: `${segment.id}/${system}`,
        trunk: false,
        axis: [
          [...along(d1), crownAt(d1) - inside / 2],
          [...along(d0), crownAt(d0) - inside / 2],
        ],
        widthM: inside + 2 * wall,
        heightM: inside + 2 * wall,
        boxHeightM: 0,
        dnMm,
        wallM: wall,
        material: dnMm >= 600 ? 'RCP' : 'HDPE',
        year,
        pressureMPa: undefined,
        barrels: 1,
        joins: downNode < 0 && i === 1 ? [taps[-1 - downNode].trunk] : [],
        nodes: [upper, lower],
        river: false,
      });
      lower = upper;
    }
  }
  for (const { lift, ha } of stations) {
    const { edge, points } = edges[lift.edge];
    const segment = roads.segments[edge.segment];
    const wantedM3ps = ha * LIFT_M3PS_PER_HA[system];
    const capacityM3ps = (mm: number) => (RISING_MPS * Math.PI * mm * mm) / 4e6;
    const dnMm =
      RISING_MM.find((mm) => capacityM3ps(mm) >= wantedM3ps && mm <= LARGEST_MM[system]) ?? LARGEST_MM[system];
    const outside = dnMm / 1000 + 2 * RISING_WALL_M;
    const slope = (lift.topM[1] - lift.topM[0]) / edges[lift.edge].line.lengthM;
    const axis = points.map(
      ([x, y], i): Xyz => [x, y, lift.topM[0] + slope * edges[lift.edge].line.chainageM[i] - outside / 2],
    );
    const well = nodeOf(lift.from, lift.at, Number.POSITIVE_INFINITY);
    const node = nodes.find(({ id }) => id === well);
    const fromStart = edges[lift.edge].ends[0] === lift.from;
    const to = nodeOf(lift.to, fromStart ? points[points.length - 1] : points[0], Number.POSITIVE_INFINITY);
    if (lift.to < 0) usedTaps.add(-1 - lift.to);
    if (node) {
      node.invertM -= WELL_M;
      node.lift = { to, rateM3ps: Math.min(wantedM3ps, capacityM3ps(dnMm)) };
    }
    pipes.push({
      id: '',
      system,
      line: `${segment.id}/${system}`,
      trunk: false,
      axis: fromStart ? axis : axis.reverse(),
      widthM: outside,
      heightM: outside,
      boxHeightM: 0,
      dnMm,
      wallM: RISING_WALL_M,
      material: 'ductile iron',
      year: streetYear(city, segment.district, randomOf(plan.city.seed, `pipe-${system}`, segment.id)),
      pressureMPa: 0.2,
      barrels: 1,
      joins: lift.to < 0 ? [taps[-1 - lift.to].trunk] : [],
      nodes: [well, to],
      river: false,
    });
  }
  for (const [i, pipe] of pipes.entries()) pipe.id = numbered(`pipe-${system}-`, i + 1);
  return { pipes, nodes, taps: taps.filter((_, i) => usedTaps.has(i)) };
}
