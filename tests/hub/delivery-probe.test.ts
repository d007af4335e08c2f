import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { PUBLISH_LIMIT_MS, tellPages } from '../../hub/broker/bus.ts';
import { openDeliveryProbe } from '../../hub/broker/delivery-probe.ts';
import { openHealth, watchHealth } from '../../hub/health.ts';
import type { Bus, Message } from '../../hub/hub.ts';

/** A bus with one subscriber; while it is frozen it takes messages and delivers none. */
function testBus() {
  let listen: ((message: Message) => void) | null = null;
  const state = { isFrozen: false };
  const bus: Bus = {
    publish: async (topic, payload) => {
      if (!state.isFrozen) listen?.({ topic, payload: Buffer.from(payload) });
    },
    subscribe: async (_, onMessage) => {
      listen = onMessage;
      return () => undefined;
    },
  };
  return { bus, state };
}

test('a probe that comes back is well, and one that does not is told after the limit', async () => {
  const { bus, state } = testBus();
  const probe = await openDeliveryProbe(bus, 'test');
  await probe();
  state.isFrozen = true;
  vi.useFakeTimers();
  const outcome = probe().then(
    () => 'delivered',
    (error: Error) => error.message,
  );
  await vi.advanceTimersByTimeAsync(PUBLISH_LIMIT_MS);
  vi.useRealTimers();
  expect(await outcome).toBe('the broker did not take it within 5 s');
});

test('health says that delivery stands, in both languages, until it goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-health-'));
  const health = openHealth();
  const failing = { isFailing: true };
  const end = watchHealth(health, {
    folder,
    history: { probe: async () => undefined },
    broker: {
      problem: () => null,
      probe: async () => {
        if (failing.isFailing) throw new Error('nothing came');
      },
    },
    clock: { nowMs: () => 0, problem: () => null, whyAhead: () => null },
  });
  await expect.poll(() => health.problems().map(({ code }) => code)).toEqual(['delivery-stands']);
  expect(health.problems()[0].text.zh).toContain('消息没有送达');
  failing.isFailing = false;
  await expect.poll(() => health.problems(), { timeout: 5000 }).toEqual([]);
  await end();
});

test('what is told to pages waits for no broker', async () => {
  await expect(
    tellPages({ ...testBus().bus, publish: () => Promise.reject(new Error('late')) }, 'a', {}),
  ).resolves.toBe(undefined);
});
