import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedBrowser } from './browser.ts';
import { atMap } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, openServer, untilReady, type Watch } from './house.ts';
import { makeAccounts, openLoggedIn, postReading } from './incident-desk.ts';
import { printedReport } from './printed.ts';
import { readTwin } from './twin-of.ts';

/** Main jobs from the open desk to their end, once with the mouse and once by keys alone: how many presses each takes. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** A schedule of somebody else, as a spreadsheet saves it. */
const SCHEDULE =
  'id,name,duration,predecessors,start\nA,Dig,5d,,2026-03-02\nB,Found,4d,A,\nC,Frame,9d,B,\nD,Fit out,6d,C,\n';

/** How a person presses and writes; what is pressed is counted, what is written is not. */
interface Hand {
  readonly presses: number;
  press(what: Locator): Promise<void>;
  write(what: Locator, text: string): Promise<void>;
  key(name: string): Promise<void>;
}

/** More keys than this to the next control are no way that anybody would go. */
const MAX_TABS = 150;

const mouseOf = (page: Page): Hand => {
  let presses = 0;
  return {
    get presses() {
      return presses;
    },
    async press(what) {
      presses++;
      await what.first().click({ timeout: 120_000 });
    },
    write: (what, text) => what.first().fill(text, { timeout: 120_000 }),
    async key(name) {
      presses++;
      await page.keyboard.press(name);
    },
  };
};

const keysOf = (page: Page): Hand => {
  let presses = 0;
  const reach = async (what: Locator) => {
    await what.first().waitFor({ timeout: 120_000 });
    const isReached = () => what.first().evaluate((element) => element === document.activeElement);
    for (let tabs = 0; !(await isReached()); tabs++) {
      if (tabs === MAX_TABS) throw new Error(`expected ${what} within ${MAX_TABS} tabs`);
      await page.keyboard.press('Tab');
    }
  };
  return {
    get presses() {
      return presses;
    },
    async press(what) {
      presses++;
      await expect.poll(() => what.first().isEnabled()).toBe(true);
      // Of a row of tabs one is in the order of tabs; arrows go on from it.
      if ((await what.first().getAttribute('role')) === 'tab') {
        await reach(page.getByRole('tablist').filter({ has: what }).locator('[role=tab][tabindex="0"]'));
        for (let i = 0; i < 12 && !(await what.first().evaluate((tab) => tab === document.activeElement)); i++)
          await page.keyboard.press('ArrowRight');
      } else await reach(what);
      const isTicked = await what
        .first()
        .evaluate((element) => element.matches('input[type=radio], input[type=checkbox]'));
      await page.keyboard.press(isTicked ? 'Space' : 'Enter');
    },
    async write(what, text) {
      await reach(what);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
    },
    async key(name) {
      presses++;
      await page.keyboard.press(name);
    },
  };
};

const open = async (desk: string): Promise<{ page: Page; watch: Watch; close(): Promise<void> }> => {
  const at = `?city=chengchuan&quality=fast#desk=${desk}&lang=zh&${LIGHT}`;
  const { page, watch, context } = await openPage(house, { width: 1600, height: 900, picture: 'off', at });
  await page.locator('.job-step').first().waitFor({ timeout: 120_000 });
  return { page, watch, close: () => context.close() };
};
const step = (page: Page, id: string) => page.locator(`[data-step="${id}"] > .step-head`);
const tool = (page: Page, id: string) => page.locator(`[data-tool="${id}"]`);

/** `atMost`: what it took in the shell with a rail of icons, from the open desk. */
const JOBS: readonly { name: string; desk: string; atMost: number; run(page: Page, hand: Hand): Promise<void> }[] = [
  {
    name: 'a conflict signed by two people',
    desk: 'plan',
    atMost: 7,
    async run(page, hand) {
      const panel = page.locator('.conflicts');
      const button = (name: string) => panel.getByRole('button', { name, exact: true });
      await hand.press(step(page, 'conflicts'));
      await hand.press(tool(page, 'conflicts'));
      await panel.getByText('117 处冲突').first().waitFor({ timeout: 120_000 });
      await hand.press(panel.locator('section li button'));
      await hand.press(button('协调处理'));
      await panel
        .getByRole('status')
        .getByText(/^消除 \d+ 处，新增 \d+ 处/)
        .waitFor({ timeout: 120_000 });
      await hand.write(panel.getByLabel('姓名'), '安');
      await hand.press(button('提出方案'));
      await hand.press(panel.locator('.conflict-decisions > ul button'));
      await hand.write(panel.getByLabel('姓名'), '博');
      await hand.press(button('签署'));
      await panel.getByText('已签署', { exact: true }).waitFor({ timeout: 120_000 });
    },
  },
  {
    name: 'the sun of a house',
    desk: 'plan',
    atMost: 5,
    async run(page, hand) {
      await hand.key('Control+k');
      await hand.write(page.getByRole('combobox'), 'bld-ND4-00338');
      // At once: the first row is taken when the answer comes.
      await hand.key('Enter');
      await page.locator('.card .headline').waitFor({ timeout: 120_000 });
      await hand.press(step(page, 'analyse'));
      await hand.press(tool(page, 'sun'));
      await hand.press(page.getByRole('button', { name: '计算所选建筑' }));
      await page.locator('.sun-result').waitFor({ timeout: 240_000 });
    },
  },
  {
    name: 'a shipped incident replayed, branched, and scored, and its report printed',
    desk: 'command',
    atMost: 6,
    async run(page, hand) {
      await hand.press(step(page, 'replay'));
      await hand.press(tool(page, 'incident-scenarios'));
      await hand.press(page.locator('.incident-scenarios').getByRole('button', { name: '工地挖断燃气管' }));
      await hand.press(page.getByRole('button', { name: /从 .* 另起分支/ }));
      await hand.press(step(page, 'score'));
      await hand.press(page.getByRole('button', { name: '打印报告' }));
      expect((await printedReport(page)).text).toContain('工地挖断燃气管');
    },
  },
  {
    name: 'a foreign schedule to its verdict',
    desk: 'build',
    atMost: 1,
    async run(page, hand) {
      await page
        .getByLabel('打开模型或进度文件')
        .and(page.locator('input'))
        .setInputFiles({ name: 'own.csv', mimeType: 'text/csv', buffer: Buffer.from(SCHEDULE) });
      await expect.poll(() => readTwin(page, 'plan')).toMatchObject({ kind: 'open', file: 'own.csv' });
      await hand.press(step(page, 'verdict'));
    },
  },
];

