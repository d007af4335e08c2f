import { partialsAt, steadyGapM } from '../../workers/traffic/micro/idm.ts';
import type { MicroRun } from '../../workers/traffic/micro/state.ts';
import { startRun } from '../../workers/traffic/micro/state.ts';
import { stepRun } from '../../workers/traffic/micro/step.ts';
import { CITY_CAR, RING_CAR, type VehicleClass } from '../../workers/traffic/micro/vehicle-class.ts';
import { CITY_MPS, overlapsOf, place, ringRun, road, roadNetwork } from './traffic-flow-nets.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const offPct = (value: number, answer: number): number => 100 * Math.abs(value / answer - 1);
const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Flow and density of a steady stream at a speed, from the gap. */
function steadyStream(of: VehicleClass, speedMps: number, limitMps: number): { perKm: number; perH: number } {
  const perKm = 1000 / (steadyGapM(of, speedMps, limitMps) + of.lengthM);
  return { perKm, perH: 3.6 * speedMps * perKm };
}

/** Greatest flow over all speeds, by golden section. */
function capacityOf(of: VehicleClass, limitMps: number): { perH: number; atMps: number } {
  let low = 0.1;
  let high = limitMps - 0.01;
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let round = 0; round < 80; round++) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (steadyStream(of, left, limitMps).perH < steadyStream(of, right, limitMps).perH) low = left;
    else high = right;
  }
  return { perH: steadyStream(of, low, limitMps).perH, atMps: low };
}

/** Speed that a ring of cars comes to which is as dense as the formula has it at `speedMps`. */
function ringSpeed(of: VehicleClass, speedMps: number, limitMps: number): number {
  const count = 40;
  const lengthM = count * (steadyGapM(of, speedMps, limitMps) + of.lengthM);
  const run = ringRun(lengthM, limitMps, of, count, speedMps * 0.9, 0.5);
  for (let step = 0; step < 1200; step++) stepRun(run);
  return meanOf(run.state.vMps);
}

function steadyStates(): Verdict[] {
  const city = steadyStream(CITY_CAR, 8, CITY_MPS);
  const steady: VehicleClass = { ...CITY_CAR, timeGapS: 1, lengthM: 5 };
  const verdicts = [
    atMost(
      'traffic-flow.steady: density of the city preset at 8 m/s, off 65.2062 /km, %',
      offPct(city.perKm, 65.2062),
      0.1,
    ),
    atMost(
      'traffic-flow.steady: flow of the city preset at 8 m/s, off 1877.9374 /h, %',
      offPct(city.perH, 1877.9374),
      0.1,
    ),
    atMost(
      'traffic-flow.steady: speed of a ring of that density, off 8 m/s, %',
      offPct(ringSpeed(CITY_CAR, 8, CITY_MPS), 8),
      0.1,
    ),
  ];
  const rows = [
    [3, 99.96, 1079.5677],
    [6, 76.3102, 1648.3002],
    [9, 59.5574, 1929.6594],
    [12, 43.0658, 1860.4433],
    [13.5, 31.8156, 1546.2381],
  ];
  for (const [speedMps, perKm, perH] of rows) {
    const stream = steadyStream(steady, speedMps, 15);
    const off = Math.max(offPct(stream.perKm, perKm), offPct(stream.perH, perH));
    verdicts.push(atMost(`traffic-flow.steady: density and flow at ${speedMps} m/s of 15, off, %`, off, 0.1));
    const driven = offPct(ringSpeed(steady, speedMps, 15), speedMps);
    verdicts.push(atMost(`traffic-flow.steady: speed of a ring of that density, off ${speedMps} m/s, %`, driven, 0.1));
  }
  verdicts.push(
    atMost(
      'traffic-flow.steady: capacity at 15 m/s, off 1957.4851 /h, %',
      offPct(capacityOf(steady, 15).perH, 1957.4851),
      0.1,
    ),
    atMost(
      'traffic-flow.steady: capacity at 33.3333 m/s, off 2519.1666 /h, %',
      offPct(capacityOf(steady, 33.3333).perH, 2519.1666),
      0.1,
    ),
    atMost(
      'traffic-flow.steady: speed at that capacity, off 20.06 m/s, %',
      offPct(capacityOf(steady, 33.3333).atMps, 20.06),
      0.1,
    ),
    atMost(
      'traffic-flow.steady: capacity of the city preset, off 1928.95 /h, %',
      offPct(capacityOf(CITY_CAR, CITY_MPS).perH, 1928.95),
      0.1,
    ),
  );
  return verdicts;
}

