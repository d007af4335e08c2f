import { expect, test } from 'vitest';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { poseByView, viewByPose } from '../../../src/plugins/wall-in-step/pose-by-view.ts';

const CITY = { origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 350 } };
const BLOCK = { eastM: -300, northM: 200, sizeM: 1000 };
const POSE = { turnDeg: 40, tipDeg: 35, rangeRatio: 2, over: [0.1, -0.2] as const };

test('a globe that looks as a table does makes that table look the same', () => {
  const pose = poseByView(CITY, BLOCK, viewByPose(CITY, BLOCK, POSE));
  expect(pose.turnDeg).toBeCloseTo(POSE.turnDeg, 1);
  expect(pose.tipDeg).toBeCloseTo(POSE.tipDeg, 1);
  expect(pose.rangeRatio).toBeCloseTo(POSE.rangeRatio, 1);
  expect(pose.over[0]).toBeCloseTo(POSE.over[0], 2);
  expect(pose.over[1]).toBeCloseTo(POSE.over[1], 2);
});

test('a table seen from the south has its globe’s camera in the south, as high as its tip says', () => {
  const view = viewByPose(CITY, BLOCK, { ...POSE, turnDeg: 0, over: [0, 0] });
  const [eastM, northM, upM] = enuFromLonLat(CITY.origin, view);
  expect(view).toMatchObject({ headingDeg: 0, pitchDeg: -35 });
  expect(eastM).toBeCloseTo(BLOCK.eastM, 0);
  expect(Math.atan2(upM, BLOCK.northM - northM) * (180 / Math.PI)).toBeCloseTo(35, 0);
});
