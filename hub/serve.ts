import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { basename, dirname, extname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  type RouteOptions,
} from 'fastify';
import * as v from 'valibot';
import { BaseMap, hostOf } from '../model/city/base-maps.ts';
import { streamHosts } from '../model/city/camera-stream.ts';
import { cityTypeOf } from '../model/city/city-types.ts';
import { EDITION_DIFFERENCE, type Edition, editionOf } from '../model/city/edition.ts';
import { type ListedCity, listedCity } from '../model/city/listed-city.ts';
import { cityOfPath } from '../model/hub/city-path.ts';
import { BASE_KINDS } from '../model/sensors/base-kinds.ts';
import { SENSOR_KINDS_FILE } from '../model/sensors/sensor-kind.ts';
import { needs, refuse } from './accounts/access.ts';
import { Newcomers } from './broker/newcomers.ts';
import type { Tls } from './broker/tls.ts';
import { CITY_POLICY, findCityFile } from './cities/city-files.ts';
import { cachedReader } from './cities/read-cached.ts';
import { answerFault, answerFaults, answerUnreadable } from './faults.ts';
import { type FeatureAnswers, openFeatureAnswers } from './features/feature-answers.ts';
import { featureRoutes } from './features/feature-routes.ts';
import { featureThread } from './features/feature-thread.ts';
import { lostPage } from './lost-page.ts';
import { hubMessage } from './messages.ts';
import { hasTwoHosts, isOwnHost } from './own-hosts.ts';
import type { ProcessRunner } from './processes/jobs.ts';
import { processRoutes } from './processes/process-routes.ts';
import { recordRoutes } from './records/record-routes.ts';

interface ServeOptions {
  /** The built app. */
  appFolder: string;
  /** Folder of baked cities, served from where it lies. */
  cityFolder: string;
  /** Folders of which nothing is served, wherever they lie: the hub's own data. */
  hidden?: readonly string[];
  host: string;
  port: number;
  tls?: Tls | null;
  /** Names by which it is reached, beside addresses and this machine's own name. */
  ownHosts?: readonly string[];
  /** Addresses of proxies, with commas: only of these is `X-Forwarded-For` believed. */
  trustedProxy?: string | undefined;
  /** Reads features of layers in a thread of its own; the program as it is built has one. */
  isThreaded?: boolean;
  /** Runs cases of engines for other programs; without it there is no such door. */
  runner?: ProcessRunner;
  /** Told of every route, also of those that come later. */
  onRoute?: (route: RouteOptions) => void;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Hosts that a person named as sources of readings; the hub puts its list here. */
    named: { hosts(): readonly string[] };
    /** Names by which this server is reached (`own-hosts.ts`). */
    ownHosts: readonly string[];
    mount: Mount;
  }
}

/** How the hubs of cities hang on servers. */
interface Mount {
  /** The city of the hub on this server: `/hub/<city>/…` is then its own address, with the prefix left out. */
  city: string | null;
  /** The server that listens for this one, which listens nowhere itself. */
  front: FastifyInstance | null;
  /** Hands a request to the hub whose it is; the reply is then that one's. */
  dispatch: ((request: FastifyRequest, reply: FastifyReply) => Promise<void>) | null;
}

/** The script that listens to feeds. A worker has the policy that came with its own script: named hosts are in this one's alone. */
const FEEDS_WORKER = /^\/assets\/feeds\.worker-[\w-]+\.js$/;

function policyOf(wider: Readonly<Record<string, readonly string[]>>): string {
  return POLICY.map((part) => [part, ...(wider[part.split(' ')[0]] ?? [])].join(' ')).join('; ');
}

/** Hosts of the cameras' streams that the cities' data name: the page reads them once somebody looks at such a camera. */
async function cameraHosts(cityFolder: string): Promise<string[]> {
  const cities = await listCities(cityFolder);
  const hosts = await Promise.all(
    cities.map(async ({ id }) => {
      const text = await readFile(join(cityFolder, id, 'cameras.json'), 'utf8').catch(() => 'null');
      return streamHosts(JSON.parse(text));
    }),
  );
  return [...new Set(hosts.flat())].sort();
}

