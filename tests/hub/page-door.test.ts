import { once } from 'node:events';
import { connect } from 'node:net';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { lacksMosquitto, type Service, startMosquitto } from './services.ts';
import { openWholeHub, type WholeHub } from './whole-hub.ts';

const UPGRADE =
  'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

/** Asks for an upgrade and resets the connection so many milliseconds later; resolves to what came. */
function resetUpgrade(url: string, path: string, headers: string, delayMs: number): Promise<string> {
  return new Promise((done) => {
    const { hostname, port, host } = new URL(url);
    let came = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers}${UPGRADE}\r\n`);
      setTimeout(() => {
        socket.resetAndDestroy();
        done(came);
      }, delayMs);
    });
    socket.on('data', (bytes) => (came += bytes.toString()));
    socket.on('error', () => undefined);
  });
}

const closed = (client: MqttClient) => new Promise<void>((done) => client.once('close', () => done()));

describe.each(['embedded', 'Mosquitto'])('the door for pages, before the broker %s', (kind) => {
  const why = kind === 'Mosquitto' ? lacksMosquitto() : null;
  let whole: WholeHub;
  let broker: Service | undefined;
  const clients: MqttClient[] = [];

  beforeAll(async () => {
    if (why !== null) return;
    broker = kind === 'Mosquitto' ? await startMosquitto() : undefined;
    whole = await openWholeHub({ mqttUrl: broker?.url });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.end(true);
  });
  afterAll(async () => {
    await whole?.close();
    await broker?.stop();
  });

  const page = async (options: IClientOptions = {}) => {
    const address = `${whole.url.replace('http', 'ws')}/mqtt`;
    const client = await connectAsync(address, { reconnectPeriod: 0, protocolVersion: 4, ...options }, false);
    clients.push(client);
    return client;
  };

  test.skipIf(why !== null)('refused and reset upgrades end nothing', { timeout: 60_000 }, async () => {
    for (let i = 0; i < 200; i++)
      await resetUpgrade(whole.url, ['/nope', '/mqtt'][i % 2], i % 4 === 1 ? 'Origin: http://evil\r\n' : '', i % 3);
    expect(await resetUpgrade(whole.url, '/nope', '', 200)).toContain('404 Not Found');
    expect((await fetch(`${whole.url}/health`)).status).toBe(200);
  });

  test.skipIf(why !== null)('a foreign host that was turned to this address is not let in', async () => {
    const evil = 'Origin: http://evil.example\r\nHost: evil.example\r\n';
    const { hostname, port } = new URL(whole.url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET /mqtt HTTP/1.1\r\n${evil}${UPGRADE}\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('421 Misdirected');
    socket.destroy();
  });

  test.skipIf(why !== null)('a page keeps no session, and its name throws nobody off', async () => {
    const first = await page({ clientId: 'sn-pump-0001', clean: false });
    await first.subscribeAsync('v1.1/#', { qos: 1 });
    const second = await page({ clientId: 'sn-pump-0001', clean: false });
    await second.subscribeAsync('v1.1/#', { qos: 1 });
    expect(first.connected).toBe(true);
    first.end(true);
    second.end(true);
    await whole.hub.bus.publish('v1.1/Datastreams(1)/Observations', '{"result":1}', { qos: 1 });
    const third = await page({ clientId: 'sn-pump-0001', clean: false });
    const heard: string[] = [];
    third.on('message', (topic) => heard.push(topic));
    await third.subscribeAsync('shapan/kinds/changed');
    await whole.hub.bus.publish('shapan/kinds/changed', '{}', { qos: 1 });
    await expect.poll(() => heard).toEqual(['shapan/kinds/changed']);
  });

  test.skipIf(why !== null)('a filter that is denied beside one that is allowed draws nothing', async () => {
    const thief = await page({ clientId: 'thief', clean: false });
    const heard: string[] = [];
    thief.on('message', (topic) => heard.push(topic));
    const filters = { 'v1.1/none': { qos: 1 as const }, 'devices/#': { qos: 1 as const } };
    await Promise.race([thief.subscribeAsync(filters).catch(() => null), closed(thief)]);
    thief.end(true);
    await whole.hub.bus.publish('devices/sn-pump-0001/set', '{"signed":1}', { qos: 1 });
    const back = await page({ clientId: 'thief', clean: false });
    back.on('message', (topic) => heard.push(topic));
    await back.subscribeAsync('shapan/kinds/changed');
    await whole.hub.bus.publish('shapan/kinds/changed', '{}', { qos: 1 });
    await expect.poll(() => heard).toEqual(['shapan/kinds/changed']);
  });

  test.skipIf(why !== null)(
    'a page of a login that ended, or of a closed account, is cut off',
    { timeout: 30_000 },
    async () => {
      for (const end of ['logout', 'close'] as const) {
        const name = `controller-${end}`;
        const token = await whole.login(name, 'controller');
        const client = await page({ username: 'token', password: token });
        await client.subscribeAsync('shapan/commands/#');
        const heard: string[] = [];
        client.on('message', (topic) => heard.push(topic));
        const gone = closed(client);
        if (end === 'logout') await whole.ask('POST', '/accounts/logout', token);
        else expect((await whole.ask('DELETE', `/accounts/${name}`, whole.administrator)).statusCode).toBe(204);
        await gone;
        expect(heard).toEqual([]);
      }
    },
  );

  test.skipIf(why !== null)('500 visitors and 500 silent sockets keep no login out', { timeout: 60_000 }, async () => {
    const token = await whole.login('operator', 'dispatcher');
    const sockets: WebSocket[] = [];
    const come = async (say: boolean) => {
      const socket = new WebSocket(`${whole.url.replace('http', 'ws')}/mqtt`, 'mqtt');
      socket.on('error', () => undefined);
      sockets.push(socket);
      await Promise.race([once(socket, 'open'), once(socket, 'close')]);
      if (say && socket.readyState === socket.OPEN)
        socket.send(
          mqttPacket.generate({
            cmd: 'connect',
            clientId: 'x',
            protocolId: 'MQTT',
            protocolVersion: 4,
            clean: true,
            keepalive: 0,
          }),
        );
    };
    for (const say of [true, false])
      for (let i = 0; i < 500; i += 50) await Promise.all(Array.from({ length: 50 }, () => come(say)));
    const operator = await page({ username: 'token', password: token });
    await operator.subscribeAsync('shapan/commands/#');
    expect(operator.connected).toBe(true);
    for (const socket of sockets) socket.terminate();
    await expect.poll(() => whole.hub.broker.stats().clients, { timeout: 10_000 }).toBeLessThanOrEqual(1);
    await expect(page()).resolves.toBeDefined();
  });
});