/** The first car stands so far before the line. */
const LINE_GAP_M = 1;

/** Discharge of thirty standing cars past a line: the headways from car 4 to car 15 as a flow, and what the first ten lose against those of the last twenty. */
export function discharge(of: VehicleClass, stepS: number): { perH: number; lostS: number } {
  const count = 30;
  const queueM = count * (of.lengthM + of.standingGapM);
  const run = startRun({
    network: roadNetwork([road('queue', queueM, CITY_MPS), road('beyond', 2000, CITY_MPS)]),
    classes: [{ ...of, speedSpreadRatio: 0 }],
    trips: new Array(count).fill({ departS: 0, links: [0, 1], vehicleClass: 0 }),
    seed: 1,
    stepS,
  });
  for (let car = 0; car < count; car++)
    place(run, car, 0, queueM - LINE_GAP_M - car * (of.lengthM + of.standingGapM), 0);
  const passedS = new Float64Array(count).fill(-1);
  const atM = (car: number) => run.state.xM[car] - (run.state.place[car] === run.paths.pathStart[0] ? queueM : 0);
  let before = Float64Array.from({ length: count }, (_, car) => atM(car));
  while (passedS[count - 1] < 0) {
    const timeS = run.state.clock[0] * stepS;
    stepRun(run);
    const now = Float64Array.from({ length: count }, (_, car) => atM(car));
    for (let car = 0; car < count; car++)
      if (passedS[car] < 0 && now[car] >= 0)
        passedS[car] = timeS + (stepS * (0 - before[car])) / (now[car] - before[car]);
    before = now;
  }
  const steadyS = (passedS[29] - passedS[9]) / 20;
  return { perH: (11 * 3600) / (passedS[14] - passedS[3]), lostS: passedS[9] - 10 * steadyS };
}

function discharges(): Verdict[] {
  const rows = [
    [0.1, 1898.2, 1.77],
    [0.25, 1897.1, 1.83],
    [0.5, 1894.4, 1.95],
    [1, 1887.4, 2.24],
  ];
  return rows.flatMap(([stepS, perH, lostS]) => {
    const got = discharge(CITY_CAR, stepS);
    return [
      atMost(
        `traffic-flow.discharge: saturation at steps of ${stepS} s ${got.perH.toFixed(1)} /h, off ${perH}, %`,
        offPct(got.perH, perH),
        1,
      ),
      atMost(
        `traffic-flow.discharge: start-up lost time ${got.lostS.toFixed(2)} s, off ${lostS} s`,
        Math.abs(got.lostS - lostS),
        0.05,
      ),
    ];
  });
}

/** Steady speed of a ring at a gap, by bisection. */
function speedAtGap(of: VehicleClass, gapM: number, limitMps: number): number {
  let low = 0;
  let high = limitMps;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (steadyGapM(of, middle, limitMps) < gapM) low = middle;
    else high = middle;
  }
  return low;
}

/** Rate at which the fastest disturbance of a ring of cars grows, per second: the greatest real part of the roots of its modes. */
function growthPerS(of: VehicleClass, gapM: number, limitMps: number, count: number): number {
  const { bySpeed, byLeader, byGap } = partialsAt(of, speedAtGap(of, gapM, limitMps), limitMps);
  let most = Number.NEGATIVE_INFINITY;
  for (let mode = 1; mode < count; mode++) {
    const angle = (2 * Math.PI * mode) / count;
    const b = { re: bySpeed + byLeader * Math.cos(angle), im: -byLeader * Math.sin(angle) };
    const c = { re: byGap * (Math.cos(angle) - 1), im: -byGap * Math.sin(angle) };
    const square = { re: b.re * b.re - b.im * b.im + 4 * c.re, im: 2 * b.re * b.im + 4 * c.im };
    const root = Math.sqrt((Math.hypot(square.re, square.im) + square.re) / 2);
    most = Math.max(most, (b.re + root) / 2);
  }
  return most;
}

