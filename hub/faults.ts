import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NOT_FOUND, TOO_MANY } from '../model/hub/http-status.ts';
import { type Message, messagesOf } from '../model/text/message.ts';
import { refuse } from './accounts/access.ts';
import { allowance } from './broker/bus.ts';
import { hubMessage } from './messages.ts';
import { HubUnready } from './unready.ts';

/**
 * Whatever goes wrong on a server is answered in the one shape of the hub's refusals, and of its inside nothing is told: that stands in the
 * log. A browser that asks for what is not there gets a page, where there is one.
 */
export function answerFaults(http: FastifyInstance, lostPage: (() => Promise<string>) | null = null): void {
  http.setErrorHandler((error, request, reply) => answerFault(error, request, reply));
  http.setNotFoundHandler(async (request, reply) => {
    if (lostPage && /\btext\/html\b/.test(request.headers.accept ?? ''))
      return reply
        .code(NOT_FOUND)
        .type('text/html; charset=utf-8')
        .send(await lostPage());
    const path = (request.url.split('?')[0] ?? '').slice(0, MAX_PATH);
    return refuse(reply, NOT_FOUND, hubMessage('no-address', { path }));
  });
}

/** The answer to one error: its own sentence where it has one, else HTTP's for its status. */
export function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [said] = messagesOf(error) ?? [];
  const code = statusOf(error) ?? (said ? BAD_REQUEST : FAULT);
  if (code === UNAVAILABLE) reply.header('Retry-After', RETRY_S);
  if (error instanceof HubUnready) log(request, error.reason);
  if (said) return refuse(reply, code, said);
  if (code < FAULT) return refuse(reply, code, sentenceOf(code), code === TOO_MANY ? 'tooMany' : undefined);
  log(request, error instanceof Error ? error.message : String(error));
  return refuse(reply, code, hubMessage('fault', {}));
}

/** What Node cannot read as a request (too long, too slow, or none at all), in the same shape; no route sees it. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [code, said] = unreadable(error);
  const body = JSON.stringify({ code, type: 'error', message: said.text.en, error: said });
  const head = [
    `HTTP/1.1 ${code} ${STATUS_CODES[code]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy(error);
}

function unreadable({ code }: NodeJS.ErrnoException): [code: number, said: Message] {
  if (code === 'HPE_HEADER_OVERFLOW') return [HEADERS_TOO_LARGE, hubMessage('headers-large', {})];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [TOO_SLOW, hubMessage('too-slow', {})];
  return [BAD_REQUEST, hubMessage('bad-request', {})];
}

const BAD_REQUEST = 400;
const TOO_SLOW = 408;
const HEADERS_TOO_LARGE = 431;
const TOO_LARGE = 413;
const MEDIA_TYPE = 415;
const FAULT = 500;
const UNAVAILABLE = 503;
const MAX_PATH = 200;
/** Seconds after which a client should come again: `/health` knows of a repair within three seconds. */
const RETRY_S = 10;

/** No more often than it can be read: a full disk fails every request. */
const mayLog = allowance(1, 20, () => performance.now());

function log({ method, routeOptions }: FastifyRequest, reason: string): void {
  if (mayLog(1)) process.stderr.write(`hub: ${method} ${routeOptions.url}: ${reason}\n`);
}

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
