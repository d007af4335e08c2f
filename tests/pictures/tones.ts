import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act } from '../e2e/twin-of.ts';
import { PICTURE_ALONE, settle, showLocalHour } from './picture-page.ts';
import { luminanceOf, TONE_MARKS, type ToneView, tonesOf } from './tone-marks.ts';

/**
 * `npm run pictures -- --tones [--json] [--towns <folder of baked cities>] [--keep <folder>]`: the tones of the demo city's home and street
 * views by day, and of the home view of each other city in the folder, from the picture alone: panels, names and marks are hidden.
 */
interface Options {
  isJson: boolean;
  /** Baked cities beside the demo city. */
  towns: string | null;
  /** Where the pictures that were measured are written; null: nowhere. */
  keep: string | null;
}

const SIZE = { width: 1280, height: 720 };
const READY_MS = 240_000;
const DEMO = 'chengchuan';

/** The middle axis road beside the building site, 66 m above it, as a helicopter has it. */
const STREET = { lonDeg: 108.73664, latDeg: 34.30452, heightM: 413, headingDeg: 18, pitchDeg: -14 };

/** Home views are not by the hour's own light alone: half past two by the city's clock is day in every season. */
const HOUR = 14.5;

/** Measures all views, and tells whether every figure keeps its mark. */
export async function measureTones({ isJson, towns, keep }: Options): Promise<boolean> {
  if (keep) mkdirSync(keep, { recursive: true });
  let isKept = true;
  const report = (name: string, value: number, unit: string, mark: number) => {
    isKept &&= value <= mark;
    const figure = { name, value: Math.round(value * 100) / 100, unit, mark };
    process.stdout.write(
      isJson ? `${JSON.stringify(figure)}\n` : `${name} ${figure.value} ${unit}  (mark: at most ${mark})\n`,
    );
  };
  const measure = async (page: Page, view: ToneView, name: string) => {
    const shot = await page.screenshot({ style: PICTURE_ALONE, timeout: 120_000 });
    if (keep) writeFileSync(join(keep, `${name}.png`), shot);
    const { whitePct, p5Luminance } = tonesOf(await histogramOf(page, shot));
    report(`picture.${name}.whitePct`, whitePct, '%', TONE_MARKS[view].whitePct);
    report(`picture.${name}.p5Luminance`, p5Luminance, '1', TONE_MARKS[view].p5Luminance);
  };
  const ofDemo = join(ROOT, 'public/city');
  if (!existsSync(join(ofDemo, DEMO, 'manifest.json')))
    process.stderr.write(`${DEMO} is not baked here (npm start): it is not measured\n`);
  else
    await inHouse(ofDemo, async (house) => {
      const page = await openCity(house, DEMO);
      await measure(page, 'home', 'home');
      await act(page, 'flyTo', STREET, 0);
      await settle(page);
      await measure(page, 'street', 'street');
    });
  if (towns) {
    const names = readdirSync(towns).filter((name) => name !== DEMO && existsSync(join(towns, name, 'manifest.json')));
    await inHouse(towns, async (house) => {
      for (const name of names) {
        const page = await openCity(house, name);
        await measure(page, 'home', `${name}.home`);
        await page.context().close();
      }
    });
  }
  return isKept;
}

async function inHouse(cities: string, visit: (house: House) => Promise<void>): Promise<void> {
  const house = await openHouse({ cities });
  try {
    await visit(house);
  } finally {
    await house.close();
  }
}

/** By day, on the light theme, in the quality that a machine without a GPU has. */
async function openCity(house: House, city: string): Promise<Page> {
  const { page } = await openPage(house, { ...SIZE, scale: 1, at: `?city=${city}&quality=fast#desk=plan` });
  await untilReady(page, READY_MS);
  await showLocalHour(page, HOUR);
  await settle(page);
  return page;
}

/** Decoded by the browser itself, in a page without the policy of ours. */
async function histogramOf(page: Page, png: Buffer): Promise<number[]> {
  const bare = await page.context().newPage();
  try {
    const colours = await bare.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('expected a canvas to draw on');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      const counts = new Map<number, number>();
      for (let i = 0; i < data.length; i += 4) {
        const colour = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      return [...counts];
    }, png.toString('base64'));
    const histogram = new Array<number>(256).fill(0);
    for (const [colour, count] of colours) histogram[luminanceOf(colour)] += count;
    return histogram;
  } finally {
    await bare.close();
  }
}

/** The options of the command line that this part takes; null: it is not asked for. */
export function tonesAsked(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      tones: { type: 'boolean' },
      json: { type: 'boolean' },
      towns: { type: 'string' },
      keep: { type: 'string' },
    },
  });
  if (!values.tones) return null;
  const folder = (value: unknown) => (typeof value === 'string' ? resolve(value) : null);
  return { isJson: values.json === true, towns: folder(values.towns), keep: folder(values.keep) };
}