/** Hosts of the base maps that whoever baked the cities named: the page may ask them once somebody chooses one. */
async function mapHosts(cityFolder: string): Promise<string[]> {
  const cities = await listCities(cityFolder);
  const hosts = await Promise.all(cities.map(({ id }) => mapHostsOf(join(cityFolder, id, 'manifest.json'))));
  return [...new Set(hosts.flat())].sort();
}

async function mapHostsOf(manifest: string): Promise<string[]> {
  const { baseMaps } = JSON.parse(await readFile(manifest, 'utf8')) as { baseMaps?: unknown };
  const maps = v.safeParse(v.array(BaseMap), baseMaps ?? []);
  return maps.success ? maps.output.flatMap((map) => (map.kind === 'photo' ? [] : (hostOf(map.url) ?? []))) : [];
}

/** Addresses of the page itself, whatever city and link. */
const PAGE = /^\/(index\.html)?$/;

/**
 * Everything the page may do. WASM is compiled in workers only, Cesium's and the flood's, which need `wasm-unsafe-eval`;
 * no `unsafe-eval`, no other host. Media is what the page itself puts together of a camera's stream. `unsafe-inline` styles are Cesium's own (it sets style attributes).
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** Headers that every answer bears; the cross-origin pair is what lets pages share memory with workers. */
export const SECURITY_HEADERS = {
  'Content-Security-Policy': POLICY.join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

/** What the static server's own table does not know. */
const TYPES: Record<string, string> = {
  '.glb': 'model/gltf-binary',
  '.bin': 'application/octet-stream',
  '.wasm': 'application/wasm',
};

/** Serves the app and the baked cities; resolves once it listens. */
export async function serve(options: ServeOptions): Promise<{ server: FastifyInstance; url: string }> {
  const server = await pageServer(options);
  const url = await server.listen({ host: options.host, port: options.port });
  return { server, url };
}

/** With TLS a browser is told for a year that it is not to come without. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** A request that is not there within this is answered with 408: headers in the first part of it, the body in all. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
/** Also where nothing is asked and nothing answered. */
const IDLE_MS = 120_000;
const CHECK_EVERY_MS = 5_000;
/** Connections at once; beyond, the address with the most of them loses its oldest. Pages' sockets have limits of their own. */
const MAX_CONNECTIONS = 2_048;
const NO_UPGRADE = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n';

/** A server with nothing on it but the limits of every connection and the headers of every answer. */
export function bareServer({
  onRoute = () => undefined,
  tls = null,
  ownHosts = [],
  trustedProxy,
  lost = null,
}: Pick<ServeOptions, 'onRoute' | 'tls' | 'ownHosts' | 'trustedProxy'> & {
  /** What a browser is shown where nothing is. */
  lost?: (() => Promise<string>) | null;
} = {}): FastifyInstance {
  const patience = { headersTimeout: HEADERS_MS, connectionsCheckingInterval: CHECK_EVERY_MS };
  const trustProxy = trustedProxy ? trustedProxy.split(',').map((address) => address.trim()) : false;
  const common: FastifyServerOptions = {
    logger: false,
    trustProxy,
    requestTimeout: REQUEST_MS,
    connectionTimeout: IDLE_MS,
    // An address that no router can read.
    frameworkErrors: answerFault,
    clientErrorHandler: answerUnreadable,
    rewriteUrl: ({ url = '/' }) => {
      const at = cityOfPath(url);
      return withoutLastSlash(at !== null && at.city === server.mount.city ? at.rest : url);
    },
  };
  // Of the two kinds of server nothing is asked here that only one of them has.
  const options = tls ? { https: { ...tls, ...patience, handshakeTimeout: HEADERS_MS } } : { http: patience };
  const server: FastifyInstance = Fastify({ ...common, ...(options as { http: object }) });
  limitConnections(server, tls !== null);
  server.decorate('named', { hosts: () => [] });
  server.decorate('ownHosts', ownHosts);
  const mount: Mount = { city: null, front: null, dispatch: null };
  server.decorate('mount', mount);
  server.addHook('onRoute', onRoute);
  answerFaults(server, lost);
  server.addHook('onRequest', async (request, reply) => {
    // RFC 9112, 3.2: whoever reads the other one may be told something else.
    if (hasTwoHosts(request.raw)) return refuse(reply, 400, hubMessage('bad-request', {}));
    if (isOwnHost(request.headers.host, ownHosts)) return;
    const got = (request.headers.host ?? '').slice(0, 100);
    return refuse(reply, 421, hubMessage('foreign-host', { got }));
  });
  server.addHook('onRequest', async (request, reply) => {
    await mount.dispatch?.(request, reply);
    return reply.sent ? reply : undefined;
  });
  server.addHook('onSend', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (tls) reply.header('Strict-Transport-Security', STRICT_TRANSPORT);
    const path = request.url.split('?')[0];
    if (FEEDS_WORKER.test(path))
      // Not from a cache: its policy changes with what is named.
      reply.headers({
        'Content-Security-Policy': policyOf({ 'connect-src': server.named.hosts() }),
        'Cache-Control': 'no-store',
      });
    const type = TYPES[extname(path)];
    if (type && reply.statusCode === 200) reply.header('Content-Type', type);
  });
  return server;
}

