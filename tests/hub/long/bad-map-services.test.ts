import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeRgbaPng } from '../../../tiles/tileset/png.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { type Elsewhere, serveElsewhere } from '../feature-services/elsewhere.ts';
import { openWholeHub, type WholeHub } from '../whole-hub.ts';

type Answer = (request: IncomingMessage, reply: ServerResponse) => void;

const PNG = Buffer.from(encodeRgbaPng(2, 2, new Uint8Array(16).fill(255)));
const TILESET = Buffer.from(JSON.stringify({ asset: { version: '1.1' }, geometricError: 1, root: {} }));
const send =
  (body: Buffer | string, headers: Record<string, string> = {}, status = 200): Answer =>
  (_, reply) => {
    reply.writeHead(status, headers);
    reply.end(body);
  };
/** What is sound of either kind. */
const sound: Answer = (request, reply) => reply.end(request.url?.includes('GetMap') ? PNG : TILESET);
const redirect = (location: string) => send('', { location }, 302);
const endless =
  (headers: Record<string, string> = {}): Answer =>
  (_, reply) => {
    reply.writeHead(200, headers);
    const part = Buffer.alloc(1 << 20, 32);
    const write = () => {
      while (!reply.destroyed && reply.write(part));
      if (!reply.destroyed) reply.once('drain', write);
    };
    write();
  };
/** Zeros pack a thousand to one. */
const BOMB = Buffer.concat(Array.from({ length: 8 }, () => gzipSync(Buffer.alloc(1 << 26))));

/** Servers as they are met, with the words of the sentence that must come; without words the file comes. */
const SERVERS: Record<string, { answer: Answer; words?: RegExp }> = {
  sound: { answer: sound },
  'typed as something else': {
    answer: (request, reply) => {
      reply.setHeader('content-type', 'text/html');
      sound(request, reply);
    },
  },
  'a page in HTML': { answer: send('<!doctype html><title>Login</title>'), words: /got: HTML Login/ },
  'an exception in XML': {
    answer: send('<?xml version="1.0"?><ServiceException>LayerNotDefined</ServiceException>'),
    words: /XML LayerNotDefined/,
  },
  'a script': { answer: send('alert(1)', { 'content-type': 'image/png' }), words: /got: alert/ },
  'nothing at all': { answer: send(''), words: /expected/ },
  'a failure of its own': { answer: send('no', {}, 500), words: /got 500/ },
  'not there': { answer: send('no', {}, 404), words: /got 404/ },
  'a login': { answer: send('no', {}, 401), words: /got 401/ },
  'a redirect to another host': { answer: redirect('http://169.254.169.254/latest'), words: /not followed/ },
  'a redirect to itself': { answer: redirect('/tileset.json'), words: /not followed/ },
  'a redirect out of the folder': { answer: redirect('../../secret.json'), words: /not followed/ },
  'a redirect to no address': { answer: redirect('http://'), words: /not followed/ },
  'cut off in the middle': {
    answer: (_, reply) => {
      reply.writeHead(200, { 'content-length': '100000' });
      reply.write('{"asset":');
      setTimeout(() => reply.destroy(), 50);
    },
    words: /cut off/,
  },
  'hung up at once': { answer: (request) => request.socket.destroy(), words: /expected an answer/ },
  'silent for ever': { answer: () => {}, words: /within 10 s/ },
  'a letter a second': {
    answer: (_, reply) => {
      const timer = setInterval(() => reply.write(' '), 1000);
      reply.once('close', () => clearInterval(timer));
    },
    words: /within 10 s/,
  },
  huge: { answer: endless(), words: /expected at most \d+ MB/ },
  'huge by what it says': { answer: endless({ 'content-length': '99999999999' }), words: /expected at most \d+ MB/ },
  'a small file that unpacks to half a gigabyte': {
    answer: send(BOMB, { 'content-encoding': 'gzip' }),
    words: /expected at most \d+ MB/,
  },
  'packed badly': { answer: send('not gzip', { 'content-encoding': 'gzip' }), words: /expected/ },
};

let whole: WholeHub;
const servers = new Map<string, Elsewhere>();

beforeAll(async () => {
  whole = await openWholeHub();
  for (const [name, { answer }] of Object.entries(SERVERS)) servers.set(name, await serveElsewhere(answer));
});

afterAll(async () => {
  await whole.close();
  for (const server of servers.values()) await server.close();
});

const PATHS = { '3dtiles': 'files/tileset.json', wms: 'tiles/3/5/2' } as const;
type Kind = keyof typeof PATHS;

async function name(id: string, kind: Kind, server: string): Promise<void> {
  const url = `${servers.get(server)?.url}/town/tileset.json`;
  const service = { id, name: id, kind, url, ...(kind === 'wms' ? { layer: 'x' } : {}) };
  expect((await whole.ask('POST', '/feature-services', whole.administrator, service)).statusCode).toBe(201);
}

