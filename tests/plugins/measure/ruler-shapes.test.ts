import { expect, test } from 'vitest';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { rulerShapes } from '../../../src/plugins/measure/scene/ruler-shapes.ts';
import type { RulerKind } from '../../../src/twin/pick.ts';

const point = (eastM: number, northM: number, upM = 0): SurfacePoint => ({
  lonLat: { lonDeg: 0, latDeg: 0, heightM: upM },
  enu: [eastM, northM, upM],
  elevationM: upM,
  on: 'ground',
});

/** A pixel a metre, from above; up is drawn upwards. */
const sight = {
  lines: null,
  pointer: null,
  toPixel: ([x, y, z]: readonly number[]) => ({ x, y: -y - z }),
  language: 'en' as const,
};
const shapes = (ruler: RulerKind, points: SurfacePoint[], extra = {}) =>
  rulerShapes({ ruler, points }, { ...sight, ...extra });

test('a line carries its whole length beside its last point; each leg of several its own', () => {
  const two = shapes('distance', [point(0, 0), point(100, 0)]);
  expect(two.labels).toMatchObject([{ text: '100.0\u2009m', rank: 'beside', at: { x: 100 } }]);
  const three = shapes('distance', [point(0, 0), point(100, 0), point(100, 80)]);
  expect(three.labels.map(({ rank }) => rank)).toEqual(['leg', 'leg', 'beside']);
  expect(three.labels[2].text).toBe('180.0\u2009m');
});

test('a leg that is too short to read beside has no length of its own', () => {
  const { labels } = shapes('distance', [point(0, 0), point(100, 0), point(100, 20)]);
  expect(labels.map(({ rank }) => rank)).toEqual(['leg', 'beside']);
});

test('the line runs on to the pointer', () => {
  const { line, corners } = shapes('distance', [point(0, 0)], { pointer: { x: 7, y: 8 } });
  expect(line.at(-1)).toEqual({ x: 7, y: 8 });
  expect(corners).toHaveLength(1);
});

test('an area is a ring with its size in its middle', () => {
  const { isRing, labels } = shapes('area', [point(0, 0), point(100, 0), point(100, 100), point(0, 100)]);
  expect(isRing).toBe(true);
  expect(labels.at(-1)).toMatchObject({ text: '1.00\u2009ha', rank: 'total', at: { x: 50 } });
});

test('a height is drawn level to the plumb line and up it, with both lengths', () => {
  const { line, labels } = shapes('height', [point(0, 0, 2), point(60, 0, 48)]);
  expect(line).toHaveLength(3);
  expect(labels.map(({ text }) => text)).toEqual(['60.00\u2009m', '+46.00\u2009m']);
});
