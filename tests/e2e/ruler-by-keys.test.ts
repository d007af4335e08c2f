import { expect, test } from 'vitest';
import { openTool } from './desk.ts';
import { openHouse, openPage } from './house.ts';
import { act, readTwin } from './twin-of.ts';

test('a length is taken by keys alone, Escape takes it back and then puts the ruler away, and no link carries it', async () => {
  const house = await openHouse();
  const { page, watch } = await openPage(house, { width: 1280, height: 720, at: '?city=chengchuan' });
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  const layers = (await readTwin(page, 'layers')) as Record<string, unknown>;
  for (const id of Object.keys(layers)) if (id !== 'landmarks') await act(page, 'showLayer', id, false);
  await openTool(page, 'measure');
  const panel = page.getByRole('region', { name: '量测' });
  await panel.getByText('逐点单击').waitFor();
  await page.locator('#globe canvas[role=application]').first().focus();
  await page.keyboard.press('Enter');
  await panel.getByText('末点高程').waitFor({ timeout: 120_000 });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.tool .keys dd .unit').length === 4, undefined, {
    timeout: 120_000,
  });
  const [level] = await panel.locator('.keys dd').allTextContents();
  expect(Number(level.replace(/[^\d.]/g, ''))).toBeGreaterThan(10);
  expect(await page.evaluate(() => location.hash)).not.toMatch(/measur\w*=/);
  await page.keyboard.press('Escape');
  expect(await readTwin(page, 'pick.points')).toEqual([]);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  expect(await readTwin(page, 'pick')).toBeNull();
  expect(watch.errors).toEqual([]);
  await house.close();
});
