import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { cutText } from '../../model/text/cut-text.ts';
import { MessageError } from '../../model/text/message.ts';
import { textOfXml } from '../../model/text/xml-entities.ts';
import { serviceMessage } from '../service-messages.ts';

/** A part of a bucket, and how it is reached. */
export interface BucketPlace {
  /** Scheme, host and port; every request goes there and nowhere else. */
  endpoint: string;
  bucket: string;
  /** Before all keys, without slashes at its ends; empty: the whole bucket. */
  prefix: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** For an answer, beside the time that the bytes of a request take. */
  timeoutMs: number;
  /** Before a store that is busy is asked for the second time; each pause is twice the one before. */
  pauseMs?: number;
}

/**
 * Objects of a store that speaks S3 (AWS, MinIO, Ceph, OSS, COS …), by keys below the place's prefix. Requests are signed by SigV4 with
 * the sum of their body in the signature, and name the bucket in the path. The package aws4fetch signs and nothing more: 88 kB without a dependency, where AWS's own client brings
 * 60 packages that look for keys in files and on the network.
 */
export interface Bucket {
  /** Null: there is none. `bytes`: how long it is, as far as it is known. */
  get(key: string, bytes?: number): Promise<Buffer | null>;
  has(key: string): Promise<boolean>;
  /** False: there was one already, where the store heeds `If-None-Match`; the others overwrite. */
  put(key: string, body: Uint8Array, isNew?: boolean): Promise<boolean>;
  /** Keys that begin so, sorted. */
  list(start: string): Promise<string[]>;
  remove(key: string): Promise<void>;
}

/** A store that is busy is asked again; what is wrong stays wrong. */
const TRIES = 4;
const FIRST_PAUSE_MS = 500;
const BUSY = [429, 500, 502, 503, 504];
/** Bytes per millisecond of the slowest line that is still waited for. */
const MIN_BYTES_PER_MS = 50;
const MAX_SAID = 300;

export function openBucket(place: BucketPlace): Bucket {
  const root = `${place.endpoint}/${encoded(place.bucket)}`;
  const keyOf = (key: string): string => (place.prefix === '' ? key : `${place.prefix}/${key}`);
  const urlOf = (key: string): string => `${root}/${keyOf(key).split('/').map(encoded).join('/')}`;
  const ask = (method: string, url: string, more: Partial<BucketRequest> = {}): Promise<Answer> =>
    answerOf(place, { method, url, headers: {}, bytes: 0, ...more });
  return {
    async get(key, length = 0) {
      const { status, bytes } = await ask('GET', urlOf(key), { bytes: length });
      return status === 404 ? null : bytes;
    },
    has: async (key) => (await ask('HEAD', urlOf(key))).status !== 404,
    async put(key, body, isNew = false) {
      const headers: Record<string, string> = isNew ? { 'if-none-match': '*' } : {};
      const { status } = await ask('PUT', urlOf(key), { body, bytes: body.length, headers });
      if (status === 404) throw new MessageError(serviceMessage('store-bucket', { bucket: place.bucket }));
      return status !== 412;
    },
    async list(start) {
      const keys: string[] = [];
      const skip = keyOf('').length;
      for (let next: string | null = ''; next !== null; ) {
        const query: string = `list-type=2&prefix=${encoded(keyOf(start))}${next === '' ? '' : `&continuation-token=${encoded(next)}`}`;
        const { status, bytes } = await ask('GET', `${root}?${query}`);
        if (status === 404) throw new MessageError(serviceMessage('store-bucket', { bucket: place.bucket }));
        const page = bytes.toString('utf8');
        for (const [, key] of page.matchAll(/<Key>([^<]*)<\/Key>/g)) keys.push(textOfXml(key).slice(skip));
        next = /<NextContinuationToken>([^<]+)</.exec(page)?.[1] ?? null;
        if (next !== null) next = textOfXml(next);
      }
      return keys.sort();
    },
    async remove(key) {
      await ask('DELETE', urlOf(key));
    },
  };
}

interface BucketRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: Uint8Array;
  /** That go or come, as far as they are known. */
  bytes: number;
}

interface Answer {
  status: number;
  bytes: Buffer;
}

/** An answer of 2xx, 404 or 412; everything else is an error that says what to do. */
async function answerOf(place: BucketPlace, request: BucketRequest): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    const isLast = tried === TRIES;
    try {
      const response = await send(place, request);
      const { status } = response;
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.ok || status === 404 || status === 412) return checked(place, status, bytes);
      if (!BUSY.includes(status) || isLast) throw new MessageError(refusal(place, response, bytes));
    } catch (error) {
      if (error instanceof MessageError || isLast) throw asMessage(place, error);
    }
    await wait((place.pauseMs ?? FIRST_PAUSE_MS) * 2 ** (tried - 1));
  }
}

async function send(place: BucketPlace, { method, url, headers, body, bytes }: BucketRequest): Promise<Response> {
  const sum = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  const signed = await new AwsV4Signer({
    ...place,
    method,
    url,
    headers: { ...headers, 'x-amz-content-sha256': sum },
    service: 's3',
  }).sign();
  return await fetch(signed.url, {
    method,
    headers: signed.headers,
    ...(body ? { body: body as Uint8Array<ArrayBuffer> } : {}),
    // Another host was not named.
    redirect: 'manual',
    signal: AbortSignal.timeout(Math.ceil(place.timeoutMs + bytes / MIN_BYTES_PER_MS)),
  });
}

/** That the bucket is missing is no missing object. */
function checked(place: BucketPlace, status: number, bytes: Buffer): Answer {
  if (status === 404 && codeOf(bytes) === 'NoSuchBucket')
    throw new MessageError(serviceMessage('store-bucket', { bucket: place.bucket }));
  return { status, bytes };
}

function refusal({ endpoint, bucket }: BucketPlace, { status, headers }: Response, bytes: Buffer) {
  const reason = [status, codeOf(bytes), /<Message>([^<]*)</.exec(bytes.toString('utf8'))?.[1]].filter(Boolean);
  const values = { endpoint, bucket, reason: cutText(textOfXml(reason.join(' ')), MAX_SAID) };
  if (status >= 300 && status < 400)
    return serviceMessage('store-elsewhere', { ...values, to: cutText(headers.get('location') ?? '?', MAX_SAID) });
  if (status === 401 || status === 403) return serviceMessage('store-refused', values);
  return serviceMessage('store-failed', { ...values, tries: BUSY.includes(status) ? TRIES : 1 });
}

function asMessage({ endpoint, timeoutMs }: BucketPlace, error: unknown): MessageError {
  if (error instanceof MessageError) return error;
  if (error instanceof Error && error.name === 'TimeoutError')
    return new MessageError(serviceMessage('store-slow', { endpoint, seconds: timeoutMs / 1000, tries: TRIES }));
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new MessageError(serviceMessage('store-unreachable', { endpoint, reason, tries: TRIES }));
}

const codeOf = (bytes: Buffer): string | undefined => /<Code>([\w.]+)</.exec(bytes.toString('utf8'))?.[1];

/** As a signature wants it (RFC 3986). */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
