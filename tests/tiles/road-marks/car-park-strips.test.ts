import { describe, expect, test } from 'vitest';
import { rectangle } from '../../../demo/shape/rings.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import type { LayerInput, PolygonGeometry } from '../../../tiles/model.ts';
import { carParkMarks } from '../../../tiles/road-marks/car-park-marks.ts';
import { carParkStrips } from '../../../tiles/road-marks/car-park-strips.ts';
import { emptyLayer } from '../shape/layer.ts';

describe('bays of a car park', () => {
  test('30 m by 18 m has two rows of eleven about one aisle', () => {
    // 30 − 2 × .4 = 29.2 m are eleven bays of 2.5 m; 18 − .8 = 17.2 m are 5.3 + 6 + 5.3 and .6 m over.
    const strips = carParkStrips([rectangle(0, 0, 30, 18)]);
    expect(strips.length).toBe(2 * 12);
    for (const { tone, ring } of strips) {
      expect(tone).toBe('white');
      expect(signedAreaM2(ring)).toBeCloseTo(0.12 * 5.3, 6);
    }
    const across = [...new Set(strips.flatMap(({ ring }) => ring.map(([, y]) => Math.round(y * 100) / 100)))];
    expect(across.sort((a, b) => a - b)).toEqual([-8.3, -3, 3, 8.3]);
  });

  test('turned by any angle it has the same bays', () => {
    expect(carParkStrips([rectangle(300, -200, 18, 30, 33)]).length).toBe(2 * 12);
  });

  test('a longer one leaves room to turn at both ends, a wider one takes one row more with its aisle', () => {
    // 60 − 2 × 6 = 48 m are nineteen bays; 30 − .8 = 29.2 m are 16.6 + 11.3 and 1.3 m over.
    expect(carParkStrips([rectangle(0, 0, 60, 30)]).length).toBe(3 * 20);
  });

  test('one row lies beside a street; what is narrower than a bay is deep has none', () => {
    expect(carParkStrips([rectangle(0, 0, 20, 6.2)]).length).toBe(7 + 1);
    expect(carParkStrips([rectangle(0, 0, 20, 5)])).toEqual([]);
  });

  test('no bay is drawn over its edge or over what is cut out of it', () => {
    const hole = rectangle(0, -5.65, 5, 4);
    const whole = carParkStrips([rectangle(0, 0, 30, 18)]).length;
    // Bays begin at −13.75 m: the three from −3.75 m to 3.75 m lie over it; their outermost lines are those of their neighbours.
    expect(carParkStrips([rectangle(0, 0, 30, 18), hole]).length).toBe(whole - 2);
    expect(
      carParkStrips([
        [
          [0, 0],
          [40, 0],
          [0, 30],
        ],
      ]).every(({ ring }) => ring.every(([x, y]) => x >= 0 && y >= 0 && x / 40 + y / 30 <= 1.02)),
    ).toBe(true);
  });
});

test('layers of car parks have their marks by their name, in any language, and others none', () => {
  const origin = { lonDeg: 108.75, latDeg: 34.3, heightM: 350 };
  const lonLat = rectangle(3000, 2000, 30, 18).flatMap(([x, y]) => {
    const { lonDeg, latDeg } = lonLatFromEnu(origin, [x, y, 0]);
    return [lonDeg, latDeg];
  });
  const geometry: PolygonGeometry = {
    kind: 'polygon',
    featurePart: Uint32Array.of(0, 1),
    partRing: Uint32Array.of(0, 1),
    ringVertex: Uint32Array.of(0, 4),
    lonLatDeg: Float64Array.from(lonLat),
  };
  const layer = (id: string, zh: string): LayerInput => ({
    ...emptyLayer('area', 1, geometry),
    id,
    group: 'road',
    label: { zh, en: id },
    liftM: 0.18,
  });
  const marks = carParkMarks({ layers: [layer('lots', '地面停车场'), layer('squares', '广场')], origin });
  expect(marks.map(({ id, decorates }) => [id, decorates])).toEqual([['lots-marks', 'lots']]);
  expect(marks[0].liftM).toBeCloseTo(0.22, 6);
  const drawn = marks[0].features.geometry;
  expect(drawn.kind === 'polygon' && drawn.partRing.length - 1).toBe(2 * 12);
});
