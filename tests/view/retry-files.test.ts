import { expect, test } from 'vitest';
import { retryDelayMs } from '../../src/view/retry-files.ts';

test('a file that did not come is asked for again after waits that double, five times', () => {
  expect([0, 1, 2, 3, 4, 5].map((count) => retryDelayMs(count, undefined))).toEqual([
    500,
    1000,
    2000,
    4000,
    8000,
    null,
  ]);
});

test('a server that is out of breath is asked again; one that says that there is no such file is not', () => {
  expect([500, 502, 503, 408, 429].map((status) => retryDelayMs(0, status))).toEqual(Array(5).fill(500));
  expect([400, 401, 403, 404, 410].map((status) => retryDelayMs(0, status))).toEqual(Array(5).fill(null));
});
