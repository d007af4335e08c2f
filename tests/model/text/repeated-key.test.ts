import { expect, test } from 'vitest';
import { repeatedKey } from '../../../model/text/repeated-key.ts';

test.each([
  ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}],"d":"\\"a\\":{"}', null],
  ['{"who":"x","who":"y"}', 'who'],
  ['[{"a":{"b":1, "c":[1,2], "b" :2}}]', 'b'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['"a"', null],
])('in %s the key that stands twice is %s', (json, key) => {
  expect(repeatedKey(json)).toBe(key);
});

test('a text of some megabytes is read in one go', () => {
  expect(repeatedKey(JSON.stringify({ long: '"'.repeat(4_000_000), other: 1 }))).toBeNull();
});
