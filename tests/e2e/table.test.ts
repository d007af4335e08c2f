import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foreignRequests, type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { act, problemsOf, runsIn } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Levee, river and the first streets behind it. */
const AREA = { westM: -2200, southM: -1150, eastM: -1400, northM: -350 };
/** A square beside the stadium. */
const SQUARE = { westM: -2420, southM: 480, eastM: -2180, northM: 620 };
const BLOCK = { eastM: -1900, northM: -200, sizeM: 2000 };

interface Engine {
  depthAt(eastM: number, northM: number): number | null;
  peopleAt(eastM: number, northM: number, radiusM: number): number | null;
}

interface Window {
  shapan: {
    globe: Engine;
    table(): Engine | null;
  };
}

/** Water at 20 places of the area, and people about the square, as an engine has given them to the card. */
function readOf(
  page: Page,
  engine: 'globe' | 'table',
): Promise<{ depths: (number | null)[]; people: (number | null)[] }> {
  return page.evaluate(
    ([name, { westM, southM }, radii]) => {
      const { shapan } = globalThis as unknown as Window;
      const from = name === 'globe' ? shapan.globe : shapan.table();
      if (!from) throw new Error('expected the table');
      const depths = Array.from({ length: 20 }, (_, i) =>
        from.depthAt(westM + 90 + 160 * (i % 5), southM + 110 + 190 * Math.floor(i / 5)),
      );
      return { depths, people: radii.map((radiusM) => from.peopleAt(-2300, 550, radiusM)) };
    },
    [engine, AREA, [30, 60, 1000]] as const,
  );
}

async function play(page: Page, engine: 'flood' | 'crowd'): Promise<void> {
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 120_000 });
  if (engine === 'flood') {
    const breaches = [{ kind: 'planned' as const, id: 'levee-breach', beginH: 0.1 }];
    await act(page, 'changeFlood', { area: AREA, cellM: 16, endH: 2, frameEveryMin: 10, drains: false, breaches });
  } else {
    const place = { kind: 'area' as const, area: SQUARE, perM2: 0.02 };
    await act(page, 'changeCrowd', { place, exits: [], hesitate: false, preset: 'prescriptive', endMin: 3, seed: 7 });
  }
  await expect.poll(() => start.isEnabled()).toBe(true);
  await start.evaluate((button) => (button as HTMLElement).click());
  await expect
    .poll(async () => (await runsIn<{ status: { kind: string } }>(page, engine))[0]?.status.kind, {
      timeout: 120_000,
      interval: 500,
    })
    .toBe('done');
}

test('globe and table draw the same water at the same second, and the same people', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    at: `?quality=fast#desk=command&${LIGHT}&tool=flood&c=108.7305,34.28,1500,0,-48`,
  });
  await play(page, 'flood');
  await act(page, 'setTool', 'crowd');
  await play(page, 'crowd');
  const startMs = (await runsIn<{ startMs: number }>(page, 'flood'))[0].startMs;
  const crowdMs = (await runsIn<{ startMs: number }>(page, 'crowd'))[0].startMs;
  await act(page, 'putBlock', BLOCK);

  for (const timeMs of [startMs + 95 * 60_000, crowdMs + 41_500]) {
    await act(page, 'showEngine', 'globe');
    await act(page, 'showTime', timeMs);
    await untilReady(page);
    const onGlobe = await readOf(page, 'globe');
    await act(page, 'showEngine', 'table');
    await untilReady(page);
    expect(await readOf(page, 'table')).toEqual(onGlobe);
    if (timeMs === startMs + 95 * 60_000)
      expect(onGlobe.depths.filter((depth) => depth !== null && depth > 0.05).length).toBeGreaterThan(4);
    else expect(onGlobe.people[2]).toBeGreaterThan(20);
  }
  expect(foreignRequests(watch, house)).toEqual([]);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  await context.close();
});
