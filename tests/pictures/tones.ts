import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { type Manifest, parseManifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act } from '../e2e/twin-of.ts';
import { PICTURE_ALONE, settle, showLocalHour } from './picture-page.ts';
import {
  bandedPctOf,
  collisionsOf,
  flatPctOf,
  histogramOf,
  MATTER_MARKS,
  type Pixels,
  TONE_MARKS,
  type ToneView,
  tonesOf,
  vegetationSaturationOf,
} from './tone-marks.ts';
import { DEMO, viewsOf } from './views-of-cities.ts';

/**
 * `npm run pictures -- --tones [--json] [--city <id>] [--towns <folder of baked cities>] [--keep <folder>]`: the tones of the demo city's home and street
 * views by day, and of the home view of each other city in the folder, from the picture alone: panels, names and marks are hidden. With them the
 * saturation of what is green, stripes of the sky, water without texture, and words that lie on one another in 200 views.
 */
interface Options {
  isJson: boolean;
  /** Null: all of them. */
  city: string | null;
  /** Baked cities beside the demo city. */
  towns: string | null;
  /** Where the pictures that were measured are written; null: nowhere. */
  keep: string | null;
}

const SIZE = { width: 1280, height: 720 };
const READY_MS = 240_000;

/** The middle axis road beside the building site, 66 m above it, as a helicopter has it. */
const STREET = { lonDeg: 108.73664, latDeg: 34.30452, heightM: 413, headingDeg: 18, pitchDeg: -14 };

/** Home views are not by the hour's own light alone: half past two by the city's clock is day in every season. */
const HOUR = 14.5;

/** Tells a figure with its mark. */
type Report = (name: string, value: number, unit: string, mark: number) => void;

/** Measures all views, and tells whether every figure keeps its mark. */
export async function measureTones({ isJson, city, towns, keep }: Options): Promise<boolean> {
  if (keep) mkdirSync(keep, { recursive: true });
  let isKept = true;
  const report: Report = (name, value, unit, mark) => {
    isKept &&= value <= mark;
    const figure = { name, value: Math.round(value * 100) / 100, unit, mark };
    process.stdout.write(
      isJson ? `${JSON.stringify(figure)}\n` : `${name} ${figure.value} ${unit}  (mark: at most ${mark})\n`,
    );
  };
  const ofDemo = join(ROOT, 'public/city');
  const isMeasured = (id: string): boolean => city === null || city === id;
  if (isMeasured(DEMO) && !existsSync(join(ofDemo, DEMO, 'manifest.json')))
    process.stderr.write(`${DEMO} is not baked here (npm start): it is not measured\n`);
  else if (isMeasured(DEMO))
    await inHouse(ofDemo, (house) => measureDemo(house, manifestIn(ofDemo, DEMO), { report, keep }));
  if (towns) {
    const names = readdirSync(towns)
      .filter((name) => name !== DEMO && isMeasured(name))
      .filter((name) => existsSync(join(towns, name, 'manifest.json')));
    await inHouse(towns, async (house) => {
      for (const name of names) {
        const page = await openCity(house, name, 'plan');
        await measureView(page, 'home', `${name}.home`, { report, keep });
        await measureSky(page, manifestIn(towns, name), name, report);
        await page.context().close();
      }
    });
  }
  return isKept;
}

const manifestIn = (cities: string, id: string): Manifest =>
  parseManifest(JSON.parse(readFileSync(join(cities, id, 'manifest.json'), 'utf8')));

interface Kept {
  report: Report;
  keep: string | null;
}

async function measureDemo(house: House, city: Manifest, { report, keep }: Kept): Promise<void> {
  const page = await openCity(house, DEMO, 'plan');
  await measureView(page, 'home', 'home', { report, keep });
  await act(page, 'flyTo', STREET, 0);
  await settle(page);
  await measureView(page, 'street', 'street', { report, keep });
  await measureSky(page, city, 'home', report);
  const [shown, hidden] = await waterShots(page);
  const flatPct = flatPctOf(await pixelsOf(page, shown), await pixelsOf(page, hidden));
  if (flatPct === null) throw new Error('no water was seen in the view of the river');
  report('picture.river.waterFlatPct', flatPct, '%', MATTER_MARKS.waterFlatPct);
  await page.context().close();
  let collisions = 0;
  for (const desk of ['plan', 'command']) {
    const page = await openCity(house, DEMO, desk);
    collisions += await countCollisions(page, city);
    await page.context().close();
  }
  report('picture.words.labelCollisions', collisions, '1', MATTER_MARKS.labelCollisions);
}

async function measureView(page: Page, view: ToneView, name: string, { report, keep }: Kept): Promise<void> {
  const shot = await shotOf(page);
  if (keep) writeFileSync(join(keep, `${name}.png`), shot);
  const pixels = await pixelsOf(page, shot);
  const { whitePct, p5Luminance } = tonesOf(histogramOf(pixels));
  report(`picture.${name}.whitePct`, whitePct, '%', TONE_MARKS[view].whitePct);
  report(`picture.${name}.p5Luminance`, p5Luminance, '1', TONE_MARKS[view].p5Luminance);
  const saturation = vegetationSaturationOf(pixels);
  report(`picture.${name}.vegetationSaturation`, saturation, '1', MATTER_MARKS.vegetationSaturation);
}