describe.each([
  ['the mouse', mouseOf],
  ['keys alone', keysOf],
] as const)('with %s', (how, handOf) => {
  test.each(JOBS)('$name takes no more presses than before', async ({ name, desk, atMost, run }) => {
    const { page, watch, close } = await open(desk);
    const hand = handOf(page);
    const fromMs = performance.now();
    await run(page, hand);
    const durationS = Math.round((performance.now() - fromMs) / 100) / 10;
    process.stdout.write(`${JSON.stringify({ job: name, how, presses: hand.presses, durationS })}\n`);
    expect(hand.presses).toBeLessThanOrEqual(atMost);
    expect(watch.errors).toEqual([]);
    await close();
  });
});

const said = (job: string, presses: number, fromMs: number) =>
  process.stdout.write(
    `${JSON.stringify({ job, how: 'the mouse', presses, durationS: Math.round((performance.now() - fromMs) / 100) / 10 })}\n`,
  );

test('a scheme drawn and compared takes no more presses than before: six, and four corners', async () => {
  const at = `?city=chengchuan&quality=fast#desk=plan&lang=zh&${LIGHT}&c=108.7325,34.3,771,0,-45`;
  const { page, watch, context } = await openPage(house, { width: 1280, height: 720, at });
  await untilReady(page);
  const hand = mouseOf(page);
  const panel = page.getByRole('region', { name: '方案设计' });
  const button = (name: string) => panel.getByRole('button', { name, exact: true });
  const fromMs = performance.now();
  // One of the three ways to begin that the city's first card offers.
  await hand.press(page.locator('.city-card').getByRole('button', { name: '方案设计' }));
  await hand.press(button('新方案'));
  await hand.press(button('绘制地块'));
  for (const [rightPx, downPx] of [
    [-60, -40],
    [60, -40],
    [60, 40],
    [-60, 40],
  ])
    await page.mouse.click(...(await atMap(page, rightPx, downPx)));
  await hand.press(button('结束'));
  const schemes = async () => (await readTwin(page, 'schemes')) as { buildings: unknown[] }[];
  await expect.poll(async () => (await schemes())[0]?.buildings.length ?? 0).toBeGreaterThan(0);
  await hand.press(button('复制方案'));
  await hand.press(button('比选'));
  await expect.poll(() => page.getByRole('region', { name: '方案比选' }).locator('[data-score]').count()).toBe(2);
  said('a scheme drawn and compared', hand.presses, fromMs);
  expect(hand.presses).toBeLessThanOrEqual(6);
  expect(watch.errors).toEqual([]);
  await context.close();
});

test('an alarm to an order takes six presses, one more than with a rail of icons: tools are named rows below a step', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-jobs-'));
  const server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  try {
    await makeAccounts(server, { 甲班: 'dispatcher' });
    const on = { url: server.url, browser: await sharedBrowser() };
    const { page } = await openLoggedIn(on, '甲班', { picture: 'off' });
    await postReading(server, 'sn-pond-0001');
    await expect.poll(async () => ((await readTwin(page, 'alarms')) as unknown[]).length).toBeGreaterThan(0);
    const hand = mouseOf(page);
    const fromMs = performance.now();
    await hand.press(step(page, 'incident'));
    await hand.press(tool(page, 'incident-log'));
    const panel = page.locator('.inspector');
    await hand.press(panel.getByRole('button', { name: '建立事件' }));
    await hand.press(panel.getByRole('button', { name: '建立', exact: true }));
    await hand.press(panel.getByRole('tab', { name: '指令' }));
    await hand.press(panel.getByRole('button', { name: '下达' }));
    await panel.locator('.incident-orders > li').first().waitFor({ timeout: 120_000 });
    said('an alarm to an order', hand.presses, fromMs);
    expect(hand.presses).toBeLessThanOrEqual(6);
  } finally {
    await server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
});
