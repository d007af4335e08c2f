import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectAsync } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openEmbeddedBroker } from '../../hub/broker/broker.ts';
import { openBridge } from '../../hub/broker/broker-bridge.ts';
import { DEFAULT_GUARD } from '../../hub/hub.ts';
import { ANYBODY } from './open-door.ts';
import { lacksMosquitto, startMosquitto } from './services.ts';

/** More than the hub lets lie for a page and the sockets of both ends hold. */
const MESSAGES = 3000;
const PAYLOAD = 'x'.repeat(20_000);
const TOPIC = 'shapan/slow';

/** Subscribes, and then reads no more. */
async function openSlowPage(url: string): Promise<WebSocket> {
  const page = new WebSocket(url, 'mqtt');
  page.on('error', () => undefined);
  await once(page, 'open');
  page.send(mqttPacket.generate({ cmd: 'connect', clientId: 'slow', protocolVersion: 4, clean: true, keepalive: 0 }));
  await once(page, 'message');
  page.send(mqttPacket.generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: TOPIC, qos: 0 }] }));
  await once(page, 'message');
  page.pause();
  return page;
}

describe.each(['embedded', 'Mosquitto'])('a page that takes nothing any more, before the broker %s', (kind) => {
  const why = kind === 'Mosquitto' ? lacksMosquitto() : null;

  test.skipIf(why !== null)(
    `is cut off, and keeps no other page waiting ${why ?? ''}`,
    async () => {
      const http = createServer();
      http.listen(0, '127.0.0.1');
      await once(http, 'listening');
      const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/mqtt`;
      const mosquitto = kind === 'Mosquitto' ? await startMosquitto() : null;
      const options = { http, accessPolicy: DEFAULT_GUARD, devices: ANYBODY, take: () => null };
      const broker = mosquitto
        ? await openBridge(options, mosquitto.url, 'shapan-hub-of-a-test')
        : await openEmbeddedBroker(options, { host: '127.0.0.1', port: 0 });
      const quick = await connectAsync(url, { reconnectPeriod: 0, protocolVersion: 4 }, false);
      await quick.subscribeAsync(TOPIC);
      let heard = 0;
      quick.on('message', () => heard++);
      const slow = await openSlowPage(url);
      const gone = once(slow, 'close');
      for (let sent = 1; sent <= MESSAGES; sent++) {
        await broker.publish(TOPIC, PAYLOAD);
        // Mosquitto lets go what a client does not take at once.
        if (sent % 100 === 0) await expect.poll(() => heard, { timeout: 10_000, interval: 5 }).toBe(sent);
      }
      await expect.poll(() => broker.stats().clients).toBe(1);
      slow.resume();
      await gone;
      await quick.endAsync();
      await broker.close();
      await mosquitto?.stop();
      http.close();
    },
    60_000,
  );
});
