import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { entryAfter, type IncidentAct, type IncidentEntry } from '../../model/incidents/incident-entry.ts';
import { incidentPackageText } from '../../model/incidents/incident-package.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import { seeded } from '../../workers/shared/random.ts';
import { openBrowser } from '../e2e/browser.ts';
import { openPage, openServer, untilReady } from '../e2e/house.ts';
import { act, loseContext, readTwin } from '../e2e/twin-of.ts';
import { OPENED_MS, opening, order, orderState } from '../model/incidents/log.ts';
import { median } from './arithmetic-yardstick.ts';
import { openPageHeap } from './page-heap.ts';
import type { Figure } from './parts.ts';
import type { Devtools } from './plain-page.ts';

const UNITS = 60;
/** A line every 21.6 s of its day. */
const LINES = 4000;
/** Of the clock: the day is played every 24 minutes, again and again. */
const RATE = 60;
const LOSSES = 5;
const SAMPLES = 20;
/** The first fifth is not judged: tiles of the view come, code is compiled. */
const WARM_SHARE = 0.2;
const REBUILT_MS = 180_000;

/**
 * A playing incident in one tab for `minutes`: live sensors of the hub, a log of a day played over and over, and the WebGL context taken
 * away five times, evenly spread (within the whole there are more than five minutes between them, else the page gives up by its rule).
 *
 * - heapDriftRatio: page and workers after garbage was collected, median of the last fifth to that of the second fifth, less 1;
 *   heapSpreadRatio: the farthest sample after the warm part from that second fifth's median. Samples are taken away from losses.
 * - rssDriftRatio: the same of all processes of the browser, resident, the graphics process of the software adapter included.
 * - lossesRecovered, and the longest until the city is drawn again.
 */
export async function benchSoak(folder: string, report: (figure: Figure) => void, minutes: number): Promise<void> {
  const server = await openServer({ hubData: join(folder, 'hub') });
  const browser = await openBrowser();
  try {
    const file = join(folder, 'soak.json');
    writeFileSync(file, incidentPackageText({ ...NAMED, entries: dayOfOrders(), branches: [] }));
    const at = '?city=chengchuan&quality=fast#desk=command&l=trees:0:1:both;lamps:0:1:both';
    const { page, context, watch } = await openPage({ url: server.url, browser }, { at, width: 960, height: 540 });
    await page.getByRole('button', { name: '突发事件', exact: true }).click({ timeout: 90_000 });
    await page.locator('.incident-desk input[type=file]').setInputFiles(file);
    await page.locator('.incident-desk').getByRole('tab', { name: '回放' }).click({ timeout: 60_000 });
    await page.getByRole('button', { name: '上一条' }).click();
    await untilReady(page);
    const heapOf = await openPageHeap((await context.newCDPSession(page)) as unknown as Devtools);
    const samples: { heapMB: number; rssMB: number }[] = [];
    const waits: number[] = [];
    const startMs = performance.now();
    for (let i = 0; i < SAMPLES; i++) {
      await playedFrom(page, startMs + ((i + 0.5) / SAMPLES) * minutes * 60_000);
      const { pageMB, workersMB, byWorkerMB } = await heapOf();
      samples.push({ heapMB: pageMB + workersMB, rssMB: await residentMB(browser) });
      process.stderr.write(
        `soak ${i + 1}/${SAMPLES} ${JSON.stringify({ pageMB, workersMB, byWorkerMB, ...samples[i] })} ${waits.length} losses\n`,
      );
      if (i % (SAMPLES / LOSSES) === 1) waits.push(await lostAndRebuilt(page));
      await playedFrom(page, startMs + ((i + 1) / SAMPLES) * minutes * 60_000);
    }
    const say = (name: string, value: number, unit: string) => report({ name: `incident.soak.${name}`, value, unit });
    say('minutes', (performance.now() - startMs) / 60_000, 'min');
    for (const kind of ['heap', 'rss'] as const) {
      const values = samples.map((sample) => sample[`${kind}MB`]);
      const warm = median(values.slice(SAMPLES * WARM_SHARE, 2 * SAMPLES * WARM_SHARE));
      const end = median(values.slice(-SAMPLES * WARM_SHARE));
      say(`${kind}WarmMB`, warm, 'MB');
      say(`${kind}DriftRatio`, end / warm - 1, '1');
      const far = values.slice(SAMPLES * WARM_SHARE).map((value) => Math.abs(value / warm - 1));
      say(`${kind}SpreadRatio`, Math.max(...far), '1');
    }
    say('lossesRecovered', waits.filter(Number.isFinite).length, '1');
    say('recoveryWorstS', Math.max(...waits) / 1000, 's');
    say('errors', watch.errors.filter((error) => !/WebGL|context/i.test(error)).length, '1');
    for (const error of watch.errors) process.stderr.write(`soak: the page complained: ${error}\n`);
  } finally {
    process.stderr.write(`soak: the server said at last: ${server.said().slice(-2000)}\n`);
    await browser.close();
    await server.kill('SIGTERM');
  }
}

const NAMED = { city: 'chengchuan', cityHash: '', recording: null, scenario: null };

/** Orders that are given and done, and units whose places are told, over a day. */
function dayOfOrders(): IncidentEntry[] {
  const random = seeded(2);
  const entries: IncidentEntry[] = [];
  const add = (act: IncidentAct, atMs: number) => {
    const taken = {
      incident: 'incident-soak',
      receivedMs: atMs,
      role: 'controller',
      by: 'hub',
      refused: null,
    } as const;
    const sent = { client: 'client-soak', n: entries.length + 1, atMs, act };
    entries.push(entryAfter(entries.at(-1) ?? null, sent, taken));
  };
  add(opening(), OPENED_MS);
  for (let i = 1; i < LINES; i++) {
    const atMs = OPENED_MS + Math.floor((i * MS_PER_DAY) / LINES);
    const eastMm = Math.round((random() - 0.5) * 6e6);
    const northMm = Math.round((random() - 0.5) * 4e6);
    if (i % 50 === 10) add(order(`soak-${i}`, `unit-${i % UNITS}`), atMs);
    else if (i % 50 === 40) add(orderState(`soak-${i - 30}`, 'done'), atMs);
    else add({ kind: 'move', resource: `unit-${Math.floor(random() * UNITS)}`, eastMm, northMm }, atMs);
  }
  return entries;
}

/** Plays the day, from its start again whenever it is over, until a time of this process. */
async function playedFrom(page: Page, untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    const shownMs = (await readTwin(page, 'shownTimeMs')) as number;
    const isOver = shownMs >= OPENED_MS + MS_PER_DAY - 60_000 || shownMs < OPENED_MS;
    if (isOver) await act(page, 'showTime', OPENED_MS + 1000);
    await act(page, 'setRate', RATE);
    await act(page, 'play', true);
    await page.waitForTimeout(Math.min(5000, Math.max(50, untilMs - performance.now())));
  }
}

/** Takes the context away; ms until a new canvas has drawn the city, ∞ where that does not come. */
async function lostAndRebuilt(page: Page): Promise<number> {
  const fromMs = performance.now();
  try {
    await loseContext(page, REBUILT_MS);
    return performance.now() - fromMs;
  } catch (error) {
    process.stderr.write(`soak: the picture did not come back: ${error instanceof Error ? error.message : error}\n`);
    return Number.POSITIVE_INFINITY;
  }
}

/** Resident memory of all processes of the browser. */
async function residentMB(browser: Browser): Promise<number> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const pages = processInfo.map(({ id }) => Number(readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1]));
  return (pages.reduce((sum, count) => sum + count, 0) * 4096) / 1e6;
}
