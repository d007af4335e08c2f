import { findGridlock } from '../../workers/traffic/micro/gridlock.ts';
import { CHANCE, chanceOf } from '../../workers/traffic/micro/hash-chance.ts';
import {
  buildNetwork,
  type ConflictInput,
  type MicroNetwork,
  type MovementInput,
} from '../../workers/traffic/micro/network.ts';
import type { TripInput } from '../../workers/traffic/micro/paths.ts';
import { advanceTo, summarize } from '../../workers/traffic/micro/run-micro.ts';
import { ABSENT, ARRIVED, type MicroRun, startRun } from '../../workers/traffic/micro/state.ts';
import { stepRun } from '../../workers/traffic/micro/step.ts';
import { CITY_CAR, type VehicleClass } from '../../workers/traffic/micro/vehicle-class.ts';
import { CITY_MPS, place, road, roadNetwork } from './traffic-flow-nets.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const offPct = (value: number, answer: number): number => 100 * Math.abs(value / answer - 1);
const plainCar: VehicleClass = { ...CITY_CAR, speedSpreadRatio: 0 };

/** A vehicle of almost no length that keeps almost no gap: a stream of them arrives by chance alone, as the formulas suppose. */
const POINT: VehicleClass = {
  ...plainCar,
  name: 'point',
  lengthM: 0.1,
  standingGapM: 0.1,
  timeGapS: 0.05,
  accelerationMps2: 8,
  brakingMps2: 8,
};

const crossing = (other: number, yields: boolean, atM: number): ConflictInput => ({
  with: other,
  mineFromM: atM,
  mineToM: atM,
  theirsFromM: atM,
  theirsToM: atM,
  isMerge: false,
  yields,
});

const through = (from: number, to: number, more: Partial<MovementInput>): MovementInput => ({
  fromLink: from,
  fromLane: 0,
  toLink: to,
  toLane: 0,
  lengthM: 5,
  speedMps: CITY_MPS,
  ...more,
});

/** A minor road across a major one. */
const minorNetwork = (criticalGapS: number, followUpS: number): MicroNetwork =>
  buildNetwork({
    links: [
      road('major', 400, CITY_MPS),
      road('major beyond', 100, CITY_MPS),
      road('minor', 300, CITY_MPS),
      road('minor beyond', 300, CITY_MPS),
    ],
    movements: [
      through(0, 1, { conflicts: [crossing(1, false, 0)] }),
      through(2, 3, { conflicts: [crossing(0, true, 0)], criticalGapS, followUpS }),
    ],
    signals: [],
  });

/** Vehicles an hour that get across from a queue that never ends. */
function minorFlow(criticalGapS: number, followUpS: number, majorPerH: number, seed: number): number {
  const hours = 2;
  const warmS = 300;
  const trips: TripInput[] = [];
  for (let car = 0; car < 1100 * hours; car++) trips.push({ departS: 0, links: [2, 3], vehicleClass: 0 });
  let timeS = 0;
  for (let arrival = 0; timeS < hours * 3600 + warmS; arrival++) {
    trips.push({ departS: timeS, links: [0, 1], vehicleClass: 1 });
    timeS += (-Math.log(1 - chanceOf(seed, arrival, 0, CHANCE.arrival)) * 3600) / majorPerH;
  }
  const run = startRun({
    network: minorNetwork(criticalGapS, followUpS),
    classes: [plainCar, POINT],
    trips,
    seed,
    stepS: 0.5,
  });
  const passed = () => {
    let count = 0;
    for (let trip = 0; trip < 1100 * hours; trip++) {
      const isBeyond =
        run.state.lane[trip] >= 0 && run.state.place[trip] > run.paths.pathStart[run.paths.tripPath[trip]];
      if (run.state.lane[trip] === ARRIVED || isBeyond) count++;
    }
    return count;
  };
  advanceTo(run, warmS);
  const before = passed();
  advanceTo(run, warmS + hours * 3600);
  return (passed() - before) / hours;
}

