import { expect, test } from 'vitest';
import { PLACED_NUMBERS } from '../../../src/plugins/street-traffic/placed.ts';
import { headwayOf, TrackMoments } from '../../../src/plugins/street-traffic/track-moment.ts';
import { trackRun } from '../../../src/plugins/street-traffic/track-run.ts';
import type { TrackPath } from '../../../workers/street-traffic/engine-types.ts';

const NOON_MS = Date.UTC(2026, 6, 20, 4);
const everywhere = { eastM: 0, northM: 0, reachM: 1e5 };

/** Two tracks 6 km from west to east, a train of 4 × 20 m every 4 minutes, 20 m/s. */
const line = (more: Partial<TrackPath> = {}): TrackPath => ({
  id: 'm1',
  name: { zh: '一号线', en: 'Line 1' },
  kind: 'metro',
  points: [
    [0, 0, 5],
    [6000, 0, 5],
  ],
  underground: [],
  isDouble: true,
  apartM: 10,
  isThrough: true,
  speedKmPerH: 72,
  headwayS: 240,
  cars: 4,
  carM: 20,
  dwellS: 30,
  stopsM: [],
  assumed: [],
  ...more,
});

function cars(paths: TrackPath | TrackPath[], timeMs = NOON_MS, isUndergroundSeen = true) {
  const out = new Float32Array(400 * PLACED_NUMBERS);
  const moments = new TrackMoments({ lines: [paths].flat() }, 'Asia/Shanghai');
  const count = moments.near(timeMs, everywhere, isUndergroundSeen, out);
  return Array.from({ length: count }, (_, i) => {
    const [east, north, up, cosine, sine, form, , , climb] = out.subarray(i * PLACED_NUMBERS, (i + 1) * PLACED_NUMBERS);
    return { east, north, up, cosine, sine, form, climb };
  });
}
const FRONTS = [1, 3];
const fronts = (all: ReturnType<typeof cars>) => all.filter(({ form }) => FRONTS.includes(form % 4));

test('the same second has the same places, whichever way it was reached', () => {
  const moments = new TrackMoments({ lines: [line(), line({ id: 'm2', stopsM: [2000] })] }, 'Asia/Shanghai');
  const at = (timeMs: number) => {
    const out = new Float32Array(400 * PLACED_NUMBERS);
    return [...out.subarray(0, moments.near(timeMs, everywhere, true, out) * PLACED_NUMBERS)];
  };
  const first = at(NOON_MS);
  for (const awayMs of [60_000, -86_401_000, 7 * 86_405_000]) {
    expect(at(NOON_MS + awayMs)).not.toEqual(first);
    expect(at(NOON_MS)).toEqual(first);
  }
  expect(at(NOON_MS + 240_000)).toEqual(first);
});

test('trains of a direction are their headway apart: 240 s at 20 m/s are 4,800 m', () => {
  const east = fronts(cars(line(), NOON_MS + 50_000))
    .filter(({ cosine }) => cosine > 0)
    .map((car) => car.east)
    .sort((a, b) => a - b);
  expect(east).toHaveLength(2);
  expect(east[1] - east[0]).toBeCloseTo(4800, 2);
});

test('each direction keeps to the right of its line, and a single track has its train on the line', () => {
  for (const { north, cosine } of cars(line())) expect(north).toBeCloseTo(cosine > 0 ? -5 : 5, 6);
  for (const { north } of cars(line({ isDouble: false }))) expect(north).toBeCloseTo(0, 6);
});

test('no car is ever off its line, at ends where trains halt and where they go through', () => {
  for (const isThrough of [true, false])
    for (const isDouble of [true, false])
      for (let second = 0; second < 1800; second += 7)
        for (const { east } of cars(line({ isThrough, isDouble, stopsM: [1500, 3000] }), NOON_MS + second * 1000)) {
          expect(east).toBeGreaterThanOrEqual(10 - 1e-3);
          expect(east).toBeLessThanOrEqual(5990 + 1e-3);
        }
});

test('cars keep their distance in a bend and head along it', () => {
  const bend: TrackPath['points'] = Array.from({ length: 181 }, (_, k) => {
    const angle = (k * Math.PI) / 180;
    return [1000 * Math.sin(angle), 1000 * (1 - Math.cos(angle)), 0.01 * 1000 * angle];
  });
  const all = cars(line({ points: bend, isDouble: false }), NOON_MS);
  expect(all).toHaveLength(4);
  for (let i = 1; i < all.length; i++) {
    const apartM = Math.hypot(all[i].east - all[i - 1].east, all[i].north - all[i - 1].north);
    expect(apartM).toBeGreaterThan(19.9);
    expect(apartM).toBeLessThan(20.1);
  }
  for (const { east, north, cosine, sine, climb } of all) {
    // Along the tangent of a circle about (0, 1000), whichever way it goes.
    expect(Math.abs((east * cosine + (north - 1000) * sine) / 1000)).toBeLessThan(0.01);
    expect(Math.abs(climb)).toBeCloseTo(0.01, 4);
  }
});

test('on a single track one train goes there and back, and the next sets out when it is back', () => {
  const single = line({ isDouble: false, isThrough: false });
  // 5,920 m: 22.2 s to gather speed, as many to brake, with 30 s at either end.
  const { lastsS } = trackRun({ ...single, lengthM: 6000, trainM: 80, speedMps: 20 });
  expect(lastsS).toBeCloseTo(30 + 5920 / 20 + 20 / 0.9 + 30, 6);
  expect(headwayOf(single)).toBeCloseTo(2 * lastsS, 6);
  for (let second = 0; second < 900; second += 11) expect(cars(single, NOON_MS + second * 1000)).toHaveLength(4);
});

test('a train stands at its stop for its dwell, its middle there, and its way never goes back', () => {
  const run = trackRun({ ...line(), lengthM: 6000, trainM: 80, speedMps: 20, stopsM: [2000] });
  const at = Array.from({ length: Math.ceil(run.lastsS) }, (_, second) => run.frontM(second));
  expect(at.filter((frontM) => Math.abs(frontM - 2040) < 1e-6).length).toBeGreaterThanOrEqual(30);
  for (let i = 1; i < at.length; i++) {
    expect(at[i] - at[i - 1]).toBeGreaterThanOrEqual(-1e-9);
    expect(at[i] - at[i - 1]).toBeLessThanOrEqual(20 + 1e-9);
  }
});

test('a timetable has them set out at its local times and at no other', () => {
  const timed = line({ departuresS: [[12 * 3600], []] });
  expect(cars(timed, NOON_MS - 1000)).toHaveLength(0);
  // After 60 s at 20 m/s its head is at 1,200 m.
  const [first] = cars(timed, NOON_MS + 60_000);
  expect(first.east).toBeCloseTo(1190, 3);
  expect(cars(timed, NOON_MS + 3_600_000)).toHaveLength(0);
});

test('under the ground they are given only to who looks there, and are counted all the same', () => {
  const buried = line({ underground: [[0, 6000]] });
  expect(cars(buried, NOON_MS, false)).toHaveLength(0);
  expect(cars(buried, NOON_MS, true).length).toBeGreaterThan(0);
  const { trains, boats } = new TrackMoments(
    { lines: [buried, line({ kind: 'ferry', id: 'b1', cars: 1 })] },
    'Asia/Shanghai',
  ).counts(NOON_MS);
  expect(trains).toBe(boats);
  expect(trains).toBeGreaterThan(1);
});
