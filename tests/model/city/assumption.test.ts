import { expect, test } from 'vitest';
import { assumptionText, concerns } from '../../../model/city/assumption.ts';

const guess = { code: 'height-stated', values: { count: 287, heightM: 12 } };

test('a guess of the baker is said in both languages, with its values', () => {
  expect(assumptionText(guess, 'en')).toBe('height: 12 m for 287 features without one');
  expect(assumptionText(guess, 'zh')).toBe('287 个对象没有高度，以 12 m 代之');
});

test('a guess tells whose values it went into', () => {
  expect(concerns(guess, 'height')).toBe(true);
  expect(concerns(guess, 'storeys')).toBe(false);
});

test('a code that this page does not know is shown with its values', () => {
  expect(assumptionText({ code: 'toString', values: { count: 2 } }, 'zh')).toBe('toString count 2');
});
