import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/**
 * Whether a request's Host names this hub. A foreign page can turn a name of its own to this machine's address (DNS rebinding) and would
 * then read the hub as its own origin; it cannot do so with an address, with `localhost`, with this machine's name, or with a name that
 * the hub was started with (`named`: `--host`, `--public-host`).
 */
export function isOwnHost(host: string | undefined, named: readonly string[]): boolean {
  const name = nameOf(host);
  if (name === null) return false;
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return true;
  return [hostname(), ...named].some((own) => own.toLowerCase() === name);
}

/** Node keeps the first Host of a request alone. */
export function hasTwoHosts({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  return rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length > 1;
}

/** Without its port and the brackets of an IPv6 address; null: it is no host. */
function nameOf(host: string | undefined): string | null {
  const [, name] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  return name === undefined
    ? null
    : name
        .toLowerCase()
        .replace(/^\[|\]$/g, '')
        .replace(/\.$/, '');
}

/** Whether an address of a socket, or one to listen on, is this machine's alone. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || address.replace('::ffff:', '').startsWith('127.');
}

/** Whether a request comes from a page of this server, or from a program, which names no origin. */
export function isOwnOrigin({ origin, host }: Pick<IncomingHttpHeaders, 'origin' | 'host'>): boolean {
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
