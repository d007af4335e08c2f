import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import { BRAKES, SPEED_STEP_MPS, type TrafficFrame } from '../../../model/roads/traffic-frame.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import type { RunEvent } from '../../../workers/shared/engine.ts';
import type { Host } from '../../../workers/shared/host.ts';
import { departures } from '../../../workers/traffic/flow/departures.ts';
import type { FlowEngineTypes, FlowOpening, FlowResult } from '../../../workers/traffic/flow/engine-types.ts';
import type { FirstAnswer } from '../../../workers/traffic/flow/first-answer.ts';
import { valueIn } from '../shared/counting-engine.ts';
import { chain, openSmall } from './small-roads.ts';

/** Everybody of the small city drives alone, and often: some 3,900 trips an hour, most of which begin and end at one junction. */
const BUSY = {
  tripsPerPerson: 10,
  carRatio: 1,
  peoplePerCar: 1,
  hourRatio: 1,
  outsideRatio: 0,
  zoneM: 100,
  minutes: 10,
};
const closed = (...segments: string[]) => ({ closed: segments.map((segment) => ({ segment, by: 'works' })) });

const openFlow = (): Promise<Host> => openSmall(chain, true, 'traffic-flow');
async function ask(host: Host, more: object = {}): Promise<FlowResult> {
  const request = v.parse(TrafficFlowRequest, { ...BUSY, ...more });
  return valueIn(await host.ask(null, 'analyse', [request, () => {}])) as FlowResult;
}

interface Played {
  opening: FlowOpening;
  frames: TrafficFrame[];
  result: FlowResult;
}

async function play(
  host: Host,
  id: string,
  more: object = {},
  branch: { of: string; timeS: number } | null = null,
): Promise<Played> {
  const request = v.parse(TrafficFlowRequest, { ...BUSY, ...more });
  const events: RunEvent<FlowEngineTypes>[] = [];
  const end = valueIn(
    await host.run(id, request, { startMs: 0, fields: [], branch }, (event) =>
      events.push(event as RunEvent<FlowEngineTypes>),
    ),
  );
  const opening = events.find((event) => event.kind === 'opening');
  if (opening?.kind !== 'opening') throw new Error('expected an opening');
  const frames = events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
  return { opening: opening.opening, frames, result: end?.result as FlowResult };
}

test('trips of a pair are as many as its share of the hour, and set out within the time that is played', () => {
  const all = departures(Float64Array.from([600, 0, 90.5]), 20, 3);
  expect(all.filter(({ pair }) => pair === 0).length).toBe(200);
  expect(all.filter(({ pair }) => pair === 1).length).toBe(0);
  expect([30, 31]).toContain(all.filter(({ pair }) => pair === 2).length);
  expect(all.every(({ departS }, i) => departS < 1200 && departS >= (all[i - 1]?.departS ?? 0))).toBe(true);
});

test('every trip is accounted for, and the same question comes to the same hash', async () => {
  const host = await openFlow();
  const first = await ask(host);
  const again = await ask(host);
  const other = await ask(host, { seed: 2 });
  const [{ trips, arrived, driving, waiting, refused }] = first.states;
  expect(trips).toBeGreaterThan(30);
  expect(arrived + driving + waiting + refused).toBe(trips);
  expect(arrived).toBeGreaterThan(trips / 2);
  expect(again.hash).toBe(first.hash);
  expect(other.hash).not.toBe(first.hash);
});

test('the same people set out whatever closes; who has another way takes it, who has none is counted', async () => {
  const { states, trips } = await ask(await openFlow(), { roads: closed('c1') });
  const [before, after] = states;
  expect(states.map(({ state }) => state)).toEqual(['before', 'after']);
  expect(after.trips).toBe(before.trips);
  expect(after.refused).toBe(trips.stranded);
  expect(before.refused).toBe(0);
  expect(after.meanMin).toBeGreaterThan(before.meanMin);
});

