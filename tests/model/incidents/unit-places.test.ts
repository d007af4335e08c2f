import { expect, test } from 'vitest';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import { unitPlaces } from '../../../model/incidents/unit-places.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { handLog, MIN, OPENED_MS, opening, order, orderState } from './log.ts';

const M = 1000;
/** 600 m east in one minute, then 300 m north in another one. */
const ROUTE: [number, number, number][] = [
  [0, 0, 0],
  [600 * M, 0, MIN],
  [600 * M, 300 * M, 2 * MIN],
];
const sent = (id: string, unit: string): IncidentAct => ({ ...order(id, unit), route: ROUTE }) as IncidentAct;
const recalled = (id: string): IncidentAct => ({
  kind: 'order-state',
  order: `order-${id}`,
  state: 'recalled',
  text: '',
});

const { timeline } = handLog([
  [0, opening()],
  [1, sent('a', 'pump-1')],
  [2, orderState('a', 'on-way')],
  [2, sent('b', 'boat-1')],
  [3, orderState('b', 'on-way')],
  [3.5, recalled('b')],
  [4, order('c', 'team-1')],
  [10, orderState('a', 'on-site')],
  [20, { kind: 'move', resource: 'pump-1', eastMm: 7, northMm: 9 }],
]);

const at = (min: number, from: IncidentTimeline = timeline) => {
  const ms = OPENED_MS + Math.round(min * MIN);
  return Object.fromEntries(
    unitPlaces(from, from.seek(ms), ms).map((one) => [one.resource, one.at.map((mm) => mm / M)]),
  );
};

test('a unit stands where its way begins, drives at the speed of its way, and stands at its end', () => {
  expect(at(0.5)).toEqual({});
  expect(at(1.5)['pump-1']).toEqual([0, 0]);
  expect(at(2.5)['pump-1']).toEqual([300, 0]);
  expect(at(3)['pump-1']).toEqual([600, 0]);
  expect(at(3.25)['pump-1']).toEqual([600, 75]);
  expect(at(4)['pump-1']).toEqual([600, 300]);
  expect(at(15)['pump-1']).toEqual([600, 300]);
});

test('one that is recalled on the way stays where it was, one without a way is left out, and a told place counts', () => {
  expect(at(3.4)['boat-1']).toEqual([240, 0]);
  expect(at(9)['boat-1']).toEqual([300, 0]);
  expect(at(9)['team-1']).toBeUndefined();
  expect(at(20)['pump-1']).toEqual([0.007, 0.009]);
});

test('the way that is left begins behind the unit', () => {
  const ms = OPENED_MS + 2.5 * MIN;
  const [pump] = unitPlaces(timeline, timeline.seek(ms), ms);
  expect(pump.ahead).toEqual([
    [600 * M, 0],
    [600 * M, 300 * M],
  ]);
});

test('the same places forward, backward and after random seeks', () => {
  const minutes = Array.from({ length: 250 }, (_, i) => i / 10);
  const forward = minutes.map((min) => JSON.stringify(at(min)));
  const backward = minutes.toReversed().map((min) => JSON.stringify(at(min)));
  expect(backward.reverse()).toEqual(forward);
  const random = seeded(7);
  for (let i = 0; i < 500; i++) {
    const k = Math.floor(random() * minutes.length);
    expect(JSON.stringify(at(minutes[k]))).toBe(forward[k]);
  }
});

test('what is left of a way is its time of arrival, until the unit is there', () => {
  const leftMin = (min: number) => {
    const ms = OPENED_MS + min * MIN;
    const found = unitPlaces(timeline, timeline.seek(ms), ms).find(({ resource }) => resource === 'pump-1');
    return found?.leftMs == null ? null : found.leftMs / MIN;
  };
  expect([1.5, 2.5, 3.5, 15].map(leftMin)).toEqual([2, 1.5, 0.5, null]);
});
