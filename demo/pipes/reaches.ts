import { pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import type { DemoCity } from '../demo-city.ts';
import { randomOf } from '../shape/random.ts';
import type { Pipe } from './clearance.ts';
import { manholeSpacingM, numbered } from './pipes.ts';
import {
  type BranchNode,
  type GravityBranches,
  type Lift,
  MAX_MM,
  type SewerTree,
  type Ways,
  wallOf,
} from './sewer.ts';
import { streetYear } from './street-pipes.ts';
import { type Tap, tapId, type WorkEdge } from './taps.ts';

/** Inside heights (mm) and the least slope that each keeps clean at (plan.json `minSlope`). */
const SIZES: readonly { dnMm: number; slope: number }[] = [
  { dnMm: 300, slope: 0.003 },
  { dnMm: 400, slope: 0.002 },
  { dnMm: 600, slope: 0.0015 },
  { dnMm: 800, slope: 0.001 },
];

/** Smallest branch. */
const SMALLEST_MM = { YS: 400, WS: 300 } as const;

/** What a station lifts for a hectare: the plan's stations lift 0.04 m³/s of storm water; sanitary at its peak. */
const LIFT_M3PS_PER_HA = { YS: 0.04, WS: 0.006 } as const;

/** In a rising main, at most; a station whose main carries less than its ground sends lets the street pond. */
const RISING_MPS = 2.5;

const RISING_MM = [300, 400, 600, 800];
const RISING_WALL_M = 0.02;

/** Water stands so deep under the lowest pipe in a station's well. */
const WELL_M = 1.2;

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

/** Sizes the pipes of a net that has been reached, and cuts them into lengths between manholes. */
export function shaped(
  city: DemoCity,
  system: 'YS' | 'WS',
  edges: readonly WorkEdge[],
  taps: readonly Tap[],
  tree: SewerTree,
  ways: Ways,
): GravityBranches {
  const blind = blindReaches(edges, tree, ways);
  const { reaches, areaHa } = sizedReaches(system, edges, tree, blind);
  const builder = new BranchBuilder(city, system, edges, taps);
  const inStreetOrder = reaches.sort((a, b) => edges[a.k].edge.segment - edges[b.k].edge.segment || a.k - b.k);
  for (const reach of inStreetOrder) builder.layReach(reach);
  for (const lift of tree.lifts.values()) builder.layRisingMain(lift, areaHa.get(lift.from) ?? 0);
  return builder.finish();
}

const levelIn = ({ crown }: SewerTree, at: number) => crown.get(at) ?? Number.NaN;

/** Streets between two reached junctions get a blind length that drains to the lower one. */
function blindReaches(edges: readonly WorkEdge[], tree: SewerTree, { climb }: Ways): Reach[] {
  const level = (at: number) => levelIn(tree, at);
  const done = new Set(tree.settled);
  const used = new Set([...tree.down.values(), ...tree.lifts.values()].map(({ edge }) => edge));
  const reaches: Reach[] = [];
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
  return reaches;
}

/** Inside height for a slope and the ground that drains through: whichever of the two, or of what comes from above, is more. */
function sizeMm(system: 'YS' | 'WS', ha: number, slope: number, fromMm: number): number {
  const byArea = system === 'YS' ? (ha > 9 ? 800 : ha > 2.5 ? 600 : 400) : ha > 45 ? 600 : ha > 15 ? 400 : 300;
  const bySlope = SIZES.find((size) => slope >= size.slope)?.dnMm ?? MAX_MM[system];
  return Math.min(MAX_MM[system], Math.max(SMALLEST_MM[system], byArea, bySlope, fromMm));
}

/** The blind lengths and all reaches of the tree, each sized after whatever drains into it; with the ground that each junction drains. */
function sizedReaches(
  system: 'YS' | 'WS',
  edges: readonly WorkEdge[],
  tree: SewerTree,
  blind: readonly Reach[],
): { reaches: Reach[]; areaHa: Map<number, number> } {
  const reaches = [...blind];
  const area = new Map<number, number>();
  const widest = new Map<number, number>();
  const pass = (reach: Reach, fromHa: number, fromMm: number) => {
    const ha = fromHa + edges[reach.k].line.lengthM * HA_PER_M;
    const slope = (reach.highM - reach.lowM) / (edges[reach.k].line.lengthM - reach.stopM) + 1e-9;
    reach.dnMm = sizeMm(system, ha, slope, fromMm);
    area.set(reach.downNode, (area.get(reach.downNode) ?? 0) + ha);
    widest.set(reach.downNode, Math.max(widest.get(reach.downNode) ?? 0, reach.dnMm));
  };
  for (const reach of blind) pass(reach, 0, 0);
  // Last reached first: whatever drains into a reach has been sized before it.
  for (const node of [...tree.settled].reverse()) {
    const lift = tree.lifts.get(node);
    if (lift) area.set(lift.to, (area.get(lift.to) ?? 0) + (area.get(node) ?? 0));
    const way = tree.down.get(node);
    if (!way) continue;
    const { edge: k, side, to } = way;
    const lowM = levelIn(tree, to);
    const reach: Reach = { k, side, downNode: to, upNode: node, lowM, highM: levelIn(tree, node), stopM: 0, dnMm: 0 };
    pass(reach, area.get(node) ?? 0, widest.get(node) ?? 0);
    reaches.push(reach);
  }
  return { reaches, areaHa: area };
}

/** Pipes, manholes and used taps of one system's branches, in the order in which they are laid. */
class BranchBuilder {
  private readonly nodes: BranchNode[] = [];
  private readonly pipes: Pipe[] = [];
  private readonly nodeByJunction = new Map<number, number>();
  private readonly usedTaps = new Set<number>();
  private readonly city: DemoCity;
  private readonly system: 'YS' | 'WS';
  private readonly edges: readonly WorkEdge[];
  private readonly taps: readonly Tap[];

  constructor(city: DemoCity, system: 'YS' | 'WS', edges: readonly WorkEdge[], taps: readonly Tap[]) {
    this.city = city;
    this.system = system;
    this.edges = edges;
    this.taps = taps;
  }

  finish(): GravityBranches {
    for (const [i, pipe] of this.pipes.entries()) pipe.id = numbered(`pipe-${this.system}-`, i + 1);
    return { pipes: this.pipes, nodes: this.nodes, taps: this.taps.filter((_, i) => this.usedTaps.has(i)) };
  }

  /** Pipes of a reach from its downstream end up, with a manhole at each bend and at the spacing that the size allows. */
  layReach(reach: Reach): void {
    const { k, side, downNode, upNode, lowM, highM, stopM, dnMm } = reach;
    const { edge, line } = this.edges[k];
    const segment = this.city.roads.segments[edge.segment];
    const inside = dnMm / 1000;
    const wall = wallOf(dnMm);
    // Chainage counted from the downstream end.
    const along = (d: number) => pointAt(line, side === 0 ? d : line.lengthM - d);
    const crownAt = (d: number) => lowM + ((highM - lowM) * d) / (line.lengthM - stopM);
    const cuts = cutsOf(this.edges[k], reach);
    const year = this.yearOf(segment);
    if (downNode < 0) this.usedTaps.add(-1 - downNode);
    let lower = this.nodeOf(downNode, along(0), lowM - inside);
    for (let i = 1; i < cuts.length; i++) {
      const d0 = cuts[i - 1];
      const d1 = cuts[i];
      const last = i === cuts.length - 1;
      const upper =
        last && upNode !== undefined
          ? this.nodeOf(upNode, along(d1), crownAt(d1) - inside)
          : this.nodes[this.addNode(along(d1), crownAt(d1) - inside)].id;
      this.pipes.push({
        id: '',
        system: this.system,
        line: `${segment.id}/${this.system}`,
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
        joins: downNode < 0 && i === 1 ? [this.taps[-1 - downNode].trunk] : [],
        nodes: [upper, lower],
        river: false,
      });
      lower = upper;
    }
  }

  /** A lift station's well and the main by which it pumps, wide enough for the ground that it drains. */
  layRisingMain(lift: Lift, areaHa: number): void {
    const { edge, points, line, ends } = this.edges[lift.edge];
    const segment = this.city.roads.segments[edge.segment];
    const { dnMm, rateM3ps } = risingMain(this.system, areaHa);
    const outside = dnMm / 1000 + 2 * RISING_WALL_M;
    const slope = (lift.topM[1] - lift.topM[0]) / line.lengthM;
    const axis = points.map(([x, y], i): Xyz => [x, y, lift.topM[0] + slope * line.chainageM[i] - outside / 2]);
    const well = this.nodeOf(lift.from, lift.at, Number.POSITIVE_INFINITY);
    const node = this.nodes.find(({ id }) => id === well);
    const fromStart = ends[0] === lift.from;
    const to = this.nodeOf(lift.to, fromStart ? points[points.length - 1] : points[0], Number.POSITIVE_INFINITY);
    if (lift.to < 0) this.usedTaps.add(-1 - lift.to);
    if (node) {
      node.invertM -= WELL_M;
      node.lift = { to, rateM3ps };
    }
    this.pipes.push({
      id: '',
      system: this.system,
      line: `${segment.id}/${this.system}`,
      trunk: false,
      axis: fromStart ? axis : axis.reverse(),
      widthM: outside,
      heightM: outside,
      boxHeightM: 0,
      dnMm,
      wallM: RISING_WALL_M,
      material: 'ductile iron',
      year: this.yearOf(segment),
      pressureMPa: 0.2,
      barrels: 1,
      joins: lift.to < 0 ? [this.taps[-1 - lift.to].trunk] : [],
      nodes: [well, to],
      river: false,
    });
  }

  private yearOf({ id, district }: DemoCity['roads']['segments'][number]): number {
    return streetYear(this.city, district, randomOf(this.city.plan.city.seed, `pipe-${this.system}`, id));
  }

  private addNode(at: Point, invertM: number): number {
    return this.nodes.push({ id: numbered(`mh-${this.system}-`, this.nodes.length + 1), at, invertM }) - 1;
  }

  /** The manhole of a junction, whose invert is that of the lowest pipe so far; below nought stand taps on a trunk. */
  private nodeOf(junction: number, at: Point, invertM: number): string {
    if (junction < 0) return tapId(this.taps[-1 - junction]);
    const known = this.nodeByJunction.get(junction);
    if (known === undefined) {
      const made = this.addNode(at, invertM);
      this.nodeByJunction.set(junction, made);
      return this.nodes[made].id;
    }
    this.nodes[known].invertM = Math.min(this.nodes[known].invertM, invertM);
    return this.nodes[known].id;
  }
}

/** Chainages of a reach's manholes from its downstream end: its ends, its bends, and between them at equal spacing. */
function cutsOf({ points, line }: WorkEdge, { side, stopM, dnMm }: Reach): number[] {
  const length = line.lengthM - stopM;
  const bends = points
    .slice(1, -1)
    .map((_, i) => (side === 0 ? line.chainageM[i + 1] : line.lengthM - line.chainageM[i + 1]));
  const stops = [0, ...bends.filter((d) => d > 2 && d < length - 2).sort((a, b) => a - b), length];
  const cuts = [0];
  for (let i = 1; i < stops.length; i++) {
    const parts = Math.max(1, Math.ceil((stops[i] - stops[i - 1]) / manholeSpacingM(dnMm / 1000)));
    for (let q = 1; q <= parts; q++) cuts.push(stops[i - 1] + ((stops[i] - stops[i - 1]) * q) / parts);
  }
  return cuts;
}

/** The smallest main that carries what the ground sends, or the largest there is with what it can. */
function risingMain(system: 'YS' | 'WS', areaHa: number): { dnMm: number; rateM3ps: number } {
  const wantedM3ps = areaHa * LIFT_M3PS_PER_HA[system];
  const capacityM3ps = (mm: number) => (RISING_MPS * Math.PI * mm * mm) / 4e6;
  const dnMm = RISING_MM.find((mm) => capacityM3ps(mm) >= wantedM3ps && mm <= MAX_MM[system]) ?? MAX_MM[system];
  return { dnMm, rateM3ps: Math.min(wantedM3ps, capacityM3ps(dnMm)) };
}
