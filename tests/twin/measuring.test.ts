import { beforeEach, expect, test } from 'vitest';
import type { SurfacePoint } from '../../src/twin/measuring.ts';
import { createTwin, type Twin } from '../../src/twin/twin.ts';
import { smallCity } from '../city/small-city.ts';

const at = (eastM: number): SurfacePoint => ({
  lonLat: { lonDeg: 108, latDeg: 34, heightM: 400 },
  enu: [eastM, 0, 0],
  elevationM: 400,
  on: 'ground',
});
let twin: Twin;
const measuring = () => twin.getState().measuring;

beforeEach(() => {
  twin = createTwin(smallCity().city, 0);
});

test('points of a distance are kept in order and can be taken back, also after the end', () => {
  twin.getState().startMeasuring('distance');
  for (const eastM of [0, 10, 30]) twin.getState().addMeasurePoint(at(eastM));
  twin.getState().finishMeasuring();
  expect(measuring()?.done).toBe(true);
  twin.getState().dropMeasurePoint();
  expect(measuring()?.points.map(({ enu }) => enu[0])).toEqual([0, 10]);
  expect(measuring()?.done).toBe(false);
});

test('a height is done with its second point, and the next click begins anew', () => {
  twin.getState().startMeasuring('height');
  twin.getState().addMeasurePoint(at(0));
  expect(measuring()?.done).toBe(false);
  twin.getState().addMeasurePoint(at(1));
  expect(measuring()?.done).toBe(true);
  twin.getState().addMeasurePoint(at(2));
  expect(measuring()?.points).toHaveLength(1);
});

test('one point is no measurement: it cannot be finished', () => {
  twin.getState().startMeasuring('area');
  twin.getState().addMeasurePoint(at(0));
  twin.getState().finishMeasuring();
  expect(measuring()?.done).toBe(false);
});

test('ruler and spade do not share clicks: taking one puts the other away', () => {
  twin.getState().startMeasuring('area');
  twin.getState().startDigging();
  expect(measuring()).toBeNull();
  twin.getState().startMeasuring('area');
  expect(twin.getState().digging).toBeNull();
});
