import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../e2e/browser.ts';
import { openPage, openServer, ROOT, untilReady } from '../e2e/house.ts';
import { act, readTwin } from '../e2e/twin-of.ts';
import { lacksMosquitto, startMosquitto } from '../hub/services.ts';
import { type CrowdedCity, layCrowdedCity } from './feeds-city.ts';
import type { ClientJob } from './feeds-client.ts';

/** The whole house under a city's load: Mosquitto, the hub with its history, the page in Chromium on its Command desk. */
export interface CrowdedHouse {
  city: CrowdedCity;
  /** Where devices publish. */
  brokerUrl: string;
  /** Where pages listen. */
  pagesUrl: string;
  browser: Browser;
  context: BrowserContext;
  page: Page;
  hubPid: number;
}

export interface Crowd {
  count: number;
  cadenceS: number;
  /** All of them on a disc of this radius about the city's middle, in place of among their originals. */
  withinM?: number;
}

/** CSS pixels of the window; the map behind the panels is drawn at a quarter of them, since software draws it on the cores that are measured. */
const WINDOW = { width: 1280, height: 720, scale: 0.25 };
/** A city of 100,000 sensors is listed to the page a thousand at a time. */
const LIVE_MS = 400_000;

/** Null where there is no Mosquitto and none can be installed; says so. */
export async function withCrowdedHouse(
  folder: string,
  crowd: Crowd,
  work: (house: CrowdedHouse) => Promise<void>,
): Promise<void> {
  const lacking = lacksMosquitto();
  if (lacking) throw new Error(`bench: ${lacking}`);
  const closers: (() => Promise<unknown>)[] = [];
  try {
    // Bakes and builds what is not there yet.
    await (await openServer()).kill('SIGTERM');
    const city = layCrowdedCity(join(ROOT, 'public/city'), join(folder, 'cities'), crowd);
    const broker = await startMosquitto();
    closers.push(() => broker.stop());
    const hubData = join(folder, 'hub');
    mkdirSync(hubData);
    const server = await openServer({ cities: city.cities, hubData, mqttUrl: broker.url, isSimulated: false });
    closers.push(() => server.kill('SIGTERM'));
    const browser = await openBrowser();
    closers.push(() => browser.close());
    const { page, context } = await openPage({ url: server.url, browser }, WINDOW);
    await untilReady(page, LIVE_MS);
    await act(page, 'openDesk', 'command');
    const endMs = Date.now() + LIVE_MS;
    while (((await readTwin(page, 'feed')) as { kind: string }).kind !== 'live') {
      if (Date.now() > endMs) throw new Error(`bench: the feed is not live after ${LIVE_MS} ms`);
      await page.waitForTimeout(500);
    }
    const pagesUrl = `${server.url.replace('http', 'ws')}/mqtt`;
    await work({ city, brokerUrl: broker.url, pagesUrl, browser, context, page, hubPid: server.pid });
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** The ground and the sensors alone: in software what is drawn of the city takes both cores from what is measured. The layers that were shown. */
export async function hideLayers(page: Page): Promise<string[]> {
  const layers = (await readTwin(page, 'layers')) as Record<string, { shown: boolean }>;
  for (const id of Object.keys(layers)) await act(page, 'showLayer', id, false);
  return Object.keys(layers).filter((id) => layers[id].shown);
}

export async function showLayers(page: Page, ids: readonly string[]): Promise<void> {
  for (const id of ids) await act(page, 'showLayer', id, true);
}

export interface Speech {
  /** Silent from now on, until it goes on. */
  hold(): void;
  goOn(): void;
  /** Resolves to the number of messages sent. */
  stop(): Promise<number>;
}

/** All sensors of the city speak in turn. */
export function speak({ city, brokerUrl }: CrowdedHouse, perS: number): Speech {
  const values = Float64Array.from(city.things, ({ datastreams: [{ warn, alarm }] }) => 0.5 * (warn ?? alarm ?? 20));
  const workerData: ClientJob = { does: 'pace', url: brokerUrl, perS, values };
  const thread = new Worker(new URL('./feeds-client.js', import.meta.url), { workerData });
  return {
    hold: () => thread.postMessage('hold'),
    goOn: () => thread.postMessage('goOn'),
    async stop() {
      const told = once(thread, 'message');
      thread.postMessage('stop');
      const [sent] = (await told) as [number];
      await thread.terminate();
      return sent;
    },
  };
}
