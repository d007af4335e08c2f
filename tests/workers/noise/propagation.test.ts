import { expect, test } from 'vitest';
import { airAbsorptionDbPerKm, USUAL_AIR } from '../../../workers/noise/air-absorption.ts';
import { aWeightedDb, BANDS, dbOfEnergy } from '../../../workers/noise/bands.ts';
import { addPoint, type Cut, newCut } from '../../../workers/noise/cut.ts';
import { streamPowerDbPerM } from '../../../workers/noise/emission.ts';
import type { Weather } from '../../../workers/noise/ground-effect.ts';
import { ldenDb } from '../../../workers/noise/indicators.ts';
import { layMeanPlane, newMeanPlane } from '../../../workers/noise/mean-plane.ts';
import { aroundEnergies, boundaryEnergies, newPathWorkspace } from '../../../workers/noise/path-attenuation.ts';
import { divergencePerM } from '../../../workers/noise/source-pieces.ts';

/** A cut over these points: metres along, ground, top, ground factor. */
function cutOf(
  points: readonly (readonly [number, number, number, number])[],
  sourceM: number,
  receiverM: number,
): Cut {
  const cut = newCut(points.length);
  for (const [alongM, groundM, topM, porosity] of points) addPoint(cut, alongM, groundM, topM, porosity);
  cut.sourceM = sourceM;
  cut.receiverM = receiverM;
  cut.sourcePorosity = points[0][3];
  return cut;
}

function boundaryDb(cut: Cut, weather: Weather): number[] {
  const into = new Float64Array(BANDS);
  boundaryEnergies(cut, weather, newPathWorkspace(), into);
  return [...into].map((one) => -dbOfEnergy(one));
}

test('1,000 cars an hour at 50 km/h make 81.45 dB(A) a metre', () => {
  const state = { vehicle: 'cars', perHour: 1000, speedKmPerH: 50, airC: 20, surfaceDb: 0, slopePct: 0 } as const;
  expect(aWeightedDb(streamPowerDbPerM({ ...state, junction: null }))).toBeCloseTo(81.45, 2);
});

test('air of 10 °C and 70 % takes 3.66 dB a kilometre at 1 kHz and 116.88 at 8 kHz', () => {
  const air = airAbsorptionDbPerKm(USUAL_AIR);
  expect([air[4], air[7]].map((one) => one.toFixed(2))).toEqual(['3.66', '116.88']);
});

test('hard flat ground adds 3 dB in still air', () => {
  const flat = cutOf(
    [
      [0, 0, 0, 0],
      [194.164878, 0, 0, 0],
    ],
    1,
    4,
  );
  expect(boundaryDb(flat, 'homogeneous').every((one) => Math.abs(one + 3) < 1e-9)).toBe(true);
  expect(boundaryDb(flat, 'favourable')[0]).toBeCloseTo(-4.36, 2);
});

test('a barrier on the line of sight takes 10 lg 3 dB over hard ground, and more the higher it is', () => {
  const barrier = (topM: number) =>
    boundaryDb(
      cutOf(
        [
          [0, 0, 0, 0],
          [50, 0, topM, 0],
          [100, 0, 0, 0],
        ],
        2,
        2,
      ),
      'homogeneous',
    )[7];
  expect(barrier(6)).toBeGreaterThan(barrier(3));
  expect(barrier(60)).toBeLessThanOrEqual(25);
});

test('a mean plane through straight ground is that ground', () => {
  const plane = newMeanPlane();
  layMeanPlane(
    cutOf(
      [
        [10, 101, 101, 1],
        [30, 103, 103, 0],
        [50, 105, 105, 0],
      ],
      0,
      0,
    ),
    0,
    2,
    plane,
  );
  expect([plane.slope, plane.riseM, plane.porosity].map((one) => one.toFixed(9))).toEqual([
    '0.100000000',
    '100.000000000',
    '0.500000000',
  ]);
});

test('a way round an edge without a detour lets through a third', () => {
  const into = new Float64Array(BANDS);
  const flat = cutOf(
    [
      [0, 0, 0, 0],
      [100, 0, 0, 0],
    ],
    2,
    2,
  );
  aroundEnergies(flat, 0, 0, 'homogeneous', newPathWorkspace(), into);
  expect(into[0]).toBeCloseTo(10 ** 0.3 / 3, 9);
});

test('an infinite line is 10 lg 4d below its power: 20 dB at 25 m', () => {
  const line = divergencePerM([-1e6, 0, 0], [1e6, 0, 0], [0, 25, 0], 2e6) / (4 * Math.PI);
  expect(dbOfEnergy(line)).toBeCloseTo(-20, 3);
});

test('Lden of 68, 66.5 and 58.2 dB is 68.8713', () => {
  expect(ldenDb(68, 66.5, 58.2)).toBeCloseTo(68.8713, 4);
});