/** Acceleration at which a criterion changes its sign, by bisection. */
function criticalMps2(of: VehicleClass, criterion: (of: VehicleClass) => number): number {
  let low = 0.5;
  let high = 3;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (criterion({ ...of, accelerationMps2: middle }) > 0) low = middle;
    else high = middle;
  }
  return low;
}

const RING_M = 230;
const RING_CARS = 22;
const RING_MPS = 10;
const RING_GAP_M = RING_M / RING_CARS - RING_CAR.lengthM;

/** Minus K of an endless road: positive where a disturbance grows from car to car. */
function endlessGrowth(of: VehicleClass): number {
  const { bySpeed, byLeader, byGap } = partialsAt(of, speedAtGap(of, RING_GAP_M, RING_MPS), RING_MPS);
  return -(bySpeed ** 2 - byLeader ** 2 - 2 * byGap);
}

/** Growth rate of a simulated ring, from the spread of speeds at two instants while it is small. */
function simulatedGrowthPerS(of: VehicleClass, fromS: number, toS: number): number {
  const stepS = 0.1;
  const run = ringRun(RING_M, RING_MPS, of, RING_CARS, speedAtGap(of, RING_GAP_M, RING_MPS), stepS, 0.2);
  const spread = () => {
    const mean = meanOf(run.state.vMps);
    return Math.sqrt(meanOf(run.state.vMps.map((v) => (v - mean) ** 2)));
  };
  while (run.state.clock[0] * stepS < fromS) stepRun(run);
  const before = spread();
  while (run.state.clock[0] * stepS < toS) stepRun(run);
  return Math.log(spread() / before) / (toS - fromS);
}

function stability(): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const [timeGapS, endless, ring] of [
    [0.8, 1.5607, 1.344],
    [1, 1.511, 1.3514],
    [1.2, 1.3514, 1.2364],
  ]) {
    const of = { ...RING_CAR, timeGapS };
    const onRing = (car: VehicleClass) => growthPerS(car, RING_GAP_M, RING_MPS, RING_CARS);
    verdicts.push(
      atMost(
        `traffic-flow.stability: critical acceleration of an endless road, T ${timeGapS} s, off ${endless}`,
        Math.abs(criticalMps2(of, endlessGrowth) - endless),
        1e-4,
      ),
      atMost(
        `traffic-flow.stability: critical acceleration of 22 cars, T ${timeGapS} s, off ${ring}`,
        Math.abs(criticalMps2(of, onRing) - ring),
        1e-4,
      ),
    );
  }
  return verdicts;
}

/** Growth rates of a ring of cars by the formula and as simulated in steps of 0.1 s. */
const RATES = [
  [1, 0.0149],
  [1.2, 0.0062],
  [1.3, 0.002],
  [1.4, -0.0019],
  [1.6, -0.009],
] as const;

function growthSigns(): Verdict[] {
  return RATES.flatMap(([acceleration, rate]) => {
    const of = { ...RING_CAR, accelerationMps2: acceleration };
    const linear = growthPerS(of, RING_GAP_M, RING_MPS, RING_CARS);
    const simulated = simulatedGrowthPerS(of, 100, 300);
    return [
      atMost(
        `traffic-flow.stability: growth by formula at ${acceleration} m/s², off ${rate} /s`,
        Math.abs(linear - rate),
        1e-4,
      ),
      exactly(
        `traffic-flow.stability: sign of the simulated growth at ${acceleration} m/s² (${simulated.toFixed(4)} /s)`,
        Math.sign(simulated),
        Math.sign(rate),
      ),
    ];
  });
}

/** The steps of 0.1 s themselves add 0.0007 /s to every rate, so that the two smallest are not met; see the record. */
function growthRates(): Verdict[] {
  return RATES.map(([acceleration]) => {
    const of = { ...RING_CAR, accelerationMps2: acceleration };
    const linear = growthPerS(of, RING_GAP_M, RING_MPS, RING_CARS);
    const simulated = simulatedGrowthPerS(of, 100, 300);
    return atMost(
      `traffic-flow.growth: simulated growth at ${acceleration} m/s² ${simulated.toFixed(4)} /s, off the formula, %`,
      offPct(simulated, linear),
      20,
    );
  });
}

