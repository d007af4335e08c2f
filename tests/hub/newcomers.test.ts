import { expect, test, vi } from 'vitest';
import { Newcomers } from '../../hub/broker/newcomers.ts';

test('where there are too many, the address with the most of them loses its oldest', () => {
  const newcomers = new Newcomers({ most: 4 });
  const ended: string[] = [];
  const come = (address: string, name: string) => newcomers.add(address, () => ended.push(name));
  come('quiet', 'q1');
  for (const name of ['f1', 'f2', 'f3']) come('flood', name);
  expect(ended).toEqual([]);
  come('flood', 'f4');
  come('quiet', 'q2');
  expect(ended).toEqual(['f1', 'f2']);
});

test('who has left makes room, once', () => {
  const newcomers = new Newcomers({ most: 1 });
  const ended: string[] = [];
  const leave = newcomers.add('a', () => ended.push('first'));
  leave();
  leave();
  newcomers.add('a', () => ended.push('second'));
  expect(ended).toEqual([]);
  newcomers.add('a', () => ended.push('third'));
  expect(ended).toEqual(['second']);
});

test('who has not said who he is in time is turned away', () => {
  vi.useFakeTimers();
  const newcomers = new Newcomers({ most: 10, patienceMs: 1000 });
  const ended: string[] = [];
  const leave = newcomers.add('a', () => ended.push('quick'));
  newcomers.add('a', () => ended.push('slow'));
  leave();
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  expect(ended).toEqual(['slow']);
});
