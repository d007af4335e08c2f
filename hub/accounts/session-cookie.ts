import type { FastifyReply, FastifyRequest } from 'fastify';
import { cityOfPath, cityPath } from '../../model/hub/city-path.ts';
import { isOwnOrigin } from '../own-hosts.ts';

/** Address below a hub's where a page that is loaded again asks for its login: the cookie goes nowhere else. */
const RESTORE_PATH = 'accounts/session';

/**
 * Gives the browser the secret of a login. It keeps it from scripts, sends it to one address of its own site alone, and drops it when it is
 * closed. All other addresses go by the token in the page's memory, as if there were no cookie: what a foreign page makes a browser send
 * there is a visitor's.
 */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  reply.header('Set-Cookie', `${nameFor(request)}=${secret}; ${attributesFor(request)}`);
}

/** Lets the browser forget the secret. */
export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('Set-Cookie', `${nameFor(request)}=; Max-Age=0; ${attributesFor(request)}`);
}

/** The secret in a request's cookie; null: it has none of the right form. */
export function sessionCookieOf(request: FastifyRequest): string | null {
  const begin = `${nameFor(request)}=`;
  const own = (request.headers.cookie ?? '').split('; ').find((part) => part.startsWith(begin));
  return /=([\w-]{43})$/.exec(own ?? '')?.[1] ?? null;
}

/** Whether a page of this very server asks: the browser says who does, and lets no page say that it is another. */
export function isOwnPage({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return headers.origin !== undefined && isOwnOrigin(headers) && (site === undefined || site === 'same-origin');
}

/** Cookies are the same for all ports of a host: each hub has a name of its own. */
function nameFor({ headers: { host = '' } }: FastifyRequest): string {
  return `shapan-session${/:(\d{1,5})$/.exec(host)?.[1] ?? ''}`;
}

function attributesFor({ originalUrl, protocol }: FastifyRequest): string {
  const at = cityOfPath(originalUrl);
  const path = `${at ? cityPath(at.city) : '/'}${RESTORE_PATH}`;
  return `Path=${path}; HttpOnly; SameSite=Strict${protocol === 'https' ? '; Secure' : ''}`;
}
