import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { street } from './small-roads.ts';

const at = (n: number): [number, number] => [100 * n, 50 * n - 10];
const fast = { speedKmPerH: 50, lanes: 1, direction: 'along' as const };
/** Limit of the only road out. */
export const EXIT_KM_PER_H = 30;
const OUT: [number, number] = [500, 190];

/** The five buildings of the small city along a one-way street that leaves by a single lane. */
export const oneExit: RoadNetwork = {
  format: 1,
  junctions: [...[0, 1, 2, 3, 4].map(at), OUT, [at(0)[0] - 300, at(0)[1]]],
  segments: [
    ...[0, 1, 2, 3].map((n) => street(`c${n}`, n, n + 1, [at(n), at(n + 1)], fast)),
    street('exit', 4, 5, [at(4), OUT], { ...fast, speedKmPerH: EXIT_KM_PER_H }),
    street('back', 5, 6, [OUT, [500, -600], [-300, -600], [-300, -10]], fast),
    street('in', 6, 0, [[-300, -10], at(0)], fast),
  ],
  turnBans: [],
};
const RING: [number, number][] = [
  [-60, -100],
  [460, -100],
  [460, 300],
  [-60, 300],
];
/** All of them leave, each in a car, within a minute. */
export const evacuation = { ringM: RING, carRatio: 1, peoplePerCar: 1, overMin: 1 };
