import { expect, test } from 'vitest';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import type { FlowResult } from '../../../workers/traffic/flow/engine-types.ts';
import { laneCapacity } from '../../validation/lane-capacity.ts';
import { valueIn } from '../shared/counting-engine.ts';
import { EXIT_KM_PER_H, evacuation, oneExit } from './one-exit.ts';
import { openSmall } from './small-roads.ts';

async function evacuate(network: RoadNetwork, more: object = {}, own: object = {}): Promise<FlowResult> {
  const host = await openSmall(network, true, 'traffic-flow');
  const request = { minutes: 30, ...own, evacuation: { ...evacuation, ...more } };
  return valueIn(await host.ask(null, 'analyse', [request, () => {}])) as FlowResult;
}

test('an area with one lane out is empty after the vehicles by the flow that the lane can carry', async () => {
  const { evacuation: left, states, trips } = await evacuate(oneExit);
  expect(left).toMatchObject({ residents: 395, residentsOff: 0, exits: 1 });
  const { vehicles, states: outcome } = left ?? { vehicles: 0, states: [] };
  expect(Math.abs(vehicles - 395)).toBeLessThanOrEqual(3);
  expect(trips.played).toBe(vehicles);
  expect(states[0]).toMatchObject({ trips: vehicles, arrived: vehicles });
  const [{ clearedMin, curve, cutOff, late, trapped }] = outcome;
  expect({ cutOff, late, trapped }).toEqual({ cutOff: 0, late: 0, trapped: [] });
  const answerMin = (60 * vehicles) / laneCapacity(EXIT_KM_PER_H / 3.6);
  expect(Math.abs((clearedMin[2] ?? 0) / answerMin - 1)).toBeLessThan(0.05);
  expect(clearedMin[0]).toBeLessThan(clearedMin[1] ?? 0);
  expect(clearedMin[1]).toBeLessThan(clearedMin[2] ?? 0);
  expect(curve[0]).toBe(0);
  expect(curve.every((out, minute) => minute === 0 || out >= curve[minute - 1])).toBe(true);
});

test('who is cut off by a closed road is counted and named by street, and nobody is lost', async () => {
  const host = await openSmall(oneExit, true, 'traffic-flow');
  const roads = { closed: [{ segment: 'exit', by: 'flood' }] };
  const request = { minutes: 30, roads, evacuation };
  const { evacuation: left } = valueIn(await host.ask(null, 'analyse', [request, () => {}])) as FlowResult;
  const [before, after] = left?.states ?? [];
  expect(before).toMatchObject({ state: 'before', out: left?.vehicles, cutOff: 0 });
  expect(after).toMatchObject({ state: 'after', out: 0, cutOff: left?.vehicles, late: 0 });
  expect(after.clearedMin).toEqual([null, null, null]);
  expect(after.trapped.reduce((sum, one) => sum + one.cutOff, 0)).toBe(left?.vehicles);
  expect(after.trapped[0].name.en).toBe('Street');
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(csvOf(tables.evacuation).split('\n').slice(0, 2)).toEqual(['minute,out_before,out_after', '0,0,0']);
  expect(csvOf(tables.trapped).split('\n')[0]).toBe('state,id,name_zh,name_en,cut_off,still_inside');
  expect(csvOf(tables.parameters)).toContain(`cut_off_after,${left?.vehicles}`);
});

test('a play that ends before all are out says who is still inside', async () => {
  const { evacuation: left } = await evacuate(oneExit, {}, { minutes: 5 });
  const [{ out, late, clearedMin, curve }] = left?.states ?? [];
  expect(out + late).toBe(left?.vehicles);
  expect(late).toBeGreaterThan(100);
  expect(clearedMin[2]).toBeNull();
  expect(curve.length).toBe(6);
});

test('stages set out one after another, departures follow the S-curve, and the same seed comes to the same', async () => {
  const at50 = ({ evacuation: left }: FlowResult) => left?.states[0].clearedMin[0] ?? 0;
  const once = await evacuate(oneExit);
  expect((await evacuate(oneExit)).hash).toBe(once.hash);
  expect((await evacuate(oneExit, {}, { seed: 2 })).hash).not.toBe(once.hash);
  const staged = await evacuate(oneExit, { stages: 2, stageMin: 20 }, { minutes: 60 });
  expect(staged.evacuation?.vehicles).toBe(once.evacuation?.vehicles);
  expect(at50(staged)).toBeGreaterThan(at50(once));
  expect(staged.evacuation?.states[0].clearedMin[2]).toBeGreaterThan(20);
  // Over an hour nobody queues: half are out when half of the curve is over.
  const slow = await evacuate(oneExit, { overMin: 60 }, { minutes: 90 });
  expect(at50(slow)).toBeGreaterThan(28);
  expect(at50(slow)).toBeLessThan(34);
});

test('an area without people or without a way out is refused in words', async () => {
  const host = await openSmall(oneExit, true, 'traffic-flow');
  const refused = async (ringM: [number, number][]) =>
    JSON.stringify(await host.ask(null, 'analyse', [{ minutes: 5, evacuation: { ...evacuation, ringM } }, () => {}]));
  const far: [number, number][] = [
    [5000, 5000],
    [5100, 5000],
    [5100, 5100],
  ];
  expect(await refused(far)).toContain('nobody-leaves');
  const all: [number, number][] = [
    [-5000, -5000],
    [5000, -5000],
    [5000, 5000],
    [-5000, 5000],
  ];
  expect(await refused(all)).toContain('no-exit');
});
