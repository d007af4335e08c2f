import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { parseManifest, type View } from '../../model/city/manifest.ts';
import { lookingAt } from '../../src/view/framing.ts';
import { openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act } from '../e2e/twin-of.ts';
import { PICTURE_ALONE, settle, showLocalHour } from './picture-page.ts';

/**
 * `npm run pictures -- --views [--city <id>] [--only <view>,…] [--times <time>,…] [--towns <folder of baked cities>] [--quality fine]
 * [--scale <pixels a CSS pixel>] [--to <folder>]`: each city as a curator walks round it, nine views by day, by night and in rain, the picture alone.
 */
interface Options {
  /** Null: the demo city and those of the folder of towns. */
  city: string | null;
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

const DEMO = 'chengchuan';
const SIZE = { width: 1280, height: 720 };
const READY_MS = 300_000;

/** Looks at a point of the ground: degrees, its height above the ellipsoid, where from. */
function sight(
  lonDeg: number,
  latDeg: number,
  heightM: number,
  headingDeg: number,
  pitchDeg: number,
  rangeM: number,
): View {
  return lookingAt({ lonDeg, latDeg, heightM }, headingDeg, pitchDeg, rangeM);
}

/** The demo city's nine, by name. */
const DEMO_VIEWS: Readonly<Record<string, View>> = {
  home: { lonDeg: 108.7395, latDeg: 34.2735, heightM: 2050, headingDeg: 8, pitchDeg: -36 },
  downtown: { lonDeg: 108.7341807, latDeg: 34.2984566, heightM: 753.7, headingDeg: 12, pitchDeg: -19 },
  facade: sight(108.7239, 34.3074, 372, 25, -8, 60),
  street: sight(108.73664, 34.3052, 356, 18, -3, 60),
  'old-town': { lonDeg: 108.7576822, latDeg: 34.3002914, heightM: 540, headingDeg: 40, pitchDeg: -25 },
  river: sight(108.7364, 34.2902, 352, 305, -14, 620),
  park: sight(108.7322, 34.299, 350, 320, -22, 420),
  stadium: sight(108.7268, 34.3033, 355, 315, -26, 460),
  underground: { lonDeg: 108.7356418, latDeg: 34.3026426, heightM: 620, headingDeg: 28, pitchDeg: -50 },
};

/** Another city's are its home view and the chapters of the tour that was baked with it. */
function viewsOf(folder: string, id: string): Readonly<Record<string, View>> {
  if (id === DEMO) return DEMO_VIEWS;
  const { home, tour } = parseManifest(JSON.parse(readFileSync(join(folder, id, 'manifest.json'), 'utf8')));
  return { home, ...Object.fromEntries(tour.map((chapter) => [chapter.id, chapter.view])) };
}

/** What stands under a city's ground, as far as it has it. */
const UNDERGROUND = /^(pipe-|metro|storm|sanitary|manholes|drains)/;

export async function drawViews({ city, only, times, towns, quality, scale, to }: Options): Promise<void> {
  const own = join(ROOT, 'public/city');
  const baked = [{ cities: own, id: DEMO }, ...(towns ? readdirSync(towns).map((id) => ({ cities: towns, id })) : [])];
  for (const { cities, id } of baked) {
    if (city !== null && id !== city) continue;
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
      for (const [view, pose] of Object.entries(viewsOf(cities, id))) {
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
  return {
    city: word(values.city),
    only: list(values.only),
    times: list(values.times),
    towns: towns && resolve(towns),
    quality: word(values.quality) ?? 'fast',
    scale: Number(word(values.scale) ?? 1),
    to: resolve(word(values.to) ?? join(ROOT, 'build/views')),
  };
}
