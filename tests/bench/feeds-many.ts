import type { CDPSession, Page } from 'playwright-core';
import type { View } from '../../src/city/manifest.ts';
import type { SourceTruth } from '../../src/twin/sensors/truth.ts';
import { untilReady } from '../e2e/house.ts';
import { act, readTwin } from '../e2e/twin-of.ts';
import { hideLayers, speak, withCrowdedHouse } from './feeds-house.ts';
import { costOf, drawNothing, turn } from './page.ts';
import { taskCpuMs } from './page-tasks.ts';
import { quantile } from './quantile.ts';

interface Figure {
  name: string;
  value: number;
  unit: string;
}

const SENSORS = 100_000;
/** As a city's sensors speak: 1,667 messages a second in all. */
const CADENCE_S = 60;
/** All of them in sight from straight above, half a metre a pixel in a window 720 px high: from there on marks are no longer grouped. */
const WITHIN_M = 175;
const HEIGHT_M = 550;
/** Drawn before anything is heard, for code to be hot: as fast as it goes, which leaves the hub no core. */
const WARM_FRAMES = 300;
const FRAMES = 200;
/** So far apart that the hub keeps its share of the cores, and what it is told comes. */
const APART_MS = 100;
/** What came late meanwhile is caught up with. */
const SETTLE_MS = 20_000;
const RESTING_MS = 20_000;
const FRAMES_PER_S = 60;
const FRAME_MS = 1000 / FRAMES_PER_S;
/** Of tags, at most (`sensor-labels.ts`). */
const CHOICES_PER_S = 4;

/**
 * 100,000 sensors on screen, each a mark of its own, all of them heard once a minute: CPU time of the page's script a frame at 60 frames a
 * second, calls of WebGL in it. Draw calls do nothing (`drawNothing`) and the city's layers are hidden: the map is run small. The browser's
 * own putting together of the page still takes both cores at some 18 frames a second, and the hub is left without; so frames are
 * `APART_MS` apart and the number is put together from what is measured apart, the feed flowing all the while:
 *
 * - updateScriptMsPerFrame100k: a sixtieth of a second under a camera at rest, but for its frames: what the feed brings, panels, words.
 * - drawScriptMsPerFrame100k: a frame of a turning camera, but for what goes by the clock; and but for the choices of tags in it, each as
 *   long as the shortest of them.
 * - tagChoiceMs100k: one choice of tags while the camera turns, the median by the clock; at most four a second.
 * - scriptMsPerFrame100k, the mark: drawing + updates + 4 choices / 60 frames. longestTaskMs100k: the longest task of the page's thread while
 *   the camera turns, CPU time of all in it.
 * - perS100k, alarms100k: heard a second while the camera turned, and alarms that stood. Where the hub falls behind, sensors fall silent, and
 *   tens of thousands of alarms of silence are what is measured: so it was at 5,000 messages a second (8.4 ms), and with the feed stopped
 *   (5.6 to 6.8 ms, in the first runs of this bench, in which draw calls drew, frames were 400 ms apart and code was never hot).
 * - scriptMsPerFrameBare: the same camera on the Plan desk, which has no marks: what the globe and the panels cost by themselves.
 */
export async function benchMany(folder: string, report: (figure: Figure) => void): Promise<void> {
  await withCrowdedHouse(folder, { count: SENSORS, cadenceS: CADENCE_S, withinM: WITHIN_M }, async (house) => {
    const { page, context } = house;
    const say = (name: string, value: number, unit = 'ms') => report({ name: `feeds.${name}`, value, unit });
    await hideLayers(page);
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
    const drawn = await turning(page, devtools);
    const choiceMs = quantile(drawn.choicesMs, 0.5);
    say('scriptMsPerFrame100k', drawn.drawMs + drawn.updatesMs + (CHOICES_PER_S / FRAMES_PER_S) * choiceMs);
    say('drawScriptMsPerFrame100k', drawn.drawMs);
    say('updateScriptMsPerFrame100k', drawn.updatesMs);
    say('tagChoiceMs100k', choiceMs);
    say('layoutMsPerFrame100k', drawn.layoutMs);
    say('framesPerS100k', drawn.framesPerS, '1/s');
    say('restFramesPerS100k', drawn.restFramesPerS, '1/s');
    const { perS, received } = (await readTwin(page, 'feedTruth')) as SourceTruth;
    const alarms = (await readTwin(page, 'alarms')) as readonly unknown[];
    say('perS100k', perS, '1/s');
    say('received100k', received, '1');
    say('alarms100k', alarms.length, '1');
    const [longestMs = Number.NaN] = await taskCpuMs(
      house.browser,
      page,
      async () => void (await turn(page, FRAMES, APART_MS)),
    );
    say('longestTaskMs100k', longestMs);
    await act(page, 'openDesk', 'plan');
    const bare = await turning(page, devtools);
    await feed.stop();
    say('scriptMsPerFrameBare', bare.drawMs);
    say('layoutMsPerFrameBare', bare.layoutMs);
  });
}

interface Turning {
  /** Of one frame, choices of tags taken away. */
  drawMs: number;
  /** What goes by the clock, in the time of a frame at 60 a second. */
  updatesMs: number;
  layoutMs: number;
  choicesMs: number[];
  /** Of the turning camera, and of the one at rest, for which marks that change are drawn: the two have to differ. */
  framesPerS: number;
  restFramesPerS: number;
}

/** Frames and the clock share the script of both measurements: s = frames · a frame + time · what the clock brings. */
async function turning(page: Page, devtools: CDPSession): Promise<Turning> {
  await page.waitForTimeout(SETTLE_MS);
  const rest = await costOf(page, devtools, () => page.waitForTimeout(RESTING_MS));
  let choicesMs: number[] = [];
  const moved = await costOf(page, devtools, async () => {
    choicesMs = await turn(page, FRAMES, APART_MS);
  });
  const frameMs =
    (moved.scriptMs * rest.lastedMs - rest.scriptMs * moved.lastedMs) /
    (moved.frames * rest.lastedMs - rest.frames * moved.lastedMs);
  const leastChoiceMs = choicesMs.length > 0 ? quantile(choicesMs, 0) : 0;
  return {
    drawMs: frameMs - leastChoiceMs * (choicesMs.length / moved.frames),
    updatesMs: Math.max(0, (rest.scriptMs - rest.frames * frameMs) / rest.lastedMs) * FRAME_MS,
    layoutMs: moved.layoutMs / moved.frames,
    choicesMs,
    framesPerS: (1000 * moved.frames) / moved.lastedMs,
    restFramesPerS: (1000 * rest.frames) / rest.lastedMs,
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
