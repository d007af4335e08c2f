import { Request, RequestScheduler, Resource } from '@cesium/engine';
import { afterEach, expect, test, vi } from 'vitest';
import { retriedResource } from '../../src/view/globe/quality/retried-resource.ts';

/** What Cesium's types leave out. */
const inner = Resource as unknown as {
  _Implementations: { loadWithXhr(...args: unknown[]): void };
};
const scheduler = RequestScheduler as unknown as { requestsByServer: Record<string, number> };
const SERVER = 'city.test:443';
const { loadWithXhr } = inner._Implementations;
afterEach(() => {
  inner._Implementations.loadWithXhr = loadWithXhr;
  delete scheduler.requestsByServer[SERVER];
});

test('a file that failed is asked for again though the queue of its server is full meanwhile', async () => {
  const recordRecovery = vi.fn();
  let asked = 0;
  inner._Implementations.loadWithXhr = (...args) => {
    const deferred = args[5] as { resolve(value: unknown): void; reject(error: unknown): void };
    asked++;
    if (asked > 1) return deferred.resolve(new ArrayBuffer(4));
    scheduler.requestsByServer[SERVER] = 0;
    deferred.reject({});
  };
  const root = retriedResource('https://city.test/layers/', { getState: () => ({ recordRecovery }) } as never);
  const file = root.getDerivedResource({
    url: 'r.glb',
    request: new Request({ throttle: true, throttleByServer: true }),
  });
  // Without a frame the queue issues nothing by itself.
  const answer = file.fetchArrayBuffer();
  (RequestScheduler as unknown as { update(): void }).update();
  expect((await answer)?.byteLength).toBe(4);
  expect(asked).toBe(2);
  expect(recordRecovery).toHaveBeenCalledExactlyOnceWith('tile', 'retried', expect.stringContaining('r.glb'));
});
