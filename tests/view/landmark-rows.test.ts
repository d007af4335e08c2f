import { expect, test } from 'vitest';
import type { Manifest } from '../../model/city/manifest.ts';
import { landmarkRows } from '../../src/view/globe/layers/landmark-rows.ts';

const label = (kind: Manifest['labels'][number]['kind'], eastM: number, northM: number, upM: number) => ({
  text: { zh: '塔', en: 'Tower' },
  kind,
  eastM,
  northM,
  upM,
});
/** East, north, up of the middle and radius of the ball of each. */
const placesOf = (...rows: [number, number, number, number][]) => Float32Array.from(rows.flat());

test('the building that a landmark’s name stands over is one, its neighbours are not', () => {
  const places = placesOf([100, 0, 20, 30], [112, 4, 10, 30], [500, 0, 20, 30]);
  expect([...landmarkRows(places, [label('landmark', 100, 0, 46)])]).toEqual([0]);
});

test('a name high above a low house, one beside a house, and names of other kinds make no landmark', () => {
  const places = placesOf([0, 0, 3, 8]);
  const labels = [
    label('landmark', 0, 0, 60),
    label('landmark', 7, 0, 9),
    label('street', 0, 0, 9),
    label('district', 0, 0, 9),
  ];
  expect(landmarkRows(places, labels).size).toBe(0);
});

test('many names, in any order, each find their own', () => {
  const places = placesOf(
    ...Array.from({ length: 200 }, (_, i): [number, number, number, number] => [i * 40, 0, 10, 15]),
  );
  const labels = [170, 3, 90, 4].map((row) => label('landmark', row * 40 + 2, 3, 26));
  expect([...landmarkRows(places, labels)].sort((a, b) => a - b)).toEqual([3, 4, 90, 170]);
});
