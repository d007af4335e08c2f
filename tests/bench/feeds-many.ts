import type { CDPSession, Page } from 'playwright-core';
import type { View } from '../../src/city/manifest.ts';
import type { SourceTruth } from '../../src/twin/sensors/truth.ts';
import { untilReady } from '../e2e/house.ts';
import { act, readTwin } from '../e2e/twin-of.ts';
import { hideLayers, speak, withCrowdedHouse } from './feeds-house.ts';
import { costOf, glShare, turn } from './page.ts';
import { taskCpuMs } from './page-tasks.ts';
import { quantile } from './quantile.ts';

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
const RESTING_MS = 10_000;
const FRAMES_PER_S = 60;
const FRAME_MS = 1000 / FRAMES_PER_S;
/** Of tags, at most (`sensor-labels.ts`). */
const CHOICES_PER_S = 4;

/**
 * 100,000 sensors on screen, each a mark of its own: CPU time of the page's script a frame at 60 frames a second. In software a drawn frame
 * lasts 400 ms and would be charged with all that came meanwhile, so it is put together from what is measured apart:
 *
 * - drawScriptMsPerFrame100k: a frame of a turning camera. What the page does by the clock (panels tell ages, nothing comes) is taken away,
 *   by the same page at rest; and so are the choices of tags, each as long as the shortest of them.
 * - tagChoiceMs100k: one choice of tags while the camera turns, the median by the clock; at most four a second, in software with each frame.
 * - updateScriptMsPerFrame100k: a sixtieth of a second of 5,000 messages a second under a camera at rest, panels and choices in it.
 * - scriptMsPerFrame100k, the mark: drawing + updates + 4 choices / 60 frames. frameWithChoiceMs100k: the one frame in fifteen that has a
 *   whole choice in it. longestTaskMs100k: the longest task of the page's thread while the camera turns, CPU time of all in it: the script,
 *   the browser's own layout, calls of WebGL and what else fell into it.
 *
 * Calls of WebGL, which in software draw on this very thread, are told apart. Beside it the same camera on the Plan desk, which has no
 * marks: what the globe and the panels cost by themselves. The city's layers are hidden: the map is run small.
 *
 * Before choices and the page's own clock were told apart the number was 6.1 to 6.8 ms with 2.9 to 3.8 bare: 5.1 ms of choice and 4.2 of a
 * forced layout in each frame by a sampling profile at load, and the bench's own looks for frames, 4.9.
 */
export async function benchMany(folder: string, report: (figure: Figure) => void): Promise<void> {
  await withCrowdedHouse(folder, { count: SENSORS, cadenceS: SENSORS / PER_S, withinM: WITHIN_M }, async (house) => {
    const { page, context } = house;
    const say = (name: string, value: number) => report({ name: `feeds.${name}`, value, unit: 'ms' });
    await hideLayers(page);
    const home = (await readTwin(page, 'camera')) as View;
    const { lonDeg, latDeg, heightM } = await originOf(page);
    await act(page, 'flyTo', { ...home, lonDeg, latDeg, heightM: heightM + HEIGHT_M, pitchDeg: -89.9 }, 0);
    await page.waitForTimeout(2000);
    await untilReady(page);
    const feed = speak(house, PER_S);
    await page.waitForTimeout((1000 * SENSORS) / PER_S);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const flowing = await costOf(page, devtools, () => page.waitForTimeout(FLOWING_MS));
    const { perS } = (await readTwin(page, 'feedTruth')) as SourceTruth;
    await feed.stop();
    const drawn = await turning(page, devtools);
    const updatesMs = Math.max(0, (flowing.scriptMs - flowing.frames * drawn.scriptMs) / flowing.lastedMs) * FRAME_MS;
    const choiceMs = quantile(drawn.choicesMs, 0.5);
    const least = quantile(drawn.choicesMs, 0) * (drawn.choicesMs.length / FRAMES);
    const drawMs = drawn.scriptMs - drawn.glMs - least;
    say('scriptMsPerFrame100k', drawMs + updatesMs + (CHOICES_PER_S / FRAMES_PER_S) * choiceMs);
    say('drawScriptMsPerFrame100k', drawMs);
    say('updateScriptMsPerFrame100k', updatesMs);
    say('tagChoiceMs100k', choiceMs);
    say('frameWithChoiceMs100k', drawMs + updatesMs + choiceMs);
    report({ name: 'feeds.tagChoicesPerFrame100k', value: drawn.choicesMs.length / FRAMES, unit: '1' });
    say('layoutMsPerFrame100k', drawn.layoutMs);
    say('glMsPerFrame100k', drawn.glMs);
    say('restScriptMsPerS100k', drawn.restMsPerS);
    report({ name: 'feeds.perS100k', value: perS, unit: '1/s' });
    const [longestMs = Number.NaN] = await taskCpuMs(house.browser, page, async () => void (await turn(page, FRAMES)));
    say('longestTaskMs100k', longestMs);
    await act(page, 'openDesk', 'plan');
    await page.waitForTimeout(3000);
    const bare = await turning(page, devtools);
    say('scriptMsPerFrameBare', bare.scriptMs - bare.glMs);
    say('glMsPerFrameBare', bare.glMs);
  });
}

interface Turning {
  /** Of one frame, choices of tags and calls of WebGL in it. */
  scriptMs: number;
  layoutMs: number;
  glMs: number;
  choicesMs: number[];
  /** What the page does by the clock while nothing is drawn. */
  restMsPerS: number;
}

/** Frames and the clock share the script of both measurements: s = frames · a frame + time · what the clock brings. */
async function turning(page: Page, devtools: CDPSession): Promise<Turning> {
  await turn(page, FRAMES);
  const rest = await costOf(page, devtools, () => page.waitForTimeout(RESTING_MS));
  let choicesMs: number[] = [];
  const moved = await costOf(page, devtools, async () => {
    choicesMs = await turn(page, FRAMES);
  });
  const share = await glShare(page, devtools);
  const scriptMs =
    (moved.scriptMs * rest.lastedMs - rest.scriptMs * moved.lastedMs) /
    (moved.frames * rest.lastedMs - rest.frames * moved.lastedMs);
  return {
    scriptMs,
    layoutMs: moved.layoutMs / moved.frames,
    glMs: (share * moved.scriptMs) / moved.frames,
    choicesMs,
    restMsPerS: (rest.scriptMs - rest.frames * scriptMs) / (rest.lastedMs / 1000),
  };
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
