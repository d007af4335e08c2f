import type { DrainNetwork } from '../../model/city/grid.ts';
import { lineOf, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { nearestFinder, roofsBy, waterFinder } from './drain-places.ts';
import { COVER_M, DEEP_M, leastSlope, MANHOLE_M2, MANNING_N, roundTo, sizeFor, widthsMm } from './drain-sizes.ts';
import { inletAt, outfallOf } from './drains-of-pipes.ts';
import type { HouseWalls } from './house-walls.ts';
import { streetNet } from './street-net.ts';

/** Manholes stand no farther apart (GB 50014-2021, 5.4.4: 70 m for the narrowest pipes, 待核). */
const MANHOLE_EVERY_M = 70;
/** Ground farther from a street than this drains elsewhere; it is looked at in squares of this side. */
const REACH_M = 80;
const SQUARE_M = 20;
/** Share of the rain on a town's ground that comes into the pipes (GB 50014-2021, table 4.1.8-2: 0.5 to 0.7, 待核). */
const RUNOFF_RATIO = 0.6;
/** Minutes over the ground to the first manhole, and speed in the pipes, of the rational method. */
const INLET_MIN = 10;
const PIPE_MPS = 1;
/** Grates at a manhole: one on either side of the street. */
const GRATES = 2;

/** The storm that the pipes are made for. */
export interface DrainStorm {
  years: number;
  /** L/(s·ha) after so many minutes. */
  rateAt: (minutes: number) => number;
}

/** Return period of pipes under streets of a town (GB 50014-2021, table 4.1.3: 2 to 3 years). */
export const PIPE_YEARS = 3;

/** Where the city has no formula: a common rate of a storm of 2 to 3 years and 15 minutes in a temperate town (待核). */
export const COMMON_STORM: DrainStorm = { years: PIPE_YEARS, rateAt: () => 180 };

/** Nothing drives there with drains beneath. */
const WITHOUT_DRAINS = new Set([
  'motorway',
  'motorway_link',
  'footway',
  'path',
  'steps',
  'cycleway',
  'bridleway',
  'track',
  'corridor',
  'elevator',
  'platform',
  'construction',
  'proposed',
  'abandoned',
  'raceway',
  'via_ferrata',
]);

interface Tree {
  /** Towards the outfall; −1: it is one. */
  down: Int32Array;
  lengthM: Float64Array;
  /** What has to be climbed on the way to its outfall. */
  sillM: Float64Array;
  /** Outfalls first, then ever farther up. */
  order: number[];
}

type Counts = Record<
  'km' | 'nodes' | 'outfalls' | 'ends' | 'deep' | 'years' | 'rate' | 'runoffPct' | 'leastMm' | 'mostMm' | 'coverM',
  number
>;

/**
 * Storm drains that a city would have by its streets: a tree under them that falls with the ground to the water, or to the lowest place where
 * no water is near, as wide as the rational method asks. Nothing of it was surveyed. Null without streets.
 */
export function drainsOfStreets(
  layers: readonly LayerInput[],
  ground: Ground,
  houses: HouseWalls,
  storm: DrainStorm,
): { network: DrainNetwork; counts: Counts } | null {
  const { places, links } = streetPlaces(layers, ground);
  if (links.length === 0) return null;
  const waterAt = waterFinder(layers, ground.origin);
  const rimM = Float64Array.from(places, (at) => ground.elevationAt(...at));
  const water = places.map(waterAt);
  const tree = drainedTree(places.length, links, rimM, water);
  const { sizes, invertM } = sized(places, tree, rimM, storm);
  const named = (i: number) => `ds-${i + 1}`;
  const place = ([x, y]: Point): [number, number] => [roundTo(x, 2), roundTo(y, 2)];
  const wells = tree.order.filter((i) => tree.down[i] >= 0);
  const ends = tree.order.filter((i) => tree.down[i] < 0);
  const roofHa = roofsBy(
    wells.map((i) => places[i]),
    houses.rings,
    signedAreaM2,
  );
  const network: DrainNetwork = {
    format: 1,
    inlets: wells.flatMap((i) =>
      Array.from({ length: GRATES }, (_, k) => ({
        ...inletAt(`gr-${named(i)}-${k + 1}`, places[i], rimM[i]),
        node: named(i),
      })),
    ),
    manholes: wells.map((i, k) => ({
      id: named(i),
      at: place(places[i]),
      invertM: roundTo(invertM[i], 3),
      rimM: roundTo(rimM[i], 3),
      areaM2: MANHOLE_M2,
      sealed: false,
      ...(roofHa[k] > 0 ? { catchmentHa: roundTo(roofHa[k], 4) } : {}),
    })),
    sumps: [],
    outfalls: ends.map((i) => outfallOf({ id: named(i), at: places[i], invertM: invertM[i] }, water[i], ground)),
    conduits: wells.map((i) => ({
      id: `dp-${i + 1}`,
      from: named(i),
      to: named(tree.down[i]),
      lengthM: roundTo(tree.lengthM[i], 2),
      fromInvertM: roundTo(invertM[i], 3),
      toInvertM: roundTo(Math.min(invertM[tree.down[i]], invertM[i] - 0.001), 3),
      section: { shape: 'circular', diameterM: sizes[i].diameterM },
      barrels: sizes[i].barrels,
      manningN: MANNING_N,
    })),
    pumps: [],
  };
  const counts: Counts = {
    km: roundTo(wells.reduce((sum, i) => sum + tree.lengthM[i], 0) / 1000, 1),
    nodes: tree.order.length,
    outfalls: ends.length,
    ends: network.outfalls.filter(({ leaves }) => leaves).length,
    deep: wells.filter((i) => rimM[i] - invertM[i] > DEEP_M).length,
    years: storm.years,
    rate: Math.round(storm.rateAt(INLET_MIN + 5)),
    runoffPct: 100 * RUNOFF_RATIO,
    ...widthsMm(network.conduits),
    coverM: COVER_M,
  };
  return { network, counts };
}

/** Places of manholes along the streets, and which of them a street joins. */
function streetPlaces(layers: readonly LayerInput[], ground: Ground) {
  const { streets, junctions } = streetNet(layers, ground.origin);
  const places: Point[] = [];
  const links: { a: number; b: number; lengthM: number }[] = [];
  const ofJunction = new Map<number, number>();
  const junction = (j: number): number => {
    const known = ofJunction.get(j);
    if (known !== undefined) return known;
    ofJunction.set(j, places.length);
    places.push(junctions[j]);
    return places.length - 1;
  };
  for (const { class: kind, isBridge, isTunnel, points, from, to } of streets) {
    if (WITHOUT_DRAINS.has(kind) || isBridge || isTunnel) continue;
    const line = lineOf(points);
    const parts = Math.max(1, Math.ceil(line.lengthM / MANHOLE_EVERY_M));
    let before = junction(from);
    for (let k = 1; k <= parts; k++) {
      const next = k === parts ? junction(to) : places.push(pointAt(line, (line.lengthM * k) / parts)) - 1;
      links.push({ a: before, b: next, lengthM: Math.max(0.5, line.lengthM / parts) });
      before = next;
    }
  }
  return { places, links };
}

/**
 * Every place drains to its outfall over the lowest sill between them. Outfalls are the lowest places beside water, the lowest of every part
 * that has none, and of hollows so deep that a pipe out of them would lie deeper than anybody digs.
 */
function drainedTree(
  count: number,
  links: readonly { a: number; b: number; lengthM: number }[],
  rimM: Float64Array,
  water: readonly (Point | null)[],
): Tree {
  const around: Around = Array.from({ length: count }, () => []);
  for (const { a, b, lengthM } of links) {
    around[a].push({ to: b, lengthM });
    around[b].push({ to: a, lengthM });
  }
  const isLowest = (i: number) => around[i].length > 0 && around[i].every(({ to }) => rimM[to] >= rimM[i]);
  const lowest = Array.from({ length: count }, (_, i) => i).filter(isLowest);
  const wet = lowest.filter((i) => water[i]);
  const first = grownTree(wet, around, rimM);
  const hollows = lowest.filter((i) => first.sillM[i] - rimM[i] > DEEP_M - COVER_M);
  return hollows.length === 0 ? first : grownTree([...wet, ...hollows], around, rimM);
}

type Around = { to: number; lengthM: number }[][];

/** From the outfalls upwards, always on where the least has to be climbed (priority flood, Barnes 2014). */
function grownTree(outfalls: readonly number[], around: Around, rimM: Float64Array): Tree {
  const count = rimM.length;
  const tree: Tree = {
    down: new Int32Array(count).fill(-1),
    lengthM: new Float64Array(count),
    sillM: new Float64Array(count),
    order: [],
  };
  const seen = new Uint8Array(count);
  const heap = new Heap();
  const grow = () => {
    for (let i = heap.pop(); i >= 0; i = heap.pop()) {
      tree.order.push(i);
      tree.sillM[i] = heap.lastKey;
      for (const { to, lengthM } of around[i]) {
        if (seen[to] === 1) continue;
        seen[to] = 1;
        tree.down[to] = i;
        tree.lengthM[to] = lengthM;
        heap.push(to, Math.max(rimM[to], heap.lastKey + 1e-6));
      }
    }
  };
  const start = (i: number) => {
    if (seen[i] === 1) return;
    seen[i] = 1;
    heap.push(i, rimM[i]);
  };
  for (const i of outfalls) start(i);
  grow();
  const rest = Array.from({ length: count }, (_, i) => i).sort((a, b) => rimM[a] - rimM[b]);
  for (const i of rest)
    if (seen[i] === 0 && around[i].length > 0) {
      start(i);
      grow();
    }
  return tree;
}

/** Places by their key, the least first. */
class Heap {
  lastKey = Number.NEGATIVE_INFINITY;
  readonly #items: { i: number; key: number }[] = [];

  push(i: number, key: number): void {
    const items = this.#items;
    let at = items.push({ i, key }) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (items[up].key <= items[at].key) return;
      [items[up], items[at]] = [items[at], items[up]];
      at = up;
    }
  }

  /** −1: empty. */
  pop(): number {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (!top || !last) return -1;
    if (items.length > 0) {
      items[0] = last;
      this.#sink();
    }
    this.lastKey = top.key;
    return top.i;
  }

  #sink(): void {
    const items = this.#items;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < items.length && items[left].key < items[least].key) least = left;
      if (right < items.length && items[right].key < items[least].key) least = right;
      if (least === at) return;
      [items[least], items[at]] = [items[at], items[least]];
      at = least;
    }
  }
}

