import { expect, test } from 'vitest';
import { FIRST_LENS, FIRST_POSE } from '../../src/twin/table.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

test('the lens stays on the picture, and looks no deeper than the table shows', () => {
  const twin = pageTwin(smallCity().city);
  const { changeLens } = twin.getState();
  expect(twin.getState().tableLens).toBe(FIRST_LENS);
  changeLens({ kind: 'underground', xRatio: -3, yRatio: 7, depthM: 99 });
  expect(twin.getState().tableLens).toEqual({ kind: 'underground', xRatio: 0, yRatio: 1, depthM: 24 });
  changeLens({ depthM: -1 });
  expect(twin.getState().tableLens.depthM).toBe(0);
});

test('a pose is taken as it can be, and a block and a wall as they are given', () => {
  const twin = pageTwin(smallCity().city);
  const { poseTable, putBlock, placeOnWall } = twin.getState();
  poseTable({ ...FIRST_POSE, tipDeg: -20, turnDeg: 725 });
  expect(twin.getState().tablePose).toMatchObject({ tipDeg: 12, turnDeg: 5 });
  putBlock({ eastM: 1, northM: 2, sizeM: 500 });
  expect(twin.getState().tableBlock).toEqual({ eastM: 1, northM: 2, sizeM: 500 });
  placeOnWall({ columns: 2, rows: 1, column: 0, row: 0, bezelXRatio: 0.02, bezelYRatio: 0 });
  expect(twin.getState().wallPlace?.columns).toBe(2);
  placeOnWall(null);
  expect(twin.getState().wallPlace).toBeNull();
});
