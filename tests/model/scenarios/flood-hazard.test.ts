import { expect, test } from 'vitest';
import {
  AIDR_HAZARD,
  DEFRA_HAZARD,
  type HazardMaxima,
  hazardClass,
  hazardClassMap,
  hazardRating,
  WATERLOGGING,
} from '../../../model/scenarios/flood-hazard.ts';
import { seeded } from '../../../workers/shared/random.ts';

const moment = (depthM: number, speedMps: number): HazardMaxima => ({
  ...{ depthM, speedMps },
  rating: hazardRating(depthM, speedMps),
  depthSpeedM2ps: depthM * speedMps,
});

test('limits as the guidelines print them', () => {
  // 0.3 m that runs at 1 m/s: 0.3·1.5 + 1 = 1.45; 0.3 m²/s is no more H1, 0.6 no more H2.
  expect(hazardClass(DEFRA_HAZARD, moment(0.3, 1))).toBe(2);
  expect(hazardClass(AIDR_HAZARD, moment(0.29, 1))).toBe(0);
  expect(hazardClass(AIDR_HAZARD, moment(0.3, 1))).toBe(1);
  expect(hazardClass(AIDR_HAZARD, moment(0.4, 1.5))).toBe(3);
  expect(hazardClass(WATERLOGGING, moment(0.27, 0))).toBe(2);
});

test('the class of the greatest values is the worst class of all moments', () => {
  const random = seeded(7);
  for (let run = 0; run < 200; run++) {
    const moments = Array.from({ length: 5 }, () => moment(5 * random() ** 3, 5 * random() ** 3));
    const most = (of: (each: HazardMaxima) => number) => Math.max(...moments.map(of));
    const worst: HazardMaxima = {
      rating: most(({ rating }) => rating),
      depthM: most(({ depthM }) => depthM),
      speedMps: most(({ speedMps }) => speedMps),
      depthSpeedM2ps: most(({ depthSpeedM2ps }) => depthSpeedM2ps),
    };
    for (const classes of [DEFRA_HAZARD, AIDR_HAZARD, WATERLOGGING])
      expect(hazardClass(classes, worst)).toBe(Math.max(...moments.map((each) => hazardClass(classes, each))));
  }
});

test('a map has the class of each cell, the mildest as 1, and none where it stayed dry', () => {
  const cells = [moment(0, 0), moment(0.2, 0), moment(0.45, 1), moment(3, 1)];
  const worst = {
    depthM: Float32Array.from(cells, ({ depthM }) => depthM),
    speedMps: Float32Array.from(cells, ({ speedMps }) => speedMps),
    depthSpeedM2ps: Float32Array.from(cells, ({ depthSpeedM2ps }) => depthSpeedM2ps),
    hazardRating: Float32Array.from(cells, ({ rating }) => rating),
  };
  expect([...hazardClassMap(AIDR_HAZARD, worst)]).toEqual([Number.NaN, 1, 2, 5]);
  // 0.2·0.5 = 0.1 is low; 0.45·1.5 + 1 = 1.675 is significant; 3·1.5 + 1 = 5.5 is extreme.
  expect([...hazardClassMap(DEFRA_HAZARD, worst)]).toEqual([Number.NaN, 1, 3, 4]);
  expect([...hazardClassMap(WATERLOGGING, worst)]).toEqual([Number.NaN, 2, 4, 5]);
});