/** Widths by the rational method from the farthest manholes down, and inverts that keep cover and fall. */
function sized(places: readonly Point[], { down, lengthM, order }: Tree, rimM: Float64Array, storm: DrainStorm) {
  const ha = areasOf(places, order);
  const minutes = new Float64Array(places.length).fill(INLET_MIN);
  const leastM = new Float64Array(places.length);
  const sizes = places.map(() => ({ diameterM: 0, barrels: 1 }));
  const invertM = Float64Array.from(rimM, (rim) => rim - COVER_M);
  for (const i of [...order].reverse()) {
    const to = down[i];
    if (to < 0) {
      invertM[i] = Math.min(invertM[i], rimM[i] - COVER_M - leastM[i]);
      continue;
    }
    const streetSlope = Math.max(0, (rimM[i] - rimM[to]) / lengthM[i]);
    const flowM3ps = (RUNOFF_RATIO * storm.rateAt(minutes[i]) * ha[i]) / 1000;
    sizes[i] = sizeFor(flowM3ps, streetSlope, leastM[i]);
    const { diameterM } = sizes[i];
    invertM[i] = Math.min(invertM[i], rimM[i] - COVER_M - diameterM);
    invertM[to] = Math.min(invertM[to], invertM[i] - leastSlope(diameterM) * lengthM[i]);
    ha[to] += ha[i];
    leastM[to] = Math.max(leastM[to], diameterM);
    minutes[to] = Math.max(minutes[to], minutes[i] + lengthM[i] / PIPE_MPS / 60);
  }
  return { sizes, invertM };
}

/** Ground by the nearest manhole, hectares: squares within reach. */
function areasOf(places: readonly Point[], order: readonly number[]): Float64Array {
  const ha = new Float64Array(places.length);
  const own = order.map((i) => places[i]);
  const nearest = nearestFinder(own);
  const squares = new Set<string>();
  const reach = Math.ceil(REACH_M / SQUARE_M);
  for (const [x, y] of own) {
    const cx = Math.floor(x / SQUARE_M);
    const cy = Math.floor(y / SQUARE_M);
    for (let dx = -reach; dx <= reach; dx++)
      for (let dy = -reach; dy <= reach; dy++) squares.add(`${cx + dx},${cy + dy}`);
  }
  for (const key of squares) {
    const [cx, cy] = key.split(',').map(Number);
    const k = nearest([(cx + 0.5) * SQUARE_M, (cy + 0.5) * SQUARE_M], REACH_M);
    if (k >= 0) ha[order[k]] += SQUARE_M ** 2 / 10_000;
  }
  return ha;
}
