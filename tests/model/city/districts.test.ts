import { expect, test } from 'vitest';
import { districtAt, parseDistricts } from '../../../model/city/districts.ts';

const square = (id: string, westM: number) => ({
  id,
  nameZh: id,
  nameEn: id,
  polygon: [
    [westM, 0],
    [westM + 100, 0],
    [westM + 100, 100],
    [westM, 100],
  ],
});
const file = { districts: [square('old-town', 0), square('new-town', 200)] };

test('a point lies in the district whose polygon holds it, and in none between them', () => {
  const districts = parseDistricts(file);
  expect([50, 250, 150].map((eastM) => districtAt(districts, eastM, 50))).toEqual(['old-town', 'new-town', null]);
});

test('a district without an outline is refused by its place in the file', () => {
  const broken = { districts: [{ ...square('old-town', 0), polygon: [[0, 0]] }] };
  expect(() => parseDistricts(broken, 'population.json')).toThrow(/population\.json.*districts\.0\.polygon/);
});
