import { expect, test } from 'vitest';
import { seasonAt, seasonMsOf } from '../../src/view/season.ts';

const on = (date: string, latDeg = 34.3) => seasonAt(Date.parse(`${date}T04:00:00Z`), latDeg);

test('midsummer has no colours, late autumn has them, midwinter is bare, April is fresh', () => {
  expect(on('2026-07-18')).toEqual({ springRatio: 0, autumnRatio: 0, bareRatio: 0 });
  expect(on('2026-11-10').autumnRatio).toBeGreaterThan(0.9);
  expect(on('2026-11-10').bareRatio).toBeLessThan(0.1);
  expect(on('2027-01-20').bareRatio).toBe(1);
  expect(on('2026-04-12')).toMatchObject({ springRatio: 1, autumnRatio: 0 });
  expect(on('2026-04-12').bareRatio).toBeLessThan(0.05);
});

test('nothing jumps at the turn of the year or from day to day', () => {
  let before = on('2026-12-01');
  for (let day = 1; day < 365; day++) {
    const now = seasonAt(Date.UTC(2026, 11, 1 + day, 4), 34.3);
    expect(Math.abs(now.bareRatio - before.bareRatio)).toBeLessThan(0.1);
    expect(Math.abs(now.springRatio - before.springRatio)).toBeLessThan(0.1);
    before = now;
  }
});

test('the southern half has its summer in January, the tropics have no seasons, the north turns earlier', () => {
  expect(on('2027-01-20', -34).bareRatio).toBe(0);
  expect(on('2026-07-18', -34).bareRatio).toBeGreaterThan(0.9);
  expect(on('2027-01-20', 1.3)).toEqual({ springRatio: 0, autumnRatio: 0, bareRatio: 0 });
  expect(on('2026-10-20', 52).autumnRatio).toBeGreaterThan(on('2026-10-20', 34).autumnRatio + 0.2);
});

test('a made city opens in early summer on both halves of the Earth; a time that somebody sets, and a real city, keep their season', () => {
  const december = Date.parse('2026-12-20T04:00:00Z');
  const made = (latDeg: number) => ({ fictional: true, origin: { latDeg } });
  const untouched = { shownTimeMs: december, isTimeChosen: false };
  for (const latDeg of [34.3, -34])
    expect(seasonAt(seasonMsOf(untouched, made(latDeg)), latDeg)).toEqual({
      springRatio: 0,
      autumnRatio: 0,
      bareRatio: 0,
    });
  expect(seasonMsOf({ ...untouched, isTimeChosen: true }, made(34.3))).toBe(december);
  expect(seasonMsOf(untouched, { ...made(34.3), fictional: false })).toBe(december);
});
