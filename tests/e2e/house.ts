import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, sharedBrowser } from './browser.ts';

/** The checkout, from its sources as from its compiled tree. */
export const ROOT = rootAbove(import.meta.dirname);

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) ? folder : rootAbove(dirname(folder));
}

/** Of gateways, for tests that bring readings of their own. */
export const DEVICE_TOKEN = 'a gateway of the house';

/** The house as a newcomer starts it: the compiled command line on a free port, and a browser before it. */
export interface House {
  /** Where the page is opened; a test may put a wire before it. */
  url: string;
  browser: Browser;
  close(): Promise<void>;
}

/** The command line at work, without a browser. */
export interface Server {
  url: string;
  pid: number;
  /** All that it has written so far. */
  said(): string;
  /** Resolves when it is gone. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

interface HouseOptions {
  /** The tree whose command line is started; this one unless told. */
  root?: string;
  cities?: string;
  /** The hub's data folder; left out, the page has no live data: in software GL each of its seconds costs a picture. */
  hubData?: string;
  /** What is shown without a login. Most tests look on as visitors beside accounts that they made, which the hub by itself does not allow. */
  visitors?: 'all' | 'none' | 'auto';
  /** Another broker in place of the hub's own. */
  mqttUrl?: string;
  /** File of keys whose holders' plug-ins an administrator may add. */
  pluginSigners?: string;
  /** Whether the city's sensors speak by themselves, as they do unless told. */
  isSimulated?: boolean;
}

/** Names the variable with the address of the page for all test files that ask for nothing of their own: `serve.ts` sets it. */
export const SHARED_SERVER = 'SHAPAN_TEST_SERVER';
/** Test files of a worker share a browser; a script ends what it started. */
const IN_WORKER = process.env.VITEST_POOL_ID !== undefined;

/** Opens a server and a browser, or lends the shared ones; `flags` ask for a browser of its own. */
export async function openHouse({
  flags,
  ...options
}: HouseOptions & { flags?: readonly string[] } = {}): Promise<House> {
  const sharedUrl = Object.keys(options).length === 0 ? process.env[SHARED_SERVER] : undefined;
  const server = sharedUrl === undefined ? await openServer(options) : null;
  const isOwnBrowser = !IN_WORKER || flags !== undefined;
  const browser = await (isOwnBrowser ? openBrowser(flags) : sharedBrowser());
  return {
    url: server?.url ?? sharedUrl ?? '',
    browser,
    async close() {
      if (isOwnBrowser) await browser.close();
      await server?.kill('SIGTERM');
    },
  };
}

export async function openServer({
  root = ROOT,
  cities,
  hubData,
  mqttUrl,
  pluginSigners,
  isSimulated = true,
  visitors = 'all',
}: HouseOptions = {}): Promise<Server> {
  const hub = hubData
    ? ['--data', hubData, ...(isSimulated ? [] : ['--no-simulate']), '--visitors', visitors]
    : ['--no-hub'];
  const child = spawn(
    process.execPath,
    [
      join(root, 'build/node/cli/shapan.js'),
      ...['start', '--port', '0', '--cities', cities ?? join(root, 'public/city'), ...hub],
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        SHAPAN_DEVICE_TOKEN: DEVICE_TOKEN,
        ...(mqttUrl && { MQTT_URL: mqttUrl }),
        ...(pluginSigners && { SHAPAN_PLUGIN_SIGNERS: pluginSigners }),
      },
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = once(child, 'exit').then(([code, signal]) => (said += `\nstart ended: ${code ?? signal}`));
  const endMs = Date.now() + START_MS;
  while (!said.includes('Ctrl+C')) {
    if (child.exitCode !== null) throw new Error(`start ended with ${child.exitCode}: ${said}`);
    if (Date.now() > endMs) {
      child.kill('SIGKILL');
      throw new Error(`start says no address after ${START_MS} ms: ${said}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    url: /沙盘 Shapan {2}(http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1] ?? '',
    pid: child.pid ?? 0,
    said: () => said,
    async kill(signal) {
      child.kill(signal);
      await gone;
    },
  };
}

const START_MS = 280_000;
/** A click waits so long for what it is meant for: without a GPU and beside other work a picture takes seconds. */
const ACTION_MS = 120_000;

/** What a page asked for, and what it complained about. */
export interface Watch {
  requests: string[];
  errors: string[];
}

export interface OpenOptions {
  width?: number;
  height?: number;
  /**
   * Drawn pixels to one of the page: below 1 the map is small behind panels of their full size. A quarter unless told: without a GPU a
   * picture of all pixels takes most of a test's time. Who looks at the picture asks for 1.
   */
  scale?: number;
  /** Whether the map is drawn, as it is unless told: who looks at panels alone is done in a fraction of the time without it. */
  picture?: 'off';
  /** Query and hash, as `?city=x#…`; without a `quality` in the query the picture is drawn `fast`. */
  at?: string;
}

/** Part of a link: without the layers that are most of what is drawn, for who looks at panels or at what lies on the map. */
export const LIGHT = 'l=countryside:0:1:both;paths:0:1:both;trees:0:1:both;lamps:0:1:both';

/** WebGL's own warning that software rendering is slow, and Cesium's array-uniform warning (both harmless). */
const HARMLESS = [/GPU stall due to ReadPixels/, /uniform3fv: no array/, /Automatic fallback to software/];

/** Opens the page, waits until it is ready (tiles loaded, frames drawn), and keeps watch. */
export async function openPage(
  house: Pick<House, 'url' | 'browser'>,
  options: OpenOptions = {},
): Promise<{ page: Page; context: BrowserContext; watch: Watch }> {
  const context = await house.browser.newContext({
    viewport: { width: options.width ?? 640, height: options.height ?? 360 },
    deviceScaleFactor: options.scale ?? 0.25,
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(ACTION_MS);
  const page = await context.newPage();
  const watch: Watch = { requests: [], errors: [] };
  page.on('request', (request) => watch.requests.push(request.url()));
  page.on('pageerror', (error) => watch.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !HARMLESS.some((pattern) => pattern.test(message.text())))
      watch.errors.push(`${message.text()} (${message.location().url})`);
  });
  await page.goto(`${house.url}/${atQuality(options.at ?? '', options.picture)}`, { timeout: 120_000 });
  return { page, context, watch };
}

/** How fine the picture is hangs on measured frames unless the address says: a test is drawn alike on every machine. */
function atQuality(at: string, picture: 'off' | undefined): string {
  const { pathname, search, hash } = new URL(at, 'http://page/');
  const query = new URLSearchParams(search);
  const added = [query.has('quality') ? [] : 'quality=fast', picture ? `picture=${picture}` : []].flat().join('&');
  if (added === '') return at;
  return `${pathname.slice(1)}${search || '?'}${search && '&'}${added}${hash}`;
}

/** A function, not a string: the page's policy forbids eval to tests as well. */
export async function untilReady(page: Page, timeoutMs = 240_000): Promise<void> {
  const isReady = () => (globalThis as { shapan?: { ready(): boolean } }).shapan?.ready() === true;
  await page.waitForFunction(isReady, undefined, { timeout: timeoutMs, polling: 250 });
}

/**
 * Until a change is drawn: two frames later. What follows its own size, as a panel that becomes a stop of the keys once it scrolls, has
 * followed by then, and on a slow machine the picture no longer passes for complete by the frame before the change.
 */
export const nextPicture = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

/** Requests to anything but the page's own server. */
export function foreignRequests(watch: Watch, house: Pick<House, 'url'>): string[] {
  return watch.requests.filter((url) => !url.startsWith(house.url) && !/^(data|blob):/.test(url));
}
