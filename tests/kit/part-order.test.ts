import { expect, test } from 'vitest';
import { inOrder, movedTo } from '../../src/kit/part-order.ts';

const parts = ['Map', 'Conflict', 'Map', 'Blueprint'].map((title, at) => ({ title, at }));

test('parts stand in the order of their titles, those of one title together, and the others behind as they were', () => {
  const placesBy = (...order: string[]) => inOrder(parts, order).map(({ at }) => at);
  expect(placesBy()).toEqual([0, 1, 2, 3]);
  expect(placesBy('Blueprint', 'Map')).toEqual([3, 0, 2, 1]);
});

test('a title goes before another on the way up and behind it on the way down; what is no part moves nothing', () => {
  const titles = ['a', 'b', 'c', 'd'];
  expect(movedTo(titles, 'd', 'b')).toEqual(['a', 'd', 'b', 'c']);
  expect(movedTo(titles, 'a', 'c')).toEqual(['b', 'c', 'a', 'd']);
  expect(movedTo(titles, 'a', 'a')).toEqual(titles);
  expect(movedTo(titles, 'x', 'a')).toEqual(titles);
  expect(movedTo(titles, 'a', 'x')).toEqual(titles);
});
