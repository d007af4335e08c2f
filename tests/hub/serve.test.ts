import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECURITY_HEADERS, serve } from '../../hub/serve.ts';

/** What a city folder from somebody else may hold beside data: links, hidden files, pages, scripts; and a hub's data put there by mistake. */
async function plantHostile(cities: string, outside: string): Promise<void> {
  for (const name of ['evil.html', 'evil.js', 'evil.svg', '.env', '.hidden.json', 'key', 'only.json.gz'])
    await writeFile(join(cities, 'a', name), 'secret');
  await symlink(join(outside, 'secret.txt'), join(cities, 'a/link.txt'));
  await symlink(outside, join(cities, 'a/linkdir'));
  await writeFile(join(cities, 'a/twin.json'), '{}');
  await symlink(join(outside, 'secret.txt'), join(cities, 'a/twin.json.gz'));
  await mkdir(join(cities, 'a/data'));
  await writeFile(join(cities, 'a/data/kept.json'), 'secret');
  await writeFile(join(cities, 'beside.txt'), 'secret');
  await mkdir(join(cities, 'no-city'));
  await writeFile(join(cities, 'no-city/a.json'), 'secret');
  await symlink(join(cities, 'a'), join(cities, 'linked'));
}

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
    await plantHostile(join(folder, 'city'), folder);
    running = await serve({
      appFolder: join(folder, 'app'),
      cityFolder: join(folder, 'city'),
      host: '127.0.0.1',
      port: 0,
      hidden: [join(folder, 'city/a/data')],
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
      { id: 'linked', name: { zh: '甲', en: 'A' } },
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

  test('of a city folder data alone are served, each as nothing that could run', async () => {
    for (const path of [
      ...['evil.html', 'evil.js', 'evil.svg', '.env', '.hidden.json', 'key', 'only.json', 'only.json.gz', 'link.txt'],
      ...['linkdir/secret.txt', 'twin.json', 'data/kept.json', '%2e%2e/beside.txt', '%252e%252e/beside.txt', 'a%2fb'],
      ...['../beside.txt', '../no-city/a.json', '../linked/data/kept.json', '', '..', 'manifest.json/'],
    ]) {
      const answer = await fetch(`${running.url}/city/a/${path}`, { headers: { 'accept-encoding': 'gzip' } });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).not.toContain('secret\n');
    }
    for (const path of ['a/manifest.json', 'linked/manifest.json', 'a/terrain/0.terrain']) {
      const { status, headers } = await fetch(`${running.url}/city/${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    const { headers } = await fetch(`${running.url}/city/a/manifest.json`);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('a request with two hosts is refused', async () => {
    const { port } = new URL(running.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });
});
