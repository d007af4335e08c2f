import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import { mqttSource } from '../../../src/plugins/feeds/tasks/mqtt-source.ts';
import { lacksMosquitto, startMosquitto } from '../../hub/services.ts';

const why = lacksMosquitto();
/** PINGRESP of MQTT in a WebSocket's frame. */
const PING_ANSWER = Buffer.from([0x82, 2, 0xd0, 0]);
const MESSAGE = '{"phenomenonTime":"2026-07-18T12:00:00Z","result":1}';

test.skipIf(why !== null)(
  `a broker whose messages come is there, though its answer to a ping is not; a silent one is gone ${why ?? ''}`,
  async () => {
    const mosquitto = await startMosquitto();
    const wire = createServer((page) => {
      const broker = connect(Number(new URL(mosquitto.webSocketUrl).port), '127.0.0.1');
      page.pipe(broker).on('error', () => undefined);
      page.on('close', () => broker.destroy());
      broker.on('data', (bytes) => {
        const at = bytes.indexOf(PING_ANSWER);
        page.write(at < 0 ? bytes : Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + PING_ANSWER.length)]));
      });
    });
    wire.listen(0, '127.0.0.1');
    await once(wire, 'listening');
    const url = `ws://127.0.0.1:${(wire.address() as AddressInfo).port}`;
    let heard = 0;
    let ended = '';
    const ear = { opened: () => undefined, onReading: () => heard++, refused: () => undefined };
    const listening = mqttSource({ url, version: 4, keepaliveS: 1 }).listen(ear, new AbortController().signal);
    listening.catch((error: Error) => {
      ended = error.message;
    });
    const sender = await connectAsync(mosquitto.url, { reconnectPeriod: 0, protocolVersion: 4 }, false);
    const hear = async (count: number) => {
      await sender.publishAsync('v1.1/Datastreams(1)/Observations', MESSAGE);
      return heard >= count || ended !== '';
    };
    // Twenty-five answers in the time of several pings.
    await expect.poll(() => hear(25), { timeout: 20_000, interval: 150 }).toBe(true);
    expect(ended).toBe('');
    await expect.poll(() => ended, { timeout: 20_000, interval: 50 }).toContain('Keepalive timeout');
    await sender.endAsync();
    wire.close();
    await mosquitto.stop();
  },
  60_000,
);
