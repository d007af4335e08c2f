import { expect, test } from 'vitest';
import { floatDifferences } from '../../validation/construction-floats.ts';

test('dates and floats over four calendars are those of a forward pass that is tried, in twelve networks of a hundred', () => {
  expect(floatDifferences(Array.from({ length: 12 }, (_, k) => k + 1))).toEqual({ dates: [], floats: [] });
});
