import type { CDPSession, Page } from 'playwright-core';
import type { TwinState } from '../../src/twin/twin.ts';
import { firstLoadOf } from '../e2e/first-load.ts';
import { openHouse, openPage, untilReady } from '../e2e/house.ts';
import { act, statsOf } from '../e2e/twin-of.ts';
import type { Parts, Report } from './parts.ts';

/** Frames that a figure is the mean of; the same again before, so that tiles of the way are there and code is hot. */
const FRAMES = 60;
/** A second of turning at 60 frames a second: what a frame loads and places is what it would be on a quick machine. */
const DEG_PER_FRAME = 0.5;
const REST_MS = 3000;

/** The globe at work, as `npm run bench -- page` measures it. */
export const PARTS: Parts = { page: (_, report) => benchPage(report) };

/**
 * The demo city in a real browser at 640 × 360: what is loaded before the first tile, time from navigation to the first frame that shows tiles of the city,
 * then what a frame costs the main thread while the clock plays and the camera turns.
 *
 * Script is CPU time of the thread as Chromium counts it: it contains everything that is JavaScript or called by it,
 * React and the engine alike, and neither waits for the software renderer nor the other processes of this machine. The
 * clock between two points of a frame, which was taken before, said 16 ms where 7 were worked: WebGL calls block while
 * llvmpipe draws. Of that, the share of WebGL calls is told apart by a sampling profile. Frame rates are left out:
 * without a GPU they say nothing.
 */
async function benchPage(report: Report): Promise<void> {
  const house = await openHouse();
  try {
    const firstLoad = await firstLoadOf(house);
    report({ name: 'page.firstLoadBytes', value: firstLoad.reduce((sum, { bytes }) => sum + bytes, 0), unit: 'B' });
    const { page, context } = await openPage(house, { scale: 1 });
    await untilReady(page);
    const arrived = await statsOf(page);
    report({ name: 'page.firstFrameMs', value: arrived.firstFrameMs, unit: 'ms' });
    report({ name: 'page.firstPictureMs', value: arrived.firstCityMs, unit: 'ms' });

    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const rest = await costOf(page, devtools, () => page.waitForTimeout(REST_MS));
    report({ name: 'page.restScriptMsPerS', value: rest.scriptMs / (REST_MS / 1000), unit: 'ms/s' });

    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await act(page, 'play', true);
    await turn(page, FRAMES);
    const moving = await costOf(page, devtools, async () => void (await turn(page, FRAMES)));
    const scriptMs = moving.scriptMs / moving.frames;
    report({ name: 'page.scriptMsPerFrame', value: scriptMs, unit: 'ms' });
    report({ name: 'page.glMsPerFrame', value: scriptMs * (await glShare(page, devtools)), unit: 'ms' });
    report({ name: 'page.layoutMsPerFrame', value: moving.layoutMs / moving.frames, unit: 'ms' });
    report({ name: 'page.drawsPerFrame', value: await drawsPerFrame(page), unit: '1' });
    report({ name: 'page.tileBytes', value: (await statsOf(page)).bytes, unit: 'B' });
  } finally {
    await house.close();
  }
}

/** CPU time of the page's thread while `act` goes on, how long that lasted, and frames drawn. `devtools` counts in thread ticks (`Performance.enable`). */
export async function costOf(page: Page, devtools: CDPSession, act: () => Promise<void>) {
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const seconds = new Map(metrics.map(({ name, value }) => [name, value]));
    const ms = (...names: string[]) => names.reduce((sum, name) => sum + 1000 * (seconds.get(name) ?? Number.NaN), 0);
    return {
      scriptMs: ms('ScriptDuration'),
      layoutMs: ms('LayoutDuration', 'RecalcStyleDuration'),
      frames: (await statsOf(page)).frames,
    };
  };
  const before = await read();
  const beganMs = performance.now();
  await act();
  const lastedMs = performance.now() - beganMs;
  const after = await read();
  return {
    lastedMs,
    scriptMs: after.scriptMs - before.scriptMs,
    layoutMs: after.layoutMs - before.layoutMs,
    frames: after.frames - before.frames,
  };
}

/** What the functions that are passed to the page find there; Node's compiler knows no DOM. */
interface Window {
  shapan: { twin: { getState(): TwinState }; stats(): { frames: number } };
  WebGL2RenderingContext: { prototype: Record<string, (...args: number[]) => void> };
  shapanDraws?: Record<string, (...args: number[]) => void>;
  PerformanceObserver: new (
    take: (list: { getEntries(): { name: string; duration: number }[] }) => void,
  ) => { observe(options: { entryTypes: string[] }): void; disconnect(): void };
  document: { body: { style: { opacity: string } } };
}

/** How long each drawn frame took, and each choice of tags meanwhile: by the clock. */
export interface Turned {
  framesMs: number[];
  tagsMs: number[];
}

