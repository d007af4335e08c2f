import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { MessageError } from '../../model/text/message.ts';
import { bakeMessage } from '../messages.ts';

/** How files are asked of a host that somebody named. */
export interface Downloader {
  /** Where the answers are kept: what is there is not asked again. */
  cache: string;
  /** Told before each wait, with its reason. */
  onWait?: (host: string, seconds: number) => void;
  signal?: AbortSignal | undefined;
  /** For tests: as `setTimeout`. */
  sleep?: (ms: number) => Promise<void>;
}

interface Request {
  url: string;
  /** A form that is posted; without it the file is fetched, and a cut one continued. */
  form?: Record<string, string>;
  maxBytes: number;
  /** Looks at the whole answer before it is kept; throws what is wrong with it. */
  check(bytes: Uint8Array): void | Promise<void>;
  /** Ends the name of the file in the cache, for formats that are known by it. */
  name?: string;
}

const TRIES = 5;
/** Nothing came for so long: the host has gone. */
const IDLE_MS = 60_000;
/** A host may ask for this much patience; for more a person is told when to come again. */
const MAX_WAIT_S = 300;
const FIRST_WAIT_S = 5;
const USER_AGENT = 'Shapan/0.1 (bakes a city from open data)';

/** An answer of the host that is no file, and no reason to ask again. */
export class Refused extends MessageError {
  readonly status: number;
  constructor(url: string, status: number, body: string) {
    super(bakeMessage('host-status', { url: withoutSecrets(url), got: status, body: oneLine(body) }));
    this.status = status;
  }
}

/**
 * The file of an answer, from the cache or asked for now: one request at a time, with the patience that the host asks for (429, 503), as
 * often as a cut needs, from where it was cut. It is in the cache whole or not at all.
 */
export async function download(request: Request, to: Downloader): Promise<string> {
  const file = `${to.cache}/${keyOf(request)}${request.name ? `-${request.name}` : ''}`;
  if (await stat(file).catch(() => null)) return file;
  await mkdir(dirname(file), { recursive: true });
  const sleep = to.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  for (let tries = 1; ; tries++) {
    to.signal?.throwIfAborted();
    const outcome = await tryOnce(request, `${file}.part`, to.signal);
    if (outcome.kind === 'whole') {
      await keep(request, file);
      return file;
    }
    if (tries === TRIES || outcome.waitS > MAX_WAIT_S)
      throw new MessageError(
        bakeMessage('host-gave-up', { url: withoutSecrets(request.url), tries, reason: outcome.reason }),
      );
    const waitS = Math.max(outcome.waitS, FIRST_WAIT_S * (tries - 1), 1);
    to.onWait?.(new URL(request.url).host, waitS);
    await sleep(waitS * 1000);
  }
}

async function keep(request: Request, file: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await request.check(await readFile(part));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await rm(`${part}.etag`, { force: true });
  }
  await rename(part, file);
}

type Outcome = { kind: 'whole' } | { kind: 'again'; waitS: number; reason: string };

async function tryOnce(request: Request, part: string, signal: AbortSignal | undefined): Promise<Outcome> {
  const had = request.form ? null : await partOf(part);
  const limit = new AbortController();
  let idle = setTimeout(() => limit.abort(), IDLE_MS);
  const onBytes = () => {
    clearTimeout(idle);
    idle = setTimeout(() => limit.abort(), IDLE_MS);
  };
  try {
    const response = await fetch(request.url, {
      method: request.form ? 'POST' : 'GET',
      signal: signal ? AbortSignal.any([limit.signal, signal]) : limit.signal,
      headers: {
        'User-Agent': USER_AGENT,
        // What is continued by its bytes is not to be packed on the way.
        ...(request.form ? {} : { 'Accept-Encoding': 'identity' }),
        ...(had ? { Range: `bytes=${had.size}-`, 'If-Range': had.etag } : {}),
      },
      ...(request.form ? { body: new URLSearchParams(request.form) } : {}),
    });
    if (BUSY.has(response.status)) {
      await response.body?.cancel();
      return { kind: 'again', waitS: retryAfterS(response), reason: `HTTP ${response.status}` };
    }
    if (!response.ok || !response.body) throw new Refused(request.url, response.status, await startOf(response));
    await save(response, { request, part, from: response.status === PARTIAL ? (had?.size ?? 0) : 0, onBytes });
    return { kind: 'whole' };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof MessageError) throw error;
    return { kind: 'again', waitS: 0, reason: limit.signal.aborted ? `${IDLE_MS / 1000} s` : reasonOf(error) };
  } finally {
    clearTimeout(idle);
  }
}

const PARTIAL = 206;
/** Too many, unavailable, and Overpass' way of saying that the machine is full. */
const BUSY = new Set([429, 502, 503, 504]);

interface Saving {
  request: Request;
  part: string;
  from: number;
  onBytes(): void;
}

async function save(response: Response, { request, part, from, onBytes }: Saving): Promise<void> {
  const etag = response.headers.get('ETag');
  if (from === 0) await (etag ? writeFile(`${part}.etag`, etag) : rm(`${part}.etag`, { force: true }));
  const out = createWriteStream(part, { flags: from > 0 ? 'a' : 'w' });
  const expected = Number(response.headers.get('Content-Length') ?? Number.NaN);
  const isPacked = response.headers.has('Content-Encoding');
  let size = from;
  try {
    for await (const bytes of response.body ?? []) {
      onBytes();
      size += bytes.length;
      if (size > request.maxBytes)
        throw new MessageError(
          bakeMessage('host-large', { url: withoutSecrets(request.url), most: Math.round(request.maxBytes / 2 ** 20) }),
        );
      if (!out.write(bytes)) await once(out, 'drain');
    }
  } finally {
    out.end();
    await finished(out);
  }
  if (!isPacked && Number.isFinite(expected) && size - from < expected) throw new Error('cut');
}

/** What a cut left, where the host can say whether the rest still fits. */
async function partOf(part: string): Promise<{ size: number; etag: string } | null> {
  const etag = await readFile(`${part}.etag`, 'utf8').catch(() => '');
  const found = await stat(part).catch(() => null);
  return etag !== '' && !etag.startsWith('W/') && found && found.size > 0 ? { size: found.size, etag } : null;
}

/** Seconds or a date; none where the host says nothing. */
function retryAfterS({ headers }: Response): number {
  const text = headers.get('Retry-After') ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  const ms = Date.parse(text) - Date.now();
  return ms > 0 ? Math.ceil(ms / 1000) : 0;
}

const MAX_QUOTE = 200;

async function startOf(response: Response): Promise<string> {
  return (await response.text().catch(() => '')).slice(0, 10 * MAX_QUOTE);
}

/** Returns the words alone of a page of HTML, on one line. */
export const oneLine = (text: string): string =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_QUOTE);

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** A key in an address is for its host alone. */
export function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function keyOf({ url, form }: Request): string {
  return createHash('sha256')
    .update(JSON.stringify([url, form ?? null]))
    .digest('hex')
    .slice(0, 32);
}
