import { expect, test } from 'vitest';
import { floodMeasures, NOTHING_BUILT } from '../../../src/plugins/flood/flood-measures.ts';
import type { FloodWall, ScenarioWork } from '../../../src/plugins/flood/slice.ts';

/** 10:00 in UTC+8. */
const TIME = { startMs: Date.UTC(2026, 6, 21, 2), zone: 'Asia/Shanghai' };
const wall: FloodWall = {
  ...{ id: 'wall-1', heightM: 0.8, fromH: 0.5 },
  line: [
    [0, 0],
    [30, 40],
  ],
};
const pump: ScenarioWork = {
  ...{ kind: 'pump', id: 'pump-1', from: [5, 6], to: null, rateM3ps: 0.5, startM: 1, stopM: 0.5 },
  offH: [[0, 0.25]],
};
const gate = (values: number[], timesH: number[]): ScenarioWork => ({
  ...{ kind: 'gate', id: 'gate-1', from: [7, 8], to: [9, 8], sillM: 0, widthM: 4 },
  openRatio: { timesH, values },
});

test('a wall, a pump and a gate that moves are orders with their time and place; what is there already is none', () => {
  const shut = gate([1, 1, 0], [0, 1.75, 1.77]);
  const measures = floodMeasures({ walls: [wall], works: [pump, shut] }, NOTHING_BUILT, TIME);
  expect(measures.map(({ task, at, capability }) => [task.zh, at, capability])).toEqual([
    ['10:30 前筑挡水墙，长 50 m、高 0.8 m', [15, 20], 'earthwork'],
    ['10:15 前架泵排水 1,800 m³/h', [5, 6], 'pumping'],
    ['11:45 关闭闸门', [7, 8], 'repair'],
  ]);
  const known = { walls: [wall], works: [pump] };
  expect(floodMeasures({ walls: [wall], works: [pump, shut] }, known, TIME).map(({ task }) => task.en)).toEqual([
    'At 11:45: close the gate',
  ]);
});

test('a gate that stays as it is asks nothing of anybody; one that opens says how far', () => {
  const still = gate([1], [0]);
  const opens = gate([0, 0, 0.4], [0, 1, 1.02]);
  expect(floodMeasures({ walls: [], works: [still, opens] }, NOTHING_BUILT, TIME).map(({ task }) => task.zh)).toEqual([
    '11:00 闸门开到 40 %',
  ]);
});
