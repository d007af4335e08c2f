import type { CDPSession, Page } from 'playwright-core';
import type { View } from '../../src/city/manifest.ts';
import type { SourceTruth } from '../../src/twin/sensors/truth.ts';
import { untilReady } from '../e2e/house.ts';
import { act, readTwin } from '../e2e/twin-of.ts';
import { hideLayers, speak, withCrowdedHouse } from './feeds-house.ts';
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
 * very thread, are told apart. Beside it the same camera on the Plan desk, which has no marks: what the globe and the panels cost by
 * themselves. The city's layers are hidden: the map is run small.
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
    const updatesMsPerS = (flowing.scriptMs - flowing.frames * drawn.scriptMs) / (FLOWING_MS / 1000);
    const updatesMs = Math.max(0, updatesMsPerS) / FRAMES_PER_S;
    say('scriptMsPerFrame100k', drawn.scriptMs - drawn.glMs + updatesMs);
    say('drawScriptMsPerFrame100k', drawn.scriptMs - drawn.glMs);
    say('updateScriptMsPerFrame100k', updatesMs);
    say('glMsPerFrame100k', drawn.glMs);
    report({ name: 'feeds.perS100k', value: perS, unit: '1/s' });
    await act(page, 'openDesk', 'plan');
    await page.waitForTimeout(3000);
    const bare = await turning(page, devtools);
    say('scriptMsPerFrameBare', bare.scriptMs - bare.glMs);
    say('glMsPerFrameBare', bare.glMs);
  });
}

async function turning(page: Page, devtools: CDPSession): Promise<{ scriptMs: number; glMs: number }> {
  await turn(page, FRAMES);
  const { scriptMs, frames } = await costOf(page, devtools, () => turn(page, FRAMES));
  const share = await glShare(page, devtools);
  return { scriptMs: scriptMs / frames, glMs: (share * scriptMs) / frames };
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
