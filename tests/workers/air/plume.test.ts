import { expect, test } from 'vitest';
import { briggsSpread } from '../../../workers/air/briggs.ts';
import { addPlume, BREATH_M, downwind, plumeGPerM3 } from '../../../workers/air/plume.ts';

const PLACE = { westM: -1000, southM: -800, cellM: 50, columns: 40, rows: 32 };
const carried = { windMps: 3, spread: briggsSpread('urban', 'C'), heightM: 15, buoyancyM4ps3: 4, lidM: 600 };

test('a west wind blows to the east', () => {
  const [east, north] = downwind(270);
  expect(east).toBeCloseTo(1);
  expect(north).toBeCloseTo(0);
});

test.each([0, 33, 90, 147, 180, 225, 270, 301])(
  'the map of a plume from %i° holds what the plume is at each cell',
  (windFromDeg) => {
    const atM = [130, -70] as const;
    const values = new Float32Array(PLACE.columns * PLACE.rows);
    addPlume(PLACE, { atM, windFromDeg, carried, rateGps: 5 }, values);
    const [east, north] = downwind(windFromDeg);
    const plume = plumeGPerM3(carried, 5);
    for (const [i, value] of values.entries()) {
      const dx = PLACE.westM + ((i % PLACE.columns) + 0.5) * PLACE.cellM - atM[0];
      const dy = PLACE.southM + (Math.floor(i / PLACE.columns) + 0.5) * PLACE.cellM - atM[1];
      const own = plume(dx * east + dy * north, dy * east - dx * north, BREATH_M);
      expect(Math.abs(value - own)).toBeLessThanOrEqual(1e-6 * own + 1e-30);
    }
  },
);
