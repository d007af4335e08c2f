import { expect, test } from 'vitest';
import { oneByOne } from '../../src/kit/one-by-one.ts';

test('of a hundred forms in a row the first is answered, and of those that waited the last alone', async () => {
  const queue = oneByOne();
  const begun: number[] = [];
  let last = 0;
  let answer: () => void = () => undefined;
  const ask = (form: number) => {
    last = form;
    return queue(
      () => last === form,
      () => {
        begun.push(form);
        return new Promise((done) => {
          answer = done;
        });
      },
    );
  };
  ask(0);
  await Promise.resolve();
  const all = Array.from({ length: 100 }, (_, i) => ask(i + 1));
  expect(begun).toEqual([0]);
  answer();
  await all[98];
  expect(begun).toEqual([0, 100]);
  answer();
  await all[99];
});
