import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../../../workers/shared/random.ts';
import { type Elsewhere, serveElsewhere } from '../feature-services/elsewhere.ts';
import { openWholeHub, type WholeHub } from '../whole-hub.ts';

const BOX = '108.7,34.2,108.8,34.4';
const feature = (id: number, coordinates: readonly number[] = [108.75, 34.3]) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates },
  properties: { name: `<img src=x onerror=alert(${id})>` },
});
const good = (count = 3) => ({
  type: 'FeatureCollection',
  features: Array.from({ length: count }, (_, i) => feature(i)),
});

type Answer = (request: IncomingMessage, reply: ServerResponse) => void;
const json =
  (body: unknown): Answer =>
  (_, reply) =>
    reply.end(JSON.stringify(body));
const text =
  (body: string, type = 'text/html'): Answer =>
  (_, reply) => {
    reply.setHeader('content-type', type);
    reply.end(body);
  };
const status =
  (code: number): Answer =>
  (_, reply) => {
    reply.statusCode = code;
    reply.end('no');
  };
const pathOf = ({ url = '' }: IncomingMessage) => new URL(url, 'http://x');

/** Servers as they are met, each with what must come of it: so many features, or a sentence with these words. */
const SERVERS: Record<string, { answer: Answer; features?: number; words?: RegExp; kind?: 'wfs'; crs?: string }> = {
  sound: { answer: json(good()), features: 3 },
  'latitude first as stated': {
    answer: json({ ...good(), features: [feature(1, [34.3, 108.75])] }),
    crs: 'EPSG:4326',
    features: 1,
  },
  'longitude first against its system': { answer: json(good()), crs: 'EPSG:4490', features: 3, words: /other order/ },
  'latitude first against its system': {
    answer: json({ ...good(), features: [feature(1, [34.3, 108.75])] }),
    features: 1,
    words: /other order/,
  },
  'typed as text': { answer: text(JSON.stringify(good()), 'text/plain'), features: 3 },
  'a page in HTML': {
    answer: text('<!doctype html><title>Login</title>Please log in'),
    words: /HTML Login Please log in/,
  },
  'an exception in XML': {
    answer: text(
      '<?xml version="1.0"?><ows:ExceptionReport><ows:ExceptionText>no such type</ows:ExceptionText></ows:ExceptionReport>',
      'text/xml',
    ),
    kind: 'wfs',
    words: /XML no such type/,
  },
  'nothing at all': { answer: text(''), words: /expected JSON/ },
  'half of JSON': {
    answer: text('{"type":"FeatureCollection","features":[', 'application/json'),
    words: /can be read/,
  },
  'JSON of something else': { answer: json({ code: 'NoApplicableCode' }), words: /FeatureCollection/ },
  'a failure of its own': { answer: status(500), words: /got 500/ },
  'not found': { answer: status(404), words: /got 404/ },
  'a login': { answer: status(401), words: /got 401/ },
  'a redirect to itself without end': {
    answer: (_, reply) => {
      reply.writeHead(302, { location: '/again' });
      reply.end();
    },
    words: /sent on more than/,
  },
  'a redirect to another host': {
    answer: (_, reply) => {
      reply.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' });
      reply.end();
    },
    words: /not followed/,
  },
  'a next page on another host': {
    answer: json({ ...good(), links: [{ rel: 'next', href: 'http://10.0.0.1/more' }] }),
    words: /not followed/,
  },
  'a next page that is the same': {
    answer: (request, reply) => json({ ...good(), links: [{ rel: 'next', href: request.url }] })(request, reply),
    features: 3,
    words: /read already/,
  },
  'pages that never end': {
    answer: (request, reply) => {
      const at = Number(pathOf(request).searchParams.get('offset') ?? 0);
      const features = Array.from({ length: 2000 }, (_, i) => feature(at + i));
      const links = [{ rel: 'next', href: `${pathOf(request).pathname}?offset=${at + 2000}` }];
      json({ type: 'FeatureCollection', features, links })(request, reply);
    },
    features: 10_000,
    words: /more than 10000/,
  },
  'pages that do not heed where they start': {
    answer: json(good(1000)),
    kind: 'wfs',
    features: 1000,
    words: /read already/,
  },
  'a second page that fails': {
    answer: (request, reply) =>
      pathOf(request).searchParams.has('offset')
        ? status(500)(request, reply)
        : json({ ...good(), links: [{ rel: 'next', href: `${request.url}&offset=3` }] })(request, reply),
    features: 3,
    words: /page 2 could not be read/,
  },
  'cut off in the middle': {
    answer: (_, reply) => {
      reply.writeHead(200, { 'content-length': '100000' });
      reply.write('{"type":"FeatureCollection","features":[');
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
  'larger than a page': {
    answer: (_, reply) => {
      const part = Buffer.alloc(1 << 20, 32);
      const write = () => {
        while (!reply.destroyed && reply.write(part));
        if (!reply.destroyed) reply.once('drain', write);
      };
      write();
    },
    words: /at most 16 MB/,
  },
  'a small file that unpacks to a gigabyte': {
    answer: (_, reply) => {
      reply.setHeader('content-encoding', 'gzip');
      reply.end(BOMB);
    },
    words: /at most 16 MB/,
  },
  'packed badly': {
    answer: (_, reply) => {
      reply.setHeader('content-encoding', 'gzip');
      reply.end('not gzip');
    },
    words: /expected/,
  },
  'nested without end': {
    answer: text(`{"type":"FeatureCollection","features":${'['.repeat(1e6)}${']'.repeat(1e6)}}`),
    words: /within each other/,
  },
  'names that mean something': {
    answer: text(
      '{"type":"FeatureCollection","features":[{"type":"Feature","__proto__":{"x":1},"geometry":{"type":"constructor","coordinates":[1,2]}}]}',
    ),
    features: 0,
    words: /without a usable geometry/,
  },
};

/** Zeros pack a thousand to one: members of gzip one behind another are one file. */
const MEMBER = gzipSync(Buffer.alloc(1 << 26));
const BOMB = Buffer.concat(Array.from({ length: 16 }, () => MEMBER));

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

interface Answered {
  features?: { properties: object }[];
  problems?: { text: { en: string } }[];
  message?: string;
}

async function read(name: string, address: string): Promise<{ status: number; answer: Answered; tookMs: number }> {
  const { kind = 'oapif', crs = 'CRS84' } = SERVERS[name];
  const service = { id: 'met', name, kind, url: servers.get(name)?.url, layer: 'x', crs };
  expect((await whole.ask('POST', '/feature-services', whole.administrator, service)).statusCode).toBe(201);
  const startMs = performance.now();
  const answer = await whole.http.inject({ url: `/feature-services/met/items?bbox=${BOX}`, remoteAddress: address });
  return { status: answer.statusCode, answer: answer.json(), tookMs: performance.now() - startMs };
}

test.each(Object.keys(SERVERS))('features or a sentence come of a server that is: %s', async (name) => {
  const { features, words } = SERVERS[name];
  const { status: code, answer, tookMs } = await read(name, `10.1.0.${Object.keys(SERVERS).indexOf(name) + 1}`);
  const said = [answer.message ?? '', ...(answer.problems ?? []).map(({ text: { en } }) => en)].join(' ');
  expect(code, said).toBe(features === undefined ? (answer.features ? 200 : 502) : 200);
  if (features !== undefined) expect(answer.features).toHaveLength(features);
  if (words) expect(said).toMatch(words);
  expect(tookMs, said).toBeLessThan(12_000);
  const { services } = (await whole.ask('GET', '/feature-services')).json();
  const { health } = services.find(({ id }: { id: string }) => id === 'met');
  expect(health.count).toBe(code === 200 ? (answer.features?.length ?? 0) : null);
});

test('300 mutated requests to the door end in an answer or a refusal within two seconds', async () => {
  await read('sound', '10.2.0.1');
  const random = seeded(44);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  const ids = ['met', 'none', '..', '__proto__', '%00', 'met%2Fitems', 'x'.repeat(500)];
  const boxes = [
    '',
    BOX,
    '0,0,1,1',
    '1,1,0,0',
    '-180,-90,180,90',
    'NaN,0,1,1',
    '1,2,3',
    '108,34,109,35,9',
    "'--",
    '1e999,0,1,1',
  ];
  for (let i = 0; i < 300; i++) {
    const url = `/feature-services/${pick(ids)}/items?${pick(['bbox', 'box', 'url', '__proto__'])}=${pick(boxes)}&${pick(['', 'url=http://10.0.0.1', 'bbox=0,0,1,1'])}`;
    const startMs = performance.now();
    const { statusCode } = await whole.http.inject({ url, remoteAddress: `10.3.${i >> 6}.${i & 63}` });
    expect([200, 400, 404, 414], url).toContain(statusCode);
    expect(performance.now() - startMs, url).toBeLessThan(2000);
  }
  expect(servers.get('sound')?.asked.every((path) => path.startsWith('/collections/x/items'))).toBe(true);
});
