import * as v from 'valibot';
import { expect, test } from 'vitest';
import { NoiseRequest } from '../../../model/questions/noise.ts';
import { requestOf } from '../../../src/plugins/noise-map/controller.ts';
import { freshNoiseForm } from '../../../src/plugins/noise-map/slice.ts';

const ringM: [number, number][] = [
  [0, 0],
  [100, 0],
  [0, 100],
];

test('without an area nothing can be asked', () => {
  expect(requestOf(freshNoiseForm())).toBeNull();
});

test('a form of usual values asks what a case with the area alone asks', () => {
  expect(requestOf({ ...freshNoiseForm(), ringM })).toEqual(v.parse(NoiseRequest, { ringM }));
});

test('a limit on main roads and a barrier are asked as they are typed and drawn', () => {
  const form = { ...freshNoiseForm(), ringM, roads: 'main', speedLimitKmPerH: 40 } as const;
  const asked = requestOf({
    ...form,
    barrierM: [
      [0, 0],
      [50, 0],
    ],
    barrierHeightM: 3,
  });
  expect(asked?.change).toEqual({ roads: 'main', speedLimitKmPerH: 40, trafficPct: 100, surfaceDb: 0 });
  expect(asked?.barrier).toEqual({
    lineM: [
      [0, 0],
      [50, 0],
    ],
    heightM: 3,
  });
});
