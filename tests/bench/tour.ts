import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { TwinState } from '../../src/twin/twin.ts';
import { seeded } from '../../workers/shared/random.ts';
import { openHouse } from '../e2e/house.ts';
import { median } from './arithmetic-yardstick.ts';
import { openPageHeap } from './page-heap.ts';
import type { Parts, Report } from './parts.ts';
import { openPlainPage, type PlainPage } from './plain-page.ts';

/** What issue and docs ask of a hall; fewer are played where the minutes end before. */
const LOOPS = 500;
/** The page's own clock of chapters and flights runs so many times as fast. */
const SPEED = 40;
/** A tour that does not come to its next chapter within this would need a hand, and so would a picture that does not draw. */
const STUCK_MS = 180_000;
/** After the last loop all of the city must come. */
const WHOLE_MS = 300_000;
/** Of the loops: one thing goes wrong in each that the seed picks. */
const FAULT_RATIO = 0.2;
const CUT_MS = 3000;
/** Of the files of the city, while tiles fail. */
const FAILED_RATIO = 0.3;
const FAILING_MS = 4000;
const CITY_FILES = ['glb', 'terrain', 'json', 'png'].map((ending) => `*/city/*.${ending}*`);
/** Loops before the heap is judged: tiles of all chapters come, code is compiled. */
const WARM_LOOPS = 10;
const SAMPLE_EVERY = 5;

type Fault = 'context' | 'network' | 'tiles';
const FAULTS: readonly Fault[] = ['context', 'network', 'tiles'];

/** A hall that runs for days: in fast time, and as its visitors see it. */
export const PARTS: Parts = {
  loops: (_, report, minutes) => playLoops('tour', SPEED, minutes, report),
  soak: (_, report, minutes) => playLoops('tour.soak', 1, minutes, report),
};

/**
 * The city's own tour as a hall plays it, over and over, its flights flown: graphics contexts taken away, the network cut and files failing
 * meanwhile. The figures of the soak in real time are called `tour.soak.` in place of `tour.`.
 *
 * - tour.restartsByHand: the tour or its picture stood still so long that somebody would have had to come, which ends the bench, or the city was
 *   not whole again after the last loop.
 * - tour.heapDriftRatio: page and workers after garbage was collected, median of the last fifth of the samples to that of the first fifth
 *   after the warm loops, less 1; heapSpreadRatio: the farthest sample from that median. tour.browserDriftRatio: the same of what all processes
 *   of the browser hold, graphics and what V8 does not count among it.
 * - tour.heals.<cause>: what the page's own log says; the page keeps the last 200.
 */
async function playLoops(subject: string, speed: number, minutes: number, report: Report): Promise<void> {
  const house = await openHouse();
  const say = (name: string, value: number, unit = '1') => report({ name: `${subject}.${name}`, value, unit });
  try {
    const page = await openPlainPage(house.browser, { width: 320, height: 180, scale: 0.5 });
    await page.addInitScript(speedUp, speed);
    await page.goto(`${house.url}/?city=chengchuan&kiosk=1&quality=fast#tour=0`);
    // A tour in fast time hardly ever stands until its picture is complete: it is enough that it plays.
    if (!(await wentRound(page))) throw new Error(`the tour does not begin: ${await lastWords(page)}`);
    const memory = await openMemory(page, house.browser);
    const random = seeded(25);
    const endMs = performance.now() + minutes * 60_000;
    const loopS: number[] = [];
    const faults: Record<Fault, number> = { context: 0, network: 0, tiles: 0 };
    let isStuck = false;
    while (loopS.length < LOOPS && performance.now() < endMs) {
      const fromMs = performance.now();
      if (random() < FAULT_RATIO) {
        const fault = FAULTS[Math.floor(random() * FAULTS.length)];
        faults[fault]++;
        await inject(fault, page, random);
      }
      isStuck = !(await wentRound(page));
      if (isStuck) break;
      loopS.push((performance.now() - fromMs) / 1000);
      const loops = loopS.length;
      if (loops < WARM_LOOPS || loops % SAMPLE_EVERY !== 0) continue;
      const now = await memory.sample();
      process.stderr.write(
        `${subject}: ${loops} loops of ${median(loopS).toFixed(1)} s, ${JSON.stringify({ faults, ...now })}\n`,
      );
    }
    say('loops', loopS.length);
    say('loopS', median(loopS), 's');
    for (const fault of FAULTS) say(`faults.${fault}`, faults[fault]);
    const isWhole = !isStuck && (await becameWhole(page));
    say('restartsByHand', isWhole ? 0 : 1);
    if (!isWhole) process.stderr.write(`${subject}: ${await lastWords(page)}\n`);
    for (const [cause, count] of Object.entries(await healsByCause(page))) say(`heals.${cause}`, count);
    say('heals', await page.evaluate(healCount));
    memory.report(say);
  } finally {
    await house.close();
  }
}

