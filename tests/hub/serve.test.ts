import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECURITY_HEADERS, serve } from '../../hub/serve.ts';

describe('server', () => {
  let folder: string;
  let running: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shapan-serve-'));
    await mkdir(join(folder, 'app/assets'), { recursive: true });
    await mkdir(join(folder, 'city/a/terrain'), { recursive: true });
    await mkdir(join(folder, 'city/broken'), { recursive: true });
    await writeFile(join(folder, 'app/index.html'), '<!doctype html><title>沙盘</title>');
    await writeFile(join(folder, 'city/a/manifest.json'), JSON.stringify({ name: { zh: '甲', en: 'A' } }));
    await writeFile(join(folder, 'city/a/terrain/0.terrain'), 'x'.repeat(1000));
    await writeFile(join(folder, 'city/a/terrain/0.terrain.gz'), gzipSync('x'.repeat(1000)));
    await writeFile(join(folder, 'secret.txt'), 'secret');
    running = await serve({
      appFolder: join(folder, 'app'),
      cityFolder: join(folder, 'city'),
      host: '127.0.0.1',
      port: 0,
    });
  });

  afterAll(async () => {
    await running.server.close();
    await rm(folder, { recursive: true });
  });

  test('every answer carries the strict headers, errors too', async () => {
    for (const path of ['/', '/city/index.json', '/nothing']) {
      const answer = await fetch(running.url + path);
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(answer.headers.get(name)).toBe(value);
    }
    expect(SECURITY_HEADERS['Content-Security-Policy']).not.toContain("'unsafe-eval'");
  });

  test('without a hub too, what goes wrong is told in the one shape of all refusals', async () => {
    for (const [path, code] of [
      ['/nowhere', 404],
      ['/city/none.json', 404],
      ['/%zz', 400],
      [`/?${'x'.repeat(20_000)}`, 431],
    ] as const) {
      const { status, json } = await fetch(`${running.url}${path}`).then(async (answer) => ({
        status: answer.status,
        json: await answer.json(),
      }));
      expect({ path, status, json }).toMatchObject({
        path,
        status: code,
        json: { code, type: 'error', message: expect.any(String), error: { text: { zh: expect.any(String) } } },
      });
    }
  });

  test('only cities with a manifest are listed', async () => {
    expect(await (await fetch(`${running.url}/city/index.json`)).json()).toEqual([
      { id: 'a', name: { zh: '甲', en: 'A' } },
    ]);
  });

  test('tiles go out as they were compressed, with their type', async () => {
    const answer = await fetch(`${running.url}/city/a/terrain/0.terrain`, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('content-type')).toBe('application/vnd.quantized-mesh');
    expect(await answer.text()).toBe('x'.repeat(1000));
  });

  test('nothing outside its folders is served', async () => {
    for (const path of [
      '/../secret.txt',
      '/city/../../secret.txt',
      '/city/%2e%2e/%2e%2e/secret.txt',
      '/city/..%2fsecret.txt',
    ])
      expect(await (await fetch(running.url + path)).text()).not.toContain('secret\n');
    expect((await fetch(`${running.url}/city/%2e%2e/%2e%2e/secret.txt`)).status).toBeGreaterThanOrEqual(400);
  });
});
