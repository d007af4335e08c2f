import { expect, test } from 'vitest';
import type { Field, RasterSample } from '../../../model/runs/field.ts';
import { floodedCells, floodedNow } from '../../../src/plugins/site-selection/flooded-cells.ts';

const place = { westM: 10, southM: 20, cellM: 4, columns: 3, rows: 2 };
/** Half floats of .25, .5 and 1 m; 0x7e00 is no number. */
const QUARTER = 0x3400;
const HALF = 0x3800;
const ONE = 0x3c00;
const NONE = 0x7e00;
const sample = (...depths: number[]): RasterSample => ({
  ...place,
  values: Uint16Array.from(depths.flatMap((depth) => [depth, ONE])),
  channels: ['depthM', 'eastMps'],
});
const field = (...samples: RasterSample[]): Field<RasterSample> => ({
  id: 'flood.depth',
  kind: 'raster',
  unit: 'm',
  timesMs: samples.map((_, i) => i),
  samples,
});

test('a cell that is deeper at any time is flooded; the depth itself is not, and no number is dry', async () => {
  const frames = field(sample(HALF, QUARTER, 0, NONE, 0, 0), sample(0, QUARTER, 0, 0, ONE, HALF));
  expect(await floodedCells(frames, 'Rain', 0.25)).toEqual({
    label: 'Rain',
    maxDepthM: 0.25,
    ...place,
    // Cell 0, then three dry ones, then cells 4 and 5.
    runs: [0, 1, 3, 2],
  });
  expect((await floodedCells(frames, 'Rain', 2))?.runs).toEqual([6]);
  const floats = { ...place, values: Float32Array.of(0, 0, 0.3, 0.2, 0, 0), channels: ['depthM'] };
  expect((await floodedCells(field(floats), 'Rain', 0.25))?.runs).toEqual([2, 1, 3]);
  expect(await floodedCells(field(), 'Rain', 0.25)).toBe(null);
});

test('a run that is gone is told, and what was kept of it still counts', async () => {
  const none = { sources: () => [], read: async () => null };
  const kept = { label: 'Rain', maxDepthM: 0.2, ...place, runs: [6] };
  expect(await floodedNow(none, { waterId: 'run-1', maxDepthM: 0.2, flooded: null })).toBe(null);
  expect(await floodedNow(none, { waterId: 'run-1', maxDepthM: 0.2, flooded: kept })).toEqual({ waterId: null });
  expect(await floodedNow(none, { waterId: null, maxDepthM: 0.2, flooded: kept })).toEqual({});
});
