import { Resource } from '@cesium/engine';
import type { Twin } from '../../../twin/twin.ts';
import { MAX_RETRIES, retryDelayMs } from '../../retry-files.ts';
import { shortUrl } from '../layers/fetch-places.ts';
import { reasonOf } from '../reason.ts';

/** A file whose request fails is asked for again, after a while that doubles; files below its address inherit it. Noted once a file. */
export function retriedResource(
  url: string,
  twin: Pick<Twin, 'getState'>,
  headers: Readonly<Record<string, string>> = {},
): Resource {
  const tries = new WeakMap<Resource, number>();
  return new Resource({
    url,
    headers: { ...headers },
    retryAttempts: MAX_RETRIES,
    async retryCallback(resource: Resource | undefined, error: { statusCode?: number } | undefined) {
      if (!resource) return false;
      const count = tries.get(resource) ?? 0;
      tries.set(resource, count + 1);
      const waitMs = retryDelayMs(count, error?.statusCode);
      if (waitMs === null) return false;
      if (count === 0)
        twin.getState().recordRecovery('tile', 'retried', `${shortUrl(resource.url)}: ${reasonOf(error)}`);
      await new Promise((done) => setTimeout(done, waitMs));
      // Else a queue that is full, of all requests or of the server's, answers with nothing, which reads as an empty file.
      Object.assign(resource.request, { throttle: false, throttleByServer: false });
      return true;
    },
  });
}
