import type { BrowserContext, Page } from 'playwright-core';
import type { TwinState } from '../../src/twin/twin.ts';
import { seeded } from '../../workers/shared/random.ts';
import { openHouse, openPage } from '../e2e/house.ts';
import { readTwin } from '../e2e/twin-of.ts';
import { median } from './arithmetic-yardstick.ts';
import { openPageHeap } from './page-heap.ts';
import type { Parts, Report } from './parts.ts';

/** What issue and docs ask of a hall; fewer are played where the minutes end before. */
const LOOPS = 500;
/** The page's own clock of chapters and flights runs so many times as fast. */
const SPEED = 40;
/** A tour that does not come to its next chapter within this would need a hand. */
const STUCK_MS = 180_000;
/** Of the loops: one thing goes wrong in each that the seed picks. */
const FAULT_RATIO = 0.2;
const CUT_MS = 3000;
/** Of the files of the city, while tiles fail. */
const FAILED_RATIO = 0.3;
const FAILING_MS = 4000;
/** Loops before the heap is judged: tiles of all chapters come, code is compiled. */
const WARM_LOOPS = 10;
const SAMPLE_EVERY = 5;

type Fault = 'context' | 'network' | 'tiles';
const FAULTS: readonly Fault[] = ['context', 'network', 'tiles'];

/** A hall that runs for days, in fast time. */
export const PARTS: Parts = { loops: (_, report, minutes) => benchLoops(report, minutes) };

/**
 * The city's own tour as a hall plays it, over and over: graphics contexts taken away, the network cut and files failing meanwhile.
 *
 * - tour.restartsByHand: the tour stood still so long that somebody would have had to come; the bench ends then.
 * - tour.heapDriftRatio: page and workers after garbage was collected, median of the last fifth of the samples to that of the first fifth
 *   after the warm loops, less 1; heapSpreadRatio: the farthest sample from that median.
 */
async function benchLoops(report: Report, minutes: number): Promise<void> {
  const house = await openHouse();
  const say = (name: string, value: number, unit = '1') => report({ name: `tour.${name}`, value, unit });
  try {
    const { page, context: hall } = await openPage(house, { width: 320, height: 180, scale: 0.5, at: 'guide/zh/' });
    await hall.addInitScript(speedUp, SPEED);
    await page.goto(`${house.url}/?city=chengchuan&kiosk=1&quality=fast#tour=0`, { timeout: 90_000 });
    // A tour in fast time hardly ever stands until its picture is complete: it is enough that it plays.
    await readTwin(page, 'tour');
    const heapOf = await openPageHeap(page, hall);
    const samples: number[] = [];
    const counts: Record<Fault, number> = { context: 0, network: 0, tiles: 0 };
    const random = seeded(25);
    const endMs = performance.now() + minutes * 60_000;
    let loops = 0;
    let isStuck = false;
    while (loops < LOOPS && performance.now() < endMs && !isStuck) {
      if (random() < FAULT_RATIO) {
        const fault = FAULTS[Math.floor(random() * FAULTS.length)];
        counts[fault]++;
        await inject(fault, page, hall, random);
      }
      isStuck = !(await wentRound(page));
      if (isStuck) break;
      loops++;
      if (loops >= WARM_LOOPS && loops % SAMPLE_EVERY === 0) {
        const { pageMB, workersMB } = await heapOf();
        samples.push(pageMB + workersMB);
        process.stderr.write(
          `tour: ${loops} loops, ${JSON.stringify(counts)}, ${(pageMB + workersMB).toFixed(1)} MB\n`,
        );
      }
    }
    say('loops', loops);
    say('restartsByHand', isStuck ? 1 : 0);
    for (const fault of FAULTS) say(`faults.${fault}`, counts[fault]);
    say('heals', (await readTwin(page, 'healCount')) as number);
    const fifth = Math.max(1, Math.floor(samples.length / 5));
    const warm = median(samples.slice(0, fifth));
    say('heapWarmMB', warm, 'MB');
    say('heapDriftRatio', median(samples.slice(-fifth)) / warm - 1);
    say('heapSpreadRatio', Math.max(...samples.map((each) => Math.abs(each / warm - 1))));
  } finally {
    await house.close();
  }
}

/** The page's clock runs faster; timers, by which the hall is looked after, do not. */
function speedUp(factor: number): void {
  const own = performance.now.bind(performance);
  performance.now = () => own() * factor;
}

/** Until the tour has come from where it is to its first chapter again; false: it stood still. */
async function wentRound(page: Page): Promise<boolean> {
  const state = () => readTour(page);
  let last = await state();
  let changedMs = performance.now();
  for (;;) {
    await page.waitForTimeout(50);
    const now = await state();
    if (now?.tourIndex !== last?.tourIndex) {
      if (now?.tourIndex === 0) return true;
      changedMs = performance.now();
    }
    last = now;
    if (performance.now() - changedMs > STUCK_MS) return false;
  }
}

/** Null while the page is being loaded anew. */
async function readTour(page: Page): Promise<Pick<TwinState, 'tour' | 'tourIndex'> | null> {
  return page
    .evaluate(() => {
      const { shapan } = globalThis as unknown as { shapan?: { twin: { getState(): TwinState } } };
      if (!shapan) return null;
      const { tour, tourIndex } = shapan.twin.getState();
      return { tour, tourIndex };
    })
    .catch(() => null);
}

async function inject(fault: Fault, page: Page, hall: BrowserContext, random: () => number): Promise<void> {
  if (fault === 'context') await page.evaluate(takeContext);
  if (fault === 'network') {
    await hall.setOffline(true);
    setTimeout(() => void hall.setOffline(false).catch(() => {}), CUT_MS);
  }
  if (fault === 'tiles') {
    const files = /\/city\/.*\.(glb|terrain|json|png)/;
    await page.route(files, (route) => (random() < FAILED_RATIO ? route.abort() : route.continue()));
    // What is loaded fails nowhere: with the context goes all that was.
    await page.evaluate(takeContext);
    setTimeout(() => void page.unroute(files).catch(() => {}), FAILING_MS);
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
