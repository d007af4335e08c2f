import { expect, test } from 'vitest';
import { createTwin } from '../../src/twin/twin.ts';
import { litShareRatio, mixOf, nightRatio } from '../../src/view/globe/sky/look.ts';
import { shadowsOfPicture, sunOfPicture } from '../../src/view/globe/sky/picture-sun.ts';
import { chooseLabels } from '../../src/view/label-choice.ts';
import { parseHex } from '../../src/view/tokens.ts';
import { smallCity } from '../model/city/small-city.ts';

test('day, dusk and night share the picture', () => {
  expect(mixOf(40, false)).toEqual([1, 0, 0]);
  expect(mixOf(-12, false)).toEqual([0, 0, 1]);
  expect(mixOf(1, false)).toEqual([0, 1, 0]);
  expect(mixOf(40, true)).toEqual([0, 0, 1]);
  for (const altitude of [-9, -5, -1, 2, 6, 11])
    expect(mixOf(altitude, false).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

test('30 % of windows are lit at 21:00 and 8 % at 02:00, none by day', () => {
  expect(litShareRatio(21)).toBeCloseTo(0.3);
  expect(litShareRatio(2)).toBeCloseTo(0.08);
  expect(litShareRatio(0)).toBeCloseTo(litShareRatio(23.999), 2);
  expect(nightRatio(30)).toBe(0);
  expect(nightRatio(-10)).toBe(1);
});

test('of labels that touch the first stays; no more than asked', () => {
  const box = (x: number, y: number) => ({ x, y, width: 80, height: 20 });
  expect(chooseLabels([box(0, 0), box(60, 10), box(0, 40), box(200, 0)], 10)).toEqual([true, false, true, true]);
  expect(chooseLabels([box(0, 0), box(200, 0), box(400, 0)], 2)).toEqual([true, true, false]);
});

test('a token is six hex digits, or three', () => {
  expect(parseHex('#FF8000')).toEqual([1, 128 / 255, 0]);
  expect(parseHex('#f80')).toEqual([1, 136 / 255, 0]);
  expect(parseHex('red')).toBeNull();
});

test('while the ground is looked through nothing casts a shadow: neither the true sun nor the baked one', () => {
  const looked = (underground: 'off' | 'translucent' | 'below') =>
    [true, false].flatMap((castsLive) =>
      [true, false].map((hasBaked) => shadowsOfPicture({ underground }, { castsLive, hasBaked })),
    );
  expect(looked('off')).toEqual(['live', 'live', 'baked', 'none']);
  expect(looked('translucent')).toEqual(['none', 'none', 'none', 'none']);
  expect(looked('below')).toEqual(['none', 'none', 'none', 'none']);
});

test('where works are played by days the sun stays as drawn, whatever the date, until a study asks for the true one', () => {
  const desks = [
    { id: 'plan', theme: 'plan', emphasis: ['plans'], steps: [] },
    { id: 'build', theme: 'plan', emphasis: ['site'], steps: [] },
  ] as const;
  const { city } = smallCity();
  const twin = createTwin(city, Date.UTC(2026, 10, 20, 9), [], desks);
  const heightDeg = () => sunOfPicture(twin.getState(), city.origin).altitudeDeg;
  const dusk = heightDeg();
  expect(dusk).toBeLessThan(10);
  twin.getState().openDesk('build');
  expect(sunOfPicture(twin.getState(), city.origin)).toEqual({ azimuthDeg: 140, altitudeDeg: 36 });
  twin.getState().showTime(Date.UTC(2027, 0, 20, 17));
  expect(heightDeg()).toBe(36);
  twin.getState().studySun(true);
  expect(heightDeg()).toBeLessThan(0);
});
