import { expect, test } from 'vitest';
import { storeM2, storeM3 } from '../../../../workers/flood/drains/layout.ts';
import { junctionStore, surfaceM } from '../../../../workers/flood/drains/swmm-nodes.ts';

test('a junction of SWMM stores nothing under pressure but what its pipes fade by', () => {
  const store = junctionStore(1, 1.4, 150);
  expect(storeM3(store, 1.4)).toBeCloseTo(1.4, 9);
  // ∫ 150 exp(−15 f) 1.4 df from 0 to ¼ = 13.67 m³.
  expect(storeM3(store, 2) - storeM3(store, 1.4)).toBeCloseTo(13.67, 0);
  expect(storeM2(store, 2)).toBeCloseTo(0.01, 9);
});

test('a pipe is as wide as at 96 % of its height, however full', () => {
  const at = { areaM2: 0, topM: 0, perimeterM: 0 };
  const width = 2 * Math.sqrt(0.96 * 0.04);
  expect(surfaceM({ shape: 'circular', diameterM: 1 }, 1, at)).toBeCloseTo(width, 9);
  expect(surfaceM({ shape: 'circular', diameterM: 1 }, 0.5, at)).toBeCloseTo(1, 9);
});
