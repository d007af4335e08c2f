import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CitySensor } from '../../model/sensors/sensors.ts';
import { sharedBrowser } from './browser.ts';
import { DEVICE_TOKEN, LIGHT, openPage, openServer, type Server, type Watch } from './house.ts';
import { MARK, PAYLOADS } from './payloads.ts';
import { act, readTwin, selectById } from './twin-of.ts';
import { openWire, type Wire } from './wire.ts';

let server: Server;
let wire: Wire;
let browser: Browser;
let page: Page;
let watch: Watch;
let dialogs = 0;
const hubData = mkdtempSync(join(tmpdir(), 'shapan-hub-'));

/** A card lists twelve streams, its own sensor's among them: sensors are put to the first ones by tens, a stream each. */
const OF_ONE_CARD = 10;
const CARDS = Math.ceil(PAYLOADS.length / OF_ONE_CARD);
/** A longer one the page refuses with its file. */
const MAX_KIND_CHARS = 128;
const payloadOf = (i: number) => PAYLOADS[i % PAYLOADS.length];

/** Each sensor of the city as the page reads it: markup for its name, its kind, its streams' names and units. */
function poisoned(body: Buffer): Buffer {
  const { things } = JSON.parse(body.toString()) as { things: CitySensor[] };
  const hosts = things.slice(0, CARDS).map(({ id }) => id);
  const changed = things.map((thing, i) => {
    const name = { zh: payloadOf(i), en: payloadOf(i) };
    return {
      ...thing,
      name,
      kind: i < PAYLOADS.length ? thing.kind : payloadOf(i).slice(0, MAX_KIND_CHARS),
      of: i < PAYLOADS.length ? hosts[Math.floor(i / OF_ONE_CARD)] : payloadOf(i),
      datastreams: thing.datastreams
        .slice(0, i < PAYLOADS.length ? 1 : undefined)
        .map((stream) => ({ ...stream, name, unit: payloadOf(i) })),
    };
  });
  return Buffer.from(JSON.stringify({ things: changed }));
}

beforeAll(async () => {
  server = await openServer({ hubData });
  wire = await openWire(
    server.url,
    (path) => path.endsWith('/sensors.json'),
    (_, body) => poisoned(body),
  );
  browser = await sharedBrowser();
  ({ page, watch } = await openPage({ url: wire.url, browser }, { at: `?city=chengchuan&quality=fast#${LIGHT}` }));
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  const layers = (await readTwin(page, 'layers')) as Record<string, unknown>;
  for (const id of Object.keys(layers)) if (id !== 'sensors') await act(page, 'showLayer', id, false);
});
afterAll(async () => {
  wire?.close();
  await server?.kill('SIGTERM');
  rmSync(hubData, { recursive: true, force: true });
});

test('a hundred payloads in every name, kind, unit, key and value stay text: no script runs, the policy has nothing to report', async () => {
  await expect.poll(() => readTwin(page, 'feed.kind'), { timeout: 120_000, interval: 500 }).toBe('live');
  await act(page, 'openDesk', 'command');
  const devices = /mqtt:\/\/[\d.]+:\d+/.exec(server.said())?.[0] ?? '';
  const sender = await connectAsync(devices, { protocolVersion: 4, username: 'gateway', password: DEVICE_TOKEN });
  // No topic holds a payload: the hub cuts off whoever publishes to another than those of creation.
  for (const [i, payload] of PAYLOADS.entries()) {
    await sender.publishAsync(`v1.1/Datastreams(${1 + i})/Observations`, JSON.stringify({ result: payload }), {
      qos: 1,
    });
    await sender.publishAsync(
      `v1.1/Datastreams(${1 + i})/Observations`,
      JSON.stringify({ result: 1, [payload]: payload }),
      { qos: 1 },
    );
  }
  await sender.endAsync();
  const hosts = ((await readTwin(page, 'sensors')) as CitySensor[]).slice(0, CARDS).map(({ id }) => id);
  const seen = new Set<string>();
  for (const host of hosts) {
    await selectById(page, host);
    const names = page.locator('.card-sensors li button > span:first-child');
    const wanted = PAYLOADS.slice(hosts.indexOf(host) * OF_ONE_CARD)[1];
    await expect.poll(() => names.allTextContents(), { timeout: 120_000, interval: 250 }).toContain(wanted);
    for (const text of await names.allTextContents()) seen.add(text);
  }
  expect(PAYLOADS.filter((payload) => !seen.has(payload))).toEqual([]);
  const truth = (await readTwin(page, 'feedQuality')) as { invalid: number };
  // Of a measured datastream the hub refuses a text that is no number: hardly any comes as far as the page.
  expect(truth.invalid).toBeLessThan(PAYLOADS.length / 10);
  const marked = await page.evaluate((mark) => Reflect.has(globalThis, mark), MARK);
  expect({ marked, dialogs, errors: watch.errors }).toEqual({ marked: false, dialogs: 0, errors: [] });
});
