import { expect, test } from 'vitest';
import { openBodyCache } from '../../hub/documents/body-cache.ts';

const BODY = Buffer.from('body');

test('those who ask at once are answered by one load, and later ones from memory', async () => {
  const cache = openBodyCache(100);
  let loads = 0;
  const load = async () => {
    loads++;
    return BODY;
  };
  expect(await Promise.all([cache.get('a', load), cache.get('a', load), cache.get('a', load)])).toEqual(
    Array(3).fill(BODY),
  );
  expect(await cache.get('a', load)).toBe(BODY);
  expect(loads).toBe(1);
});

test('who waited for somebody whose load failed loads it themselves; what is not there is not kept', async () => {
  const cache = openBodyCache(100);
  const failing = cache.get('a', () => Promise.reject(new Error('gone')));
  const waiting = cache.get('a', async () => BODY);
  await expect(failing).rejects.toThrow('gone');
  expect(await waiting).toBe(BODY);
  expect(await cache.get('b', async () => null)).toBe(null);
  expect(await cache.get('b', async () => BODY)).toBe(BODY);
});

test('where there is no more room, what nobody asked for longest goes', async () => {
  const cache = openBodyCache(10);
  const loads: string[] = [];
  const get = (key: string) =>
    cache.get(key, async () => {
      loads.push(key);
      return Buffer.alloc(4);
    });
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
  expect(loads).toEqual(['a', 'b', 'c', 'b']);
});
