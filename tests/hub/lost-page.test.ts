import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lostPage } from '../../hub/lost-page.ts';
import { pageServer } from '../../hub/serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-lost-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a browser that asks for what is not there gets a page with the way back, a program an answer in JSON', async () => {
  const server = await pageServer({ appFolder: folder, cityFolder: folder });
  const page = await server.inject({
    url: '/nothing/here',
    headers: { accept: 'text/html,*/*;q=0.8', host: 'localhost' },
  });
  expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  expect(page.body).toContain('<a href="/">');
  const answer = await server.inject({
    url: '/nothing/here',
    headers: { accept: 'application/json', host: 'localhost' },
  });
  expect([answer.statusCode, answer.json()]).toMatchObject([
    404,
    { code: 404, message: 'there is no /nothing/here', error: { code: 'no-address' } },
  ]);
  await server.close();
});

test('names of cities are text, their ids parts of an address', () => {
  const page = lostPage([{ id: 'a b"&', name: { zh: '<img src=x onerror=alert(1)>', en: '"\'&' } }]);
  expect(page).toContain('<a href="/?city=a%20b%22%26">&lt;img src=x onerror=alert(1)&gt; · &quot;&#39;&amp;</a>');
  expect(page).not.toContain('<img');
});