function gapAcceptance(): Verdict[] {
  return [
    { name: 'minor right', tc: 6.2, tf: 3.3, v: 600, answer: 504.6478 },
    { name: 'minor left', tc: 7.1, tf: 3.5, v: 900, answer: 261.5764 },
    { name: 'major left', tc: 4.1, tf: 2.2, v: 600, answer: 986.9666 },
  ].map(({ name, tc, tf, v, answer }) => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    const mean = seeds.reduce((sum, seed) => sum + minorFlow(tc, tf, v, seed), 0) / seeds.length;
    return atMost(
      `traffic-flow.gaps: ${name} across ${v} /h ${mean.toFixed(1)} /h, off ${answer}, %`,
      offPct(mean, answer),
      3,
    );
  });
}

/** A stream that backs up over a junction, and one that crosses it. */
function boxRun(): MicroRun {
  const network = buildNetwork({
    links: [
      road('main', 300, CITY_MPS),
      road('main beyond', 60, CITY_MPS),
      road('side', 300, CITY_MPS),
      road('side beyond', 300, CITY_MPS),
      road('main end', 200, CITY_MPS),
    ],
    movements: [
      through(0, 1, { lengthM: 12, conflicts: [crossing(1, false, 6)] }),
      through(2, 3, { lengthM: 12, conflicts: [crossing(0, true, 6)] }),
      through(1, 4, { lengthM: 1, signal: 0, signalIndex: 0 }),
    ],
    signals: [
      {
        name: 'behind',
        offsetS: 0,
        phases: [
          { durationS: 20, state: 'G' },
          { durationS: 70, state: 'r' },
        ],
      },
    ],
  });
  const trips: TripInput[] = [];
  for (let car = 0; car < 600; car++)
    trips.push({ departS: 3 * car, links: car % 2 === 0 ? [0, 1, 4] : [2, 3], vehicleClass: 0 });
  return startRun({ network, classes: [plainCar], trips, seed: 1, stepS: 0.5 });
}

function box(): Verdict[] {
  const run = boxRun();
  const { state, net } = run;
  let standing = 0;
  while (state.clock[0] * 0.5 < 1800) {
    stepRun(run);
    const inside = state.laneFirst[net.linkLanes];
    if (inside !== ABSENT && state.vMps[inside] < 0.1) standing++;
  }
  const side = Array.from(state.lane).filter((lane, trip) => trip % 2 === 1 && lane === ARRIVED).length;
  return [
    exactly('traffic-flow.box: steps in which a car stood within the junction', standing, 0),
    atLeast('traffic-flow.box: cars that crossed though the main road stood', side, 250),
  ];
}

/** Four short streets round a block, all full of cars that go on round it: nobody can move. */
function gridlockRun(): MicroRun {
  const links = ['north', 'east', 'south', 'west'].map((name) => road(name, 41, CITY_MPS));
  links.push(...[0, 1, 2, 3].map((side) => road(`side ${side}`, 50, CITY_MPS)));
  const movements = [0, 1, 2, 3].flatMap((side) => [
    through(side, (side + 1) % 4, { lengthM: 6, conflicts: [crossing(2 * side + 1, false, 3)] }),
    through(4 + side, (side + 1) % 4, { lengthM: 6, conflicts: [{ ...crossing(2 * side, true, 3), isMerge: true }] }),
  ]);
  const network = buildNetwork({ links, movements, signals: [] });
  const trips: TripInput[] = Array.from({ length: 24 }, (_, car) => ({
    departS: 0,
    links: [0, 1, 2, 3, 4, 5, 6, 7].map((hop) => (Math.floor(car / 6) + hop) % 4),
    vehicleClass: 0,
  }));
  const run = startRun({ network, classes: [plainCar], trips, seed: 1, stepS: 0.5 });
  for (let car = 0; car < 24; car++) place(run, car, Math.floor(car / 6), 40 - 6.8 * (car % 6), 0);
  return run;
}

function gridlock(): Verdict[] {
  const run = gridlockRun();
  advanceTo(run, 100);
  const early = findGridlock(run).length;
  advanceTo(run, 300);
  const circles = findGridlock(run);
  return [
    exactly('traffic-flow.gridlock: circles reported within 120 s', early, 0),
    exactly('traffic-flow.gridlock: circles reported after it', circles.length, 1),
    exactly(
      'traffic-flow.gridlock: streets of the circle by name',
      [...(circles[0] ?? [])].sort().join(' ') === 'east north south west' ? 1 : 0,
      1,
    ),
    exactly('traffic-flow.gridlock: cars that vanished', 24 - summarize(run).account.running, 0),
  ];
}

