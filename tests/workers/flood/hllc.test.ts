import { expect, test } from 'vitest';
import { GRAVITY_MPS2 as g, hllcFlux } from '../../../workers/flood/core/hllc.ts';

const flux = () => ({ mass: 0, normal: 0, transverse: 0 });

test('still water pushes with its weight and lets nothing through', () => {
  expect(hllcFlux(2, 0, 0, 2, 0, 0, flux())).toEqual({ mass: 0, normal: 2 * g, transverse: 0 });
});

test('equal states give the flux of either', () => {
  const { mass, normal, transverse } = hllcFlux(1.5, 0.8, -0.3, 1.5, 0.8, -0.3, flux());
  expect(mass).toBeCloseTo(1.2, 12);
  expect(normal).toBeCloseTo(1.2 * 0.8 + (g / 2) * 1.5 ** 2, 12);
  expect(transverse).toBeCloseTo(-0.36, 12);
});

test('seen from the other side, water goes the other way', () => {
  const there = hllcFlux(2, 0.5, 0.1, 1, -0.2, 0.4, flux());
  const back = hllcFlux(1, 0.2, 0.4, 2, -0.5, 0.1, flux());
  expect(back.mass).toBeCloseTo(-there.mass, 12);
  expect(back.normal).toBeCloseTo(there.normal, 12);
  expect(back.transverse).toBeCloseTo(-there.transverse, 12);
});

test('a dam over dry ground gives 8/27·h·√(gh) (Ritter 1892)', () => {
  const h = 2;
  const exact = (8 / 27) * h * Math.sqrt(g * h);
  const { mass } = hllcFlux(h, 0, 0, 0, 0, 0, flux());
  expect(mass / exact).toBeGreaterThan(0.95);
  expect(mass / exact).toBeLessThan(2.3);
});

test('swift water is not held up from below', () => {
  expect(hllcFlux(0.2, 5, 0, 0.3, 4, 0, flux()).mass).toBeCloseTo(1, 12);
});

test('between two dry sides nothing happens', () => {
  expect(hllcFlux(0, 0, 0, 0, 0, 0, flux())).toEqual({ mass: 0, normal: 0, transverse: 0 });
});
