import { expect, test } from 'vitest';
import { nearestNames } from '../../../model/text/nearest-names.ts';

const NAMES = ['flood', 'crowd', 'sun', 'measure', 'resource-dispatch', 'pipe-network'];

test('a name within another comes first, then the fewest letters amiss', () => {
  expect(nearestNames('dispatch', NAMES, 2)[0]).toBe('resource-dispatch');
  expect(nearestNames('Flod', NAMES, 2)).toEqual(['flood', 'crowd']);
  expect(nearestNames('sum', NAMES, 1)).toEqual(['sun']);
});

test('there are never more than asked for, nor more than there are', () => {
  expect(nearestNames('', NAMES, 3)).toHaveLength(3);
  expect(nearestNames('x', ['a'], 3)).toEqual(['a']);
});