/**
 * Swings the globe about its present view, or the table, one step a drawn frame; never back to where it stands, since that would draw
 * none. Frames are told by the page itself: a bench that looked for them every 4 ms was itself the script of a page whose frames are
 * 400 ms apart.
 */
export function turn(page: Page, frames: number, view: 'globe' | 'table' = 'globe'): Promise<Turned> {
  return page.evaluate(
    async ([wanted, degPerFrame, turned]) => {
      const { shapan, PerformanceObserver } = globalThis as unknown as Window;
      const { flyTo, camera, poseTable, tablePose } = shapan.twin.getState();
      const framesMs: number[] = [];
      const tagsMs: number[] = [];
      const step = () => {
        const steps = 30 - Math.abs((framesMs.length % 60) - 30);
        const byDeg = (steps + 0.5) * degPerFrame;
        if (turned === 'table') poseTable({ ...tablePose, turnDeg: tablePose.turnDeg + byDeg });
        else flyTo({ ...camera, headingDeg: camera.headingDeg + byDeg }, 0);
      };
      await new Promise<void>((done) => {
        const watch = new PerformanceObserver((list) => {
          const before = framesMs.length;
          for (const { name, duration } of list.getEntries()) {
            if (name === (turned === 'table' ? 'shapan table' : 'shapan draw')) framesMs.push(duration);
            if (name === 'shapan tags') tagsMs.push(duration);
          }
          if (framesMs.length === before) return;
          if (framesMs.length >= wanted) {
            watch.disconnect();
            done();
          } else step();
        });
        watch.observe({ entryTypes: ['measure'] });
        step();
      });
      if (turned === 'table') poseTable(tablePose);
      else flyTo(camera, 0);
      return { framesMs, tagsMs };
    },
    [frames, DEG_PER_FRAME, view] as const,
  );
}

/** Share of script's samples that are in functions of WebGL; the profiler knows those of the browser by having no source. */
async function glShare(page: Page, devtools: CDPSession): Promise<number> {
  const names = await page.evaluate(() =>
    Object.getOwnPropertyNames((globalThis as unknown as Window).WebGL2RenderingContext.prototype),
  );
  const gl = new Set(names);
  await devtools.send('Profiler.enable');
  await devtools.send('Profiler.start');
  await turn(page, FRAMES);
  const { profile } = await devtools.send('Profiler.stop');
  const frameOf = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  let [inGl, inScript] = [0, 0];
  for (const sample of profile.samples ?? []) {
    const { functionName = '', url = '' } = frameOf.get(sample) ?? {};
    if (['(idle)', '(program)', '(root)'].includes(functionName)) continue;
    inScript++;
    if (url === '' && gl.has(functionName)) inGl++;
  }
  return inGl / Math.max(1, inScript);
}

const DRAWS = ['drawElements', 'drawArrays', 'drawElementsInstanced', 'drawArraysInstanced'];

/**
 * From now on the map's draw calls do nothing, and the page is transparent, so that its picture is not put together: script runs as before,
 * and what a GPU does is not taken from the cores that are measured. Frames come as often as the screen asks for them; in software one of
 * the globe lasts 400 ms, in which code grows cold and all that goes by the clock falls into one.
 */
export function drawNothing(page: Page): Promise<void> {
  return page.evaluate((names) => {
    const globals = globalThis as unknown as Window;
    const { prototype } = globals.WebGL2RenderingContext;
    globals.shapanDraws = Object.fromEntries(names.map((name) => [name, prototype[name]]));
    for (const name of names) prototype[name] = () => {};
    globals.document.body.style.opacity = '0';
  }, DRAWS);
}

/** After `drawNothing` the page is put together again; the map stays as it was drawn last. */
export function drawPage(page: Page): Promise<void> {
  return page.evaluate(() => {
    (globalThis as unknown as Window).document.body.style.opacity = '';
  });
}

/** After `drawNothing` the page and its map are drawn as for a person. */
export async function drawAll(page: Page): Promise<void> {
  await drawPage(page);
  await page.evaluate(() => {
    const { WebGL2RenderingContext, shapanDraws } = globalThis as unknown as Window;
    Object.assign(WebGL2RenderingContext.prototype, shapanDraws);
  });
}

/** Counts draw calls by standing in their way; last, since that costs script. */
function drawsPerFrame(page: Page): Promise<number> {
  return page.evaluate(
    async ([names, restMs]) => {
      const { shapan, WebGL2RenderingContext } = globalThis as unknown as Window;
      const { prototype } = WebGL2RenderingContext;
      let draws = 0;
      for (const name of names) {
        const draw = prototype[name];
        prototype[name] = function (...args: number[]) {
          draws++;
          draw.apply(this, args);
        };
      }
      const { frames } = shapan.stats();
      await new Promise((done) => setTimeout(done, restMs));
      return draws / Math.max(1, shapan.stats().frames - frames);
    },
    [DRAWS, REST_MS] as const,
  );
}
