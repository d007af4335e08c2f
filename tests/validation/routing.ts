import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDemoCity } from '../../demo/demo-city.ts';
import { roadNetworkFile } from '../../demo/streets/road-network-file.ts';
import { parseRoadNetwork, type RoadNetwork } from '../../model/roads/road-network.ts';
import { VEHICLES } from '../../model/roads/vehicles.ts';
import { NO_WAY_MS, openHierarchy, WeightedHierarchy } from '../../workers/shared/hierarchy.ts';
import { seeded } from '../../workers/shared/random.ts';
import { CLOSED, type RoadGraph, roadGraphOf, travelMs, turnMs } from '../../workers/shared/road-graph.ts';
import { bakeInto, DATA } from './baked.ts';
import { reachAgainstBellmanFord } from './routing-reach.ts';
import { waterAgainstBruteForce } from './routing-water.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const TOWN = join(DATA, 'city/town-monaco/monaco.osm.gz');
const ROUNDS = 10;
const SOURCES = 50;
const TARGETS = 20;

/** Textbook Dijkstra on the turns, with a binary heap of its own: no line of it is the router's. */
function dijkstra(graph: RoadGraph, weights: Int32Array, start: number): Float64Array {
  const out: { to: number; ms: number }[][] = Array.from({ length: graph.nodes }, () => []);
  for (let arc = 0; arc < graph.from.length; arc++)
    if (weights[arc] < NO_WAY_MS) out[graph.from[arc]].push({ to: graph.to[arc], ms: weights[arc] });
  const best = new Float64Array(graph.nodes).fill(Number.POSITIVE_INFINITY);
  best[start] = 0;
  const heap: [number, number][] = [[0, start]];
  while (heap.length > 0) {
    const [ms, node] = popLeast(heap);
    if (ms > best[node]) continue;
    for (const { to, ms: more } of out[node])
      if (ms + more < best[to]) {
        best[to] = ms + more;
        push(heap, [ms + more, to]);
      }
  }
  return best;
}

function push(heap: [number, number][], item: [number, number]): void {
  let i = heap.push(item) - 1;
  while (i > 0) {
    const up = (i - 1) >> 1;
    if (heap[up][0] <= heap[i][0]) return;
    [heap[up], heap[i]] = [heap[i], heap[up]];
    i = up;
  }
}

function popLeast(heap: [number, number][]): [number, number] {
  const least = heap[0];
  const last = heap.pop() as [number, number];
  if (heap.length === 0) return least;
  heap[0] = last;
  for (let i = 0; ; ) {
    const left = 2 * i + 1;
    let low = i;
    for (const child of [left, left + 1]) if (child < heap.length && heap[child][0] < heap[low][0]) low = child;
    if (low === i) return least;
    [heap[low], heap[i]] = [heap[i], heap[low]];
    i = low;
  }
}

