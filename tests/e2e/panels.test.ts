import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTool, pressMore } from './desk.ts';
import { type House, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/** One page for all tests of this file, in order, without a picture: the panels are the subject here. */
let house: House;
let page: Page;
let watch: Watch;

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, { width: 1280, height: 720, picture: 'off', at: '?city=chengchuan' }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
});
afterAll(() => house.close());
/** What one test left open is not the next one's. */
beforeEach(async () => {
  await act(page, 'speak', 'zh');
  await act(page, 'select', null);
});

/** Words of what stands beside the window, or of a line that its own box cuts without saying so. */
const outOfWindow = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('.ui button, .ui input, .ui p, .ui dd, .ui dt, .ui h1, .ui h2, .ui h3, .ui li')]
      .filter((element) => !element.closest('.desks, .unseen'))
      .filter((element) => {
        const { width, left, right } = element.getBoundingClientRect();
        return width > 1 && (left < -1 || right > innerWidth + 1);
      })
      .map((element) => element.textContent),
  );

const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

test('a button of the map stands at once where it stays: nobody presses what moves away', async () => {
  const opened = await openPage(house, { width: 960, height: 540, picture: 'off', at: '#desk=command' });
  const button = opened.page.locator('.cluster').getByRole('button', { name: '地下' });
  await button.waitFor();
  const first = await button.boundingBox();
  await untilReady(opened.page);
  expect(await button.boundingBox()).toEqual(first);
  await opened.context.close();
});

test('the tools are one tab stop, arrows go along them, and focus goes into a panel and back', async () => {
  await page.getByRole('button', { name: '正北朝上' }).focus();
  for (let i = 0; i < 12 && (await focused()) !== '时刻 · 日照与时间'; i++) await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('时刻 · 日照与时间');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: '日照与时间' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: '日照与时间' }).waitFor({ state: 'detached' });
  expect(await focused()).toBe('时刻 · 日照与时间');
});

test('a layer is coloured and filtered from its panel, and the filter dropped by its chip', async () => {
  await openTool(page, 'layers');
  const all = await page.locator('[data-layer="buildings"] .count').textContent();
  await openTool(page, 'layers.colour');
  const panel = page.getByRole('region', { name: '着色与筛选' });
  await panel.getByLabel('图层').selectOption('buildings');
  await panel.getByLabel('属性').selectOption('height');
  await panel.getByRole('switch').click();
  expect(await readTwin(page, 'colouring')).toEqual({ layerId: 'buildings', attribute: 'height' });
  const classes = panel.locator('.classes .count');
  await classes.first().waitFor({ timeout: 120_000 });
  expect(await panel.getByRole('radio', { name: '自然断点' }).isChecked()).toBe(true);
  const amounts = (await classes.allTextContents()).map((text) => Number(text.replaceAll(',', '')));
  expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(Number(all?.replaceAll(',', '')));
  await panel.getByText('等间距').click();
  expect(await readTwin(page, 'colouring.method')).toBe('equal');
  await panel.getByLabel('最小').fill('60');
  await panel.getByLabel('最大').fill('300');
  await page.keyboard.press('Enter');
  expect(await readTwin(page, 'filters')).toEqual([
    { layerId: 'buildings', attribute: 'height', kind: 'range', min: 60, max: 300 },
  ]);
  await panel.getByRole('button', { name: '移除筛选：高度' }).click();
  expect(await readTwin(page, 'filters')).toEqual([]);
  await panel.getByRole('button', { name: '关闭' }).click();
  await page.getByRole('region', { name: '图例' }).waitFor();
});

test('search by code finds one object; its card names it, with units and words for codes', async () => {
  await page.keyboard.press('/');
  await page.keyboard.type('lm-pagoda');
  await page.getByRole('option').first().waitFor({ timeout: 120_000 });
  await page.keyboard.press('Enter');
  const card = page.locator('.card');
  await card.getByText('文峰塔').first().waitFor();
  expect(await card.textContent()).toMatch(/46\.0\u2009m/);
  await card.getByRole('button', { name: '高度：计算依据' }).first().click();
  await card.getByText('landmarks/height').waitFor();
  const plans = card.locator('.card-plans li');
  await plans.first().waitFor();
  expect(await plans.allTextContents()).toEqual(['林地林业与湿地 · 林业类别林地']);
  await act(page, 'speak', 'en');
  await card.getByRole('heading', { name: 'Wenfeng Pagoda' }).waitFor();
  await card.locator('.headline [lang="zh-CN"]', { hasText: '文峰塔' }).waitFor();
  await act(page, 'speak', 'zh');
  await page.keyboard.press('Escape');
  expect(await readTwin(page, 'selectedGid')).toBeNull();
});

