import type { FastifyInstance } from 'fastify';
import { MessageError } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';

/** Values of a body at most: 50,000 rows of ten. A parser takes half a microsecond for each, in the one thread that serves everybody. */
const MAX_VALUES = 500_000;

const COMMA = 0x2c;
const LIST = 0x5b;
const OBJECT = 0x7b;

/** At least as many as the values of a JSON text. */
function valuesIn(bytes: Uint8Array): number {
  let count = 1;
  for (const byte of bytes) if (byte === COMMA || byte === LIST || byte === OBJECT) count++;
  return count;
}

/** Counts what is in a body before it is parsed: 8 MB may hold five million values, which hold the thread for seconds. */
export function limitJson(http: FastifyInstance): void {
  const parse = http.getDefaultJsonParser('error', 'error');
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const got = valuesIn(body);
    if (got <= MAX_VALUES) return parse(request, body.toString('utf8'), done);
    const fault = new MessageError(hubMessage('values-many', { most: MAX_VALUES, got }));
    return done(Object.assign(fault, { statusCode: 413 }));
  });
}