/** The upper half of the picture is sky, from 300 m above the middle of the city. */
async function measureSky(page: Page, { origin }: Manifest, name: string, report: Report): Promise<void> {
  const place = { ...origin, heightM: origin.heightM + SKY_ABOVE_M, headingDeg: 60, pitchDeg: 12 };
  await act(page, 'flyTo', place, 0);
  await settle(page);
  const pixels = await pixelsOf(page, await shotOf(page));
  report(`picture.${name}.skyBandedPct`, bandedPctOf(pixels, pixels.height / 2), '%', MATTER_MARKS.skyBandedPct);
}

const SKY_ABOVE_M = 300;

async function inHouse(cities: string, visit: (house: House) => Promise<void>): Promise<void> {
  const house = await openHouse({ cities });
  try {
    await visit(house);
  } finally {
    await house.close();
  }
}

/** By day, on the light theme, in the quality that a machine without a GPU has. */
async function openCity(house: House, city: string, desk: string): Promise<Page> {
  const { page } = await openPage(house, { ...SIZE, scale: 1, at: `?city=${city}&quality=fast#desk=${desk}` });
  await untilReady(page, READY_MS);
  await showLocalHour(page, HOUR);
  await settle(page);
  return page;
}

/** Decoded by the browser itself, in a page without the policy of ours. */
async function pixelsOf(page: Page, png: Buffer): Promise<Pixels> {
  const bare = await page.context().newPage();
  try {
    const { width, height, text } = await bare.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('expected a canvas to draw on');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      const parts: string[] = [];
      for (let i = 0; i < data.length; i += 32_768) parts.push(String.fromCharCode(...data.subarray(i, i + 32_768)));
      return { width: bitmap.width, height: bitmap.height, text: btoa(parts.join('')) };
    }, png.toString('base64'));
    return { width, height, rgba: Buffer.from(text, 'base64') };
  } finally {
    await bare.close();
  }
}

/** What the browser shows of the picture alone. */
const shotOf = (page: Page): Promise<Buffer> => page.screenshot({ style: PICTURE_ALONE, timeout: 180_000 });

/** Bridge, river and its banks, as `--views` has them. */
async function waterShots(page: Page): Promise<[shown: Buffer, hidden: Buffer]> {
  await act(page, 'flyTo', viewsOf(join(ROOT, 'public/city', DEMO), DEMO).river, 0);
  await settle(page);
  const shown = await shotOf(page);
  await act(page, 'showLayer', 'water', false);
  await settle(page);
  const hidden = await shotOf(page);
  await act(page, 'showLayer', 'water', true);
  return [shown, hidden];
}

const WORDS = '.map-label, .sensor-labels > *, .sketch-placed';
const VIEWS_A_DESK = 100;

/** Collisions of words in views that nobody chose: over the city at any height, heading and angle, seeded. */
async function countCollisions(page: Page, { extentM, origin }: Manifest): Promise<number> {
  let seed = 20_260_601;
  const chance = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  let collisions = 0;
  for (let view = 0; view < VIEWS_A_DESK; view++) {
    const eastM = extentM[0] + chance() * (extentM[2] - extentM[0]);
    const northM = extentM[1] + chance() * (extentM[3] - extentM[1]);
    const { lonDeg, latDeg } = lonLatFromEnu(origin, [eastM, northM, 0]);
    const heightM = origin.heightM + 80 * 25 ** chance();
    await act(page, 'flyTo', { lonDeg, latDeg, heightM, headingDeg: 360 * chance(), pitchDeg: -8 - 60 * chance() }, 0);
    await page.waitForTimeout(WORDS_REST_MS);
    collisions += collisionsOf(await wordBoxes(page));
  }
  return collisions;
}

/** Names move with the next picture, tags of sensors are thought over four times a second. */
const WORDS_REST_MS = 700;

const wordBoxes = (page: Page) =>
  page.evaluate((words) => {
    const boxes: { left: number; top: number; right: number; bottom: number }[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(words)) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const { left, top, right, bottom } = element.getBoundingClientRect();
      if (right > left && element.textContent?.trim()) boxes.push({ left, top, right, bottom });
    }
    return boxes;
  }, WORDS);

/** The options of the command line that this part takes; null: it is not asked for. */
export function tonesAsked(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      tones: { type: 'boolean' },
      json: { type: 'boolean' },
      city: { type: 'string' },
      towns: { type: 'string' },
      keep: { type: 'string' },
    },
  });
  if (!values.tones) return null;
  const folder = (value: unknown) => (typeof value === 'string' ? resolve(value) : null);
  const city = typeof values.city === 'string' ? values.city : null;
  return { isJson: values.json === true, city, towns: folder(values.towns), keep: folder(values.keep) };
}