test('what belongs to an object has its tab: from the stadium to one of its sensors and back', async () => {
  await page.keyboard.press('/');
  await page.keyboard.type('lm-stadium');
  await page.getByRole('option').first().waitFor({ timeout: 120_000 });
  await page.keyboard.press('Enter');
  const card = page.locator('.card');
  await card.getByRole('tab', { name: '现状' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await card.getByRole('tab', { selected: true }).textContent()).toMatch(/^监测设备/);
  await card.locator('.related button').first().click();
  await card.getByRole('button', { name: '转到 lm-stadium' }).click();
  await card.locator('.id', { hasText: 'lm-stadium' }).waitFor();
  await page.keyboard.press('Escape');
  await act(page, 'showLayer', 'sensors', false);
});

test('a pit needs three points, and its depth can be changed before and after', async () => {
  await openTool(page, 'underground');
  const panel = page.getByRole('region', { name: '地下', exact: true });
  await panel.getByText('绘制基坑').click();
  expect(await panel.getByRole('button', { name: '完成' }).isDisabled()).toBe(true);
  for (const point of [
    [-2400, 200],
    [-2300, 200],
    [-2300, 300],
  ] as [number, number][])
    await act(page, 'addPickPoint', {
      lonLat: { lonDeg: 108.75, latDeg: 34.3, heightM: 380 },
      enu: [...point, 0],
      elevationM: 380,
      on: 'ground',
    });
  await panel.getByLabel('深度').fill('12');
  await panel.getByRole('button', { name: '完成' }).click();
  expect(await readTwin(page, 'excavation.depthM')).toBe(12);
  await panel.getByRole('button', { name: '回填' }).click();
  expect(await readTwin(page, 'excavation')).toBeNull();
  await panel.getByRole('button', { name: '关闭' }).click();
});

test('keys open desks, list themselves and put the page on a wall, where only what is going on is left', async () => {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('?');
  const list = page.getByRole('region', { name: '键盘操作' });
  await list.getByText('打开指挥工作台').waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  await page.keyboard.press('2');
  expect(await readTwin(page, 'desk')).toBe('command');
  await page.keyboard.press('f');
  await expect.poll(() => readTwin(page, 'wall')).toBe(true);
  await page.getByRole('button', { name: '正北朝上' }).waitFor({ state: 'hidden' });
  await page.locator('.vitals').waitFor();
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('wall=1');
  await pressMore(page, '退出大屏');
  await expect.poll(() => readTwin(page, 'wall')).toBe(false);
  await page.getByRole('button', { name: '正北朝上' }).waitFor();
  await page.keyboard.press('1');
  expect(await readTwin(page, 'desk')).toBe('plan');
});

test('no word of the other language is left after a switch, but names in the data', async () => {
  await pressMore(page, 'English');
  await page.getByRole('button', { name: 'Command' }).waitFor();
  const left = await page.evaluate(() =>
    [...document.querySelectorAll('.ui *')]
      .filter((element) => element.children.length === 0 && /\p{Script=Han}/u.test(element.textContent ?? ''))
      .filter((element) => !element.closest('[lang="zh-CN"]'))
      .map((element) => element.textContent),
  );
  expect(left.filter((text) => text !== '中文')).toEqual([]);
  await pressMore(page, '中文');
});

test('every control has a name', async () => {
  for (const desk of ['command', 'build', 'tour', 'plan'] as const) {
    await act(page, 'openDesk', desk);
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('.ui button, .ui input, .ui select')]
        .filter((control) => !control.getAttribute('aria-label') && !control.textContent?.trim())
        .filter((control) => !control.labels?.length)
        .map((control) => control.outerHTML),
    );
    expect(nameless).toEqual([]);
  }
});

test('English names of layers and their tags are whole', async () => {
  await openTool(page, 'layers');
  await act(page, 'speak', 'en');
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.layer .text, .layer .tag, .layer .count')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .map((element) => element.textContent),
  );
  expect(cut).toEqual([]);
  await act(page, 'speak', 'zh');
});

test('on a phone panels are sheets and nothing runs out of the window', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  // The page learns of its new size with the next picture it draws, and on a busy machine that can be long after.
  await page.locator('.desk.narrow').waitFor({ timeout: 120_000 });
  for (const language of ['zh', 'en'] as const) {
    await act(page, 'speak', language);
    for (const tool of ['layers', 'own-files', 'layers.colour', 'underground', 'sun']) {
      await openTool(page, tool);
      await page.locator('.sheet .inspector .panel > .body').waitFor();
      const box = await page.locator('.sheet').boundingBox();
      expect(box?.width).toBe(390);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
      expect(await outOfWindow()).toEqual([]);
    }
    for (const desk of ['command', 'build', 'tour', 'plan'] as const) {
      await act(page, 'openDesk', desk);
      expect(await outOfWindow()).toEqual([]);
    }
  }
  expect(watch.errors).toEqual([]);
});
