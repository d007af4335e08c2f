import { describe, expect, test } from 'vitest';
import { percentile } from '../../../model/scenarios/crowd-ensemble.ts';
import { smokeRatio } from '../../../workers/crowd/core/smoke.ts';
import { BODIES, standsIn, type WaterSeries, wadingRatio, waterAt } from '../../../workers/crowd/core/wading.ts';
import { planFromGeoJson } from '../../../workers/crowd/plan/drawn-plan.ts';

describe('plans', () => {
  test('what is wrong is named with its place', () => {
    expect(() =>
      planFromGeoJson(
        {
          type: 'Feature',
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [1, 'a'],
                [1, 1],
              ],
            ],
          },
        },
        'plan.geojson',
      ),
    ).toThrow('plan.geojson: (root).geometry.coordinates.0.1: expected [east, north] in metres, got [1,"a"]');
  });

  test('GeoJSON: polygons are floor, lines are walls', () => {
    const plan = planFromGeoJson(
      {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            geometry: {
              type: 'Polygon',
              coordinates: [
                [
                  [0, 0],
                  [4, 0],
                  [4, 4],
                  [0, 0],
                ],
              ],
            },
          },
          {
            type: 'Feature',
            geometry: {
              type: 'LineString',
              coordinates: [
                [1, 0],
                [1, 1],
              ],
            },
          },
        ],
      },
      'plan.geojson',
    );
    expect(plan).toEqual({
      areas: [
        {
          outer: [
            [0, 0],
            [4, 0],
            [4, 4],
          ],
          holes: [],
        },
      ],
      walls: [
        [
          [1, 0],
          [1, 1],
        ],
      ],
      openRings: 0,
    });
  });
});

describe('water and smoke', () => {
  const [adult, frail, child] = BODIES;

  test('0.35 m of water leaves 0.58 of the speed, of turbid water 0.6 of that', () => {
    expect(wadingRatio(0.35, false)).toBeCloseTo(0.58, 6);
    expect(wadingRatio(0.35, true)).toBeCloseTo(0.348, 6);
    expect(wadingRatio(0.01, true)).toBe(1);
  });

  test('adults stand to 1.2 m and 0.6 m²/s, the frail to 0.5 m, small children to 0.3 m', () => {
    expect([adult, frail, child].map((body) => standsIn({ depthM: 0.4, speedMps: 0.2 }, body))).toEqual([
      true,
      true,
      false,
    ]);
    expect(standsIn({ depthM: 1, speedMps: 0.7 }, adult)).toBe(false);
  });

  test('between two frames the depth is straight in time; beside the raster it is dry', () => {
    const series: WaterSeries = {
      westM: 0,
      southM: 0,
      cellM: 1,
      columns: 1,
      rows: 1,
      floors: ['ground'],
      timesS: [0, 10],
      depthM: [new Float32Array([0]), new Float32Array([1])],
      speedMps: [new Float32Array(1), new Float32Array(1)],
      turbid: false,
    };
    const at = { depthM: 0, speedMps: 0 };
    expect(waterAt(series, 4, 0.5, 0.5, at).depthM).toBeCloseTo(0.4, 6);
    expect(waterAt(series, 4, 1.5, 0.5, at).depthM).toBe(0);
  });

  test('smoke of 1/m halves the speed (NIST TN 1822, 2.5)', () => expect(smokeRatio('nist', 1)).toBe(0.5));
});

test('95th percentile of twenty values is the nineteenth; a run without end counts as the longest', () => {
  expect(
    percentile(
      Array.from({ length: 20 }, (_, k) => k + 1),
      0.95,
    ),
  ).toBe(19);
  expect(percentile([1, 2, Number.NaN], 0.95)).toBeNull();
});
