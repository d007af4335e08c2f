import { airAbsorptionDbPerKm, USUAL_AIR } from '../../workers/noise/air-absorption.ts';
import { aWeightedDb, dbOfEnergy } from '../../workers/noise/bands.ts';
import { streamPowerDbPerM, type Vehicle } from '../../workers/noise/emission.ts';
import { ldenDb } from '../../workers/noise/indicators.ts';
import { divergencePerM } from '../../workers/noise/source-pieces.ts';
import { TECHNICAL_REPORT } from './noise-cases.ts';
import { NOISE_CITY } from './noise-city.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

const farthest = (found: ArrayLike<number>, stated: readonly number[]): number =>
  Math.max(...stated.map((one, i) => Math.abs(found[i] - one)));

const power = (vehicle: Vehicle, perHour: number): Float64Array =>
  streamPowerDbPerM({ vehicle, perHour, speedKmPerH: 50, airC: 20, surfaceDb: 0, slopePct: 0, junction: null });

/** Emission, air, an infinite line and indices against numbers worked out from the directive's formulas by code of another hand. */
async function formulas(): Promise<Verdict[]> {
  const cars = power('cars', 1000);
  const medium = power('medium', 100);
  const air = airAbsorptionDbPerKm(USUAL_AIR);
  // A line of 2 × 100 km seen from 25 m: the ends are 0.0001 of it.
  const line = divergencePerM([-1e5, 0, 0], [1e5, 0, 0], [0, 25, 0], 2e5) / (4 * Math.PI);
  return [
    atMost(
      'noise.formulas: cars, 50 km/h, 1,000 an hour, farthest in 8 bands, dB',
      farthest(cars, [81.33, 74.19, 72.39, 73.69, 78.58, 75.34, 67.66, 59.15]),
      0.006,
    ),
    atMost('noise.formulas: cars, A-weighted, off by dB', Math.abs(aWeightedDb(cars) - 81.45), 0.006),
    atMost(
      'noise.formulas: medium vehicles, 50 km/h, 100 an hour, farthest in 8 bands, dB',
      farthest(medium, [79.08, 72.21, 72.36, 73.16, 74.34, 69.9, 63.12, 57.25]),
      0.006,
    ),
    atMost('noise.formulas: medium vehicles, A-weighted, off by dB', Math.abs(aWeightedDb(medium) - 77.48), 0.006),
    atMost('noise.formulas: infinite line at 25 m, 20.000 dB, off by dB', Math.abs(dbOfEnergy(line) + 20), 0.001),
    atMost('noise.formulas: Lden of 65, 60, 55 dB, off by dB', Math.abs(ldenDb(65, 60, 55) - 65), 1e-9),
    atMost('noise.formulas: Lden of 68, 66.5, 58.2 dB, off by dB', Math.abs(ldenDb(68, 66.5, 58.2) - 68.8713), 5e-5),
    atMost(
      'noise.formulas: absorption of air at 10 °C and 70 %, farthest in 8 bands, dB/km',
      farthest(air, [0.12, 0.41, 1.04, 1.93, 3.66, 9.66, 32.77, 116.88]),
      0.006,
    ),
  ];
}

export const CASES: ValidationCase[] = [
  { name: 'noise.formulas', quick: true, run: formulas },
  TECHNICAL_REPORT,
  NOISE_CITY,
];
