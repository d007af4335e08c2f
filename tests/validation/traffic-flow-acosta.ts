import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CHANCE, chanceOf } from '../../workers/traffic/micro/hash-chance.ts';
import { buildNetwork } from '../../workers/traffic/micro/network.ts';
import type { StopInput, TripInput } from '../../workers/traffic/micro/paths.ts';
import { isOver, type MicroResult, summarize } from '../../workers/traffic/micro/run-micro.ts';
import { type LoopInput, type MicroInput, startRun } from '../../workers/traffic/micro/state.ts';
import { stepRun } from '../../workers/traffic/micro/step.ts';
import { BUS_LANE, GENERAL_LANE, type VehicleClass } from '../../workers/traffic/micro/vehicle-class.ts';
import { DATA } from './baked.ts';
import { elementsOf, readSumoNetwork, type SumoNetwork } from './sumo-net.ts';
import { overlapsOf } from './traffic-flow-nets.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

export const ACOSTA_FOLDER = join(DATA, 'traffic/sumo-bologna-acosta');

export const acostaMissing = (): string | null => (existsSync(ACOSTA_FOLDER) ? null : `${ACOSTA_FOLDER} is not there`);

const textOf = (name: string): string => {
  const bytes = readFileSync(join(ACOSTA_FOLDER, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

/**
 * Time gap by which a queue of these types discharges as in SUMO: 1,947 and 1,931 an hour there over 20 seeds, 1,932 and 1,941 here. SUMO's own gap
 * of 1.0 s would give 1,974 with this model.
 */
const TIME_GAP_S = 1.04;

interface TypeShare {
  of: VehicleClass;
  share: number;
}

function classOf(attributes: Record<string, string>): VehicleClass {
  return {
    name: attributes.id,
    lengthM: Number(attributes.length),
    standingGapM: Number(attributes.minGap),
    timeGapS: TIME_GAP_S,
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

/** Means of five seeds of SUMO 1.15 on these files; npm runs in the project folder. */
const SUMO = { durationS: 277.5, timeLossS: 156.2, departDelayS: 187.81 };
const LOOPS = resolve('tests/validation/expected/acosta-loops.json');
const SEEDS = [1, 2, 3, 4, 5];

/** GEH of a simulated against an observed hourly volume. */
const geh = (a: number, b: number): number => (a + b > 0 ? Math.sqrt((2 * (a - b) ** 2) / (a + b)) : 0);

interface AcostaRun {
  result: MicroResult;
  perH: number[];
  overlaps: number;
}

function playAcosta(seed: number): AcostaRun {
  const input = acostaInput(seed, 0.5);
  const run = startRun(input);
  let overlaps = 0;
  while (run.state.clock[0] * 0.5 < 9000 && !isOver(run)) {
    stepRun(run);
    overlaps += overlapsOf(run);
  }
  const count = 2 * (input.loops?.length ?? 0);
  return {
    result: summarize(run),
    perH: Array.from(run.state.loopCounts.subarray(0, count), (passed) => 2 * passed),
    overlaps,
  };
}

function acosta(): Verdict[] {
  const runs = SEEDS.map(playAcosta);
  const meanOf = (of: (run: AcostaRun) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  const within = (name: string, of: (run: AcostaRun) => number, answer: number, mark: number) => {
    const mean = meanOf(of);
    return atMost(
      `traffic-flow.acosta: ${name} ${mean.toFixed(2)} s, off ${answer} s, %`,
      100 * Math.abs(mean / answer - 1),
      mark,
    );
  };
  const expected: { perH: number[][] } = JSON.parse(readFileSync(LOOPS, 'utf8'));
  const off = expected.perH.flat().map((answer, loop) =>
    geh(
      meanOf(({ perH }) => perH[loop]),
      answer,
    ),
  );
  off.sort((a, b) => a - b);
  const near = (100 * off.filter((value) => value < 5).length) / off.length;
  return [
    within('duration', ({ result }) => result.durationS, SUMO.durationS, 8),
    within('time loss', ({ result }) => result.timeLossS, SUMO.timeLossS, 8),
    within('departure delay', ({ result }) => result.departDelayS, SUMO.departDelayS, 25),
    exactly(
      'traffic-flow.acosta: trips that did not arrive',
      meanOf(({ result }) => result.account.trips - result.account.arrived),
      0,
    ),
    exactly(
      'traffic-flow.acosta: gridlocks',
      meanOf(({ result }) => result.gridlocks.length),
      0,
    ),
    exactly(
      'traffic-flow.acosta: overlaps',
      meanOf(({ overlaps }) => overlaps),
      0,
    ),
    atMost('traffic-flow.acosta: median GEH of the loops', off[off.length >> 1], 1.5),
    atLeast('traffic-flow.acosta: loops with a GEH under 5, %', near, 95),
  ];
}

/** The shared scenario on the same routes and signals as SUMO. */
export const ACOSTA: ValidationCase[] = [
  { name: 'traffic-flow.acosta', quick: false, missing: acostaMissing, run: async () => acosta() },
];
