import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { LonLat } from '../../../model/geo/lon-lat.ts';
import type { LeftOut, RoadNetwork } from '../../../model/roads/road-network.ts';
import { VEHICLES } from '../../../model/roads/vehicles.ts';
import type { RoadFault, RoadFaultKind } from '../../../model/tables/road-faults.ts';
import type { Text } from '../../../model/text/text.ts';
import { NO_WAY_MS } from '../../shared/hierarchy.ts';
import { type RoadGraph, roadGraphOf, travelMs } from '../../shared/road-graph.ts';
import { edgeRoads } from './edge-roads.ts';
import { faultMessage } from './fault-messages.ts';
import { TrafficGraph } from './traffic-graph.ts';

/** A road between two junctions that is shorter than this is hardly one. */
const SHORT_M = 1;
/** Streets of an island that its sentence names. */
const MAX_NAMES = 3;
const NAMELESS: Text = { zh: '无名道路', en: 'a road without a name' };
/** Bits of `TrafficGraph.reached`. */
const REACHED = 1;
const JOINED = 3;
const KIND_OF: Record<LeftOut['kind'], RoadFaultKind> = {
  zero: 'short',
  loop: 'loop',
  turn: 'unfit-turn',
  lanes: 'value',
  maxspeed: 'value',
  oneway: 'value',
  signal: 'signal',
};

/** Holds a fault before its place is told in degrees. */
type Placed = Omit<RoadFault, 'lonDeg' | 'latDeg'>;

/**
 * Lists what is wrong with a road network for cars, with all roads open: parts that cannot be reached or left, junctions that no turn leaves,
 * roads without length, and what of the data was left out when the network was made. All of it is computed with, or left out, as the sentence says.
 */
export function roadFaults(network: RoadNetwork, origin: LonLat): RoadFault[] {
  const [car] = VEHICLES;
  const graph = roadGraphOf(network);
  const ms = travelMs(graph, car);
  const isDriven = (node: number) => ms[node] < NO_WAY_MS;
  const placed = [
    ...partsApart(graph, ms),
    ...shutTurns(graph, isDriven),
    ...shortRoads(graph, isDriven),
    ...(network.leftOut ?? []).map(leftOutFault),
  ];
  return placed.map((fault) => {
    const [eastM, northM] = fault.atM;
    const { lonDeg, latDeg } = lonLatFromEnu(origin, [eastM, northM, 0]);
    return { ...fault, lonDeg, latDeg, says: { zh: fault.says.zh, en: capitalized(fault.says.en) } };
  });
}

/** Lists islands, and ways that lead one way only: those that end at the edge of the network go on beyond it and are none. */
function partsApart(graph: RoadGraph, ms: Int32Array): Placed[] {
  const { network } = graph;
  const { segments } = network;
  const isDriven = (node: number) => ms[node] < NO_WAY_MS;
  const reached = new TrafficGraph(graph, ms).reached(ms);
  const driven = [...segments.keys()].filter((i) => isDriven(2 * i) || isDriven(2 * i + 1));
  const joined = driven.filter((i) => reached[2 * i] === JOINED || reached[2 * i + 1] === JOINED);
  const hanging = hangTogether(network, driven);
  const main = joined.length > 0 ? hanging(joined[0]) : -1;
  const isJoined = new Set(joined);
  const apart = driven.filter((i) => !isJoined.has(i));
  const wayOf = (i: number): 'island' | 'no-way-out' | 'no-way-in' => {
    if (hanging(i) !== main) return 'island';
    return ((reached[2 * i] | reached[2 * i + 1]) & REACHED) > 0 ? 'no-way-out' : 'no-way-in';
  };
  const edges = new Set(
    edgeRoads(network, isDriven, new Float64Array(2 * segments.length)).map(({ junction }) => junction),
  );
  return (['island', 'no-way-out', 'no-way-in'] as const).flatMap((way) => {
    const own = apart.filter((i) => wayOf(i) === way);
    const groupOf = hangTogether(network, own);
    const groups = new Map<number, number[]>();
    for (const i of own) groups.set(groupOf(i), [...(groups.get(groupOf(i)) ?? []), i]);
    return [...groups.values()]
      .filter(
        (group) => way === 'island' || !group.some((i) => edges.has(segments[i].from) || edges.has(segments[i].to)),
      )
      .map((group) => partFault(graph, way, group));
  });
}

