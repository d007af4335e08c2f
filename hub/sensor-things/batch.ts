import type { FastifyRequest, InjectOptions } from 'fastify';
import type { Row } from './sensor-things-query.ts';

/** Requests of one batch; each is counted, and has its own rights, as if it had come alone. */
const MAX_REQUESTS = 200;
const MAX_DEPTH = 32;
const METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const;
/** Headers of the whole batch that are not passed on: each request has its own of these. */
const OWN_HEADERS = new Set(['content-length', 'content-type', 'transfer-encoding', 'connection', 'expect']);

/** A batch that cannot be read; the sentence goes to whoever sent it. */
export class BatchError extends Error {}

interface BatchRequest {
  id: string;
  method: (typeof METHODS)[number];
  url: string;
  body?: unknown;
  atomicityGroup: string | undefined;
}

interface BatchResponse {
  id: string;
  status: number;
  headers?: { location: string };
  body?: unknown;
}

/**
 * Many requests in one, in the JSON form of OData 4.01 (Protocol, 11.7; JSON Format, 19), answered one after the other in the order they
 * came: `$id` stands for what an earlier one made, at the beginning of an address and as an `@iot.id`. Limits: 200 requests, no headers of
 * their own, and no group of several that succeed or fail together (each change is a transaction by itself); such a group is refused whole,
 * with 501. The form in parts (multipart/mixed) is not read.
 */
export async function answerBatch(request: FastifyRequest): Promise<{ responses: BatchResponse[] }> {
  const requests = readRequests(request.body);
  const grouped = requests.flatMap(({ atomicityGroup }) => atomicityGroup ?? []);
  const made = new Map<string, string>();
  const responses: BatchResponse[] = [];
  for (const one of requests) {
    // Whoever sent it has gone, and hears no more of it.
    if (request.socket.destroyed) break;
    const { atomicityGroup } = one;
    const companions = grouped.filter((group) => group === atomicityGroup).length;
    responses.push(companions > 1 ? refused(one.id, companions) : await answerOne(request, one, made));
  }
  return { responses };
}

function refused(id: string, companions: number): BatchResponse {
  const message = `atomicityGroup: expected each request alone, got ${companions} that should succeed or fail together`;
  return { id, status: 501, body: { code: 501, type: 'error', message } };
}

async function answerOne(
  whole: FastifyRequest,
  { id, method, url, body }: BatchRequest,
  made: Map<string, string>,
): Promise<BatchResponse> {
  const [root] = whole.originalUrl.split('$batch');
  const headers = Object.fromEntries(Object.entries(whole.headers).filter(([name]) => !OWN_HEADERS.has(name)));
  const injection: InjectOptions = {
    method: method.toUpperCase() as 'GET',
    url: `${root}${withMade(url, made)}`,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(whole.socket.remoteAddress && { remoteAddress: whole.socket.remoteAddress }),
    ...(body === undefined ? {} : { payload: JSON.stringify(bodyWithMade(body, made)) }),
  };
  const answer = await whole.server.inject(injection);
  const { location } = answer.headers;
  if (typeof location === 'string') made.set(id, location.split('/v1.1/')[1]);
  const isJson = String(answer.headers['content-type']).includes('json');
  return {
    id,
    status: answer.statusCode,
    ...(typeof location === 'string' ? { headers: { location } } : {}),
    ...(answer.body === '' ? {} : { body: isJson ? answer.json() : answer.body }),
  };
}

function readRequests(body: unknown): BatchRequest[] {
  const { requests } = (body ?? {}) as { requests?: unknown };
  if (!Array.isArray(requests)) throw new BatchError('requests: expected a list');
  if (requests.length > MAX_REQUESTS)
    throw new BatchError(`requests: expected at most ${MAX_REQUESTS}, got ${requests.length}`);
  const ids = new Set<string>();
  return requests.map((json: unknown, i) => {
    const one = readRequest((json ?? {}) as Row, `requests[${i}]`);
    if (ids.has(one.id)) throw new BatchError(`requests[${i}].id: expected one of its own, got ${one.id} again`);
    ids.add(one.id);
    return one;
  });
}

function readRequest(json: Row, at: string): BatchRequest {
  const { id, url, body, headers, atomicityGroup } = json;
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id))
    throw new BatchError(`${at}.id: expected 1 to 64 letters, digits, _ or -`);
  const method = METHODS.find((each) => each === String(json.method).toLowerCase());
  if (!method) throw new BatchError(`${at}.method: expected one of ${METHODS.join(', ')}`);
  if (typeof url !== 'string' || !isBelowRoot(url))
    throw new BatchError(`${at}.url: expected an address below the root, such as Things(1)/Datastreams`);
  const own = Object.keys((headers as object | undefined) ?? {}).filter(
    (name) => name.toLowerCase() !== 'content-type',
  );
  if (own.length > 0) throw new BatchError(`${at}.headers: expected none but Content-Type, got ${own.join(', ')}`);
  if (atomicityGroup !== undefined && typeof atomicityGroup !== 'string')
    throw new BatchError(`${at}.atomicityGroup: expected a text`);
  // Told before anything is done: from the first request on there is no way back.
  bodyWithMade(body, new Map());
  return { id, method, url, body, atomicityGroup };
}

/** Neither elsewhere, nor above the root, nor another batch, however it is written. */
function isBelowRoot(url: string): boolean {
  return (
    /^[^/\\\s][^\\\s]{0,8191}$/.test(url) && !/^[a-z]+:|\/\/|%2e|%24|%25|(^|\/)\.|\$batch/i.test(url.split('?')[0])
  );
}

/** `$station/Datastreams`, where request `station` made Things(3). */
function withMade(url: string, made: ReadonlyMap<string, string>): string {
  const [first] = url.split(/[/?]/);
  const address = first.startsWith('$') ? made.get(first.slice(1)) : undefined;
  return address === undefined ? url : `${address}${url.slice(first.length)}`;
}

function bodyWithMade(json: unknown, made: ReadonlyMap<string, string>, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new BatchError(`body: expected at most ${MAX_DEPTH} levels`);
  if (Array.isArray(json)) return json.map((each) => bodyWithMade(each, made, depth + 1));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      name,
      name === '@iot.id' ? idWithMade(value, made) : bodyWithMade(value, made, depth + 1),
    ]),
  );
}

/** The number in `Things(3)`. */
function idWithMade(value: unknown, made: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'string' || !value.startsWith('$')) return value;
  const [, digits] = /\((\d+)\)$/.exec(made.get(value.slice(1)) ?? '') ?? [];
  return digits === undefined ? value : Number(digits);
}
