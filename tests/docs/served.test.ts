import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guideFiles } from '../../docs/site/guide.ts';
import { noticesOf, noticesText } from '../../docs/site/notices.ts';
import { pageServer, SECURITY_HEADERS } from '../../hub/serve.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let folder = '';
let server: Awaited<ReturnType<typeof pageServer>>;

/** As the build writes it: `vite.config.ts` emits the same files. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-guide-'));
  await mkdir(join(folder, 'city'));
  for (const [path, content] of guideFiles(ROOT)) {
    const file = join(folder, 'app/guide', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await writeFile(join(folder, 'app/THIRD-PARTY-NOTICES.txt'), noticesText(noticesOf(ROOT)));
  server = await pageServer({ appFolder: join(folder, 'app'), cityFolder: join(folder, 'city') });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test.each([
  ['/guide/zh/index.html', 'text/html', '使用指南'],
  ['/guide/en/use/build.html', 'text/html', 'What its numbers mean'],
  ['/guide/guide.css', 'text/css', 'main {'],
  ['/guide/scenarios/flood.schema.json', 'application/json', 'Shapan flood scenario'],
  ['/THIRD-PARTY-NOTICES.txt', 'text/plain', '@cesium/engine'],
])('%s is served to everybody, under the strict policy', async (url, type, text) => {
  const answer = await server.inject({ url });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toContain(type);
  expect(answer.headers['content-security-policy']).toBe(SECURITY_HEADERS['Content-Security-Policy']);
  expect(answer.body).toContain(text);
});

test('a picture of the guide comes whole', async () => {
  const answer = await server.inject({ url: '/guide/pictures/day.jpg' });
  expect(answer.statusCode).toBe(200);
  expect([...answer.rawPayload.subarray(0, 2)]).toEqual([0xff, 0xd8]);
});
