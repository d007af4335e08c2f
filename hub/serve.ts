import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import { needs } from './accounts/access.ts';
import type { Tls } from './broker/tls.ts';

interface ServeOptions {
  /** The built app. */
  appFolder: string;
  /** Folder of baked cities, served from where it lies. */
  cityFolder: string;
  host: string;
  port: number;
  tls?: Tls | null;
  /** Told of every route, also of those that come later. */
  onRoute?: (route: RouteOptions) => void;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Hosts that a person named as sources of readings; the hub puts its list here. */
    named: { hosts(): readonly string[] };
  }
}

/** The script that listens to feeds. A worker has the policy that came with its own script: named hosts are in this one's alone. */
const FEEDS_WORKER = /^\/assets\/feeds\.worker-[\w-]+\.js$/;

function policyOf(connect: readonly string[]): string {
  return POLICY.map((part) => (part.startsWith('connect-src') ? [part, ...connect].join(' ') : part)).join('; ');
}

/**
 * Everything the page may do. WASM is compiled in workers only, Cesium's and the flood's, which need `wasm-unsafe-eval`;
 * no `unsafe-eval`, no other host. `unsafe-inline` styles are Cesium's own (it sets style attributes).
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self' data: blob:",
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
  '.terrain': 'application/vnd.quantized-mesh',
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

/** A server with nothing on it but the headers of every answer. */
export function bareServer(
  onRoute: ServeOptions['onRoute'] = () => undefined,
  tls: Tls | null = null,
): FastifyInstance {
  // Of the two kinds of server nothing is asked here that only one of them has.
  const server: FastifyInstance = tls ? (Fastify({ logger: false, https: tls }) as never) : Fastify({ logger: false });
  server.decorate('named', { hosts: () => [] });
  server.addHook('onRoute', onRoute);
  server.addHook('onSend', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const path = request.url.split('?')[0];
    if (FEEDS_WORKER.test(path))
      // Not from a cache: its policy changes with what is named.
      reply.headers({ 'Content-Security-Policy': policyOf(server.named.hosts()), 'Cache-Control': 'no-store' });
    const type = TYPES[extname(path)];
    if (type && reply.statusCode === 200) reply.header('Content-Type', type);
  });
  return server;
}

/** The app and the baked cities with their pre-compressed twins. It does not listen yet: the hub adds its routes first. */
export async function pageServer(
  options: Pick<ServeOptions, 'appFolder' | 'cityFolder' | 'onRoute' | 'tls'>,
): Promise<FastifyInstance> {
  const server = bareServer(options.onRoute, options.tls);
  server.get('/city/index.json', needs('nothing'), async () => listCities(options.cityFolder));
  /** Files are for everybody who reaches the page. */
  await server.register(async (files) => {
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, ...needs('nothing').config };
    });
    await files.register(fastifyStatic, {
      root: options.cityFolder,
      prefix: '/city/',
      decorateReply: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply) => reply.setHeader('Cache-Control', 'no-cache'),
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

interface CityEntry {
  id: string;
  name: { zh: string; en: string };
}

/** Cities that have a readable manifest; one that cannot be read is left out of the list, and the page says why when asked for it. */
export async function listCities(folder: string): Promise<CityEntry[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = await Promise.all(
    names.sort().map(async (id) => {
      try {
        const { name } = JSON.parse(await readFile(join(folder, id, 'manifest.json'), 'utf8')) as CityEntry;
        return [{ id, name }];
      } catch (error) {
        if (!isMissing(error)) process.stderr.write(`${id}/manifest.json: ${String(error)}\n`);
        return [];
      }
    }),
  );
  return found.flat();
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
