import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { isQuality, QUALITIES } from '../../src/twin/quality.ts';
import { openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act } from '../e2e/twin-of.ts';
import { fillWindow, PICTURE_ALONE, settle, showLocalHour } from './picture-page.ts';
import { DEMO, viewsOf } from './views-of-cities.ts';

/**
 * `npm run pictures -- --views [--city <id>,…] [--only <view>,…] [--times <time>,…] [--towns <folder of baked cities>] [--quality fine]
 * [--scale <pixels a CSS pixel>] [--to <folder>]`: each city as a curator walks round it, nine views by day, by night and in rain, the picture alone.
 */
interface Options {
  /** None: the demo city and those of the folder of towns. */
  city: readonly string[];
  only: readonly string[];
  times: readonly string[];
  towns: string | null;
  quality: string;
  /** Pixels of the picture to one of 1280 × 720. */
  scale: number;
  to: string;
}

/** The city's clock, and its weather. */
const TIMES = {
  day: { hour: 10, weather: 'clear' },
  night: { hour: 22.5, weather: 'clear' },
  rain: { hour: 16, weather: 'rain' },
} as const;

const SIZE = { width: 1280, height: 720 };
const READY_MS = 300_000;

/** What stands under a city's ground, as far as it has it. */
const UNDERGROUND = /^(pipe-|metro|storm|sanitary|manholes|drains)/;

export async function drawViews({ city, only, times, towns, quality, scale, to }: Options): Promise<void> {
  const own = join(ROOT, 'public/city');
  const baked = [{ cities: own, id: DEMO }, ...(towns ? idsIn(towns).map((id) => ({ cities: towns, id })) : [])];
  for (const { cities, id } of baked) {
    if (city.length > 0 && !city.includes(id)) continue;
    if (!existsSync(join(cities, id, 'manifest.json'))) {
      if (id === DEMO) process.stderr.write(`${DEMO} is not baked here (npm start): it is not drawn\n`);
      continue;
    }
    mkdirSync(join(to, id), { recursive: true });
    const house = await openHouse({ cities });
    try {
      const at = `?city=${id}&quality=${quality}#desk=plan`;
      const { page } = await openPage(house, { ...SIZE, scale, at });
      await untilReady(page, READY_MS);
      await fillWindow(page);
      for (const [view, pose] of Object.entries(viewsOf(join(cities, id), id))) {
        if (only.length > 0 && !only.includes(view)) continue;
        await act(page, 'flyTo', pose, 0);
        await uncover(page, view.endsWith('underground'));
        for (const [time, { hour, weather }] of Object.entries(TIMES)) {
          if (times.length > 0 && !times.includes(time)) continue;
          await act(page, 'setWeather', weather);
          await showLocalHour(page, hour);
          await settle(page);
          const path = join(to, id, `${view}-${time}.jpg`);
          await page.screenshot({ path, type: 'jpeg', quality: 80, style: PICTURE_ALONE, timeout: 180_000 });
          process.stdout.write(`${path}\n`);
        }
      }
    } finally {
      await house.close();
    }
  }
}

const idsIn = (folder: string): string[] => readdirSync(folder).filter((name) => !name.startsWith('.'));

/** Ground that can be seen through, and what is under it; or as the city opens. */
async function uncover(page: Page, isUncovered: boolean): Promise<void> {
  const layers = await page.evaluate(() => {
    const { shapan } = globalThis as unknown as { shapan: { twin: { city: { layers: { id: string }[] } } } };
    return shapan.twin.city.layers.map(({ id }) => id);
  });
  await act(page, 'setUnderground', isUncovered ? 'translucent' : 'off');
  for (const id of layers.filter((layer) => UNDERGROUND.test(layer))) await act(page, 'showLayer', id, isUncovered);
}

/** The options of the command line that this part takes; null: it is not asked for. */
export function viewsAsked(args: readonly string[]): Options | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      views: { type: 'boolean' },
      city: text,
      only: text,
      times: text,
      towns: text,
      quality: text,
      scale: text,
      to: text,
    },
  });
  if (!values.views) return null;
  const word = (value: unknown) => (typeof value === 'string' ? value : null);
  const list = (value: unknown) => word(value)?.split(',') ?? [];
  const towns = word(values.towns);
  const quality = word(values.quality) ?? 'fast';
  // Another word leaves the quality to what is measured: each picture would be of another.
  if (!isQuality(quality)) throw new Error(`--quality takes ${QUALITIES.join(', ')}; it is ${quality}`);
  return {
    city: list(values.city),
    only: list(values.only),
    times: list(values.times),
    towns: towns && resolve(towns),
    quality,
    scale: Number(word(values.scale) ?? 1),
    to: resolve(word(values.to) ?? join(ROOT, 'build/views')),
  };
}
