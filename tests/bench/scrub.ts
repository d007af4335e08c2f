import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { type Field, ORIGIN, type SurfaceRow, surfaceLayer, whole } from '../../demo/emit.ts';
import { rectangle } from '../../demo/shape/rings.ts';
import type { BuildSlice } from '../../src/plugins/build/slice.ts';
import type { TwinState } from '../../src/twin/twin.ts';
import { bakeCity } from '../../tiles/bake.ts';
import type { CityInput } from '../../tiles/model.ts';
import { prism } from '../../tiles/shape/solid.ts';
import { openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act, readTwin } from '../e2e/twin-of.ts';
import type { Figure } from './parts.ts';

const ELEMENTS = 50_000;
const TASKS = 2000;
const [ACROSS, ALONG] = [25, 20];
const STOREY_M = 3;
/** Frames that a figure is the mean of, and how often both kinds take turns. */
const FRAMES = 12;
const TURNS = 5;
const CITY = 'scrub';

interface Element extends SurfaceRow {
  task: number;
}

/** A block of 25 × 20 boxes a storey, each built by one of 2,000 activities, one after another. */
function cityOfElements(): CityInput {
  const elements = Array.from({ length: ELEMENTS }, (_, i): Element => {
    const storey = Math.floor(i / (ACROSS * ALONG));
    const [x, y] = [i % ACROSS, Math.floor(i / ACROSS) % ALONG];
    const lowM = ORIGIN.heightM + storey * STOREY_M;
    return {
      id: `e-${i}`,
      task: 1 + Math.floor((i * TASKS) / ELEMENTS),
      faces: prism(rectangle(6 * x, 6 * y, 5, 5), lowM, lowM + 0.9 * STOREY_M),
    };
  });
  const fields: Field<Element>[] = [
    whole('task', '1', { zh: '任务', en: 'Task' }, (row) => row.task),
    whole('removal', '1', { zh: '拆除', en: 'Removed by' }, () => undefined),
  ];
  const rows = Array.from(
    { length: TASKS },
    (_, i) => `${i + 1},Task ${i + 1},8h,${i || ''},${i === 0 ? '2026-03-02' : ''}`,
  );
  return {
    ...{ id: CITY, name: { zh: '五万构件', en: '50,000 elements' }, fictional: true, about: { zh: '', en: '' } },
    ...{ origin: ORIGIN, zone: 'Asia/Shanghai', datum: { vertical: 'bench', geoidUndulationM: 0 } },
    extentM: [-500, -500, 700, 700],
    home: {
      ...ORIGIN,
      lonDeg: ORIGIN.lonDeg + 0.0008,
      latDeg: ORIGIN.latDeg - 0.005,
      heightM: ORIGIN.heightM + 500,
      headingDeg: 0,
      pitchDeg: -30,
    },
    elevation: null,
    layers: [
      surfaceLayer(
        {
          ...{ id: 'elements', kind: 'element', group: 'building', cimLevel: 6, state: 'construction' },
          ...{ label: { zh: '构件', en: 'Elements' }, shownAtStart: true },
        },
        elements,
        fields,
      ),
    ],
    ...{ tour: [], labels: [], landCover: null, schedule: 'plan.csv' },
    facts: {},
    files: { 'plan.csv': `id,name,duration,predecessors,project start\n${rows.join('\n')}\n` },
  };
}

/**
 * What moving the clock over a plan of 50,000 elements costs the page's thread, beside drawing the same frames with the clock at rest:
 * the whole Build desk is there, with its bars and the sun. Both kinds take turns; script is CPU time as Chromium counts it (`benchPage`).
 */
export async function benchScrub(folder: string, report: (figure: Figure) => void): Promise<void> {
  await bakeCity(cityOfElements(), join(folder, CITY));
  symlinkSync(join(ROOT, 'public/city/chengchuan'), join(folder, 'chengchuan'));
  const house = await openHouse({ cities: folder });
  try {
    const { page } = await openPage(house, {
      width: 1000,
      height: 620,
      scale: 1,
      at: `?city=${CITY}&quality=fast#desk=build&shade=0`,
    });
    await untilReady(page);
    await page.getByRole('button', { name: '打开本市工程进度' }).click({ timeout: 60_000 });
    for (let waited = 0; (await planOf(page)).kind !== 'open'; waited++) {
      if (waited > MAX_WAIT_S)
        throw new Error(`bench: expected an open plan, got ${JSON.stringify(await planOf(page))}`);
      await page.waitForTimeout(1000);
    }
    // A clock that plays at no speed asks for a frame after the other, and does nothing else.
    await act(page, 'setRate', 0);
    await act(page, 'play', true);
    if ((await pictureAt(page, MIDDLE_MS)).equals(await pictureAt(page, MIDDLE_MS - 200 * DAY_MS)))
      throw new Error('bench: expected 200 days of work to change the picture, got the same');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await scrub(page, devtools, DAY_MS);
    const [still, moved]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < TURNS; turn++) {
      still.push(await scrub(page, devtools, 0));
      moved.push(await scrub(page, devtools, DAY_MS));
    }
    report({ name: 'construction.scrub50k.stillMsPerFrame', value: median(still), unit: 'ms' });
    report({ name: 'construction.scrub50k.movedMsPerFrame', value: median(moved), unit: 'ms' });
    report({
      name: 'construction.scrub50k.msPerFrame',
      value: median(moved.map((ms, turn) => ms - still[turn])),
      unit: 'ms',
    });
  } finally {
    await house.close();
  }
}

const DAY_MS = 86_400_000;
/** Half of the plan is done. */
const MIDDLE_MS = Date.UTC(2030, 0, 1, 4);

const MAX_WAIT_S = 120;

const planOf = async (page: Page) => (await readTwin(page, 'plan')) as BuildSlice['plan'];

/** Where no panel lies. */
async function pictureAt(page: Page, timeMs: number): Promise<Buffer> {
  await act(page, 'showTime', timeMs);
  await page.waitForTimeout(300);
  await untilReady(page);
  return page.screenshot({ clip: { x: 420, y: 220, width: 500, height: 110 } });
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

/** What the functions that are passed to the page find there; Node's compiler knows no DOM. */
interface Window {
  shapan: { twin: { getState(): TwinState }; stats(): { frames: number } };
}

/** Script of a frame, ms, while the shown time moves by `stepMs` before each, there and back again. `devtools` counts in thread ticks. */
export async function scrub(page: Page, devtools: CDPSession, stepMs: number, frames = FRAMES): Promise<number> {
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
  };
  const before = await read();
  const drawn = await page.evaluate(
    async ([wanted, step]) => {
      const { twin, stats } = (globalThis as unknown as Window).shapan;
      const start = stats().frames;
      for (let last = start; last < start + wanted; ) {
        const { frames } = stats();
        if (frames !== last) {
          last = frames;
          const { showTime, shownTimeMs } = twin.getState();
          // There and back again: it ends where it began.
          if (step !== 0) showTime(shownTimeMs + ((last - start) * 2 <= wanted ? step : -step));
        }
        await new Promise((done) => setTimeout(done, 4));
      }
      return stats().frames - start;
    },
    [frames, stepMs] as const,
  );
  return ((await read()) - before) / drawn;
}
