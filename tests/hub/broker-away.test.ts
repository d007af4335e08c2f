import { afterAll, beforeAll, expect, test } from 'vitest';
import { lacksMosquitto, type Service, startMosquitto } from './services.ts';
import { openWholeHub, type WholeHub } from './whole-hub.ts';

const why = lacksMosquitto();
if (why) process.stdout.write(`skipped: ${why}\n`);

let mosquitto: Service;
let whole: WholeHub;
let controller = '';
let dispatcher = '';

beforeAll(async () => {
  if (why) return;
  mosquitto = await startMosquitto();
  whole = await openWholeHub({ mqttUrl: mosquitto.url });
  controller = await whole.login('ctrl', 'controller');
  dispatcher = await whole.login('disp', 'dispatcher');
});
afterAll(async () => {
  await whole?.close();
  await mosquitto?.stop();
});

const problems = async () =>
  (await whole.ask('GET', '/health')).json().problems.map(({ code }: { code: string }) => code);
const order = (key: string) => ({
  key,
  device: 'sn-pump-0001',
  verb: 'run',
  value: 1,
  reason: '积水',
  untilMs: Date.now() + 60_000,
});
const commandsNow = async () => (await whole.ask('GET', '/commands', dispatcher)).json().commands;

test.skipIf(why !== null)(
  'a broker that is away is told by /health; people go on working, but command nothing that no device could hear',
  async () => {
    const asked = await whole.ask('POST', '/commands', controller, order('before it went'));
    await mosquitto.end();
    await expect.poll(problems, { timeout: 10_000 }).toContain('broker-away');
    const refusals = [
      await whole.ask('POST', '/commands', controller, order('while it is away')),
      await whole.ask('POST', `/commands/${asked.json().id}/confirm`, dispatcher),
    ];
    for (const refusal of refusals) {
      expect(refusal.json()).toMatchObject({ code: 503, error: { code: 'devices-away' } });
      expect(refusal.headers['retry-after']).toBe('10');
    }
    expect((await commandsNow()).map(({ state }: { state: object }) => state)).toEqual([{ kind: 'waiting' }]);
    const subject = { title: '积水', object: 'road-1', place: null, alarm: null, priority: 1 };
    const filed = await whole.ask('POST', '/cases', dispatcher, { key: 'while it is away', ...subject });
    expect(filed.statusCode).toBe(201);
    const event = { kind: 'acknowledge', atMs: Date.now() };
    const acted = await whole.ask('POST', '/alarms/acts', dispatcher, { key: 'sn-pond-0001/1 alarm', event });
    expect(acted.statusCode).toBe(201);
    await mosquitto.restart();
    await expect.poll(problems, { timeout: 15_000 }).toEqual([]);
    const confirmed = await whole.ask('POST', `/commands/${asked.json().id}/confirm`, dispatcher);
    expect(confirmed.json()).toMatchObject({ state: { kind: 'sent' } });
  },
  60_000,
);
