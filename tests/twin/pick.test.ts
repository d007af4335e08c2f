import { beforeEach, expect, test } from 'vitest';
import type { SurfacePoint } from '../../model/geo/surface-point.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { diggingOf } from '../../src/twin/underground.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const at = (eastM: number): SurfacePoint => ({
  lonLat: { lonDeg: 108, latDeg: 34, heightM: 400 },
  enu: [eastM, 0, 0],
  elevationM: 400,
  on: 'ground',
});
let twin: Twin;
const pick = () => twin.getState().pick;

beforeEach(() => {
  twin = pageTwin(smallCity().city, 0);
});

test('points of a distance are kept in order and can be taken back, also after the end', () => {
  twin.getState().startPicking('measure', 'measure', 'distance');
  for (const eastM of [0, 10, 30]) twin.getState().addPickPoint(at(eastM));
  twin.getState().finishPicking();
  expect(pick()?.done).toBe(true);
  twin.getState().dropPickPoint();
  expect(pick()?.points.map(({ enu }) => enu[0])).toEqual([0, 10]);
  expect(pick()?.done).toBe(false);
});

test('a height is done with its second point, and the next click begins anew', () => {
  twin.getState().startPicking('measure', 'measure', 'height');
  twin.getState().addPickPoint(at(0));
  expect(pick()?.done).toBe(false);
  twin.getState().addPickPoint(at(1));
  expect(pick()?.done).toBe(true);
  twin.getState().addPickPoint(at(2));
  expect(pick()?.points).toHaveLength(1);
});

test('one point is no measurement: it cannot be finished', () => {
  twin.getState().startPicking('measure', 'measure', 'area');
  twin.getState().addPickPoint(at(0));
  twin.getState().finishPicking();
  expect(pick()?.done).toBe(false);
});

test('ruler and spade do not share clicks: taking one puts the other away', () => {
  twin.getState().startPicking('measure', 'measure', 'area');
  twin.getState().startDigging();
  expect(pick()?.owner).toBe('underground');
  twin.getState().endPicking('measure');
  expect(pick()?.owner).toBe('underground');
  twin.getState().startPicking('measure', 'measure', 'area');
  expect(diggingOf(twin.getState())).toBeNull();
});