/** What the page and its browser hold, sample by sample. */
async function openMemory(page: PlainPage, browser: Browser) {
  const heapOf = await openPageHeap(page.devtools);
  const browserMBOf = await openBrowserMB(browser);
  const heapMB: number[] = [];
  const browserMB: number[] = [];
  return {
    async sample(): Promise<Record<'pageMB' | 'workersMB' | 'browserMB', number>> {
      const { pageMB, workersMB } = await heapOf();
      heapMB.push(pageMB + workersMB);
      browserMB.push(await browserMBOf());
      return { pageMB: round(pageMB), workersMB: round(workersMB), browserMB: round(browserMB.at(-1) ?? 0) };
    },
    report(say: (name: string, value: number, unit?: string) => void): void {
      const heap = driftOf(heapMB);
      say('heapWarmMB', heap.warm, 'MB');
      say('heapDriftRatio', heap.driftRatio);
      say('heapSpreadRatio', heap.spreadRatio);
      const browser = driftOf(browserMB);
      say('browserWarmMB', browser.warm, 'MB');
      say('browserDriftRatio', browser.driftRatio);
    },
  };
}

const round = (mb: number): number => Math.round(mb * 10) / 10;

function driftOf(samples: readonly number[]): { warm: number; driftRatio: number; spreadRatio: number } {
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  const warm = median(samples.slice(0, fifth));
  return {
    warm,
    driftRatio: median(samples.slice(-fifth)) / warm - 1,
    spreadRatio: Math.max(...samples.map((each) => Math.abs(each / warm - 1))),
  };
}

const PAGE_BYTES = 4096;

/** Own memory of all processes of the browser, which Linux tells; not a number elsewhere. */
async function openBrowserMB(browser: Browser): Promise<() => Promise<number>> {
  const devtools = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    const ownPages = processInfo.map(({ id }) => {
      try {
        const [, resident, shared] = readFileSync(`/proc/${id}/statm`, 'utf8').split(' ').map(Number);
        return resident - shared;
      } catch {
        // A process that ended since it was named holds nothing; without `/proc` the sum is not told at all.
        return existsSync('/proc/self/statm') ? 0 : Number.NaN;
      }
    });
    return (ownPages.reduce((sum, each) => sum + each, 0) * PAGE_BYTES) / 1e6;
  };
}

/** Whether all of the city comes by itself once nothing goes wrong any more: a visitor holds the tour, in real time, and looks. */
async function becameWhole(page: PlainPage): Promise<boolean> {
  const endMs = performance.now() + WHOLE_MS;
  for (;;) {
    const isWhole = await page.evaluate(stayAndLook).catch(() => false);
    if (isWhole || performance.now() > endMs) return isWhole;
    await sleep(1000);
  }
}

