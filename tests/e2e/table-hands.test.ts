import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHIPPED_STYLES } from '../../scenarios/picture-styles.ts';
import { atMap } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { lookAt } from './picture-look.ts';
import { act, readTwin } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

interface Window {
  shapan: { table(): { gidAt(xPx: number, yPx: number): number | null } | null };
}

test('a link opens the table; what is picked there has the card that it has on the map; it wears the style’s colours; a lost context comes back', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    at: `?quality=fast#desk=plan&${LIGHT}&view=table&block=-1900,-200,1000&pose=0,89,2.4,0,0`,
  });
  await untilReady(page);
  const [midX, midY] = await atMap(page);
  const place = await page.evaluate(
    ([middleX, middleY]) => {
      const { table } = (globalThis as unknown as Window).shapan;
      for (let y = middleY - 80; y < middleY + 80; y += 4)
        for (let x = middleX - 100; x < middleX + 100; x += 4) {
          const gid = table()?.gidAt(x, y) ?? null;
          if (gid !== null && gid < 24_805) return { x, y, gid };
        }
      return null;
    },
    [midX, midY] as const,
  );
  const { x, y, gid } = place ?? expect.fail('expected a building on the table');
  await page.mouse.click(x, y);
  await expect.poll(() => readTwin(page, 'selectedGid')).toBe(gid);
  await expect.poll(() => readTwin(page, 'selectedId')).toMatch(/./);
  const id = await readTwin(page, 'selectedId');
  const card = page.locator('.card .mono.id');
  await card.waitFor({ timeout: 120_000 });
  expect(await card.innerText()).toBe(id);

  const middle = { x: midX - 80, y: midY - 60, width: 160, height: 120 };
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
  await page.mouse.move(...(await atMap(page, -50)));
  await page.mouse.down();
  await page.mouse.move(...(await atMap(page, 50)), { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => turn(page)).toBeGreaterThan(before + 20);
  await expect.poll(() => turn(other)).toBe(await turn(page));
  await page.mouse.wheel(0, -120);
  const range = async (of: Page) => ((await readTwin(of, 'tablePose')) as { rangeRatio: number }).rangeRatio;
  await expect.poll(() => range(other)).toBe(await range(page));
  await act(page, 'showTime', 1_700_000_000_000);
  await expect.poll(() => readTwin(other, 'shownTimeMs')).toBe(1_700_000_000_000);
  await context.close();
});
