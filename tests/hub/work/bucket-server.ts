import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

/** The only account that s3rver has unasked. */
export const KEY_ID = 'S3RVER';
export const SECRET = 'S3RVER';
export const BUCKET = 'results';

/** What the server does wrong with a request; null: nothing. */
export type Fault = 'error' | 'silent' | 'cut' | 'elsewhere' | null;

export interface BucketServer {
  url: string;
  /** Each request that came: method, path and query. */
  asked: string[];
  /** Signatures that were not those of the request. */
  refused: number;
  fault: (method: string, path: string) => Fault;
  close(): Promise<void>;
}

/**
 * s3rver, which keeps and lists objects, behind a door that refuses what is not signed: s3rver itself takes any signature of version 4.
 * The door reckons the signature from AWS's description (Signature Version 4, header-based), without the package that signs.
 */
export async function startBucketServer(): Promise<BucketServer> {
  const directory = mkdtempSync(join(tmpdir(), 'shapan-bucket-'));
  const inner = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: BUCKET }],
  });
  const { port } = await inner.run();
  const server: BucketServer = {
    url: '',
    asked: [],
    refused: 0,
    fault: () => null,
    async close() {
      door.closeAllConnections();
      door.close();
      await inner.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  const door = createServer((asked, answer) => {
    take(server, port, asked, answer).catch(() => answer.destroy());
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  server.url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  return server;
}

async function take(server: BucketServer, port: number, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { method = '', url = '' } = asked;
  server.asked.push(`${method} ${url}`);
  const fault = server.fault(method, url);
  if (fault === 'silent') return;
  if (fault === 'error')
    return void answer.writeHead(500).end(xml('InternalError', 'We encountered an internal error'));
  if (fault === 'elsewhere')
    return void answer.writeHead(307, { location: 'http://elsewhere.example/' }).end(xml('TemporaryRedirect', 'There'));
  const sent = { method, url, headers: asked.headers as Record<string, string>, body };
  if (signatureOf(sent, SECRET) !== /Signature=([0-9a-f]+)/.exec(asked.headers.authorization ?? '')?.[1]) {
    server.refused++;
    return void answer.writeHead(403).end(xml('SignatureDoesNotMatch', 'The signature is not that of the request'));
  }
  if (sha256(body) !== asked.headers['x-amz-content-sha256'])
    return void answer.writeHead(400).end(xml('XAmzContentSHA256Mismatch', 'The body is not the one that was signed'));
  // The connection breaks where half of the body is there.
  const through = fault === 'cut' ? body.subarray(0, body.length >> 1) : body;
  const onward = request({ port, host: '127.0.0.1', method, path: url, headers: asked.headers }, (back) => {
    answer.writeHead(back.statusCode ?? 502, back.headers);
    back.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  if (fault !== 'cut') return void onward.end(through);
  onward.write(through);
  setTimeout(() => {
    onward.destroy();
    answer.destroy();
  }, 50);
}

const xml = (code: string, message: string): string =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

interface SentRequest {
  method: string;
  /** Path and query, as they were sent. */
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** The signature that a request should have, by its own Authorization header's date, region and list of headers. */
export function signatureOf({ method, url, headers }: SentRequest, secret: string): string | null {
  const [, scope, names] =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/([^,]+),\s*SignedHeaders=([^,]+),/.exec(headers.authorization ?? '') ?? [];
  if (scope === undefined) return null;
  const [path, query = ''] = url.split('?');
  const canonical = [
    method,
    path,
    query.split('&').filter(Boolean).sort().join('&'),
    ...names.split(';').map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}
