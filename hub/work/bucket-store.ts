import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';
import { type Bucket, type BucketPlace, openBucket } from './bucket.ts';
import { fillFolder, type ResultStore } from './result-store.ts';

/** What makes a result of objects: it is written last, and without it there is no result. */
interface ResultRecord {
  format: 1;
  /** The folder of its objects below its name: each try to store has its own, so that no late request of another changes what counts. */
  attempt: string;
  files: { path: string; bytes: number; sha256: string }[];
}

/** More does not fit into one request of Node's. */
const MAX_FILE_BYTES = 2 ** 31 - 1;
const RECORD = '.json';

/** Results in a bucket that speaks S3: `<name>/<attempt>/<file>`, and `<name>.json`, which says which attempt counts and with what sums. */
export function bucketStore(place: BucketPlace): ResultStore {
  const bucket = openBucket(place);
  const has = (name: string): Promise<boolean> => bucket.has(`${name}${RECORD}`);
  return {
    has,
    async put(name, folder) {
      const attempt = randomUUID();
      const files: ResultRecord['files'] = [];
      for (const path of await filesIn(folder)) {
        const bytes = await bytesOf(join(folder, path));
        files.push({ path, bytes: bytes.length, sha256: sumOf(bytes) });
        await bucket.put(`${name}/${attempt}/${path}`, bytes);
      }
      const record: ResultRecord = { format: 1, attempt, files };
      const isFirst =
        !(await has(name)) && (await bucket.put(`${name}${RECORD}`, Buffer.from(JSON.stringify(record)), true));
      await sweep(bucket, name);
      return isFirst;
    },
    sweep: (name) => sweep(bucket, name),
    async names() {
      const keys = await bucket.list('');
      return keys
        .filter((key) => !key.includes('/') && key.endsWith(RECORD))
        .map((key) => key.slice(0, -RECORD.length));
    },
    fetch: (name, folder) =>
      fillFolder(folder, name, async (coming) => {
        const record = await recordOf(bucket, name);
        for (const { path, bytes: length, sha256 } of record?.files ?? []) {
          const bytes = await bucket.get(`${name}/${record?.attempt}/${path}`, length);
          if (!bytes || sumOf(bytes) !== sha256)
            throw new MessageError(serviceMessage('store-differs', { name, path }));
          await mkdir(dirname(join(coming, path)), { recursive: true });
          await writeFile(join(coming, path), bytes);
        }
      }),
  };
}

async function sweep(bucket: Bucket, name: string): Promise<void> {
  const record = await recordOf(bucket, name);
  if (!record) return;
  for (const key of await bucket.list(`${name}/`))
    if (!key.startsWith(`${name}/${record.attempt}/`)) await bucket.remove(key);
}

async function recordOf(bucket: Bucket, name: string): Promise<ResultRecord | null> {
  const bytes = await bucket.get(`${name}${RECORD}`);
  if (!bytes) return null;
  const record = JSON.parse(bytes.toString('utf8')) as ResultRecord;
  const isSound =
    record.format === 1 && record.files.every(({ path }) => !path.split('/').includes('..') && !path.startsWith('/'));
  if (!isSound) throw new MessageError(serviceMessage('store-differs', { name, path: `${name}${RECORD}` }));
  return record;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

async function bytesOf(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > MAX_FILE_BYTES)
    throw new MessageError(serviceMessage('store-large', { path, most: MAX_FILE_BYTES, got: size }));
  return await readFile(path);
}

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
