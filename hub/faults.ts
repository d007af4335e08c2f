import type { FastifyInstance } from 'fastify';
import { NOT_FOUND, TOO_MANY } from '../model/hub/http-status.ts';
import { type Message, messagesOf } from '../model/text/message.ts';
import { refuse } from './accounts/access.ts';
import { lostPage } from './lost-page.ts';
import { hubMessage } from './messages.ts';

/** Whatever goes wrong is answered in the one shape of the hub's refusals, and of its inside nothing is told: that stands in the log. */
export function answerFaults(http: FastifyInstance): void {
  http.setErrorHandler((error, request, reply) => {
    const [said] = messagesOf(error) ?? [];
    const code = statusOf(error) ?? (said ? BAD_REQUEST : FAULT);
    if (said) return refuse(reply, code, said);
    if (code < FAULT) return refuse(reply, code, sentenceOf(code), code === TOO_MANY ? 'tooMany' : undefined);
    process.stderr.write(`hub: ${request.method} ${request.routeOptions.url}: ${describe(error)}\n`);
    return refuse(reply, code, hubMessage('fault', {}));
  });
  http.setNotFoundHandler(async (request, reply) => {
    // A browser gets a page with the way back; a program the shape that it knows.
    if (/\btext\/html\b/.test(request.headers.accept ?? ''))
      return reply
        .code(NOT_FOUND)
        .type('text/html; charset=utf-8')
        .send(lostPage(await http.cities.list()));
    return refuse(
      reply,
      NOT_FOUND,
      hubMessage('no-address', { path: (request.url.split('?')[0] ?? '').slice(0, MAX_PATH) }),
    );
  });
}

const BAD_REQUEST = 400;
const TOO_LARGE = 413;
const MEDIA_TYPE = 415;
const FAULT = 500;
const MAX_PATH = 200;

/** Fastify's own refusals, by HTTP's status for them. */
function sentenceOf(code: number): Message {
  if (code === NOT_FOUND) return hubMessage('no-file', {});
  if (code === TOO_LARGE) return hubMessage('too-large', {});
  if (code === MEDIA_TYPE) return hubMessage('media-type', {});
  if (code === TOO_MANY) return hubMessage('too-often', {});
  return hubMessage('bad-request', {});
}

function statusOf(error: unknown): number | null {
  const status = typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : null;
  return typeof status === 'number' && status >= BAD_REQUEST ? status : null;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