/** OWSLib and others end a door's address with a slash; files and the page keep theirs. */
const withoutLastSlash = (url: string): string => url.replace(/^(\/ogc\/[^?]*?)\/+(\?|$)/, '$1$2');

function limitConnections({ server }: FastifyInstance, isTls: boolean): void {
  const connections = new Newcomers({ most: MAX_CONNECTIONS });
  const leaves = new WeakMap<object, () => void>();
  // Hands that are shaken so long are no connections yet.
  server.maxConnections = 2 * MAX_CONNECTIONS;
  server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => {
    const leave = connections.add(socket.remoteAddress ?? '', () => socket.destroy());
    leaves.set(socket, leave);
    socket.once('close', leave);
  });
  server.on('upgrade', (_, socket: Duplex) => {
    leaves.get(socket)?.();
    // Node has taken its own listener off: without one a reset would end the process.
    socket.on('error', () => socket.destroy());
    if (server.listenerCount('upgrade') === 1) socket.end(NO_UPGRADE, () => socket.destroy());
  });
}

/** Features come from a thread of their own where the server says so; else from this one. */
function featureAnswers(
  server: FastifyInstance,
  { cityFolder, isThreaded }: Pick<ServeOptions, 'cityFolder' | 'isThreaded'>,
): FeatureAnswers {
  if (!isThreaded) return openFeatureAnswers(cityFolder);
  const { answers, close } = featureThread(cityFolder);
  server.addHook('onClose', close);
  return answers;
}

