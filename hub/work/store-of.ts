import { resolve } from 'node:path';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';
import type { BucketPlace } from './bucket.ts';
import { folderStore, type ResultStore } from './result-store.ts';

/** How a store was named on the command line. */
interface NamedStore {
  /** A folder, or s3://bucket/prefix. */
  store: string;
  endpoint?: string;
  timeoutS: number;
}

const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;
const DEFAULT_REGION = 'us-east-1';

/** A folder, or a bucket with its keys from the environment: never from a file, and no server that was not named is asked. */
export async function storeOf(named: NamedStore, environment: NodeJS.ProcessEnv): Promise<ResultStore> {
  if (!named.store.startsWith('s3:')) return folderStore(resolve(named.store));
  const { bucketStore } = await import('./bucket-store.ts');
  return bucketStore(bucketPlace(named, environment));
}

export function bucketPlace({ store, endpoint, timeoutS }: NamedStore, environment: NodeJS.ProcessEnv): BucketPlace {
  const [, bucket, prefix = ''] = BUCKET.exec(store) ?? [];
  if (bucket === undefined) throw new MessageError(serviceMessage('store-name', { got: store }));
  const keyOf = (name: string): string => {
    const value = environment[name];
    if (value) return value;
    throw new MessageError(serviceMessage('store-keys', { name }));
  };
  const sessionToken = environment.AWS_SESSION_TOKEN;
  return {
    endpoint: originOf(endpoint ?? environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL ?? ''),
    bucket,
    prefix: prefix.split('/').filter(Boolean).join('/'),
    region: environment.AWS_REGION || environment.AWS_DEFAULT_REGION || DEFAULT_REGION,
    accessKeyId: keyOf('AWS_ACCESS_KEY_ID'),
    secretAccessKey: keyOf('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken ? { sessionToken } : {}),
    timeoutMs: timeoutS * 1000,
  };
}

/** Scheme, host and port; anything behind them would be signed as a part of the key. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.username === '';
  if (!isPlain) throw new MessageError(serviceMessage('store-endpoint', { got: text || '–' }));
  return url.origin;
}
