import type { Page } from 'playwright-core';
import { openHouse, openPage, untilReady } from '../e2e/house.ts';
import { act, runsIn } from '../e2e/twin-of.ts';
import { drawNothing } from './page.ts';
import { taskCpuMs } from './page-tasks.ts';
import type { Report } from './parts.ts';
import { scrub } from './scrub.ts';

/** Two and a half kilometres about the levee that breaks, in cells of 8 m: what the tool offers first. */
const SHOWN = { endH: 1, frameEveryMin: 1, drains: false };
/** Frames of a figure, and how far the clock goes between two of them: it runs past a frame of the run in four. */
const FRAMES = 120;
const STEP_MS = 15_000;
const MAX_RUN_MS = 900_000;
const LONG_MS = 50;

/**
 * What dragging the clock over a flood costs the page's thread: script of a drawn frame as CPU time beside the same frames with the clock
 * at rest, and the tasks of it that last longer than 50 ms. The draw calls themselves do nothing (`drawNothing`): without a GPU they
 * would take the cores that are measured. 25 frames a second leave 40 ms each.
 */
export async function benchFloodScrub(report: Report): Promise<void> {
  const house = await openHouse();
  try {
    const { page, context } = await openPage(house, { width: 1280, height: 720, at: '#desk=command' });
    await untilReady(page);
    const startMs = await playFlood(page);
    await act(page, 'setTool', null);
    await untilReady(page);
    await drawNothing(page);
    await act(page, 'showTime', startMs + 60_000);
    // A clock that plays at no speed asks for a frame after the other, and does nothing else.
    await act(page, 'setRate', 0);
    await act(page, 'play', true);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await scrub(page, devtools, STEP_MS, FRAMES);
    const stillMs = await scrub(page, devtools, 0, FRAMES);
    let movedMs = Number.NaN;
    const tasks = await taskCpuMs(house.browser, page, async () => {
      movedMs = await scrub(page, devtools, STEP_MS, FRAMES);
    });
    report({ name: 'flood.scrub.stillMsPerFrame', value: stillMs, unit: 'ms' });
    report({ name: 'flood.scrub.msPerFrame', value: movedMs, unit: 'ms' });
    report({ name: 'flood.scrub.longestTaskMs', value: tasks[0] ?? Number.NaN, unit: 'ms' });
    report({ name: 'flood.scrub.longTasks', value: tasks.filter((ms) => ms > LONG_MS).length, unit: '1' });
  } finally {
    await house.close();
  }
}

/** Plays the flood that the tool offers first; second 0 of it on the twin's clock. */
async function playFlood(page: Page): Promise<number> {
  await act(page, 'setTool', 'flood');
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 120_000 });
  await act(page, 'changeFlood', SHOWN);
  await start.click({ timeout: 120_000 });
  const endMs = Date.now() + MAX_RUN_MS;
  for (;;) {
    const [run] = await runsIn<{ status: { kind: string }; startMs: number }>(page, 'flood');
    if (run?.status.kind === 'done') return run.startMs;
    if (run?.status.kind === 'failed' || Date.now() > endMs)
      throw new Error(`flood: expected a run that ends, got ${JSON.stringify(run?.status)}`);
    await page.waitForTimeout(500);
  }
}
