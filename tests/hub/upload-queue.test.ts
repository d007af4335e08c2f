import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { answerFaults } from '../../hub/faults.ts';
import { UploadQueue } from '../../hub/upload-queue.ts';

test('of many uploads few are read at once, some wait for them, and one more is told to come again', async () => {
  const http = Fastify();
  answerFaults(http);
  let inside = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const { onRequest } = new UploadQueue(2, 3);
  http.post('/', { onRequest }, async () => {
    most = Math.max(most, ++inside);
    await new Promise<void>((end) => ends.push(end));
    inside--;
    return {};
  });
  const asked = Array.from({ length: 6 }, () => http.inject({ method: 'POST', url: '/', payload: {} }));
  const refused = await Promise.race(asked);
  expect([refused.statusCode, refused.headers['retry-after'], refused.json().error.code]).toEqual([
    503,
    '10',
    'uploads-many',
  ]);
  const all = Promise.all(asked);
  const ending = setInterval(() => ends.shift()?.(), 5);
  const codes = (await all).map(({ statusCode }) => statusCode).sort();
  clearInterval(ending);
  expect(codes).toEqual([200, 200, 200, 200, 200, 503]);
  expect(most).toBe(2);
  await http.close();
});
