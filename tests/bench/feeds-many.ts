import type { CDPSession, Page } from 'playwright-core';
import type { View } from '../../model/city/manifest.ts';
import type { FeedQuality } from '../../src/twin/live/truth.ts';
import { untilReady } from '../e2e/house.ts';
import { act, readTwin } from '../e2e/twin-of.ts';
import { hideLayers, speak, withCrowdedHouse } from './feeds-house.ts';
import { costOf, drawAll, drawNothing, turn } from './page.ts';
import { taskCpuMs } from './page-tasks.ts';
import type { Figure } from './parts.ts';
import { quantile } from './quantile.ts';

const SENSORS = 100_000;
/** As a city's sensors speak: 1,667 messages a second in all. */
const CADENCE_S = 60;
/** All of them in sight from straight above, half a metre a pixel in a window 720 px high: from there on marks are no longer grouped. */
const WITHIN_M = 175;
const HEIGHT_M = 550;
/** Drawn before anything is heard, for code to be hot. */
const WARM_FRAMES = 300;
const FRAMES = 1200;
/** Of the page and its map drawn in software, some two a second. */
const SHOWN_FRAMES = 60;
const SETTLE_MS = 20_000;

/**
 * 100,000 sensors on screen, each a mark of its own, all of them heard once a minute, under a turning camera: CPU time of the page's script
 * a frame, calls of WebGL in it. The city's layers are hidden: the map is run small. Nothing is drawn (`drawNothing`): what a
 * GPU does takes both cores here, the hub starves, and at 18 frames a second code grows cold. With the page and its map drawn,
 * `SHOWN_FRAMES` more are told apart (`…100kShown`): what goes by the clock falls to few frames there, and calls of WebGL wait.
 *
 * - scriptMsPerFrame100k, the mark: all script of `FRAMES` frames, whatever called for it, by their number; where fewer than 60 come a
 *   second (framesPerS100k), more of what goes by the clock falls to each than on a screen.
 * - layoutMsPerFrame100k: beside it, styles and layout. tagChoiceMs100k: one choice of tags, the median by the clock; four a second.
 * - longestTaskMs100k: the longest task of the page's thread, CPU time of all in it.
 * - perS100k, alarms100k: heard a second, and alarms that stood. Where the hub falls behind, sensors fall silent, and tens of thousands of
 *   alarms of silence are what is measured: so it was at 5,000 messages a second, and with the feed stopped.
 * - scriptMsPerFrameBare: the same camera on the Plan desk, which has no marks: what the globe and the panels cost by themselves.
 *
 * Tried and left: frames 100 ms apart under an opaque page, the hub's share of the cores kept so, and a frame put together from what is
 * measured apart at rest and turning: every function was cold, and it said 5.3 ms of a page of which this said 4.1.
 */
export async function benchMany(folder: string, report: (figure: Figure) => void): Promise<void> {
  await withCrowdedHouse(folder, { count: SENSORS, cadenceS: CADENCE_S, withinM: WITHIN_M }, async (house) => {
    const { page, context } = house;
    const say = (name: string, value: number, unit = 'ms') => report({ name: `feeds.${name}`, value, unit });
    await hideLayers(page);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    const home = (await readTwin(page, 'camera')) as View;
    const { lonDeg, latDeg, heightM } = await originOf(page);
    await act(page, 'flyTo', { ...home, lonDeg, latDeg, heightM: heightM + HEIGHT_M, pitchDeg: -89.9 }, 0);
    await page.waitForTimeout(2000);
    await untilReady(page);
    await drawNothing(page);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await turn(page, WARM_FRAMES);
    const feed = speak(house, SENSORS / CADENCE_S);
    await page.waitForTimeout(1000 * CADENCE_S);
    const { choicesMs, ...drawn } = await turning(page, devtools);
    say('scriptMsPerFrame100k', drawn.scriptMs / drawn.frames);
    say('layoutMsPerFrame100k', drawn.layoutMs / drawn.frames);
    say('framesPerS100k', (1000 * drawn.frames) / drawn.lastedMs, '1/s');
    say('tagChoiceMs100k', quantile(choicesMs, 0.5));
    const { perS, received } = (await readTwin(page, 'feedQuality')) as FeedQuality;
    const alarms = (await readTwin(page, 'alarms')) as readonly unknown[];
    say('perS100k', perS, '1/s');
    say('received100k', received, '1');
    say('alarms100k', alarms.length, '1');
    const [longestMs = Number.NaN] = await taskCpuMs(house.browser, page, async () => void (await turn(page, FRAMES)));
    say('longestTaskMs100k', longestMs);
    await drawAll(page);
    const { choicesMs: shownChoicesMs, ...shown } = await turning(page, devtools, SHOWN_FRAMES);
    say('scriptMsPerFrame100kShown', shown.scriptMs / shown.frames);
    say('layoutMsPerFrame100kShown', shown.layoutMs / shown.frames);
    say('framesPerS100kShown', (1000 * shown.frames) / shown.lastedMs, '1/s');
    say('tagChoiceMs100kShown', quantile(shownChoicesMs, 0.5));
    await drawNothing(page);
    await act(page, 'openDesk', 'plan');
    const bare = await turning(page, devtools);
    await feed.stop();
    say('scriptMsPerFrameBare', bare.scriptMs / bare.frames);
    say('layoutMsPerFrameBare', bare.layoutMs / bare.frames);
    say('framesPerSBare', (1000 * bare.frames) / bare.lastedMs, '1/s');
  });
}

async function turning(page: Page, devtools: CDPSession, frames = FRAMES) {
  await page.waitForTimeout(SETTLE_MS);
  let choicesMs: number[] = [];
  const cost = await costOf(page, devtools, async () => {
    choicesMs = (await turn(page, frames)).tagsMs;
  });
  return { ...cost, choicesMs };
}

interface Window {
  shapan: { twin: { city: { origin: { lonDeg: number; latDeg: number; heightM: number } } } };
}

function originOf(page: Page): Promise<{ lonDeg: number; latDeg: number; heightM: number }> {
  return page.evaluate(() => {
    const { lonDeg, latDeg, heightM } = (globalThis as unknown as Window).shapan.twin.city.origin;
    return { lonDeg, latDeg, heightM };
  });
}
