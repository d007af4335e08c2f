import { jsonFault } from '../../model/text/json-fault.ts';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from './messages.ts';

/** All pages of one answer must be there within this. */
export const SERVICE_MS = 25_000;
/** One page must be there within this. */
const PAGE_MS = 10_000;
/** Bytes of a page after it is unpacked: a small answer that unpacks to gigabytes ends here. */
const MAX_PAGE_BYTES = 16 * 2 ** 20;
const MAX_REDIRECTS = 3;
/** A multipolygon of a collection is nested nine deep; attributes may be deeper. */
export const MAX_DEPTH = 40;
const SHOWN_LETTERS = 120;

/** How a host is asked: what may come, how large, how soon, and whether another address of the same host may answer. */
export interface FetchWish {
  accept: string;
  mostBytes: number;
  limitMs: number;
  follows: boolean;
}

const PAGE: FetchWish = {
  accept: 'application/geo+json, application/json',
  mostBytes: MAX_PAGE_BYTES,
  limitMs: PAGE_MS,
  follows: true,
};

/**
 * Asks a host for features as JSON: none but that host, no more than a page may hold, no longer than whoever asks waits. `otherwise` reads
 * what is no JSON; null: it cannot. @throws MessageError
 */
export async function fetchJson(
  address: URL,
  signal: AbortSignal,
  otherwise: (text: string) => object | null = () => null,
): Promise<unknown> {
  const { host } = address;
  const text = (await fetchBytes(address, PAGE, signal)).toString('utf8');
  const start = text.trimStart();
  const other = start.startsWith('<') ? otherwise(start) : null;
  if (other) return other;
  if (!start.startsWith('{')) throw new MessageError(serviceMessage('not-json', { host, got: shownOf(start) }));
  if (depthOf(text) > MAX_DEPTH) throw new MessageError(serviceMessage('deep', { host, most: MAX_DEPTH }));
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new MessageError(serviceMessage('bad-json', { host, reason: jsonFault(error) }));
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];

/** Brackets that are open at once at most, without those in strings: what is nested too deep would overflow whoever walks through it. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let isText = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (isText && letter === BACKSLASH) i++;
    else if (letter === QUOTE) isText = !isText;
    else if (!isText && OPENING.includes(letter)) most = Math.max(most, ++depth);
    else if (!isText && CLOSING.includes(letter)) depth--;
  }
  return most;
}

/**
 * Asks a host for bytes within the limits of a wish, as they are after they were unpacked. The clock is a timer of its own: a signal that
 * `AbortSignal.any` made of `AbortSignal.timeout` was collected as garbage while the fetch waited, and a silent host was waited for without
 * end. @throws MessageError
 */
export async function fetchBytes(address: URL, wish: FetchWish, signal?: AbortSignal): Promise<Buffer> {
  const { host } = address;
  const limit = new AbortController();
  const end = (): void => limit.abort();
  const timer = setTimeout(end, wish.limitMs);
  signal?.addEventListener('abort', end);
  try {
    signal?.throwIfAborted();
    return await fetchWithin(address, limit.signal, wish);
  } catch (error) {
    if (error instanceof MessageError) throw error;
    if (limit.signal.aborted || signal?.aborted)
      throw new MessageError(serviceMessage('slow', { host, seconds: wish.limitMs / 1000 }));
    throw new MessageError(serviceMessage('unreachable', { host, reason: reasonOf(error) }));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

async function fetchWithin(address: URL, signal: AbortSignal, wish: FetchWish): Promise<Buffer> {
  let at = address;
  for (let step = 0; step <= MAX_REDIRECTS; step++) {
    const answer = await fetch(at, { redirect: 'manual', signal, headers: { accept: wish.accept } });
    const to = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
    if (to === null) return readBytes(answer, address.host, signal, wish.mostBytes);
    await answer.body?.cancel();
    const next = URL.canParse(to, at.href) ? new URL(to, at) : null;
    if (!wish.follows || next?.origin !== address.origin) {
      const shown = (wish.follows ? next?.host : next?.href) ?? to;
      throw new MessageError(serviceMessage('elsewhere', { host: address.host, to: shown.slice(0, SHOWN_LETTERS) }));
    }
    at = next;
  }
  throw new MessageError(serviceMessage('redirects', { host: address.host, most: MAX_REDIRECTS }));
}

async function readBytes(answer: Response, host: string, signal: AbortSignal, most: number): Promise<Buffer> {
  if (answer.status !== 200) {
    await answer.body?.cancel();
    throw new MessageError(serviceMessage('status', { host, got: answer.status }));
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of answer.body ?? []) {
      bytes += part.byteLength;
      if (bytes > most) throw new MessageError(serviceMessage('large', { host, most: most / 2 ** 20 }));
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof MessageError || signal.aborted) throw error;
    throw new MessageError(serviceMessage('cut', { host, reason: reasonOf(error) }));
  }
  return Buffer.concat(parts);
}

/** Returns what a server sent in place of JSON, without its markup: a report of an exception says in words what it lacks. */
export function shownOf(text: string): string {
  const words = text
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const kind = text.startsWith('<') ? (/^<!doctype html|<html/i.test(text) ? 'HTML' : 'XML') : '';
  return `${kind} ${words}`.trim().slice(0, SHOWN_LETTERS) || '""';
}

/** The reason beneath "fetch failed", which says nothing. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } };
  return (cause?.code ?? cause?.message ?? message ?? String(error)).slice(0, SHOWN_LETTERS);
}
