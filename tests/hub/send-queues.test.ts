import { expect, test } from 'vitest';
import { SendQueues } from '../../hub/broker/send-queues.ts';

const LIMITS = { mostBytes: 100, mostTogetherBytes: 200 };

/** Connections with names and what waits in each; `cut` has the names of those that were cut off. */
function connections(...names: string[]) {
  const cut: string[] = [];
  const reported: [string, number][] = [];
  const queues = new SendQueues(LIMITS, (name, bytes) => reported.push([name, bytes]));
  const waiting = new Map(names.map((name) => [name, 0]));
  const queueOf = new Map(
    names.map((name) => [
      name,
      queues.open({ name: () => name, waitingBytes: () => waiting.get(name) ?? 0, cut: () => cut.push(name) }),
    ]),
  );
  const write = (name: string, waitingBytes: number) => {
    waiting.set(name, waitingBytes);
    queueOf.get(name)?.check();
  };
  return { queues, cut, reported, waiting, write };
}

test('a connection that lets more lie than one may is cut off and named, once', () => {
  const { queues, cut, reported, write } = connections('quick', 'slow');
  write('quick', 100);
  write('slow', 101);
  write('slow', 140);
  expect({ cut, reported, count: queues.cutOff }).toEqual({ cut: ['slow'], reported: [['slow', 101]], count: 1 });
});

test('of many that let some lie, those with most are cut off until three quarters of the limit are left', () => {
  const { cut, write } = connections('a', 'b', 'c', 'd');
  write('a', 40);
  write('b', 90);
  write('c', 60);
  // Together 250 of 200: without b 160, which is more than 150, and without c 100.
  write('d', 60);
  expect(cut).toEqual(['b', 'c']);
});

test('what was taken meanwhile counts no more', () => {
  const { cut, waiting, write } = connections('a', 'b', 'c');
  write('a', 90);
  write('b', 90);
  waiting.set('a', 0);
  write('c', 90);
  expect(cut).toEqual([]);
});