const cases = Object.keys(SERVERS).flatMap((server) =>
  (Object.keys(PATHS) as Kind[]).map((kind) => ({ server, kind })),
);

test.concurrent.each(cases)('a file or a sentence comes of a $kind that is: $server', async ({ server, kind }) => {
  const { words } = SERVERS[server];
  const id = `s-${kind}-${Object.keys(SERVERS).indexOf(server)}`;
  await name(id, kind, server);
  const startMs = performance.now();
  const reply = await whole.ask('GET', `/feature-services/${id}/${PATHS[kind]}`);
  expect(performance.now() - startMs).toBeLessThan(12_000);
  expect(reply.statusCode).toBe(words ? 502 : 200);
  const { services } = (await whole.ask('GET', '/feature-services')).json();
  const { health } = services.find((one: { id: string }) => one.id === id);
  if (words) {
    expect(reply.json().message).toMatch(words);
    expect(health).toMatchObject({ count: null, problems: [{ text: { en: expect.stringMatching(words) } }] });
    return;
  }
  expect(reply.rawPayload.equals(kind === 'wms' ? PNG : TILESET)).toBe(true);
  expect(reply.headers['content-type']).toMatch(kind === 'wms' ? /^image\/png/ : /^application\/json/);
  expect(reply.headers['content-security-policy']).toBe("sandbox; default-src 'none'");
  expect(health).toMatchObject({ count: 1, problems: [] });
});

test('a server that is silent is left alone after some requests, and no other waits for it', async () => {
  await name('dead', 'wms', 'silent for ever');
  await name('good', 'wms', 'sound');
  const dead = Array.from({ length: 12 }, (_, x) => whole.ask('GET', `/feature-services/dead/tiles/4/${x}/1`));
  const startMs = performance.now();
  expect((await whole.ask('GET', '/feature-services/good/tiles/3/1/1')).statusCode).toBe(200);
  expect(performance.now() - startMs).toBeLessThan(1000);
  const answers = await Promise.all(dead);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(12).fill(502));
  expect(performance.now() - startMs).toBeLessThan(23_000);
  const after = await whole.ask('GET', '/feature-services/dead/tiles/4/13/1');
  expect(after.json().message).toMatch(/left alone for a while/);
});

test('a file that was asked for before comes of the hub, until the service is named anew', async () => {
  await name('kept', '3dtiles', 'sound');
  const { asked = [] } = servers.get('sound') ?? {};
  const ask = () => whole.ask('GET', '/feature-services/kept/files/tileset.json');
  const before = asked.length;
  await Promise.all([ask(), ask(), ask()]);
  expect(asked.length - before).toBe(1);
  await name('kept', '3dtiles', 'sound');
  await ask();
  expect(asked.length - before).toBe(2);
});

test('300 mutated requests end in a file or a refusal, and ask nothing above the folder of the address', async () => {
  await name('tiles', '3dtiles', 'sound');
  await name('map', 'wms', 'sound');
  const { asked = [] } = servers.get('sound') ?? {};
  const before = asked.length;
  const random = seeded(52);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  const parts = [
    'tileset.json',
    '..',
    '%2e%2e',
    '%252e%252e',
    '.',
    '',
    '%00',
    'a.glb',
    'a',
    'http:',
    '%2F',
    '%5C..%5C',
    'x.json?',
    '@10.0.0.1',
    '%40evil',
    '#',
    'é.json',
    '%',
    'x'.repeat(1200),
    '__proto__',
    '//10.0.0.1/x.json',
    '0',
    '-1',
    '1e9',
    'NaN',
  ];
  const queries = [
    '',
    '?url=http://10.0.0.1',
    '?bbox=0,0,1,1',
    '?request=GetCapabilities',
    '?a[]=1&a[]=2',
    `?${'q'.repeat(900)}`,
  ];
  const doors = ['files', 'tiles', 'information', 'items'];
  for (let i = 0; i < 300; i++) {
    const path = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(parts)).join('/');
    const url = `/feature-services/${pick(['tiles', 'map', 'none', '..'])}/${pick(doors)}/${path}${pick(queries)}`;
    const startMs = performance.now();
    const { statusCode } = await whole.http.inject({ url, remoteAddress: `10.4.${i >> 6}.${i & 63}` });
    expect([200, 400, 403, 404, 414, 502], url).toContain(statusCode);
    expect(performance.now() - startMs, url).toBeLessThan(2000);
  }
  const paths = asked.slice(before).map((path) => new URL(path, 'http://x').pathname);
  expect(paths.filter((path) => !path.startsWith('/town/'))).toEqual([]);
  expect((await whole.ask('GET', '/health')).statusCode).toBe(200);
});
