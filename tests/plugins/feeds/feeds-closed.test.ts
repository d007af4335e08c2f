import { type Remote, wrap } from 'comlink';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { needs } from '../../../hub/accounts/access.ts';
import { NOTHING } from '../../../hub/accounts/scope.ts';
import type { FeedDelta, FeedService } from '../../../src/twin/live/service.ts';
import { openWholeHub, type WholeHub } from '../../hub/whole-hub.ts';

/** The worker of the feeds against a hub that shows nothing to visitors. */
let whole: WholeHub;
let service: Remote<FeedService>;
const { port1, port2 } = new MessageChannel();
const values = new Map<number, number>();
let last: FeedDelta | null = null;
let unlisted: number[] | null = null;

beforeAll(async () => {
  const places = Buffer.from(new Float32Array([0, 1, 2, 3].flatMap(() => [0, 0, 380, 1])).buffer);
  whole = await openWholeHub({ visitors: NOTHING }, (http) =>
    http.get('/city/small/places.bin', needs('nothing', 'none'), async (_, reply) =>
      reply.type('application/octet-stream').send(places),
    ),
  );
  vi.stubGlobal('addEventListener', port1.addEventListener.bind(port1));
  vi.stubGlobal('postMessage', port1.postMessage.bind(port1));
  port1.start();
  vi.stubGlobal('reportError', (error: unknown) => expect.fail(String(error)));
  vi.stubGlobal('self', { name: 'feeds' });
  await import('../../../src/page.worker.ts');
  service = wrap<FeedService>(port2);
  await service.open(`${whole.url}/city/small/`, `${whole.url}/`, 'places.bin', {
    origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 351 },
    geoidUndulationM: 0,
    grids: null,
  });
  const follow = async () => {
    for (;;) {
      last = (await service.next()) as FeedDelta;
      if (last.unlisted) unlisted = [...last.unlisted];
      for (const [i, stream] of last.changes.streams.entries()) values.set(stream, last.changes.values[i]);
    }
  };
  follow().catch(() => undefined);
});
afterAll(async () => {
  await service?.hide(true);
  port1.close();
  port2.close();
  await whole.close();
});

const patiently = { timeout: 20_000, interval: 50 };
const bring = (datastream: number, result: number) => {
  const phenomenonMs = Date.now();
  return whole.hub.ingest.bring([
    { datastream, phenomenonMs, resultMs: phenomenonMs, receivedMs: phenomenonMs, result, feature: datastream },
  ]);
};

test('nothing without an account; with one its own part of the city, and again nothing new after it', async () => {
  await expect
    .poll(() => (last?.status.kind === 'cut' ? last.status.reason.en : ''), patiently)
    .toContain('expected an account');
  await bring(2, 0.5);
  const token = await whole.login('east', 'dispatcher', { areas: ['EAST'], classes: 'all' });
  await service.signIn({ token, seesAll: false });
  await expect.poll(() => last?.status.kind, patiently).toBe('live');
  await expect.poll(() => values.get(1), patiently).toBe(0.5);
  await bring(1, 0.25);
  await bring(3, 1);
  await expect.poll(() => values.get(2), patiently).toBe(1);
  expect([...values.keys()].sort()).toEqual([1, 2]);
  // In the west, and on the river between the districts.
  expect(unlisted).toEqual([0, 3]);
  await service.signIn(null);
  await expect.poll(() => last?.status.kind, patiently).toBe('cut');
  expect(unlisted).toEqual([]);
  await bring(3, 0);
  await new Promise((done) => setTimeout(done, 300));
  expect(values.get(2)).toBe(1);
});