test('the search for ways says how near it came, and the first answer is there before vehicles are played', async () => {
  const host = await openFlow();
  const { states } = await ask(host, { roads: closed('c1') });
  for (const { gapRatio, rounds } of states) {
    expect(gapRatio).toBeLessThan(0.05);
    expect(rounds).toBeGreaterThan(0);
  }
  const request = v.parse(TrafficFlowRequest, { ...BUSY, roads: closed('c1') });
  const first = valueIn(await host.ask(null, 'firstAnswer', [request])) as FirstAnswer;
  expect(first.trips).toBeGreaterThan(300);
  expect(first.after?.meanMin).toBeGreaterThan(first.before.meanMin);
  expect(first.before.fullest.length).toBe(5);
});

test('a run tells how far it is prepared, answers first meanwhile, and can be stopped before it opens', async () => {
  const host = await openFlow();
  const request = v.parse(TrafficFlowRequest, { ...BUSY, roads: closed('c1') });
  const heard: RunEvent[] = [];
  const begin = (id: string, hear: (event: RunEvent) => void = () => {}) =>
    host.run(id, request, { startMs: 0, fields: [], branch: null }, hear);
  const over = begin('a', (event) => {
    heard.push(event);
    if (event.kind === 'preparing' && event.doneRatio > 0.5) host.stop();
  });
  const first = valueIn(await host.ask(null, 'firstAnswer', [request])) as FirstAnswer;
  expect(first.after?.meanMin).toBeGreaterThan(first.before.meanMin);
  expect(valueIn(await over)).toBeNull();
  const ratios = heard.map((event) => (event.kind === 'preparing' ? event.doneRatio : Number.NaN));
  expect(ratios).toEqual(ratios.toSorted((a, b) => a - b));
  expect(ratios.at(-1)).toBeLessThan(1);
  expect(valueIn(await begin('b'))).toMatchObject({ isWhole: true });
});

test('closing a road that nobody uses changes nobody', async () => {
  const { states, queues } = await ask(await openFlow(), { roads: closed('bypass') });
  const [before, after] = states;
  expect({ ...after, state: 'before' }).toEqual(before);
  expect(queues.every(({ beforeM, afterM }) => beforeM === afterM)).toBe(true);
});

test('frames tell where vehicles are, and a run comes to what an analysis does', async () => {
  const host = await openFlow();
  const { opening, frames, result } = await play(host, 'a');
  expect(frames.map(({ timeS }) => timeS).slice(0, 3)).toEqual([0, 2, 4]);
  expect(opening.states).toEqual(['before']);
  const [{ ids, places, speeds, figures, roads }] = frames[60].states;
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.length).toBe(figures.driving);
  expect(places.length).toBe(2 * ids.length);
  expect(roads.length).toBe(opening.roads.length);
  expect(Array.from(speeds).every((speed) => (speed % BRAKES) * SPEED_STEP_MPS < 13)).toBe(true);
  const { westM, southM, unitM } = opening.box;
  const onChain = (x: number, y: number) => x > -20 && x < 420 && y > -420 && y < 220;
  for (let i = 0; i < ids.length; i++)
    expect(onChain(westM + unitM * places[2 * i], southM + unitM * places[2 * i + 1])).toBe(true);
  expect((await ask(host)).hash).toBe(result.hash);
});

test('a run that goes on from a snapshot comes to the same bits', async () => {
  const host = await openFlow();
  const whole = await play(host, 'a', { roads: closed('c1') });
  const rest = await play(host, 'b', { roads: closed('c1') }, { of: 'a', timeS: 300 });
  expect(rest.frames[0].timeS).toBeGreaterThan(300);
  expect(rest.result.hash).toBe(whole.result.hash);
});

test('a study area plays the parts of trips within it', async () => {
  const { area, trips, states } = await ask(await openFlow(), { areaM: 120 });
  expect(area?.radiusM).toBe(120);
  expect(trips.played).toBeLessThan(trips.all);
  expect(states[0].trips).toBe(trips.played);
});

test('tables hold the totals of each state and the longest queues', async () => {
  const host = await openFlow();
  await ask(host);
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(Object.keys(tables)).toEqual(['totals', 'queues', 'parameters']);
  expect(csvOf(tables.totals).split('\n')[0]).toBe(
    'state,trips,arrived,driving,waiting,refused,mean_min,delay_min,km_per_h,gridlocks,gap,rounds',
  );
});
