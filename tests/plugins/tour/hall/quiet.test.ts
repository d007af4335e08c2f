import { expect, test } from 'vitest';
import { BRIGHT, nextRest, type Rest } from '../../../../src/plugins/tour/hall/quiet.ts';

const facts = { isQuiet: true, isTouring: false, idleS: 600, hasEnded: false };
const DARK: Rest = { isDark: true, isWoken: false };
const WOKEN: Rest = { isDark: false, isWoken: true };

test('a hall is dark when it is quiet, and bright when it is not, whatever it was', () => {
  expect(nextRest(BRIGHT, facts)).toEqual(DARK);
  for (const rest of [BRIGHT, DARK, WOKEN]) expect(nextRest(rest, { ...facts, isQuiet: false })).toEqual(BRIGHT);
});

test('a tour that plays for nobody ends with the day; one that somebody touched within a minute goes to its end', () => {
  expect(nextRest(BRIGHT, { ...facts, isTouring: true, idleS: 60 })).toEqual(DARK);
  const attended = nextRest(BRIGHT, { ...facts, isTouring: true, idleS: 59 });
  expect(attended).toEqual(WOKEN);
  expect(nextRest(attended, { ...facts, isTouring: true, idleS: 300 })).toEqual(WOKEN);
  expect(nextRest(attended, { ...facts, isTouring: true, idleS: 300, hasEnded: true })).toEqual(DARK);
});

test('who was woken and stands at its cover is given a minute', () => {
  expect(nextRest(WOKEN, { ...facts, idleS: 59 })).toEqual(WOKEN);
  expect(nextRest(WOKEN, { ...facts, idleS: 60 })).toEqual(DARK);
});

test('a dark hall stays dark until it is touched or the day comes', () => {
  expect(nextRest(DARK, { ...facts, idleS: 0, hasEnded: true })).toEqual(DARK);
});
