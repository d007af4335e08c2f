import { expect, test } from 'vitest';
import { FairQueue } from '../../../hub/features/fair-queue.ts';

test('whoever has many things waits behind the first of whoever has one', () => {
  const queue = new FairQueue<string>();
  for (const item of ['a1', 'a2', 'a3']) queue.add('a', item);
  queue.add('b', 'b1');
  expect([queue.size, queue.sizeOf('a'), queue.sizeOf('c')]).toEqual([4, 3, 0]);
  expect([queue.next(), queue.next()]).toEqual(['a1', 'b1']);
  queue.add('c', 'c1');
  expect([queue.next(), queue.next(), queue.next(), queue.next()]).toEqual(['a2', 'c1', 'a3', undefined]);
  queue.add('a', 'a4');
  expect(queue.takeAll()).toEqual(['a4']);
  expect(queue.size).toBe(0);
});