/** Ten sets of random closures, 1,000 pairs each: times, and each way arc by arc. */
function againstDijkstra(of: string, network: RoadNetwork): Verdict[] {
  const graph = roadGraphOf(network);
  const hierarchy = openHierarchy(graph, graph.x, graph.y);
  const random = seeded(24);
  const pick = () => Math.floor(random() * graph.nodes);
  const wrong = { times: 0, ways: 0, closed: 0, table: 0, reach: 0, shortened: 0 };
  let pairs = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const vehicle = VEHICLES[round % VEHICLES.length];
    const closed = Uint8Array.from(network.segments, () => (random() < round / 40 ? CLOSED : 0));
    const open = turnMs(graph, travelMs(graph, vehicle));
    const weights = turnMs(graph, travelMs(graph, vehicle, { closed }));
    const weighted = new WeightedHierarchy(hierarchy, weights);
    const unhindered = new WeightedHierarchy(hierarchy, open);
    const targets = Array.from({ length: TARGETS }, pick);
    for (let k = 0; k < SOURCES * 2; k++) {
      const source = pick();
      const truth = dijkstra(graph, weights, source);
      const start = [{ node: source, ms: 0 }];
      const all = weighted.toAll(start);
      const row = weighted.matrix(
        [start],
        targets.map((node) => [{ node, ms: 0 }]),
      );
      for (const [column, target] of targets.entries()) {
        if (column % 2 !== k % 2) continue;
        pairs++;
        const ms = Number.isFinite(truth[target]) ? truth[target] : NO_WAY_MS;
        const way = weighted.way(start, [{ node: target, ms: 0 }]);
        if ((way?.ms ?? NO_WAY_MS) !== ms) wrong.times++;
        if (row[column] !== ms) wrong.table++;
        if (all[target] !== ms) wrong.reach++;
        const before = unhindered.way(start, [{ node: target, ms: 0 }])?.ms ?? NO_WAY_MS;
        if (before > ms) wrong.shortened++;
        if (!way) continue;
        let at = source;
        let sum = 0;
        for (const arc of way.arcs) {
          if (graph.from[arc] !== at) wrong.ways++;
          if (closed[graph.from[arc] >> 1] === CLOSED) wrong.closed++;
          sum += weights[arc];
          at = graph.to[arc];
        }
        if (at !== target || sum !== way.ms) wrong.ways++;
      }
    }
  }
  return [
    exactly(`${of}: pairs`, pairs, ROUNDS * SOURCES * 2 * (TARGETS / 2)),
    exactly(`${of}: times other than Dijkstra’s`, wrong.times, 0),
    exactly(`${of}: ways that do not hold together`, wrong.ways, 0),
    exactly(`${of}: ways over closed segments`, wrong.closed, 0),
    exactly(`${of}: table other than single questions`, wrong.table, 0),
    exactly(`${of}: reach other than Dijkstra’s`, wrong.reach, 0),
    exactly(`${of}: pairs that a closure shortened`, wrong.shortened, 0),
  ];
}

/** The network that a real town's road lines give by the rules of every city. */
async function ofTown(): Promise<RoadNetwork> {
  const out = await mkdtemp(join(tmpdir(), 'shapan-routing-'));
  const label = { zh: '道路', en: 'Roads' };
  const columns = ['highway', 'oneway', 'lanes', 'maxspeed', 'junction', 'access'].map((field) => ({
    field,
    type: 'code',
    label,
  }));
  const layer = { id: 'roads', columns, kind: 'area', group: 'road', geometry: 'line', label, file: TOWN };
  const recipe = {
    id: 'monaco',
    name: label,
    zone: 'Europe/Monaco',
    datum: { vertical: 'level ground', geoidUndulationM: 0 },
    groundElevationM: 0,
    layers: [{ ...layer, source: { name: label, licence: 'ODbL-1.0' }, mostLeftOutRatio: 1 }],
  };
  try {
    await writeFile(join(out, 'recipe.json'), JSON.stringify(recipe));
    const folder = await bakeInto(join(out, 'cities'), join(out, 'recipe.json'));
    return parseRoadNetwork(JSON.parse(await readFile(join(folder, 'road-network.json'), 'utf8')));
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

export const CASES: ValidationCase[] = [
  {
    name: 'routing.city',
    quick: true,
    run: async () => {
      const city = buildDemoCity();
      return againstDijkstra('routing.city', roadNetworkFile(city.roads, city));
    },
  },
  {
    name: 'routing.cityWater',
    quick: true,
    run: async () => {
      const city = buildDemoCity();
      return waterAgainstBruteForce('routing.cityWater', roadNetworkFile(city.roads, city));
    },
  },
  {
    name: 'routing.cityReach',
    quick: true,
    run: async () => {
      const city = buildDemoCity();
      return reachAgainstBellmanFord('routing.cityReach', roadNetworkFile(city.roads, city));
    },
  },
  {
    name: 'routing.town',
    quick: false,
    missing: () => (existsSync(DATA) ? null : `no test data at ${DATA}`),
    run: async () => {
      const network = await ofTown();
      return [
        ...againstDijkstra('routing.town', network),
        ...waterAgainstBruteForce('routing.townWater', network),
        ...reachAgainstBellmanFord('routing.townReach', network),
      ];
    },
  },
];
