import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHIPPED_STYLES } from '../../scenarios/picture-styles.ts';
import { foreignRequests, type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { lookAt } from './picture-look.ts';
import { act, problemsOf, readTwin, runsIn } from './twin-of.ts';

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
    table(): (Engine & { gidAt(xPx: number, yPx: number): number | null }) | null;
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

test('a link opens the table; what is picked there has the card that it has on the map; it wears the style’s colours; a lost context comes back', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    at: `?quality=fast#desk=plan&${LIGHT}&view=table&block=-1900,-200,1000&pose=0,89,2.4,0,0`,
  });
  await untilReady(page);
  const place = await page.evaluate(() => {
    const { table } = (globalThis as unknown as Window).shapan;
    for (let y = 200; y < 360; y += 4)
      for (let x = 380; x < 580; x += 4) {
        const gid = table()?.gidAt(x, y) ?? null;
        if (gid !== null && gid < 24_805) return { x, y, gid };
      }
    return null;
  });
  const { x, y, gid } = place ?? expect.fail('expected a building on the table');
  await page.mouse.click(x, y);
  await expect.poll(() => readTwin(page, 'selectedGid')).toBe(gid);
  await expect.poll(() => readTwin(page, 'selectedId')).toMatch(/./);
  const id = await readTwin(page, 'selectedId');
  const card = page.locator('.card .mono.id');
  await card.waitFor({ timeout: 120_000 });
  expect(await card.innerText()).toBe(id);

  const middle = { x: 400, y: 220, width: 160, height: 120 };
  const thematic = SHIPPED_STYLES.find(({ base }) => base === 'thematic') ?? expect.fail('no thematic style');
  await act(page, 'wearStyle', { ...thematic, id: 'own-1', colours: [] });
  const colour = async () => (await lookAt(page, middle)).colour;
  await expect.poll(colour, { timeout: 120_000, interval: 1000 }).toBeLessThan(12);
  const grey = await colour();
  const blue = { kind: 'building' as const, attribute: 'height', ramp: 'diverging' as const, breaks: [1] };
  await act(page, 'wearStyle', { ...thematic, id: 'own-1', colours: [blue] });
  await page.getByRole('region', { name: '样式着色：高度' }).waitFor();
  await expect.poll(colour, { timeout: 120_000, interval: 1000 }).toBeGreaterThan(grey + 6);

  await page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: {
        querySelector(of: string): {
          dataset: Record<string, string>;
          getContext(kind: string): { getExtension(name: string): { loseContext(): void } } | null;
        } | null;
      };
    };
    const canvas = document.querySelector('.table-canvas');
    if (!canvas) throw new Error('expected the table');
    canvas.dataset.lost = 'lost';
    canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context').loseContext();
  });
  await page.locator('.table-canvas[data-lost]').waitFor({ state: 'detached', timeout: 120_000 });
  await untilReady(page);
  expect(
    await page.evaluate(([atX, atY]) => (globalThis as unknown as Window).shapan.table()?.gidAt(atX, atY), [
      x,
      y,
    ] as const),
  ).toBe(gid);
  expect(await colour()).toBeGreaterThan(grey + 6);

  await act(page, 'showEngine', 'globe');
  await untilReady(page);
  expect(await readTwin(page, 'selectedId')).toBe(id);
  expect(await card.innerText()).toBe(id);
  expect(watch.errors).toEqual([]);
  await context.close();
});

test('a finger turns the table, two lift it, and two windows of a group keep step', async () => {
  const at = `?quality=fast#desk=tour&${LIGHT}&view=table&block=-1900,-200,1000&group=hall`;
  const { page, context } = await openPage(house, { at });
  const other = await context.newPage();
  await other.goto(`${house.url}/${at}&screens=2,1,1,0,0.02,0`, { timeout: 120_000 });
  await untilReady(page);
  await untilReady(other);
  const turn = async (of: Page) => ((await readTwin(of, 'tablePose')) as { turnDeg: number }).turnDeg;
  const before = await turn(page);
  await page.mouse.move(320, 160);
  await page.mouse.down();
  await page.mouse.move(420, 160, { steps: 4 });
  await page.mouse.up();
  expect(await turn(page)).toBeGreaterThan(before + 20);
  await expect.poll(() => turn(other)).toBe(await turn(page));
  await page.mouse.wheel(0, -120);
  const range = async (of: Page) => ((await readTwin(of, 'tablePose')) as { rangeRatio: number }).rangeRatio;
  await expect.poll(() => range(other)).toBe(await range(page));
  await act(page, 'showTime', 1_700_000_000_000);
  await expect.poll(() => readTwin(other, 'shownTimeMs')).toBe(1_700_000_000_000);
  await context.close();
});