/** The app and the baked cities with their pre-compressed twins. It does not listen yet: the hub adds its routes first. */
export async function pageServer(
  options: Pick<
    ServeOptions,
    'appFolder' | 'cityFolder' | 'hidden' | 'onRoute' | 'tls' | 'ownHosts' | 'trustedProxy' | 'isThreaded' | 'runner'
  >,
): Promise<FastifyInstance> {
  const server = bareServer({ ...options, lost: async () => lostPage(await listCities(options.cityFolder)) });
  server.addHook('onSend', async (request, reply) => {
    if (!PAGE.test(request.url.split('?')[0])) return;
    const [maps, cameras] = await Promise.all([mapHosts(options.cityFolder), cameraHosts(options.cityFolder)]);
    if (maps.length + cameras.length === 0) return;
    const wider = { 'connect-src': [...new Set([...maps, ...cameras])], 'img-src': maps, 'media-src': cameras };
    reply.header('Content-Security-Policy', policyOf(wider));
  });
  server.get('/city/index.json', needs('nothing', 'none'), async () => listCities(options.cityFolder));
  const cities = () => listCities(options.cityFolder);
  recordRoutes(server, { cityFolder: options.cityFolder, cities });
  if (options.runner) processRoutes(server, { runner: options.runner, cities });
  featureRoutes(server, { cityFolder: options.cityFolder, cities, answers: featureAnswers(server, options) });
  /** Files are for everybody who reaches the page. */
  await server.register(async (files) => {
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, ...needs('nothing', 'none').config };
    });
    files.get<{ Params: { '*': string } }>('/city/*', { onSend: asCityData }, async (request, reply) => {
      const file = await findCityFile(options.cityFolder, request.params['*'], options.hidden);
      if (!file) return reply.callNotFound();
      // The file server decodes what it is given once more.
      const path = file.path.split('/').map(encodeURIComponent).join('/');
      return reply.header('Cache-Control', 'no-cache').sendFile(path, file.folder);
    });
    await files.register(fastifyStatic, {
      root: options.appFolder,
      prefix: '/',
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, path) {
        const named = path.includes('/assets/');
        reply.setHeader('Cache-Control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  });
  return server;
}

/** A city's file bears the type that the list of such files gives it, and a policy under which nothing of it runs. */
async function asCityData(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (reply.statusCode >= 400) return;
  reply.header('Content-Security-Policy', CITY_POLICY);
  const type = cityTypeOf(request.url.split('?')[0] ?? '');
  if (type && reply.statusCode !== 304) reply.header('Content-Type', type);
}

/** What a page asks of a hub, where there is none: it stays without live data, and no request fails. */
export function answerWithoutHub(server: FastifyInstance, cityFolder: string): void {
  const ofCity = '/hub/:city';
  for (const at of ['', ofCity]) {
    server.get(`${at}/v1.1/*`, async () => ({ value: [] }));
    server.get(`${at}/health`, async () => ({ status: 'ok', hub: 'none' }));
  }
  for (const path of ['own-sensors', 'sources', 'feature-services', 'plugins'])
    server.get(`${ofCity}/${path}`, async (_, reply) => reply.status(204).send());
  // A city's own kinds are read of its folder by the page.
  server.get<{ Params: { city: string } }>(`${ofCity}/sensor-kinds`, async ({ params: { city } }, reply) => {
    const isListed = (await listCities(cityFolder)).some(({ id }) => id === city);
    const hasOwn = isListed && existsSync(join(cityFolder, city, SENSOR_KINDS_FILE));
    return hasOwn ? reply.status(204).send() : BASE_KINDS;
  });
}

const readListed = cachedReader((json, path) => listedCity(basename(dirname(path)), json));

/**
 * Cities that have a readable manifest, each with its former bakes; one that cannot be read is left out of the list, and the page says why
 * when asked for it.
 */
export async function listCities(folder: string): Promise<ListedCity[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const isEdition = (name: string): boolean => editionOf(name) !== null;
  const cities = names.filter((name) => !isEdition(name)).sort();
  const editions = names.filter(isEdition).sort().reverse();
  const found = await Promise.all(
    cities.map(async (id) => {
      try {
        const listed = await readListed(join(folder, id, 'manifest.json'));
        const own = editions.filter((name) => editionOf(name)?.city === id);
        return own.length === 0 ? [listed] : [{ ...listed, editions: own.map((name) => listedEdition(folder, name)) }];
      } catch (error) {
        if (!isMissing(error)) process.stderr.write(`${id}/manifest.json: ${String(error)}\n`);
        return [];
      }
    }),
  );
  return found.flat();
}

const listedEdition = (cities: string, folder: string): Edition => ({
  folder,
  bakedAtMs: editionOf(folder)?.bakedAtMs ?? 0,
  isCompared: existsSync(join(cities, folder, EDITION_DIFFERENCE)),
});

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