function stayAndLook(): boolean {
  const { shapan, playInRealTime, window } = globalThis as unknown as {
    shapan?: { twin: { getState(): TwinState }; ready(): boolean };
    playInRealTime(): void;
    window: EventTarget;
  };
  if (!shapan) return false;
  playInRealTime();
  const { holdTour, layers } = shapan.twin.getState();
  holdTour();
  window.dispatchEvent(new Event('keydown'));
  return shapan.ready() && Object.values(layers).every(({ status }) => status.kind !== 'failed');
}

/** Of a page that needs a hand: why, as far as it says. */
async function lastWords(page: PlainPage): Promise<string> {
  return JSON.stringify({
    now: await readTour(page),
    heals: (await page.evaluate(healsOf)).slice(-6),
    problems: (await page.evaluate(problemsOf)).slice(-6),
  });
}

interface Hall {
  shapan?: { twin: { getState(): TwinState }; problems: string[] };
}

const healsOf = () => (globalThis as Hall).shapan?.twin.getState().heals ?? [];
const healCount = () => (globalThis as Hall).shapan?.twin.getState().healCount ?? 0;
const problemsOf = () => (globalThis as Hall).shapan?.problems ?? [];

async function healsByCause(page: PlainPage): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { cause, cure } of await page.evaluate(healsOf)) {
    const kind = `${cause}.${cure}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** The page's clock runs faster, until it is told otherwise; timers, by which the hall is looked after, do not. */
function speedUp(factor: number): void {
  const own = performance.now.bind(performance);
  let speed = factor;
  let from = { ownMs: 0, pageMs: 0 };
  performance.now = () => from.pageMs + (own() - from.ownMs) * speed;
  const playInRealTime = () => {
    from = { ownMs: own(), pageMs: performance.now() };
    speed = 1;
  };
  Object.assign(globalThis, { playInRealTime });
}

/** Until the tour has come from where it is to its first chapter again; false: it or its picture stood still. */
async function wentRound(page: PlainPage): Promise<boolean> {
  let last = await readTour(page);
  let changedMs = performance.now();
  let drawnMs = performance.now();
  for (;;) {
    await sleep(50);
    const now = await readTour(page);
    if (now?.frames !== last?.frames) drawnMs = performance.now();
    if (now?.tourIndex !== last?.tourIndex) {
      if (now?.tourIndex === 0) return true;
      changedMs = performance.now();
    }
    last = now;
    if (performance.now() - Math.min(changedMs, drawnMs) > STUCK_MS) return false;
  }
}

/** Null while the page is being loaded anew. */
async function readTour(page: PlainPage): Promise<(Pick<TwinState, 'tour' | 'tourIndex'> & { frames: number }) | null> {
  return page
    .evaluate(() => {
      const { shapan } = globalThis as unknown as {
        shapan?: { twin: { getState(): TwinState }; stats(): { frames: number } };
      };
      if (!shapan) return null;
      const { tour, tourIndex } = shapan.twin.getState();
      return { tour, tourIndex, frames: shapan.stats().frames };
    })
    .catch(() => null);
}

async function inject(fault: Fault, page: PlainPage, random: () => number): Promise<void> {
  if (fault === 'context') await page.evaluate(takeContext);
  if (fault === 'network') {
    await page.setOffline(true);
    setTimeout(() => void page.setOffline(false).catch(() => {}), CUT_MS);
  }
  if (fault === 'tiles') {
    await page.failFiles(CITY_FILES, () => random() < FAILED_RATIO);
    // What is loaded fails nowhere: with the context goes all that was.
    await page.evaluate(takeContext);
    setTimeout(() => void page.failFiles([], () => false).catch(() => {}), FAILING_MS);
  }
}

function takeContext(): void {
  const { document } = globalThis as unknown as {
    document: {
      querySelector(of: string): {
        getContext(kind: string): { getExtension(name: string): { loseContext(): void } | null } | null;
      } | null;
    };
  };
  document
    .querySelector('.cesium-widget canvas')
    ?.getContext('webgl2')
    ?.getExtension('WEBGL_lose_context')
    ?.loseContext();
}
