import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RefusalWord } from '../../model/accounts/accounts.ts';
import { cutText } from '../../model/text/cut-text.ts';
import type { Message } from '../../model/text/message.ts';
import type { Devices } from '../devices/devices.ts';
import type { Caller, Hub } from '../hub.ts';
import { type Asker, type Reader, readerFor } from '../sql/sql-api.ts';
import type { Verb } from './roles.ts';

/** What an address asks of whoever comes: a right, or `nothing` where the page itself and the door for logging in lie. */
export type Needs = Verb | 'nothing';

/**
 * How the caller's part of the city bounds what a route reads or writes. `place`: each thing lies in a district and is of a class, and what
 * lies outside is left out or refused. `document`: what people share holds in the districts of whoever shared it first; it is read by all who
 * have a part of them and written by who has them whole. `city`: it holds the whole city, and is for who has all of it. `none`: the page, the
 * city's own files, the door for logging in, accounts, where the camera of a wall is, and what devices bring, which is bound to their own streams.
 */
type ScopeKind = 'place' | 'document' | 'city' | 'none';

interface RouteAccess {
  needs: Needs;
  scope: ScopeKind;
  isPolled?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Without it an address is closed to all. */
    needs?: Needs;
    scope?: ScopeKind;
    /** What a page asks again and again keeps no login alive. */
    isPolled?: boolean;
  }
  interface FastifyRequest {
    /** The device, the account, or the address of who has none: what limits count by. */
    asker: string;
    /** Whether the handler has asked for the scope of the caller. */
    isScopeChecked: boolean;
  }
}

/**
 * The options of a route that only callers with this right may use, within what their part of the city bounds of it; what a page polls keeps
 * no login alive.
 */
export function needs(right: Needs, scope: ScopeKind, more: { isPolled?: boolean } = {}): { config: RouteAccess } {
  return { config: { needs: right, scope, ...more } };
}

/** Over HTTP a device is known by its name and password (Basic), a gateway by its token (Bearer); everyone else came with the page. */
export function httpCaller({ headers, ip }: FastifyRequest, devices: Devices): Caller {
  const [, scheme, text] = /^(Bearer|Basic) (.{1,4096})$/.exec(headers.authorization ?? '') ?? [];
  if (text === undefined) return { door: 'web' };
  if (scheme === 'Bearer') {
    const source = devices.identify({ name: undefined, password: text, address: ip });
    return source ? { door: 'tcp', source } : { door: 'web', password: text };
  }
  const [, name, password] = /^([^:]{1,128}):(.+)$/s.exec(Buffer.from(text, 'base64').toString('utf8')) ?? [];
  const source = devices.identify({ name, password, address: ip });
  return source ? { door: 'tcp', source } : { door: 'web' };
}

/** The database as one request may read it: within the share of whoever asks, and no longer than they wait. */
export function readerOf({ sql }: Pick<Hub, 'sql'>, request: FastifyRequest, isLong = false): Reader {
  return readerFor(sql, askerOf(request, isLong));
}

export function askerOf({ asker, body, signal }: FastifyRequest, isLong: boolean): Asker {
  // Where there is a body, Fastify's signal aborts as soon as it was read.
  return body === undefined ? { asker, isLong, signal } : { asker, isLong };
}

/**
 * The shape of all the hub's refusals: `message` in English for logs and other programs, and where a person can meet it `error`, the code
 * and values with the sentence in both languages. A plain text is for the machines that speak SensorThings.
 */
export function refuse(reply: FastifyReply, code: number, said: Message | string, word?: RefusalWord): FastifyReply {
  if (typeof said === 'string') return reply.code(code).send({ code, type: 'error', message: cutText(said) });
  const named = word ? { word } : {};
  return reply.code(code).send({ code, type: 'error', message: said.text.en, error: said, ...named });
}
