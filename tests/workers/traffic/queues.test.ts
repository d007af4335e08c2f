import { expect, test } from 'vitest';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { roadGraphOf } from '../../../workers/shared/road-graph.ts';
import { loadIncrementally } from '../../../workers/traffic/assignment/incremental.ts';
import { loadQueues } from '../../../workers/traffic/dynamic/queue-loading.ts';
import { findTurn, type QueueNetwork } from '../../../workers/traffic/dynamic/queue-network.ts';
import { roadTimesOf, secondsAt } from '../../../workers/traffic/dynamic/road-times.ts';
import { joinedJunctions, turnsAcross } from '../../../workers/traffic/network/joined-junctions.ts';
import { sharedLanes } from '../../../workers/traffic/street/turn-lanes.ts';
import { tripTableOf } from '../../fixtures/traffic/trip-table.ts';
import { street } from './small-roads.ts';

/** Three roads one behind another, 10 s each; what is given replaces the rest. */
function row(more: Partial<QueueNetwork> = {}): QueueNetwork {
  return {
    freeS: Float64Array.from([10, 10, 10]),
    room: Int32Array.from([100, 100, 100]),
    waveS: new Float64Array(3),
    entryHeadwayS: new Float64Array(3),
    queues: 2,
    turnFirst: Int32Array.from([0, 1, 2, 2]),
    turnTo: Int32Array.from([1, 2]),
    turnQueue: Int32Array.from([0, 1]),
    turnLastQueue: Int32Array.from([0, 1]),
    headwayS: new Float64Array(2),
    waitS: new Float64Array(2),
    cycleS: new Float64Array(2),
    greenFromS: new Float64Array(2),
    greenForS: new Float64Array(2),
    ...more,
  };
}

const along = (count: number, everyS: number) =>
  Array.from({ length: count }, (_, i) => ({ departS: everyS * i, roads: [0, 1, 2] }));

test('with nobody else a trip takes its free time, to a part of a second', () => {
  const freeS = Float64Array.from([0.25, 0.5, 7]);
  expect(Array.from(loadQueues(row({ freeS }), along(2, 3.5), 100).arriveS)).toEqual([7.75, 11.25]);
});

test('a queue lets one go every headway: the fifth of five that come at once waits four headways', () => {
  const { arriveS } = loadQueues(row({ headwayS: Float64Array.from([0, 3]) }), along(5, 0), 100);
  expect(Array.from(arriveS)).toEqual([30, 33, 36, 39, 42]);
});

test('who comes in red leaves when green begins', () => {
  const signal = {
    cycleS: Float64Array.from([60, 0]),
    greenFromS: Float64Array.from([25, 0]),
    greenForS: Float64Array.from([20, 0]),
  };
  expect(Array.from(loadQueues(row(signal), along(1, 0), 100).arriveS)).toEqual([45]);
});

test('a full road keeps back who wants to enter it, until a gap has run back through it', () => {
  // The second road holds one vehicle; the first that leaves it at 20 s makes room at its beginning at 24 s.
  const { arriveS } = loadQueues(
    row({ room: Int32Array.from([9, 1, 9]), waveS: Float64Array.from([0, 4, 0]) }),
    along(2, 0),
    100,
  );
  expect(Array.from(arriveS)).toEqual([30, 44]);
});

test('two lanes of one turn let out twice as many', () => {
  const lanes = { queues: 3, turnQueue: Int32Array.from([0, 1]), turnLastQueue: Int32Array.from([0, 2]) };
  const { arriveS } = loadQueues(row({ ...lanes, headwayS: Float64Array.from([0, 4]) }), along(4, 0), 100);
  expect(Array.from(arriveS).sort((a, b) => a - b)).toEqual([30, 30, 34, 34]);
});

test('times on roads are means of who went, and after a queue what is left of it', () => {
  const network = row({ headwayS: Float64Array.from([0, 4]), room: new Int32Array(3).fill(1000) });
  const times = roadTimesOf(network, loadQueues(network, along(200, 0), 1800));
  // 200 vehicles enter the second road at 10 s: the mean wait is 4 · 199 / 2.
  expect(times.seconds[times.bins]).toBeCloseTo(10 + 398, 3);
  expect(secondsAt(times, 1, 450)).toBeCloseTo(408 - 300, 3);
  expect(secondsAt(times, 1, 750)).toBeCloseTo(10, 3);
});

