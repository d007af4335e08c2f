import { expect, test } from 'vitest';
import { headingOf } from '../../../model/geo/heading.ts';

test('headings in degrees, words of the compass and ranges, turned into 0 to 360', () => {
  const headings = ['90', '-90', '405.5', '９０°', 'ne', 'SSW', '朝东北', '西北', '45-135', '315-45', 'N-E'];
  expect(headings.map(headingOf)).toEqual([90, 270, 45.5, 90, 45, 202.5, 45, 315, 90, 0, 45]);
});

test('what is no heading, or several, is none', () => {
  expect(['', 'forward', 'N;S', 'up-down', '90-'].map(headingOf)).toEqual([null, null, null, null, null]);
});
