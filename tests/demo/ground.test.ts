import { expect, test } from 'vitest';
import { plan } from '../../demo/plan.ts';
import { cityGround } from '../../demo/terrain/ground.ts';

const ground = cityGround(plan);

test.each(plan.terrain.golden)('ground at (%d, %d) is %d m, to a millimetre', (x, y, z) => {
  expect(Math.abs(ground.elevationAt(x, y) - z)).toBeLessThan(0.001);
});

test('Manning: the stated depths carry the stated floods within 1 %', () => {
  for (const years of ['20', '50', '100'] as const) {
    const { depthM, peakFlow } = plan.water.main;
    expect(Math.abs(ground.dischargeAt(depthM[years]) / peakFlow[years] - 1)).toBeLessThan(0.01);
    expect(Math.abs(ground.depthOf(peakFlow[years]) - depthM[years])).toBeLessThan(0.05);
  }
});

test('the rivers are as long as stated', () => {
  expect(Math.abs(ground.main.lengthM - plan.water.main.lengthM)).toBeLessThan(1);
  expect(Math.abs(ground.tributary.lengthM - plan.water.tributary.lengthM)).toBeLessThan(1);
});
