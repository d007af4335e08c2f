import { expect, test } from 'vitest';
import type { Enu } from '../../../model/geo/enu.ts';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import {
  areaText,
  legsOf,
  lengthText,
  measured,
  riseText,
  samplesOf,
} from '../../../src/plugins/measure/scene/ruler.ts';
import type { RulerKind, RulerPoints } from '../../../src/twin/pick.ts';

function point(eastM: number, northM: number, elevationM: number, on: SurfacePoint['on'] = 'ground'): SurfacePoint {
  return {
    lonLat: { lonDeg: 108, latDeg: 34, heightM: elevationM },
    enu: [eastM, northM, elevationM],
    elevationM,
    on,
  };
}
const ruler = (ruler: RulerKind, ...points: SurfacePoint[]): RulerPoints => ({ ruler, points });

test('a line of 30 m and 40 m is 70 m long, and its last point 5 m lower', () => {
  const line = ruler('distance', point(0, 0, 10), point(30, 0, 10), point(30, 40, 5));
  expect(measured(line, null)).toEqual({ flatM: 70, alongM: null, riseM: -5, areaM2: 0 });
});

test('over a ridge of 3 m between points 8 m apart the ground is 10 m long', () => {
  const line = ruler('distance', point(0, 0, 0), point(8, 0, 0));
  const ridge: Enu[][] = [
    [
      [0, 0, 0],
      [4, 0, 3],
      [8, 0, 0],
    ],
  ];
  expect(measured(line, ridge)).toMatchObject({ flatM: 8, alongM: 10 });
});

test('an area is closed: 20 × 10 m are 200 m² with an edge of 60 m, whichever way it was drawn', () => {
  const corners = [point(0, 0, 0), point(20, 0, 0), point(20, 10, 0), point(0, 10, 0)];
  for (const ring of [corners, [...corners].reverse()])
    expect(measured(ruler('area', ...ring), null)).toMatchObject({ flatM: 60, areaM2: 200 });
  expect(legsOf(ruler('area', ...corners))).toHaveLength(4);
  expect(measured(ruler('area', ...corners.slice(0, 2)), null)).toMatchObject({ flatM: 20, areaM2: 0 });
});

test('the ground is asked for every 5 m between points on it, and not under a line from a roof', () => {
  expect(samplesOf([point(0, 0, 0), point(20, 0, 0)])).toEqual([
    [5, 0],
    [10, 0],
    [15, 0],
  ]);
  expect(samplesOf([point(0, 0, 0), point(20, 0, 30, 'object')])).toEqual([]);
  expect(samplesOf([point(0, 0, 0), point(0, 0, 0)])).toEqual([]);
});

test('numbers carry their unit: metres, then kilometres; square metres, then hectares; a true minus', () => {
  expect([lengthText(12.345), lengthText(1234.5), lengthText(12_345)]).toEqual([
    '12.35\u2009m',
    '1,234.5\u2009m',
    '12.35\u2009km',
  ]);
  expect([areaText(200, 'en'), areaText(25_000, 'en'), areaText(25_000, 'zh')]).toEqual([
    '200\u2009m²',
    '2.50\u2009ha',
    '2.50\u2009公顷',
  ]);
  expect([riseText(1.5), riseText(-1.5)]).toEqual(['+1.50\u2009m', '\u22121.50\u2009m']);
});
