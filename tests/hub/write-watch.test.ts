import { expect, test } from 'vitest';
import { watchWriting } from '../../hub/history/write-watch.ts';

test('writing that stands for ten seconds while something waits is a failure, until it goes on', () => {
  let nowMs = 0;
  const history = { waiting: 0, written: 5 };
  const watch = watchWriting(history, () => nowMs);
  nowMs = 60_000;
  expect(watch.failure()).toBeNull();
  history.waiting = 3;
  nowMs += 9999;
  expect(watch.failure()).toBeNull();
  nowMs += 1;
  expect(watch.failure()).toBe('3 observations wait, and none was written for 10 s');
  history.written++;
  expect(watch.failure()).toBeNull();
  watch.close();
});