/** A road from the west to a crossing of two junctions 20 m apart, and a road from each of them on. */
const pair: RoadNetwork = {
  format: 1,
  junctions: [
    [-200, 0],
    [0, 0],
    [20, 0],
    [200, 0],
    [0, 200],
  ],
  segments: [
    street('in', 0, 1, [
      [-200, 0],
      [0, 0],
    ]),
    street('within', 1, 2, [
      [0, 0],
      [20, 0],
    ]),
    street('out', 2, 3, [
      [20, 0],
      [200, 0],
    ]),
    street('up', 1, 4, [
      [0, 0],
      [0, 200],
    ]),
  ],
  turnBans: [],
};

test('junctions with signals 20 m apart are one, and a way over the road between them is a turn', () => {
  const graph = roadGraphOf(pair);
  const joined = joinedJunctions(graph, (junction) => junction === 1 || junction === 2);
  expect(Array.from(joined.junctionOf)).toEqual([0, 1, 1, 3, 4]);
  expect(Array.from(joined.isWithin)).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  const open = turnsAcross(graph, joined, new Int32Array(8).fill(1000));
  const turns = (from: number) => Array.from(open.from).flatMap((one, i) => (one === from ? [open.to[i]] : []));
  expect(turns(0).sort((a, b) => a - b)).toEqual([4, 6]);
  expect(turns(2)).toEqual([]);
});

test('a closed road within a junction is no turn', () => {
  const graph = roadGraphOf(pair);
  const joined = joinedJunctions(graph, () => true);
  const shut = Int32Array.from([1000, 1000, 2 ** 30, 2 ** 30, 1000, 1000, 1000, 1000]);
  const { from, to } = turnsAcross(graph, joined, shut);
  const turnFirst = Int32Array.from({ length: 9 }, (_, node) => from.filter((one) => one < node).length);
  expect(findTurn({ turnFirst, turnTo: to }, 0, 4)).toBe(-1);
  expect(findTurn({ turnFirst, turnTo: to }, 0, 6)).toBeGreaterThanOrEqual(0);
});

test('junctions without signals stay apart', () => {
  expect(Array.from(joinedJunctions(roadGraphOf(pair), (junction) => junction === 1).isWithin)).not.toContain(1);
});

test('lanes that are shared out carry as many each: neighbouring turns share one', () => {
  const turn = (kind: 'left' | 'through' | 'right', perH: number) => ({ from: 0, to: 0, bend: 0, kind, perH });
  // 600, 300 and 100 on two lanes: 500 each, so that right turns use both and the others the second.
  expect(sharedLanes(2, [turn('right', 600), turn('through', 300), turn('left', 100)])).toEqual([
    [0, 1],
    [1, 1],
    [1, 1],
  ]);
  expect(sharedLanes(3, [turn('right', 300), turn('through', 300), turn('left', 300)])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
});

test('an incremental assignment loads each origin by the times that those before leave', () => {
  // Two roads of 10 and 12: the first origin takes the first, which then takes 20; the second origin takes the other.
  const network = {
    vertices: 4,
    from: Int32Array.from([0, 1, 2, 2]),
    to: Int32Array.from([2, 2, 3, 3]),
    free: Float64Array.from([0, 0, 10, 12]),
    slope: Float64Array.from([0, 0, 0.01, 0]),
    power: 1,
  };
  const search = loadIncrementally(
    network,
    tripTableOf([0, 1].map((origin) => ({ origin, destination: 3, trips: 1000 }))),
  );
  let next = search.next();
  while (!next.done) next = search.next();
  expect(Array.from(next.value.flow)).toEqual([1000, 1000, 1000, 1000]);
  expect(next.value.total).toBe(1000 * 20 + 1000 * 12);
  expect(next.value.stranded).toBe(0);
});
