import { expect, test } from 'vitest';
import type { View } from '../../model/city/manifest.ts';
import { enuFromLonLat, lonLatFromEnu } from '../../model/geo/enu.ts';
import { openWay, paced } from '../../src/view/way.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 400 };
const viewAt = (enu: [number, number, number], headingDeg = 0, pitchDeg = -20): View => ({
  ...lonLatFromEnu(ORIGIN, enu),
  headingDeg,
  pitchDeg,
});
const placeOf = (view: View) => enuFromLonLat(ORIGIN, view);
const stepM = (a: View, b: View) => Math.hypot(...placeOf(a).map((m, i) => m - placeOf(b)[i]));

test('a way begins and ends at its stations, goes by those between, and turns the shorter way', () => {
  const stations = [viewAt([0, 0, 100], 350), viewAt([400, 0, 100], 10), viewAt([400, 400, 200], 90)];
  const way = openWay(stations);
  expect(stepM(way.at(0), stations[0])).toBeLessThan(0.01);
  expect(stepM(way.at(1), stations[2])).toBeLessThan(0.01);
  const nearest = Math.min(...Array.from({ length: 2001 }, (_, i) => stepM(way.at(i / 2000), stations[1])));
  expect(nearest).toBeLessThan(1);
  const headings = Array.from({ length: 50 }, (_, i) => way.at(i / 49).headingDeg);
  expect(headings.every((deg) => deg >= 349 || deg <= 91)).toBe(true);
});

test('four stations in a straight line make a straight line without overshoot', () => {
  const way = openWay([0, 100, 120, 1000].map((east) => viewAt([east, 0, 50])));
  const places = Array.from({ length: 301 }, (_, i) => placeOf(way.at(i / 300)));
  for (const [, north] of places) expect(Math.abs(north)).toBeLessThan(0.01);
  for (let i = 1; i < places.length; i++) expect(places[i][0]).toBeGreaterThanOrEqual(places[i - 1][0] - 1e-6);
});

test('the pace is even between gentle ends', () => {
  expect([paced(0), paced(0.5), paced(1)]).toEqual([0, expect.closeTo(0.5, 12), 1]);
  const way = openWay([viewAt([0, 0, 100]), viewAt([300, 200, 100]), viewAt([900, 0, 100])]);
  const steps = Array.from({ length: 20 }, (_, i) => stepM(way.at(0.3 + i * 0.02), way.at(0.32 + i * 0.02)));
  expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.02);
  expect(stepM(way.at(0), way.at(0.02))).toBeLessThan(0.2 * Math.min(...steps));
});

test('a turn on the spot takes its time; one station stands still', () => {
  const way = openWay([viewAt([0, 0, 100], 0), viewAt([0, 0, 100], 120)]);
  expect(way.at(0.5).headingDeg).toBeCloseTo(60, 6);
  expect(openWay([viewAt([5, 5, 100])]).at(0.7)).toEqual(openWay([viewAt([5, 5, 100])]).at(0));
});

test('a way is lifted over a hill by its clearance, and only there', () => {
  const way = openWay([viewAt([0, 0, 100]), viewAt([1000, 0, 100])]);
  const high = way.places.map((view) => (Math.abs(placeOf(view)[0] - 500) < 150 ? 400 + 150 : 400));
  way.keepClear(high);
  expect(placeOf(way.at(0.5))[2]).toBeCloseTo(162, 0);
  expect(placeOf(way.at(0))[2]).toBeCloseTo(100, 6);
});