const SIGNAL_PLAN = (greenS: number, amberS: number) => ({
  name: 'line',
  offsetS: 0,
  phases: [
    { durationS: 90 - greenS - amberS, state: 'r' },
    { durationS: greenS, state: 'G' },
    { durationS: amberS, state: 'y' },
  ],
});

/** Mean time to the line of cars that come evenly, 700 an hour, with a signal at it or with none; the stream is shifted against the cycle by seed. */
function signalTripS(seed: number, hasSignal: boolean): number {
  const trips = Array.from({ length: 700 }, (_, car) => ({
    departS: (car * 3600) / 700 + (3600 / 700) * chanceOf(seed, 0, 0, CHANCE.arrival),
    links: [0, 1],
    vehicleClass: 0,
  }));
  const links = [road('approach', 800, CITY_MPS), road('beyond', 1, CITY_MPS)];
  const network = hasSignal ? roadNetwork(links, SIGNAL_PLAN(40, 3)) : roadNetwork(links);
  const run = startRun({ network, classes: [plainCar], trips, seed, stepS: 0.5 });
  advanceTo(run, 4400);
  return summarize(run).durationS;
}

function microSignal(): Verdict[] {
  const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
  const mean = seeds.reduce((sum, seed) => sum + signalTripS(seed, true) - signalTripS(seed, false), 0) / seeds.length;
  return [
    atMost(
      `traffic-flow.microSignal: mean delay of 20 seeds ${mean.toFixed(3)} s, off 21.9907 s, %`,
      offPct(mean, 21.9907),
      2,
    ),
  ];
}

/** Slope of a line through points by least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const cross = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return cross / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** Where and when cars stop before a red light and set off again, as waves. */
function microWaves(): Verdict[] {
  const redS = 300;
  const greenS = 500;
  const lengthM = 2000;
  const plan = {
    name: 'line',
    offsetS: 0,
    phases: [
      { durationS: redS, state: 'G' },
      { durationS: greenS - redS, state: 'r' },
      { durationS: 5000, state: 'G' },
    ],
  };
  const trips = Array.from({ length: 110 }, (_, car) => ({
    departS: (car * 3600) / 700,
    links: [0, 1],
    vehicleClass: 0,
  }));
  const network = roadNetwork([road('approach', lengthM, CITY_MPS), road('beyond', 500, CITY_MPS)], plan);
  const run = startRun({ network, classes: [plainCar], trips, seed: 1, stepS: 0.1 });
  const stops = new Map<number, readonly [number, number]>();
  const starts = new Map<number, readonly [number, number]>();
  const { state } = run;
  while (state.clock[0] * 0.1 < 620) {
    stepRun(run);
    const timeS = state.clock[0] * 0.1;
    for (let car = 0; car < 110; car++) {
      if (state.lane[car] !== 0) continue;
      if (timeS < greenS && state.vMps[car] < 1 && !stops.has(car)) stops.set(car, [timeS, state.xM[car]]);
      if (timeS > greenS && state.vMps[car] > 1 && stops.has(car) && !starts.has(car))
        starts.set(car, [timeS, state.xM[car]]);
    }
  }
  const stopping = 3.6 * slope([...stops.values()].slice(3));
  const starting = 3.6 * slope([...starts.values()].slice(3, 20));
  return [
    atMost(
      `traffic-flow.microWaves: stopping wave ${stopping.toFixed(3)} km/h, off -5.2608, %`,
      offPct(stopping, -5.2608),
      2,
    ),
    atMost(
      `traffic-flow.microWaves: recovery wave ${starting.toFixed(3)} km/h, off -17.4218, %`,
      offPct(starting, -17.4218),
      2,
    ),
  ];
}

/** Right of way, room behind junctions, gridlock by name, and queues at a signal. */
export const JUNCTIONS: ValidationCase[] = [
  { name: 'traffic-flow.gaps', quick: false, run: async () => gapAcceptance() },
  { name: 'traffic-flow.box', quick: true, run: async () => box() },
  { name: 'traffic-flow.gridlock', quick: true, run: async () => gridlock() },
  { name: 'traffic-flow.microSignal', quick: true, run: async () => microSignal() },
  { name: 'traffic-flow.microWaves', quick: false, run: async () => microWaves() },
];
