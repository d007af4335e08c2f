import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CHANCE, chanceOf } from '../../workers/traffic/micro/hash-chance.ts';
import { buildNetwork } from '../../workers/traffic/micro/network.ts';
import type { StopInput, TripInput } from '../../workers/traffic/micro/paths.ts';
import type { LoopInput, MicroInput } from '../../workers/traffic/micro/state.ts';
import { BUS_LANE, GENERAL_LANE, type VehicleClass } from '../../workers/traffic/micro/vehicle-class.ts';
import { DATA } from './baked.ts';
import { elementsOf, readSumoNetwork, type SumoNetwork } from './sumo-net.ts';

const FOLDER = join(DATA, 'traffic/sumo-bologna-acosta');

export const acostaMissing = (): string | null => (existsSync(FOLDER) ? null : `${FOLDER} is not there`);

const textOf = (name: string): string => {
  const bytes = readFileSync(join(FOLDER, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

/** SUMO's time gap where a type states none. */
const TAU_S = 1.04;

interface TypeShare {
  of: VehicleClass;
  share: number;
}

function classOf(attributes: Record<string, string>): VehicleClass {
  return {
    name: attributes.id,
    lengthM: Number(attributes.length),
    standingGapM: Number(attributes.minGap),
    timeGapS: TAU_S,
    accelerationMps2: Number(attributes.accel),
    brakingMps2: Number(attributes.decel),
    maxSpeedMps: Number(attributes.maxSpeed),
    speedSpreadRatio: 0.1,
    permits: attributes.vClass === 'passenger' ? GENERAL_LANE : GENERAL_LANE | BUS_LANE,
  };
}

/** Types by the name that vehicles give: of a distribution several with their shares. */
function readTypes(): Map<string, TypeShare[]> {
  const xml = textOf('acosta_vtypes.add.xml');
  const shareOf = ({ attributes }: { attributes: Record<string, string> }): TypeShare => ({
    of: classOf(attributes),
    share: Number(attributes.probability ?? 1),
  });
  const types = new Map(
    elementsOf(xml, 'vTypeDistribution').map(({ attributes, inner }) => [
      attributes.id,
      elementsOf(inner, 'vType').map(shareOf),
    ]),
  );
  for (const type of elementsOf(xml, 'vType'))
    if (type.attributes.vClass === 'bus') types.set(type.attributes.id, [shareOf(type)]);
  return types;
}

const laneParts = (lane: string): [string, number] => {
  const cut = lane.lastIndexOf('_');
  return [lane.slice(0, cut), Number(lane.slice(cut + 1))];
};

function readStops(): Map<string, { edge: string; lane: number; positionM: number }> {
  return new Map(
    elementsOf(textOf('acosta_bus_stops.add.xml'), 'busStop').map(({ attributes: { id, lane, endPos } }) => {
      const [edge, index] = laneParts(lane);
      return [id, { edge, lane: index, positionM: Number(endPos) }];
    }),
  );
}

function readTrips({ linkOf }: SumoNetwork, classes: VehicleClass[], seed: number): TripInput[] {
  const types = readTypes();
  for (const shares of types.values()) for (const { of } of shares) classes.push(of);
  const stops = readStops();
  const vehicles = ['acosta.rou.xml.gz', 'acosta_busses.rou.xml'].flatMap((name) =>
    elementsOf(textOf(name), 'vehicle'),
  );
  const read = vehicles.map(({ attributes, inner }, number) => {
    const edges = elementsOf(inner, 'route')[0].attributes.edges.split(' ');
    const shares = types.get(attributes.type) ?? [];
    const of = pick(shares, chanceOf(seed, number, 0, CHANCE.vehicleClass));
    return {
      departS: Number(attributes.depart),
      links: edges.map((edge) => linkOf.get(edge) ?? -1),
      vehicleClass: classes.indexOf(of),
      departMps: 0,
      stops: stopsOn(edges, elementsOf(inner, 'stop'), stops),
    };
  });
  return read
    .map((trip, number) => ({ trip, number }))
    .sort((a, b) => a.trip.departS - b.trip.departS || a.number - b.number)
    .map(({ trip }) => trip);
}

function pick(shares: readonly TypeShare[], chance: number): VehicleClass {
  const sum = shares.reduce((total, { share }) => total + share, 0);
  let rest = chance * sum;
  for (const { of, share } of shares) {
    if (rest < share) return of;
    rest -= share;
  }
  return shares[shares.length - 1].of;
}

function stopsOn(
  edges: readonly string[],
  elements: readonly { attributes: Record<string, string> }[],
  stops: ReturnType<typeof readStops>,
): StopInput[] {
  let from = 0;
  return elements.flatMap(({ attributes }) => {
    const stop = stops.get(attributes.busStop);
    const pathIndex = stop ? edges.indexOf(stop.edge, from) : -1;
    if (!stop || pathIndex < 0) return [];
    from = pathIndex;
    return [{ pathIndex, lane: stop.lane, positionM: stop.positionM, durationS: Number(attributes.duration) }];
  });
}

function readLoops({ linkOf }: SumoNetwork): LoopInput[] {
  return elementsOf(textOf('acosta_detectors.add.xml'), 'e1Detector').map(({ attributes: { lane, pos } }) => {
    const [edge, index] = laneParts(lane);
    return { link: linkOf.get(edge) ?? -1, lane: index, positionM: Number(pos) };
  });
}

/** The morning of Bologna's Via Acosta as the files have it, with the drivers of a seed. */
export function acostaInput(seed: number, stepS: number): MicroInput {
  const network = readSumoNetwork(textOf('acosta_buslanes.net.xml'), textOf('acosta_tls.add.xml'));
  const classes: VehicleClass[] = [];
  const trips = readTrips(network, classes, seed);
  return {
    network: buildNetwork(network.input),
    classes,
    trips,
    seed,
    stepS,
    loops: readLoops(network),
    loopIntervalS: 1800,
    isImpatient: true,
    outerBiasMps2: 0.3,
  };
}
