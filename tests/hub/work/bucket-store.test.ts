import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BucketPlace, openBucket } from '../../../hub/work/bucket.ts';
import { bucketStore } from '../../../hub/work/bucket-store.ts';
import { bucketPlace } from '../../../hub/work/store-of.ts';
import { messagesOf } from '../../../model/text/message.ts';
import { BUCKET, type BucketServer, KEY_ID, SECRET, signatureOf, startBucketServer } from './bucket-server.ts';

let server: BucketServer;
let folder: string;

beforeAll(async () => {
  server = await startBucketServer();
});
afterAll(async () => {
  await server.close();
});
beforeEach(() => {
  server.fault = () => null;
  server.asked.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'shapan-bucket-test-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

const place = (more: Partial<BucketPlace> = {}): BucketPlace => ({
  endpoint: server.url,
  bucket: BUCKET,
  prefix: 'runs/of 2026',
  region: 'cn-north-1',
  accessKeyId: KEY_ID,
  secretAccessKey: SECRET,
  timeoutMs: 2000,
  pauseMs: 1,
  ...more,
});

/** A result with a name in Chinese and one with marks that a signature spells its own way. */
function result(content = 'a'): string {
  const made = join(folder, `result-${content}`);
  mkdirSync(join(made, 'inner'), { recursive: true });
  writeFileSync(join(made, 'summary.json'), `{"of":"${content}"}`);
  writeFileSync(join(made, 'inner/一层 (1)+&!.tif'), Buffer.alloc(300_000, content));
  return made;
}

test("the door's signature is that of AWS's own example", () => {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=',
  };
  expect(signatureOf({ method: 'GET', url: '/test.txt', headers }, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
});

describe('results in a bucket', () => {
  test('what was put comes back to the byte, once; every request was signed', async () => {
    const store = bucketStore(place());
    expect(await store.has('first')).toBe(false);
    expect(await store.put('first', result())).toBe(true);
    expect(await store.has('first')).toBe(true);
    expect(await store.put('first', result('b'))).toBe(false);
    expect(await store.names()).toEqual(['first']);
    await store.fetch('first', join(folder, 'back'));
    for (const file of ['summary.json', 'inner/一层 (1)+&!.tif'])
      expect(readFileSync(join(folder, 'back/first', file)).equals(readFileSync(join(folder, 'result-a', file)))).toBe(
        true,
      );
    // The second attempt left nothing behind.
    expect(await openBucket(place()).list('')).toHaveLength(3);
    expect(server.refused).toBe(0);
  });

  test('what a worker had stored when it was killed is no result, and the next one clears it away', async () => {
    const store = bucketStore(place({ prefix: 'killed' }));
    let puts = 0;
    server.fault = (method) => (method === 'PUT' && ++puts >= 2 ? 'cut' : null);
    await expect(store.put('half', result())).rejects.toThrow('expected a store that answers');
    server.fault = () => null;
    expect(await store.has('half')).toBe(false);
    expect(await store.names()).toEqual([]);
    const bucket = openBucket(place({ prefix: 'killed' }));
    // s3rver keeps the half that came; without a record it counts as nothing.
    expect((await bucket.list('half/')).length).toBeGreaterThan(0);
    expect(await store.put('half', result('b'))).toBe(true);
    expect(await bucket.list('half/')).toHaveLength(2);
    await store.fetch('half', join(folder, 'back'));
    expect(readFileSync(join(folder, 'back/half/summary.json'), 'utf8')).toBe('{"of":"b"}');
  }, 30_000);

  test('what is left beside a whole result, by a worker that was killed before it swept, goes with the sweep of the next', async () => {
    const store = bucketStore(place({ prefix: 'unswept' }));
    const bucket = openBucket(place({ prefix: 'unswept' }));
    server.fault = (method, path) => (method === 'PUT' && path.endsWith('summary.json') ? 'elsewhere' : null);
    await expect(store.put('one', result())).rejects.toThrow('sends on');
    server.fault = (method) => (method === 'DELETE' ? 'elsewhere' : null);
    await expect(store.put('one', result('b'))).rejects.toThrow('sends on');
    server.fault = () => null;
    expect(await store.has('one')).toBe(true);
    expect(await bucket.list('one/')).toHaveLength(3);
    await store.sweep('one');
    expect(await bucket.list('one/')).toHaveLength(2);
    await store.fetch('one', join(folder, 'back'));
    expect(readFileSync(join(folder, 'back/one/summary.json'), 'utf8')).toBe('{"of":"b"}');
  });

  test('a list in pages comes whole, with signed requests', async () => {
    // s3rver makes its page's token by a function that Node no longer has.
    const asked: string[] = [];
    const pages = createServer(({ method = '', url = '', headers }, answer) => {
      asked.push(url);
      const sent = { method, url, headers: headers as Record<string, string> };
      if (!headers.authorization?.endsWith(`Signature=${signatureOf(sent, SECRET)}`))
        return void answer.writeHead(403).end();
      const isSecond = url.includes(`continuation-token=${encodeURIComponent('1/a+b=')}`);
      answer.end(
        isSecond
          ? '<ListBucketResult><Contents><Key>p/b &lt;&amp;&gt; &#x4E00;</Key></Contents></ListBucketResult>'
          : '<ListBucketResult><Contents><Key>p/a</Key></Contents><NextContinuationToken>1/a+b=</NextContinuationToken></ListBucketResult>',
      );
    });
    pages.listen(0, '127.0.0.1');
    await once(pages, 'listening');
    const endpoint = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    expect(await openBucket(place({ endpoint, prefix: 'p' })).list('')).toEqual(['a', 'b <&> 一']);
    expect(asked).toHaveLength(2);
    pages.closeAllConnections();
    pages.close();
  });

  test('an object that was changed in the bucket is refused, and no folder appears', async () => {
    const store = bucketStore(place({ prefix: 'changed' }));
    await store.put('one', result());
    const bucket = openBucket(place({ prefix: 'changed' }));
    const [, summary] = await bucket.list('one/');
    await bucket.put(summary, Buffer.from('{}'));
    await expect(store.fetch('one', join(folder, 'back'))).rejects.toThrow('expected summary.json in the store');
    expect(readdirSync(join(folder, 'back')).filter((name) => !name.startsWith('.'))).toEqual([]);
  });
});

describe('a store that fails says how, and what to do', () => {
  const list = (more: Partial<BucketPlace> = {}) => bucketStore(place(more)).names();
  const both = async (failing: Promise<unknown>): Promise<{ zh: string; en: string }> => {
    const error = await failing.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const [said] = messagesOf(error) ?? [];
    return said?.text ?? { zh: '', en: String(error) };
  };

  test('a wrong key', async () => {
    const { zh, en } = await both(list({ secretAccessKey: 'another' }));
    expect(en).toContain('403 SignatureDoesNotMatch');
    expect(en).toContain('AWS_SECRET_ACCESS_KEY');
    expect(zh).toContain('拒绝访问存储桶 results');
    expect(server.asked).toHaveLength(1);
  });

  test('a bucket that is not there', async () => {
    const { zh, en } = await both(list({ bucket: 'nowhere' }));
    expect([zh, en]).toEqual([
      expect.stringContaining('存储桶 nowhere 不存在'),
      expect.stringContaining('expected the bucket nowhere, and there is none'),
    ]);
  });

  test('errors of the server are tried four times; one that passes is not noticed', async () => {
    let errors = 0;
    server.fault = () => (++errors <= 2 ? 'error' : null);
    await list();
    server.fault = () => 'error';
    server.asked.length = 0;
    const { zh, en } = await both(list());
    expect(server.asked).toHaveLength(4);
    expect(en).toContain('failed (500 InternalError We encountered an internal error), tried 4 times');
    expect(zh).toContain('共试 4 次');
  }, 30_000);

  test('a server that never answers', async () => {
    server.fault = () => 'silent';
    const { zh, en } = await both(list({ timeoutMs: 200 }));
    expect(en).toContain('expected an answer within 0.2 s, got none in 4 tries');
    expect(zh).toContain('0.2 s 内没有应答');
  }, 30_000);

  test('one that sends on to a host that nobody named is not followed', async () => {
    server.fault = () => 'elsewhere';
    const { en } = await both(list());
    expect(en).toContain('sends on to http://elsewhere.example/ (307 TemporaryRedirect There): no host is asked');
  });

  test('nobody there', async () => {
    expect((await both(list({ endpoint: 'http://127.0.0.1:9' }))).en).toContain('expected a store that answers, got: ');
  }, 30_000);
});

describe('a bucket by its name', () => {
  const KEYS = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
  const named = (store: string, endpoint?: string) => ({ store, timeoutS: 60, ...(endpoint ? { endpoint } : {}) });

  test('keys, region and server come from the call and the environment', () => {
    const environment = { ...KEYS, AWS_REGION: 'cn-north-1', AWS_ENDPOINT_URL_S3: 'https://one.example' };
    expect(bucketPlace(named('s3://my-bucket/a//b/'), environment)).toMatchObject({
      endpoint: 'https://one.example',
      bucket: 'my-bucket',
      prefix: 'a/b',
      region: 'cn-north-1',
      accessKeyId: 'id',
    });
    expect(bucketPlace(named('s3://my-bucket', 'https://two.example:9000/'), environment).endpoint).toBe(
      'https://two.example:9000',
    );
  });

  test('what is missing is named, and no host is guessed', () => {
    expect(() => bucketPlace(named('s3://b'), KEYS)).toThrow('expected s3://bucket/prefix');
    expect(() => bucketPlace(named('s3://bucket'), KEYS)).toThrow('--endpoint: expected the address');
    expect(() => bucketPlace(named('s3://bucket', 'https://x.example/path'), KEYS)).toThrow(
      'got https://x.example/path',
    );
    expect(() => bucketPlace(named('s3://bucket', 'https://x.example'), {})).toThrow('AWS_ACCESS_KEY_ID');
  });
});
