import { expect, test } from 'vitest';
import type { FloodInput } from '../../../workers/flood/core/flood-input.ts';
import { cityDrains } from '../../../workers/flood/drains/city.ts';
import { startFlood } from '../../../workers/flood/flood.ts';
import { oracle, smallFlood } from './small-flood.ts';

/** A yard of 24 m with a grate in its middle, from which a pipe leads out of the grid to a river 3 m lower. */
const DRAINS = cityDrains({
  format: 1,
  inlets: [{ id: 'grate', at: [12, 12], rimM: 0, node: 'mh', areaM2: 0.3, perimeterM: 2 }],
  manholes: [{ id: 'mh', at: [12, 10], invertM: -2, rimM: 0, areaM2: 1, sealed: true }],
  sumps: [],
  outfalls: [{ id: 'river', at: [100, 12], invertM: -3, flapGate: false, tailwaterM: -3 }],
  conduits: [
    {
      id: 'pipe',
      from: 'mh',
      to: 'river',
      lengthM: 90,
      fromInvertM: -2,
      toInvertM: -3,
      section: { shape: 'circular', diameterM: 0.4 },
      barrels: 1,
      manningN: 0.013,
    },
  ],
  pumps: [],
});

const yard = (blocked: Record<string, number>): FloodInput =>
  smallFlood(12, 12, 2, {
    depthM: new Float32Array(144).fill(0.2),
    drains: { city: DRAINS, blocked, failed: [] },
    endS: 300,
  });

test('a grate empties the yard into the river; what went down is in the ledger', () => {
  const flood = startFlood(oracle, yard({}));
  flood.advanceTo(300);
  const { initialM3, drainedM3, storedM3, errorRatio } = flood.ledger();
  // A pipe of 0.4 m at 1:90 carries 0.22 m³/s when it runs full.
  expect(drainedM3).toBeGreaterThan(0.15 * 300);
  expect(drainedM3).toBeLessThan(0.25 * 300);
  expect(drainedM3 + storedM3).toBeCloseTo(initialM3, 9);
  expect(Math.abs(errorRatio)).toBeLessThan(1e-12);
});

test('covered with leaves it takes nothing, until it is cleared in an edit', () => {
  const input = yard({ '*': 1 });
  const flood = startFlood(oracle, input);
  flood.advanceTo(100);
  expect(flood.ledger().drainedM3).toBe(0);
  flood.edit(input.works, { city: DRAINS, blocked: {}, failed: [] });
  flood.advanceTo(300);
  expect(flood.ledger().drainedM3).toBeGreaterThan(10);
});

test('a drained run that is resumed ends in the same bits', () => {
  const whole = startFlood(oracle, yard({}));
  whole.advanceTo(200);
  const early = startFlood(oracle, yard({}));
  early.advanceTo(70);
  const resumed = startFlood(oracle, yard({}), structuredClone(early.snapshot()));
  resumed.advanceTo(200);
  expect(resumed.result([]).hash).toBe(whole.result([]).hash);
});
