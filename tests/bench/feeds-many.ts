import type { CDPSession, Page } from 'playwright-core';
import type { View } from '../../src/city/manifest.ts';
import type { SourceTruth } from '../../src/twin/sensors/truth.ts';
import { untilReady } from '../e2e/house.ts';
import { act, readTwin } from '../e2e/twin-of.ts';
import { speak, withCrowdedHouse } from './feeds-house.ts';
import { costOf, glShare, turn } from './page.ts';

interface Figure {
  name: string;
  value: number;
  unit: string;
}

const SENSORS = 100_000;
const PER_S = 5000;
/** All of them in sight from straight above, half a metre a pixel in a window 720 px high: from there on marks are no longer grouped. */
const WITHIN_M = 175;
const HEIGHT_M = 550;
const FRAMES = 30;
/** Updates are watched for so long, and shared out among the frames that a screen has meanwhile. */
const FLOWING_MS = 20_000;
const FRAMES_PER_S = 60;

/**
 * 100,000 sensors on screen, each a mark of its own: CPU time of the page's script a frame at 60 frames a second. It is put together from
 * two measurements, since in software a drawn frame lasts seconds and would be charged with all that came meanwhile: the updates of 5,000
 * messages a second under a camera at rest, and frames of a turning camera without them. Calls of WebGL, which in software draw on this
 * very thread, are told apart; so is the choice of tags, which goes by the clock, four times a second: it is among the updates, since in
 * software it would fall on every frame. Beside it the same camera on the Plan desk, which has no marks: what the globe and the panels
 * cost by themselves. The city's layers are hidden: the map is run small.
 */
export async function benchMany(folder: string, report: (figure: Figure) => void): Promise<void> {
  await withCrowdedHouse(folder, { count: SENSORS, cadenceS: SENSORS / PER_S, withinM: WITHIN_M }, async (house) => {
    const { page, context } = house;
    const say = (name: string, value: number) => report({ name: `feeds.${name}`, value, unit: 'ms' });
    for (const id of Object.keys((await readTwin(page, 'layers')) as object)) await act(page, 'showLayer', id, false);
    const home = (await readTwin(page, 'camera')) as View;
    const { lonDeg, latDeg, heightM } = await originOf(page);
    await act(page, 'flyTo', { ...home, lonDeg, latDeg, heightM: heightM + HEIGHT_M, pitchDeg: -89.9 }, 0);
    await page.waitForTimeout(2000);
    await untilReady(page);
    const feed = speak(house, PER_S);
    await page.waitForTimeout((1000 * SENSORS) / PER_S);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await watchTags(page);
    const flowing = await costOf(page, devtools, () => page.waitForTimeout(FLOWING_MS));
    const { perS } = (await readTwin(page, 'feedTruth')) as SourceTruth;
    await feed.stop();
    const drawn = await turning(page, devtools);
    const updatesMsPerS = (flowing.scriptMs - flowing.frames * (drawn.ownMs + drawn.glMs)) / (FLOWING_MS / 1000);
    const updatesMs = Math.max(0, updatesMsPerS) / FRAMES_PER_S;
    say('scriptMsPerFrame100k', drawn.ownMs + updatesMs);
    say('drawScriptMsPerFrame100k', drawn.ownMs);
    say('updateScriptMsPerFrame100k', updatesMs);
    say('tagsMs100k', drawn.tagsMs);
    say('glMsPerFrame100k', drawn.glMs);
    report({ name: 'feeds.perS100k', value: perS, unit: '1/s' });
    await act(page, 'openDesk', 'plan');
    await page.waitForTimeout(3000);
    const bare = await turning(page, devtools);
    say('scriptMsPerFrameBare', bare.ownMs);
    say('glMsPerFrameBare', bare.glMs);
  });
}

interface Turning {
  /** Of a frame: all script; WebGL's part; the rest without the choice of tags. */
  scriptMs: number;
  glMs: number;
  ownMs: number;
  /** One choice of tags. */
  tagsMs: number;
}

async function turning(page: Page, devtools: CDPSession): Promise<Turning> {
  await turn(page, FRAMES);
  const before = await tagsOf(page);
  const { scriptMs, frames } = await costOf(page, devtools, () => turn(page, FRAMES));
  const after = await tagsOf(page);
  const [choices, choicesMs] = [after.count - before.count, after.ms - before.ms];
  const glMs = ((await glShare(page, devtools)) * scriptMs) / frames;
  const ownMs = (scriptMs - choicesMs) / frames - glMs;
  return { scriptMs: scriptMs / frames, glMs, ownMs, tagsMs: choicesMs / Math.max(1, choices) };
}

interface Tags {
  count: number;
  ms: number;
}

interface Entry {
  name: string;
  duration: number;
}

interface Globals {
  shapanTags: Tags;
  PerformanceObserver: new (
    take: (list: { getEntries(): Entry[] }) => void,
  ) => { observe(options: { entryTypes: string[] }): void };
}

function watchTags(page: Page): Promise<void> {
  return page.evaluate(() => {
    const globals = globalThis as unknown as Globals;
    const tags = { count: 0, ms: 0 };
    globals.shapanTags = tags;
    new globals.PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) {
        if (name !== 'shapan tags') continue;
        tags.count++;
        tags.ms += duration;
      }
    }).observe({ entryTypes: ['measure'] });
  });
}

const tagsOf = (page: Page): Promise<Tags> =>
  page.evaluate(() => ({ ...(globalThis as unknown as Globals).shapanTags }));

interface Window {
  shapan: { twin: { city: { origin: { lonDeg: number; latDeg: number; heightM: number } } } };
}

function originOf(page: Page): Promise<{ lonDeg: number; latDeg: number; heightM: number }> {
  return page.evaluate(() => {
    const { lonDeg, latDeg, heightM } = (globalThis as unknown as Window).shapan.twin.city.origin;
    return { lonDeg, latDeg, heightM };
  });
}