/** Speed of the wave through a ring: the slowest car's place is followed for a while, in km/h. */
function waveKmh(run: MicroRun, stepS: number): number {
  const { xM, vMps } = run.state;
  let at = slowestX(run);
  let wentM = 0;
  const steps = Math.round(120 / stepS);
  for (let step = 0; step < steps; step++) {
    stepRun(run);
    const now = slowestX(run);
    let move = now - at;
    if (move > RING_M / 2) move -= RING_M;
    if (move < -RING_M / 2) move += RING_M;
    wentM += move;
    at = now;
  }
  return xM.length > 0 && vMps.length > 0 ? (3.6 * wentM) / (steps * stepS) : 0;
}

/** Middle of the slow stretch of a ring, as the angle of the mean of all places weighted by how slow the cars are. */
function slowestX({ state }: MicroRun): number {
  const mean = meanOf(state.vMps);
  let east = 0;
  let north = 0;
  for (let car = 0; car < state.xM.length; car++) {
    const angle = (2 * Math.PI * state.xM[car]) / RING_M;
    east += (mean - state.vMps[car]) * Math.cos(angle);
    north += (mean - state.vMps[car]) * Math.sin(angle);
  }
  const angle = Math.atan2(north, east);
  return ((angle < 0 ? angle + 2 * Math.PI : angle) * RING_M) / (2 * Math.PI);
}

function sugiyama(): Verdict[] {
  const speed = speedAtGap(RING_CAR, RING_GAP_M, RING_MPS);
  const verdicts = [
    atMost('traffic-flow.ring: steady speed of the ring preset, off 3.9782 m/s', Math.abs(speed - 3.9782), 1e-3),
  ];
  for (const stepS of [0.1, 0.5]) {
    const run = ringRun(RING_M, RING_MPS, RING_CAR, RING_CARS, speed, stepS, 0.5);
    let overlaps = 0;
    while (run.state.clock[0] * stepS < 600) {
      stepRun(run);
      overlaps += overlapsOf(run);
    }
    const speeds = Array.from(run.state.vMps);
    const label = `steps of ${stepS} s, ${Math.min(...speeds).toFixed(2)} to ${Math.max(...speeds).toFixed(2)}, mean ${meanOf(speeds).toFixed(2)} m/s`;
    verdicts.push(atMost(`traffic-flow.ring: slowest car at 600 s, ${label}`, Math.min(...speeds), 0.05));
    const wave = waveKmh(run, stepS);
    verdicts.push(
      atLeast(`traffic-flow.ring: wave at steps of ${stepS} s, km/h`, wave, -20),
      atMost(`traffic-flow.ring: wave at steps of ${stepS} s, km/h`, wave, -10),
      exactly(`traffic-flow.ring: collisions at steps of ${stepS} s`, overlaps, 0),
    );
  }
  return verdicts;
}

function cityRing(): Verdict[] {
  const gapM = RING_M / RING_CARS - CITY_CAR.lengthM;
  const speed = speedAtGap(CITY_CAR, gapM, CITY_MPS);
  const { bySpeed, byLeader, byGap } = partialsAt(CITY_CAR, speed, CITY_MPS);
  const run = ringRun(RING_M, CITY_MPS, CITY_CAR, RING_CARS, speed, 0.5, 0.5);
  while (run.state.clock[0] * 0.5 < 1200) stepRun(run);
  const speeds = Array.from(run.state.vMps);
  return [
    atMost('traffic-flow.cityRing: steady speed of the city preset, off 3.6686 m/s', Math.abs(speed - 3.6686), 1e-3),
    atMost('traffic-flow.cityRing: K, off +0.0178', Math.abs(bySpeed ** 2 - byLeader ** 2 - 2 * byGap - 0.0178), 1e-3),
    atMost(
      'traffic-flow.cityRing: spread of speeds after 1200 s, m/s',
      Math.max(...speeds) - Math.min(...speeds),
      1e-2,
    ),
  ];
}

/** Rows 1 to 7 of car following. */
export const FOLLOWING: ValidationCase[] = [
  { name: 'traffic-flow.steady', quick: true, run: async () => steadyStates() },
  { name: 'traffic-flow.discharge', quick: true, run: async () => discharges() },
  { name: 'traffic-flow.stability', quick: true, run: async () => [...stability(), ...growthSigns()] },
  { name: 'traffic-flow.growth', quick: false, run: async () => growthRates() },
  { name: 'traffic-flow.ring', quick: true, run: async () => sugiyama() },
  { name: 'traffic-flow.cityRing', quick: true, run: async () => cityRing() },
];
