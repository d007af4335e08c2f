import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../model/city/manifest.ts';
import { MessageError } from '../../model/text/message.ts';
import { cityFilesBelow, fetchLimited } from '../../readers/fetch-below.ts';
import { smallCity } from '../model/city/small-city.ts';

class Refusal extends MessageError {}

let server: Server;
let base = '';
const asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/city/grid.json') response.end('{"cellM":4}');
    else if (request.url === '/city/broken.json') response.end('{"cellM":');
    else if (request.url === '/city/many') {
      // More than any head promised: it says nothing of its length, and goes on until the other side hangs up.
      const timer = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
      response.on('close', () => clearInterval(timer));
    } else if (request.url === '/city/pieces') {
      response.write('one');
      setTimeout(() => response.end('two'), 5);
    } else {
      response.statusCode = request.url === '/city/ill' ? 500 : 404;
      response.end('nothing here');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  base = `http://127.0.0.1:${address.port}/city/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('a file below an address', () => {
  test('comes whole, in however many pieces it is sent', async () => {
    expect(textOf(await fetchLimited(base, Refusal)('pieces', 6))).toBe('onetwo');
  });

  test.each(['../secret', '/secret', 'http://127.0.0.1:1/city/x', '//example.invalid/x', 'a/../../secret'])(
    'is not asked for elsewhere: %s',
    async (path) => {
      const before = asked.length;
      await expect(fetchLimited(base, Refusal)(path, 10)).rejects.toBeInstanceOf(Refusal);
      expect(asked).toHaveLength(before);
    },
  );

  test('may climb within its folder', async () => {
    expect(textOf(await fetchLimited(base, Refusal)('a/../grid.json', 100))).toBe('{"cellM":4}');
  });

  test('that is larger than it may be is let go as soon as that is known', async () => {
    await expect(fetchLimited(base, Refusal)('pieces', 5)).rejects.toBeInstanceOf(Refusal);
    await expect(fetchLimited(base, Refusal)('many', 200_000)).rejects.toThrow(/200000/);
  });

  test('that is not there says so in both languages, with its path', async () => {
    const error: unknown = await fetchLimited(base, Refusal)('nothing', 10).catch((reason: unknown) => reason);
    if (!(error instanceof Refusal)) throw new Error('expected a refusal');
    expect(error.messages[0].text.en).toMatch(/nothing.*404/);
    expect(error.messages[0].text.zh).toMatch(/\p{Script=Han}.*404/u);
  });
});

describe('the files of a baked city', () => {
  const files = () => cityFilesBelow(smallCity().city, base);

  test('are read as JSON; one that the city need not have is null where it is not there', async () => {
    expect(await files().readJson('grid.json')).toEqual({ cellM: 4 });
    expect(await files().findJson('grid.json')).toEqual({ cellM: 4 });
    expect(await files().findJson('nothing.json')).toBeNull();
    await expect(files().readJson('nothing.json')).rejects.toThrow(/404/);
  });

  test('that its manifest knows to be absent are not asked for; those that it names are, and so is every one of a city without such a list', async () => {
    const { facts: _, ...city } = smallCity().city;
    const asksFor = async (facts?: Manifest['facts']) => {
      const from = asked.length;
      await cityFilesBelow({ ...city, ...(facts && { facts }) }, base).findJson('flood-works.json');
      return asked.length - from;
    };
    expect(await asksFor({ walkable: { state: 'given' } })).toBe(0);
    expect(await asksFor({ floodWorks: { state: 'given' } })).toBe(1);
    expect(await asksFor()).toBe(1);
  });

  test('that are there and cannot be read are no missing files', async () => {
    await expect(files().findJson('broken.json')).rejects.toThrow();
    await expect(files().findJson('ill')).rejects.toThrow(/500/);
  });
});