function partFault(
  { network: { segments }, lengthM }: RoadGraph,
  way: 'island' | 'no-way-out' | 'no-way-in',
  group: readonly number[],
): Placed {
  const wholeM = group.reduce((sum, i) => sum + lengthM[i], 0);
  const longest = group.reduce((best, i) => (lengthM[i] > lengthM[best] ? i : best));
  const byLength = group.toSorted((a, b) => lengthM[b] - lengthM[a] || a - b);
  const streets = namesOf(byLength.map((i) => segments[i].name));
  const { id, name, points } = segments[longest];
  return {
    kind: way === 'island' ? 'island' : 'one-way',
    id,
    name,
    atM: points[points.length >> 1],
    lines: group.map((i) => segments[i].points),
    says: faultMessage(way, { streets, count: group.length, lengthM: Math.round(wholeM) }).text,
  };
}

/** Lists the ways into a junction from which every turn is banned. */
function shutTurns({ network, from, to }: RoadGraph, isDriven: (node: number) => boolean): Placed[] {
  const { segments, junctions, turnBans } = network;
  const numbers = new Map(segments.map(({ id }, i) => [id, i]));
  const goesOn = new Uint8Array(2 * segments.length);
  for (const [arc, node] of from.entries()) if (isDriven(to[arc])) goesOn[node] = 1;
  const banned = new Map<number, number[]>();
  for (const ban of turnBans) {
    const i = numbers.get(ban.from);
    const next = numbers.get(ban.to);
    if (i === undefined || next === undefined) continue;
    const node = segments[i].to === ban.via ? 2 * i : 2 * i + 1;
    const leaves = segments[next].from === ban.via ? 2 * next : 2 * next + 1;
    if (isDriven(node) && isDriven(leaves)) banned.set(node, [...(banned.get(node) ?? []), next]);
  }
  return [...banned].flatMap(([node, others]): Placed[] => {
    if (goesOn[node] === 1) return [];
    const { id, name, points, from: start, to: end } = segments[node >> 1];
    const junction = (node & 1) === 0 ? end : start;
    return [
      {
        kind: 'turns',
        id,
        name,
        atM: junctions[junction],
        lines: [points],
        says: faultMessage('turns', {
          street: namesOf([name]),
          others: namesOf(others.map((i) => segments[i].name)),
        }).text,
      },
    ];
  });
}

const shortRoads = ({ network: { segments }, lengthM }: RoadGraph, isDriven: (node: number) => boolean): Placed[] =>
  segments.flatMap(({ id, name, points }, i): Placed[] =>
    lengthM[i] < SHORT_M && (isDriven(2 * i) || isDriven(2 * i + 1))
      ? [
          {
            kind: 'short',
            id,
            name,
            atM: points[0],
            lines: [],
            says: faultMessage('short', { street: namesOf([name]), lengthM: Math.round(100 * lengthM[i]) / 100 }).text,
          },
        ]
      : [],
  );

function leftOutFault({ kind, road, name, at, text, taken }: LeftOut): Placed {
  const says = faultMessage(kind, { street: namesOf([name]), id: road, text, taken }).text;
  return { kind: KIND_OF[kind], id: road, name, atM: at, lines: [], says };
}

const capitalized = (sentence: string): string => `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;

/** Joins the first few of the names that differ. */
function namesOf(names: readonly Text[]): Text {
  const named = names.filter(({ zh }) => zh !== '');
  const first = named.filter(({ zh }, i) => named.findIndex((one) => one.zh === zh) === i).slice(0, MAX_NAMES);
  if (first.length === 0) return NAMELESS;
  return { zh: first.map(({ zh }) => zh).join('、'), en: first.map(({ en, zh }) => en || zh).join(', ') };
}

/** Returns for each of some segments the number of the part that it hangs together with, whichever way one may drive. */
function hangTogether({ junctions, segments }: RoadNetwork, own: readonly number[]): (segment: number) => number {
  const root = Int32Array.from(junctions.keys());
  const find = (junction: number): number => {
    let at = junction;
    while (root[at] !== at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  };
  for (const i of own) root[find(segments[i].from)] = find(segments[i].to);
  return (segment) => find(segments[segment].from);
}
