import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { connectAsync } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Broker, openEmbeddedBroker } from '../../hub/broker/broker.ts';
import { openBridge } from '../../hub/broker/broker-bridge.ts';
import type { Devices } from '../../hub/devices/devices.ts';
import { ANYBODY, OPEN_GUARD } from './open-door.ts';
import { lacksMosquitto, startMosquitto } from './services.ts';

/** More than the hub lets lie for a connection and the sockets of both ends hold. */
const MESSAGES = 3000;
const PAYLOAD = 'x'.repeat(20_000);
const TOPIC = 'shapan/slow';
const DEVICE: Devices = { identify: () => ({ kind: 'device', id: 'sn-rain-0001' }) };

const CONNECT = mqttPacket.generate({
  cmd: 'connect',
  clientId: 'slow',
  protocolVersion: 4,
  clean: true,
  keepalive: 0,
  username: 'slow',
});
const SUBSCRIBE = mqttPacket.generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: TOPIC, qos: 0 }] });

/** Connection that has subscribed and reads no more. */
interface SlowReader {
  gone: Promise<unknown>;
  /** Reads on, to hear that it was cut off. */
  resume(): void;
}

async function openSlowPage(url: string): Promise<SlowReader> {
  const page = new WebSocket(url, 'mqtt');
  page.on('error', () => undefined);
  await once(page, 'open');
  for (const packet of [CONNECT, SUBSCRIBE]) {
    page.send(packet);
    await once(page, 'message');
  }
  page.pause();
  return { gone: once(page, 'close'), resume: () => page.resume() };
}

async function openSlowDevice(address: string): Promise<SlowReader> {
  const { hostname, port } = new URL(address);
  const socket = connectTcp(Number(port), hostname);
  socket.on('error', () => undefined);
  for (const packet of [CONNECT, SUBSCRIBE]) {
    socket.write(packet);
    await once(socket, 'data');
  }
  socket.pause();
  return { gone: once(socket, 'close'), resume: () => socket.resume() };
}

interface SlowCase {
  who: 'page' | 'device' | 'gateway';
  kind: 'embedded' | 'Mosquitto';
}

/** Where Mosquitto stands, devices speak to it and not to the hub. */
const CASES: readonly SlowCase[] = [
  { who: 'page', kind: 'embedded' },
  { who: 'page', kind: 'Mosquitto' },
  { who: 'device', kind: 'embedded' },
  { who: 'gateway', kind: 'embedded' },
];

describe.each(CASES)('a $who that takes nothing any more, before the broker $kind', ({ who, kind }) => {
  const why = kind === 'Mosquitto' ? lacksMosquitto() : null;

  test.skipIf(why !== null)(
    `is cut off, and keeps nobody else waiting ${why ?? ''}`,
    async () => {
      const http = createServer();
      http.listen(0, '127.0.0.1');
      await once(http, 'listening');
      const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/mqtt`;
      const mosquitto = kind === 'Mosquitto' ? await startMosquitto() : null;
      const options = {
        http,
        accessPolicy: OPEN_GUARD,
        devices: who === 'device' ? DEVICE : ANYBODY,
        take: () => null,
      };
      const broker: Broker = mosquitto
        ? await openBridge(options, mosquitto.url, 'shapan-hub-of-a-test')
        : await openEmbeddedBroker(options, { host: '127.0.0.1', port: 0 });
      const quick = await connectAsync(url, { reconnectPeriod: 0, protocolVersion: 4 }, false);
      await quick.subscribeAsync(TOPIC);
      let heard = 0;
      quick.on('message', () => heard++);
      const slow = await (who === 'page' ? openSlowPage(url) : openSlowDevice(broker.stats().devices));
      for (let sent = 1; sent <= MESSAGES; sent++) {
        await broker.publish(TOPIC, PAYLOAD);
        // Mosquitto lets go what a client does not take at once.
        if (sent % 100 === 0) await expect.poll(() => heard, { timeout: 10_000, interval: 5 }).toBe(sent);
      }
      await expect.poll(() => broker.stats().clients).toBe(1);
      expect(broker.stats().cutOff).toBe(1);
      await broker.probe();
      slow.resume();
      await slow.gone;
      await quick.endAsync();
      await broker.close();
      await mosquitto?.stop();
      http.close();
    },
    60_000,
  );
});
