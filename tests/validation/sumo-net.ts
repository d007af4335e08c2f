import type {
  ConflictInput,
  LinkInput,
  MovementInput,
  NetworkInput,
  SignalInput,
} from '../../workers/traffic/micro/network.ts';
import { BUS_LANE, GENERAL_LANE } from '../../workers/traffic/micro/vehicle-class.ts';

/** One element of an XML text: its attributes and what stands within it. */
interface Element {
  attributes: Record<string, string>;
  inner: string;
}

/** Elements of a name, of whatever depth; those of SUMO never contain their own kind. Comments are skipped. */
export function elementsOf(xml: string, name: string): Element[] {
  const text = xml.replace(/<!--[\s\S]*?-->/g, '');
  const pattern = new RegExp(`<${name}(\\s[^>]*?)?(?:/>|>([\\s\\S]*?)</${name}>)`, 'g');
  return [...text.matchAll(pattern)].map(([, attributes = '', inner = '']) => ({
    attributes: Object.fromEntries(
      [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    ),
    inner,
  }));
}

type Point = readonly [number, number];

/** A way through a junction as it is drawn. */
export interface InnerLane {
  lengthM: number;
  speedMps: number;
  shape: Point[];
}

interface Junction {
  /** Inner lanes by the index of their request. */
  innerLanes: string[];
  requests: { response: string; foes: string }[];
}

/** A network of SUMO, with the links by name. */
export interface SumoNetwork {
  input: NetworkInput;
  linkOf: ReadonlyMap<string, number>;
}

/** A way through a junction as the file has it, before it is a movement. */
interface Way {
  movement: MovementInput;
  via: string;
  junction: string;
  /** Index among the requests of its junction; -1 of a way that only leads to a place where vehicles wait. */
  request: number;
}

const shapeOf = (text: string): Point[] =>
  text.split(' ').map((pair) => {
    const [x, y] = pair.split(',').map(Number);
    return [x, y];
  });

/** Reads a network and its signal plans. Written for validation: what the shared scenarios do not use is not read. */
export function readSumoNetwork(netXml: string, plansXml: string): SumoNetwork {
  const edges = elementsOf(netXml, 'edge');
  const inner = readInnerLanes(edges);
  const roads = edges.filter(({ attributes }) => attributes.function !== 'internal');
  const links = roads.map(readLink);
  const linkOf = new Map(roads.map(({ attributes }, index) => [attributes.id, index]));
  const junctions = readJunctions(netXml);
  const plans = elementsOf(`${netXml}${plansXml}`, 'tlLogic');
  const signalOf = new Map([...new Set(plans.map(({ attributes }) => attributes.id))].map((id, index) => [id, index]));
  const signals = [...signalOf.keys()].map((id) => readPlan(plans.filter(({ attributes }) => attributes.id === id)));
  const ways = readWays(netXml, linkOf, signalOf, inner, junctions);
  setConflicts(ways, inner, junctions);
  return { input: { links, movements: ways.map(({ movement }) => movement), signals }, linkOf };
}

function readInnerLanes(edges: readonly Element[]): Map<string, InnerLane> {
  const lanes = edges
    .filter(({ attributes }) => attributes.function === 'internal')
    .flatMap(({ inner }) => elementsOf(inner, 'lane'));
  return new Map(
    lanes.map(({ attributes: { id, length, speed, shape } }) => [
      id,
      { lengthM: Number(length), speedMps: Number(speed), shape: shapeOf(shape) },
    ]),
  );
}

function readLink({ attributes, inner }: Element): LinkInput {
  const lanes = elementsOf(inner, 'lane').map((lane) => lane.attributes);
  return {
    name: attributes.id,
    lengthM: Number(lanes[0].length),
    speedMps: Number(lanes[0].speed),
    lanes: lanes.map(({ allow, disallow }) => {
      const isOpen = allow === undefined && (disallow === undefined || !disallow.includes('passenger'));
      return isOpen || allow?.includes('passenger') ? GENERAL_LANE | BUS_LANE : BUS_LANE;
    }),
  };
}

function readJunctions(netXml: string): Map<string, Junction> {
  return new Map(
    elementsOf(netXml, 'junction')
      .filter(({ attributes }) => attributes.type !== 'internal')
      .map(({ attributes, inner }) => [
        attributes.id,
        {
          innerLanes: (attributes.intLanes ?? '').split(' '),
          requests: elementsOf(inner, 'request').map(({ attributes: { response, foes } }) => ({ response, foes })),
        },
      ]),
  );
}

/** The plan given last counts, as in SUMO. */
function readPlan(plans: readonly Element[]): SignalInput {
  const { attributes, inner } = plans[plans.length - 1];
  return {
    name: attributes.id,
    offsetS: Number(attributes.offset),
    phases: elementsOf(inner, 'phase').map(({ attributes: { duration, state } }) => ({
      durationS: Number(duration),
      state,
    })),
  };
}

function readWays(
  netXml: string,
  linkOf: ReadonlyMap<string, number>,
  signalOf: ReadonlyMap<string, number>,
  inner: ReadonlyMap<string, InnerLane>,
  junctions: ReadonlyMap<string, Junction>,
): Way[] {
  const requestOf = new Map<string, { junction: string; request: number }>();
  for (const [junction, { innerLanes }] of junctions)
    for (const [request, lane] of innerLanes.entries()) requestOf.set(lane, { junction, request });
  const connections = elementsOf(netXml, 'connection').map(({ attributes }) => attributes);
  const fromRoads = connections.filter(({ from, via }) => linkOf.has(from) && via);
  const onwards = new Map(
    connections.filter(({ from, via }) => !linkOf.has(from) && via).map((of) => [`${of.from}_${of.fromLane}`, of.via]),
  );
  const ways: Way[] = [];
  for (const { from, to, fromLane, toLane, via, tl, linkIndex } of fromRoads) {
    const ends = {
      fromLink: linkOf.get(from) ?? 0,
      fromLane: Number(fromLane),
      toLink: linkOf.get(to) ?? 0,
      toLane: Number(toLane),
    };
    const wayOf = (lane: string, more: Partial<MovementInput>): Way => {
      const { lengthM = 1, speedMps = 10 } = inner.get(lane) ?? {};
      const { junction, request } = requestOf.get(lane) ?? { junction: '', request: -1 };
      return { movement: { ...ends, lengthM, speedMps, ...more }, via: lane, junction, request };
    };
    const signal = tl === undefined ? {} : { signal: signalOf.get(tl) ?? 0, signalIndex: Number(linkIndex) };
    const second = onwards.get(via);
    if (second === undefined) ways.push(wayOf(via, signal));
    else {
      const way = wayOf(second, { isInner: true });
      ways.push({ ...wayOf(via, { ...signal, next: ways.length + 1 }), junction: way.junction }, way);
    }
  }
  return ways;
}

/** Ways that come so near to each other are one place. */
const NEAR_M = 2.5;
const SAMPLE_M = 0.5;

/** Sets which ways meet where. Ways that only lead to a place where vehicles wait meet nobody: the file has them end before the next crossing. */
function setConflicts(
  ways: readonly Way[],
  inner: ReadonlyMap<string, InnerLane>,
  junctions: ReadonlyMap<string, Junction>,
): void {
  for (const way of ways) {
    const { requests = [] } = junctions.get(way.junction) ?? {};
    const conflicts: ConflictInput[] = [];
    for (const [index, other] of ways.entries()) {
      if (other === way || other.junction !== way.junction || way.request < 0 || other.request < 0) continue;
      if (!bitOf(requests[way.request].foes, other.request) || isOfOneLane(way.movement, other.movement)) continue;
      const yields = bitOf(requests[way.request].response, other.request);
      const isMerge = endOf(way.movement) === endOf(other.movement);
      const zone = zoneOf(inner.get(way.via), inner.get(other.via));
      if (zone) conflicts.push({ with: index, ...zone, isMerge, yields });
    }
    Object.assign(way.movement, { conflicts });
  }
}

const endOf = ({ toLink, toLane, next }: MovementInput): string =>
  next === undefined ? `${toLink} ${toLane}` : `inner ${next}`;
const isOfOneLane = (a: MovementInput, b: MovementInput): boolean =>
  a.fromLink === b.fromLink && a.fromLane === b.fromLane;

/** A bit of a request; they are written from the last to the first. */
const bitOf = (bits: string, index: number): boolean => bits[bits.length - 1 - index] === '1';

export type Zone = Pick<ConflictInput, 'mineFromM' | 'mineToM' | 'theirsFromM' | 'theirsToM'>;

/** From where to where two ways are near each other, along each; null where they never are. */
export function zoneOf(mine: InnerLane | undefined, theirs: InnerLane | undefined): Zone | null {
  if (!mine || !theirs) return null;
  const a = samplesOf(mine);
  const b = samplesOf(theirs);
  const zone = { mineFromM: Infinity, mineToM: -Infinity, theirsFromM: Infinity, theirsToM: -Infinity };
  for (const [s, x, y] of a)
    for (const [t, u, v] of b) {
      if ((x - u) ** 2 + (y - v) ** 2 > NEAR_M ** 2) continue;
      zone.mineFromM = Math.min(zone.mineFromM, s);
      zone.mineToM = Math.max(zone.mineToM, s);
      zone.theirsFromM = Math.min(zone.theirsFromM, t);
      zone.theirsToM = Math.max(zone.theirsToM, t);
    }
  return Number.isFinite(zone.mineFromM) ? zone : null;
}

/** Places along a lane every half metre: how far along by the length that the file states, and where. */
function samplesOf({ shape, lengthM }: InnerLane): [number, number, number][] {
  const drawnM = shape
    .slice(1)
    .reduce((sum, [x, y], index) => sum + Math.hypot(x - shape[index][0], y - shape[index][1]), 0);
  const samples: [number, number, number][] = [];
  let doneM = 0;
  for (let at = 1; at < shape.length; at++) {
    const [fromX, fromY] = shape[at - 1];
    const [toX, toY] = shape[at];
    const stretchM = Math.hypot(toX - fromX, toY - fromY);
    const pieces = Math.max(1, Math.ceil(stretchM / SAMPLE_M));
    for (let piece = 0; piece <= pieces; piece++) {
      const share = piece / pieces;
      const alongM = ((doneM + share * stretchM) * lengthM) / Math.max(drawnM, 0.01);
      samples.push([alongM, fromX + share * (toX - fromX), fromY + share * (toY - fromY)]);
    }
    doneM += stretchM;
  }
  return samples;
}
