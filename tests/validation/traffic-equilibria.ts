import { beckmannSum, type DelayNetwork, timeOn } from '../../workers/traffic/assignment/delay-network.ts';
import { solvedEquilibrium } from '../../workers/traffic/assignment/equilibrium.ts';
import { siouxFalls } from '../fixtures/traffic/sioux-falls.ts';
import { tripTableOf } from '../fixtures/traffic/trip-table.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

const EXACT = { gap: 1e-14, maxRounds: 500 };

type Link = readonly [from: number, to: number, free: number, slope: number];

/** Braess (1968): 10 x, 50 + x, 50 + x, 10 x, and the bridge 10 + x. */
const BRAESS: readonly Link[] = [
  [0, 1, 0, 10],
  [0, 2, 50, 1],
  [1, 3, 50, 1],
  [2, 3, 0, 10],
  [1, 2, 10, 1],
];

const linear = (links: readonly Link[]): DelayNetwork => ({
  vertices: 4,
  from: Int32Array.from(links, ([from]) => from),
  to: Int32Array.from(links, ([, to]) => to),
  free: Float64Array.from(links, ([, , free]) => free),
  slope: Float64Array.from(links, ([, , , slope]) => slope),
  power: 1,
});

function braess(): Verdict[] {
  const trips = tripTableOf([{ origin: 0, destination: 3, trips: 6 }]);
  const of = (links: readonly Link[], total: number, flows: readonly number[], name: string): Verdict[] => {
    const found = solvedEquilibrium(linear(links), trips, EXACT);
    const off = flows.reduce((most, flow, link) => Math.max(most, Math.abs(found.flow[link] - flow)), 0);
    return [
      atMost(`traffic.braess: ${name}, total time off ${total} by`, Math.abs(found.total - total), 1e-9),
      atMost(`traffic.braess: ${name}, flows off ${flows.join(', ')} by`, off, 1e-9),
    ];
  };
  return [
    ...of(BRAESS.slice(0, 4), 498, [3, 3, 3, 3], 'without the bridge'),
    ...of(BRAESS, 552, [4, 2, 2, 4, 2], 'with it'),
  ];
}

/** Flow and minutes of links of Sioux Falls as published. */
const FALLS: readonly (readonly [from: number, to: number, flow: number, minutes: number])[] = [
  [1, 2, 4494.6576, 6.0008],
  [1, 3, 8119.0799, 4.0087],
  [2, 6, 5967.3364, 6.5736],
  [3, 4, 14006.371, 4.2694],
  [4, 5, 18006.371, 2.3154],
  [9, 10, 21744.0761, 5.6825],
  [10, 15, 23125.7973, 13.7224],
  [13, 24, 11121.358, 17.661],
  [16, 17, 11695.0029, 9.5015],
];
const OBJECTIVE = 42.3133528710744e5;
const TOTAL = 7_480_225.3449;

function falls(): Verdict[] {
  const { network, trips } = siouxFalls();
  const { flow, total, gap } = solvedEquilibrium(network, trips, { gap: 1e-12, maxRounds: 500 });
  const links = FALLS.map(([from, to, vehicles, minutes]) => {
    const link = network.from.findIndex((one, i) => one === from - 1 && network.to[i] === to - 1);
    return { flow: Math.abs(flow[link] - vehicles), minutes: Math.abs(timeOn(network, link, flow[link]) - minutes) };
  });
  const demand = trips.trips.reduce((sum, one) => sum + one, 0);
  return [
    atMost('traffic.siouxFalls: trips off 360,600 by', Math.abs(demand - 360_600), 0),
    atMost(
      'traffic.siouxFalls: objective off 4,231,335.2871 by',
      Math.abs(beckmannSum(network, flow) - OBJECTIVE),
      1e-6,
    ),
    atMost('traffic.siouxFalls: total time off, as a part', Math.abs(total / TOTAL - 1), 1e-10),
    atMost('traffic.siouxFalls: gap', gap, 1e-12),
    atMost('traffic.siouxFalls: nine links, vehicles off at most', Math.max(...links.map((one) => one.flow)), 1e-4),
    atMost('traffic.siouxFalls: nine links, minutes off at most', Math.max(...links.map((one) => one.minutes)), 5.1e-5),
  ];
}

/** Two roads of the Bureau of Public Roads between the same places: both take as long, found by halving. */
function twoRoads(): Verdict[] {
  const roads: DelayNetwork = {
    vertices: 2,
    from: Int32Array.from([0, 0]),
    to: Int32Array.from([1, 1]),
    free: Float64Array.from([10, 12]),
    slope: Float64Array.from([(0.15 * 10) / 1000 ** 4, (0.15 * 12) / 2000 ** 4]),
    power: 4,
  };
  const all = 4000;
  const found = solvedEquilibrium(roads, tripTableOf([{ origin: 0, destination: 1, trips: all }]), EXACT);
  let [low, high] = [0, all];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (timeOn(roads, 0, middle) < timeOn(roads, 1, all - middle)) low = middle;
    else high = middle;
  }
  return [atMost(`traffic.twoRoads: flow off ${low.toFixed(4)} by`, Math.abs(found.flow[0] - low), 1e-6)];
}

/** Equilibria with known answers. */
export const EQUILIBRIA: ValidationCase[] = [
  { name: 'traffic.braess', quick: true, run: async () => braess() },
  { name: 'traffic.siouxFalls', quick: true, run: async () => falls() },
  { name: 'traffic.twoRoads', quick: true, run: async () => twoRoads() },
];
