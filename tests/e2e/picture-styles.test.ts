import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PictureStyle } from '../../model/scenarios/picture-style.ts';
import { atMap, openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { type Look, lookAt } from './picture-look.ts';
import { act, readTwin } from './twin-of.ts';

/** Two pictures of one place, each in a style of its own; a style that is changed, saved and opened. */
let house: House;
let page: Page;
let watch: Watch;

const NOON_MS = Date.UTC(2026, 6, 18, 4);

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.5,
    at: `?city=chengchuan&quality=fast#desk=plan&${LIGHT}&c=108.7305,34.28,900,0,-40`,
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'showTime', NOON_MS);
  await act(page, 'setCompare', 'split');
}, 300_000);
afterAll(() => house.close());

const panel = () => page.getByRole('region', { name: '画面样式' });
const open = () => openTool(page, 'picture-styles');
const styleOf = async (index: number): Promise<PictureStyle | null> => {
  if (index === 0) return (await readTwin(page, 'style')) as PictureStyle;
  return ((await readTwin(page, 'views')) as { style: PictureStyle | null }[])[index].style;
};

/** Over the free middle of one of the two pictures. */
async function lookOf(side: 'left' | 'right'): Promise<Look> {
  await untilReady(page);
  if (process.env.VIEW_PICTURES) await page.screenshot({ path: `${process.env.VIEW_PICTURES}/styles-${side}.png` });
  const [x, y] = await atMap(page, side === 'left' ? -190 : 60, -120);
  return lookAt(page, { x, y, width: 130, height: 240 });
}

test('each picture of a split has its own style: a thematic city is grey, a night dark and marked as drawn', async () => {
  await open();
  await panel().getByLabel('画面', { exact: true }).selectOption({ index: 1 });
  await panel().getByLabel('样式', { exact: true }).selectOption('thematic');
  expect((await styleOf(0))?.id).toBe('realistic');
  const byHeight = page.getByRole('region', { name: '样式着色：高度' });
  await byHeight.getByText('建筑 · 标志建筑 · 右图').waitFor();
  const byRule = await lookOf('right');
  const left = await lookOf('left');
  await panel()
    .getByRole('button', { name: /^删除.*高度/ })
    .click();
  await byHeight.waitFor({ state: 'detached' });
  const realistic = await lookOf('left');
  const thematic = await lookOf('right');
  expect(thematic.colour).toBeLessThan(realistic.colour / 2);
  expect(byRule.colour).toBeGreaterThan(1.5 * thematic.colour);
  expect(Math.abs(left.colour - realistic.colour)).toBeLessThan(2);
  expect(thematic.light).toBeGreaterThan(realistic.light);

  // The light of lamps is fetched when they shine.
  const lamps = () => watch.requests.filter((url) => url.endsWith('/light-night.png')).length;
  expect(lamps()).toBe(0);
  await panel().getByLabel('样式', { exact: true }).selectOption('night');
  await page.getByRole('region', { name: '夜景样式' }).getByText('示意', { exact: true }).waitFor();
  const night = await lookOf('right');
  expect(night.light).toBeLessThan(thematic.light / 2);
  expect(lamps()).toBeGreaterThan(0);
  expect(Math.abs((await lookOf('left')).light - realistic.light)).toBeLessThan(6);
});

test('a changed style is named, saved, and opened from its file; a broken file says what is wrong with it', async () => {
  await panel().getByLabel('样式', { exact: true }).selectOption('paper');
  await panel().getByRole('slider', { name: '立面细部' }).fill('0.5');
  await panel().getByLabel('图层', { exact: true }).selectOption('roads');
  await panel().getByLabel('属性', { exact: true }).selectOption('width');
  await panel().getByRole('button', { name: '添加着色' }).click();
  await panel().getByLabel('分级', { exact: true }).selectOption('quantile');
  await page.getByRole('region', { name: '样式着色：车行道宽' }).waitFor();
  await panel().getByLabel('名称').fill('灰模');
  const saved = page.waitForEvent('download');
  await panel().getByRole('button', { name: '保存为文件' }).click();
  const file = await (await saved).path();
  const text = await readFile(file, 'utf8');
  const worn = await styleOf(1);
  expect(worn).toMatchObject({ id: 'own-1', base: 'paper', facade: 0.5, water: 0, name: { zh: '灰模' } });
  expect(worn?.colours).toEqual([{ layer: 'roads', attribute: 'width', ramp: 'sequential', method: 'quantile' }]);
  expect(JSON.parse(text)).toEqual(worn);

  await panel().getByLabel('样式', { exact: true }).selectOption('');
  expect(await styleOf(1)).toBeNull();
  const input = panel().locator('input[type=file]');
  await input.setInputFiles({ name: 'grey.style.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await panel().getByRole('list', { name: '已保留的样式' }).getByText('灰模').waitFor();
  expect(await styleOf(1)).toEqual(worn);

  const broken = text.replace('"facade": 0.5', '"facade": 5');
  await input.setInputFiles({ name: 'grey.style.json', mimeType: 'application/json', buffer: Buffer.from(broken) });
  await panel()
    .getByRole('alert')
    .getByText(/grey\.style\.json.*facade/)
    .waitFor();
  expect(await styleOf(1)).toEqual(worn);

  const foreign = { ...worn, id: 'foreign', colours: [{ layer: 'rails', attribute: 'gauge' }] };
  await input.setInputFiles({
    name: 'foreign.style.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(foreign)),
  });
  await page
    .getByRole('region', { name: '图例' })
    .getByText(/“rails”.*本市没有这个图层.*其余部分照常/)
    .waitFor();
  expect(await styleOf(1)).toMatchObject({ id: 'foreign', facade: 0.5 });
  await panel().getByRole('list', { name: '已保留的样式' }).getByText('灰模').first().click();
  expect(await styleOf(1)).toEqual(worn);
});

test('the link holds the styles of both pictures where the browser keeps none', async () => {
  const pale = { ...((await styleOf(0)) ?? expect.fail('no style')), id: 'pale', colour: 0.4 };
  await act(page, 'wearStyle', pale);
  await page.waitForFunction(() => location.hash.includes('style=pale'));
  const first = await styleOf(0);
  const second = await styleOf(1);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  expect(await styleOf(0)).toEqual(first);
  expect(await styleOf(1)).toEqual(second);
  expect(await readTwin(page, 'ownStyles')).toEqual([]);
  expect(watch.errors).toEqual([]);
});
