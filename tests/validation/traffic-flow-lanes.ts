import { isWorthChanging, type MobilCase } from '../../workers/traffic/micro/lane-change.ts';
import { buildNetwork, type MicroNetwork } from '../../workers/traffic/micro/network.ts';
import { ARRIVED, type MicroRun, startRun, TALLY } from '../../workers/traffic/micro/state.ts';
import { stepRun } from '../../workers/traffic/micro/step.ts';
import { CITY_CAR, GENERAL_LANE } from '../../workers/traffic/micro/vehicle-class.ts';
import { CITY_MPS, overlapsOf, place, road } from './traffic-flow-nets.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** Six cases by hand: gain of the driver, what the two others gain or lose, and whether p 0.2, 0.2 m/s² and 4 m/s² let him change. */
const HAND: readonly { name: string; of: MobilCase; bias: number; answer: boolean }[] = [
  { name: 'gain of 0.5 that costs nobody', of: mobil(0, 0.5, 0, 0, 0, 0), bias: 0, answer: true },
  { name: 'gain of 0.2, which is no more than the threshold', of: mobil(0, 0.2, 0, 0, 0, 0), bias: 0, answer: false },
  { name: 'gain of 3 before one who would brake with 4.1', of: mobil(-2, 1, 0, -4.1, 0, 0), bias: 0, answer: false },
  { name: 'gain of 1 that costs the new follower 4', of: mobil(0, 1, 0, -4, 0, 0), bias: 0, answer: false },
  { name: 'gain of 0.1 that frees the old follower of 1', of: mobil(0, 0.1, 0, 0, -1, 0), bias: 0, answer: true },
  { name: 'gain of 0.4 against an inclination of 0.3', of: mobil(0, 0.4, 0, 0, 0, 0), bias: 0.3, answer: false },
];

function mobil(
  selfMps2: number,
  selfAfterMps2: number,
  newMps2: number,
  newAfterMps2: number,
  oldMps2: number,
  oldAfterMps2: number,
): MobilCase {
  return { selfMps2, selfAfterMps2, newMps2, newAfterMps2, oldMps2, oldAfterMps2 };
}

/** A road of two lanes that forks: who is on the inner lane can only go to the one arm, who is on the outer one to the other. */
function forkNetwork(): MicroNetwork {
  return buildNetwork({
    links: [road('stem', 120, CITY_MPS, 2), road('outer arm', 300, CITY_MPS), road('inner arm', 300, CITY_MPS)],
    movements: [0, 1].map((lane) => ({
      fromLink: 0,
      fromLane: lane,
      toLink: 1 + lane,
      toLane: 0,
      lengthM: 10,
      speedMps: CITY_MPS,
    })),
    signals: [],
  });
}

/** Two cars side by side that both have to be where the other is. */
function swap(): Verdict[] {
  const run = startRun({
    network: forkNetwork(),
    classes: [{ ...CITY_CAR, speedSpreadRatio: 0 }],
    trips: [
      { departS: 0, links: [0, 2], vehicleClass: 0 },
      { departS: 0, links: [0, 1], vehicleClass: 0 },
    ],
    seed: 1,
    stepS: 0.5,
  });
  place(run, 0, 0, 60, 10);
  place(run, 1, 1, 60, 10);
  let overlaps = 0;
  while (run.state.clock[0] < 400 && run.state.tally[TALLY.arrived] < 2) {
    stepRun(run);
    overlaps += overlapsOf(run);
  }
  return [
    exactly(
      'traffic-flow.lanes: cars that had to swap and arrived',
      run.state.lane.filter((lane) => lane === ARRIVED).length,
      2,
    ),
    exactly('traffic-flow.lanes: overlaps while they did', overlaps, 0),
  ];
}

/** Three lanes round a ring of eight links, whose cars weave to a lane of their own on every other link. */
function weavingRun(cars: number): MicroRun {
  const links = Array.from({ length: 8 }, (_, index) => ({
    ...road(`stretch ${index}`, 250, CITY_MPS, 3),
    lanes: [GENERAL_LANE, GENERAL_LANE, GENERAL_LANE],
  }));
  const movements = links.flatMap((_, index) =>
    [0, 1, 2].map((lane) => ({
      fromLink: index,
      fromLane: lane,
      toLink: (index + 1) % 8,
      toLane: lane,
      lengthM: 5,
      speedMps: CITY_MPS,
    })),
  );
  const trips = Array.from({ length: cars }, (_, car) => ({
    departS: car / 4,
    links: Array.from({ length: 120 }, (_, hop) => (car + hop) % 8),
    vehicleClass: car % 5 === 0 ? 1 : 0,
    stops: [2, 4, 6, 8].map((hop) => ({
      pathIndex: hop * 10 + (car % 5),
      lane: (car + hop) % 3,
      positionM: 200,
      durationS: 1,
    })),
  }));
  const classes = [CITY_CAR, { ...CITY_CAR, name: 'lorry', lengthM: 10, maxSpeedMps: 11 }];
  return startRun({ network: buildNetwork({ links, movements, signals: [] }), classes, trips, seed: 3, stepS: 0.5 });
}

function weaving(): Verdict[] {
  const run = weavingRun(400);
  let overlaps = 0;
  while (run.state.clock[0] < 4000 && run.state.tally[TALLY.arrived] < 400) {
    stepRun(run);
    overlaps += overlapsOf(run);
  }
  return [
    atLeast('traffic-flow.weaving: updates while cars weave', run.state.tally[TALLY.updates], 100_000),
    atLeast('traffic-flow.weaving: changes of lane', run.state.tally[TALLY.changes], 1000),
    exactly('traffic-flow.weaving: overlaps while cars weave', overlaps, 0),
  ];
}

/** Row 8: the criterion by hand, a swap, and weaving without overlap. */
export const LANES: ValidationCase[] = [
  {
    name: 'traffic-flow.lanes',
    quick: true,
    run: async () => [
      ...HAND.map(({ name, of, bias, answer }) =>
        exactly(`traffic-flow.lanes: ${name}`, Number(isWorthChanging(of, bias)), Number(answer)),
      ),
      ...swap(),
    ],
  },
  { name: 'traffic-flow.weaving', quick: true, run: async () => weaving() },
];
