import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RefusalWord } from '../src/city/accounts.ts';
import type { Caller } from './hub.ts';
import type { Verb } from './roles.ts';
import { isSecret } from './secret.ts';

/** What an address asks of whoever comes: a right, or `nothing` where the page itself and the door for logging in lie. */
export type Needs = Verb | 'nothing';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Without it an address is closed to all. */
    needs?: Needs;
    /** What a page asks again and again keeps no login alive. */
    isPolled?: boolean;
  }
}

export function needs(
  right: Needs,
  more: { isPolled?: boolean } = {},
): { config: { needs: Needs; isPolled?: boolean } } {
  return { config: { needs: right, ...more } };
}

/** Over HTTP a device is known by its token; everyone else came with the page. */
export function httpCaller({ headers }: FastifyRequest, deviceToken: string | undefined): Caller {
  const [, bearer] = /^Bearer (.{1,4096})$/.exec(headers.authorization ?? '') ?? [];
  if (bearer === undefined) return { door: 'web' };
  if (deviceToken !== undefined && isSecret(bearer, deviceToken)) return { door: 'tcp' };
  return { door: 'web', password: bearer };
}

/** In the words of all the hub's errors; `word`: by which the page says it in the reader's language. */
export function refuse(reply: FastifyReply, code: number, message: string, word?: RefusalWord): FastifyReply {
  return reply.code(code).send({ code, type: 'error', message, ...(word ? { word } : {}) });
}
