import { expect, test } from 'vitest';
import { startingViews } from '../../../src/plugins/scheme-design/starting-views.ts';

test('two schemes are compared with each other from the start, one with today, and what was chosen stays', () => {
  const none = [null, null, null, null];
  const [one, two] = [{ id: 's1' }, { id: 's2' }];
  expect(startingViews([one, two], none)).toEqual(['s1', 's2', null, null]);
  expect(startingViews([one], none)).toEqual([null, 's1', null, null]);
  expect(startingViews([], none)).toEqual(none);
  expect(startingViews([one, two], [null, 's1', null, null])).toEqual([null, 's1', null, null]);
});
