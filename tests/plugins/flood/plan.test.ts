import { expect, test } from 'vitest';
import { floodShapes } from '../../../src/plugins/flood/scene/plan.ts';
import { defaultFloodForm, type FloodForm } from '../../../src/plugins/flood/slice.ts';

const form: FloodForm = {
  ...defaultFloodForm({
    area: { westM: -100, southM: -100, eastM: 100, northM: 100 },
    cellM: 4,
    stormYears: null,
    riverYears: [],
    riverPeakH: 0,
    riverEndH: 0,
    hasDrains: false,
    supplies: [],
    breaches: [],
    gauges: [],
  }),
  breaches: [
    { kind: 'planned', id: 'levee', beginH: 0 },
    { kind: 'planned', id: 'unknown', beginH: 0 },
    { kind: 'placed', id: 'own', at: [5, 6], beginH: 0, growH: 1, widthM: 20 },
  ],
  walls: [
    {
      id: 'w',
      line: [
        [0, 0],
        [9, 0],
      ],
      heightM: 1,
      fromH: 0,
    },
  ],
};

test('a form is the edge of its area, walls as lines, breaches as dots; a breach that the city has not is left out', () => {
  const [area, ...rest] = floodShapes(form, [{ id: 'levee', at: [1, 2] }]);
  expect(area).toMatchObject({ isRing: true, line: { length: 4 } });
  expect(rest.map(({ line }) => line)).toEqual([
    [
      [0, 0],
      [9, 0],
    ],
    [[1, 2]],
    [[5, 6]],
  ]);
});

test('a moving storm is its way and a ring of its radius at either end', () => {
  const rain: FloodForm['rain'] = { kind: 'moving', from: [0, 0], to: [100, 0], hours: 1, radiusM: 50, peakMmPerH: 80 };
  const [, way, first, last] = floodShapes({ ...form, rain, walls: [], breaches: [] }, []);
  expect(way).toEqual({
    line: [
      [0, 0],
      [100, 0],
    ],
    isRing: false,
  });
  expect(first.isRing && last.isRing).toBe(true);
  for (const [eastM, northM] of last.line) expect(Math.hypot(eastM - 100, northM)).toBeCloseTo(50, 9);
});
