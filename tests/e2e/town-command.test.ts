import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Alarm } from '../../model/alarms/alarm.ts';
import type { CrowdForm, CrowdRunFacts } from '../../src/plugins/crowd/slice.ts';
import type { RunFacts } from '../../src/twin/runs.ts';
import { lacksMosquitto, type Service, startMosquitto } from '../hub/services.ts';
import { sharedBrowser } from './browser.ts';
import { atMap, leaveInspector, openTool } from './desk.ts';
import { openPage, openServer, type Server, type Watch } from './house.ts';
import { askHub, desk, logIn, tab } from './incident-desk.ts';
import { bakeTown, lacksTowns } from './real-towns.ts';
import { act, problemsOf, readTwin, runsIn } from './twin-of.ts';

/**
 * The Command desk of real towns: a sensor of their own that speaks over Mosquitto, its alarm raised and over, an incident opened from it,
 * its look ahead, an order, the way back and the score; a crowd out of a box drawn by hand. Bayreuth has forces of its own, as OpenStreetMap
 * tells them, and stores that this test writes. `TOWN_PICTURES=<folder>` keeps pictures to look at.
 */
const PICTURES = process.env.TOWN_PICTURES;
const PASSWORD = 'correct horse battery';
const TOPIC = 'sensors/pond-1';
/** What belongs into a console and not before a commander. */
const PROGRAM_WORDS = /\b404\b|expected \w+\.json|\bundefined\b|\bNaN\b|\[object |TypeError|\b(node|way)\/\d/;
const patiently = { timeout: 120_000, interval: 500 };

const why = lacksTowns() ?? lacksMosquitto();
if (why) process.stdout.write(`skipped: ${why}\n`);

const TOWNS = ['kamloops', 'tsinghua', 'bayreuth'] as const;

describe.skipIf(why !== null).each(TOWNS)('the Command desk of %s', (town) => {
  const hasForces = town === 'bayreuth';
  let folder = '';
  let mosquitto: Service;
  let server: Server;
  let browser: Browser;
  let device: MqttClient;
  let page: Page;
  let watch: Watch;
  /** Answers that say that something is not there. */
  const missing: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shapan-town-command-'));
    const cities = join(folder, 'cities');
    mkdirSync(cities);
    await bakeTown(town, cities);
    mosquitto = await startMosquitto();
    server = await openServer({ cities, hubData: join(folder, 'hub'), mqttUrl: mosquitto.url });
    browser = await sharedBrowser();
    device = await connectAsync(mosquitto.url, {}, false);
    const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
    const { token } = await askHub(server, 'accounts/invited', '', { invite, name: '管理员', password: PASSWORD });
    const scope = { areas: 'all', classes: 'all' };
    await askHub(server, 'accounts', token, { name: '甲班', role: 'dispatcher', password: PASSWORD, scope });
  }, 600_000);
  afterAll(async () => {
    device?.end(true);
    await server?.kill('SIGTERM');
    await mosquitto?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    expect(await page.locator('.ui').innerText()).not.toMatch(PROGRAM_WORDS);
    expect(await problemsOf(page)).toEqual([]);
    expect(missing).toEqual([]);
    expect(watch.errors).toEqual([]);
  });

  async function openAs(name: string): Promise<void> {
    await page?.context().close();
    const size = { width: 1280, height: 720, ...(PICTURES ? { scale: 1 } : {}) };
    const at = `?city=${town}&quality=fast#desk=command&lang=zh`;
    ({ page, watch } = await openPage({ url: server.url, browser }, { ...size, at }));
    page.on('response', (answer) => answer.status() === 404 && missing.push(answer.url()));
    await page.locator('.desk').waitFor(patiently);
    await logIn(page, name);
    // In so small a window what a quiet desk begins with stands over its steps.
    await leaveInspector(page);
  }
  const picture = async (name: string) => {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${town}-${name}.png`), timeout: 120_000 });
  };
  const say = (value: string) => device.publishAsync(TOPIC, value, { qos: 1 });
  const alarmKinds = async () => ((await readTwin(page, 'alarms')) as Alarm[]).map(({ state }) => state.kind);
  /** At once: a page that draws with the processor is seldom still enough for a click by hand. */
  const press = (name: string, within = page.locator('body')) =>
    within
      .getByRole('button', { name, exact: true })
      .first()
      .evaluate((button) => (button as HTMLElement).click());

  test('a sensor is connected with the form, its value comes over Mosquitto, its alarm is raised and over again', async () => {
    await openAs('管理员');
    await openTool(page, 'feeds.alarms');
    await press('接入第一台监测设备');
    const field = (name: string) => page.locator(`.own-form input[name="${name}"]`);
    await page.locator('.own-form select').selectOption('pond');
    await field('zh').fill('市中心积水');
    await press('在地图上点选');
    await page.mouse.click(...(await atMap(page)));
    await expect.poll(() => field('lonDeg').inputValue(), patiently).not.toBe('');
    expect([await field('unit').inputValue(), await field('topic').inputValue()]).toEqual(['m', TOPIC]);
    await field('cadenceS').fill('1');
    await field('alarm').fill('0.3');
    await page.locator('.own-form button[type="submit"]').click();
    await page.locator('.own-device').waitFor(patiently);
    await say('0.12');
    await expect.poll(() => page.locator('.own-reading').innerText(), patiently).toMatch(/0\.12\s*m/);
    await picture('sensor');
    await press('关闭', page.locator('.own-panel'));
    await say('0.41');
    await openTool(page, 'feeds.alarms');
    await page.locator('.panel.alarms .alarm-title', { hasText: '市中心积水' }).waitFor(patiently);
    expect(await alarmKinds()).toEqual(['unacknowledged']);
    await picture('alarm');
    await expect
      .poll(async () => {
        await say('0.1');
        return alarmKinds();
      }, patiently)
      .toEqual(['returned']);
    await picture('alarm-over');
    // An administrator is told who may, not to log in.
    await openTool(page, 'incident-log');
    await desk(page).getByText('本账户（管理员）不能建立事件').waitFor(patiently);
  });

  test('an incident is opened from its alarm: the banner, the tools of the incident and the map are about it', async () => {
    await openAs('甲班');
    await say('0.52');
    await expect.poll(alarmKinds, patiently).toContain('unacknowledged');
    await openTool(page, 'incident-log');
    await press('建立事件', desk(page));
    await desk(page).getByLabel('事件名称').fill('市中心道路积水，地下车库进水');
    await press('建立', desk(page));
    await page.locator('button.incident', { hasText: '地下车库进水' }).waitFor(patiently);
    const forces = hasForces
      ? /地下车库进水[\s\S]*\d+\s*min[\s\S]*路网行程/
      : /地下车库进水[\s\S]*没有应急资源数据。请管理员/;
    const near = () => page.locator('.incident-near').allInnerTexts();
    await openTool(page, 'incident-response.forces');
    await expect.poll(near, patiently).toEqual([expect.stringMatching(forces)]);
    await openTool(page, 'incident-response.video');
    await expect.poll(near, patiently).toEqual([expect.stringContaining('没有摄像头数据。请管理员')]);
    await openTool(page, 'incident-response.plan');
    await page.locator('.incident-steps .advice').waitFor(patiently);
    await openTool(page, 'incident-log');
    await expect.poll(() => page.locator('.incident-place').innerText(), patiently).toContain('地下车库进水');
    // A long title stands whole in its chip, and the last tab within the panel.
    const chip = desk(page).locator('.incident-list .chip').first();
    expect(await chip.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
    const [panel, last] = await Promise.all(
      [desk(page), desk(page).getByRole('tab').last()].map((one) => one.boundingBox()),
    );
    if (!panel || !last) throw new Error('expected the panel and its last tab');
    expect(last.x + last.width).toBeLessThanOrEqual(panel.x + panel.width);
    await picture('incident');
  });

  /** A town without a list of forces: whoever is sent is named by hand. */
  async function orderByHand(): Promise<void> {
    await desk(page).getByText('填写队伍名称').waitFor();
    await desk(page).getByLabel('力量').fill('一号抽水车');
    await desk(page).getByLabel('任务').fill('到车库入口抽水');
    await press('下达', desk(page));
    await desk(page).locator('.incident-orders', { hasText: '一号抽水车' }).waitFor(patiently);
    await desk(page).locator('.incident-stock summary').click();
    await desk(page).getByText('库存无从扣减；物资仍可写在任务中。请管理员给').waitFor();
  }

  /** The town's own force that is there soonest by road takes sandbags along, and its order is followed until it is done. */
  async function orderSoonest(): Promise<void> {
    const units = desk(page).locator('.unit-row');
    await units.first().waitFor(patiently);
    await desk(page)
      .getByRole('button', { name: /^全部 \d+ 支$/ })
      .click();
    const offered = await units.allInnerTexts();
    const minutes = offered.map((label) => Number(/(\d+)\s*min/.exec(label)?.[1] ?? Number.POSITIVE_INFINITY));
    // Seven fire stations come, the soonest first; the three town halls stand behind them.
    expect(offered).toHaveLength(10);
    expect(offered.slice(7).every((label) => /Rathaus|Gemeindeverwaltung/.test(label))).toBe(true);
    expect(minutes.slice(0, 7)).toEqual(minutes.slice(0, 7).sort((a, b) => a - b));
    expect(offered[0]).toContain('Feuerwehr');
    expect(minutes[0]).toBeLessThan(10);
    expect(await desk(page).getByLabel('预计用时').inputValue()).toBe(String(minutes[0]));
    await desk(page).getByLabel('任务').fill('运沙袋到车库入口');
    const takes = desk(page).locator('.incident-takes');
    await takes.locator('summary').click();
    await takes.getByLabel('物资').selectOption({ label: '沙袋 · 剩余 500 · 奥伊本物资库' });
    await takes.getByLabel('数量').fill('120');
    await takes.getByLabel('数量').press('Tab');
    await press('加入指令', takes);
    await takes.getByText('沙袋 120 · 奥伊本物资库').waitFor(patiently);
    await picture('order-form');
    await press('下达', desk(page));
    const order = desk(page).locator('.incident-orders > li', { hasText: '运沙袋到车库入口' });
    await order.getByText('沙袋 120 · 奥伊本物资库').waitFor(patiently);
    await desk(page).locator('.incident-stock summary').click();
    const left = () =>
      desk(page).locator('.incident-stock tr', { hasText: '沙袋' }).locator('th, td').allTextContents();
    await expect.poll(left, patiently).toEqual(['沙袋', '500', '120', '380']);
    await expect.poll(() => units.filter({ hasText: '执行中' }).count(), patiently).toBe(1);
    for (const state of ['已接受', '在途', '到场', '完成']) {
      await press(state, order);
      await order.locator('.tag', { hasText: state }).waitFor(patiently);
    }
    await expect
      .poll(() => order.innerText(), patiently)
      .toMatch(/下达[\s\S]*已接受[\s\S]*在途[\s\S]*到场[\s\S]*完成 \d/);
    await expect.poll(() => units.filter({ hasText: '执行中' }).count(), patiently).toBe(0);
    expect(await left()).toEqual(['沙袋', '500', '120', '380']);
  }

  test('it is looked ahead from, whoever is near is ordered, the log goes back, and it is scored', async () => {
    await tab(page, '趋势推演');
    await desk(page).getByLabel('推演时长').selectOption({ label: '30 分钟' });
    const reach = desk(page).getByLabel('范围（边长一半）', { exact: true });
    await reach.fill('150');
    await reach.press('Tab');
    if (!hasForces) await desk(page).getByText('没有应急资源清单').first().waitFor();
    await press('开始趋势推演', desk(page));
    const ends = async () =>
      (await runsIn<RunFacts>(page, 'flood')).map(({ status }) => ('reason' in status ? status.reason : status.kind));
    await expect.poll(ends, patiently).toEqual(['done', 'done']);
    await desk(page).locator('[data-table="ahead"]').waitFor(patiently);
    await picture('ahead');
    await tab(page, '指令');
    await (hasForces ? orderSoonest() : orderByHand());
    await picture('orders');
    await tab(page, '回放');
    await press('上一条', desk(page));
    await press('上一条', desk(page));
    await desk(page).getByText('回到现在').waitFor(patiently);
    await press('回到现在', desk(page));
    await openTool(page, 'incident-evaluation');
    await page.locator('.evaluation').getByText('减少的损失').first().waitFor(patiently);
    await page.locator('.evaluation').getByRole('button', { name: '打印报告' }).waitFor();
    await picture('score');
  });

  test('people leave a box that is drawn on the map by hand', async () => {
    await act(page, 'setTool', 'crowd');
    await page.locator('.run-form').waitFor(patiently);
    await press('在图上框选', page.locator('.run-form'));
    await page.mouse.click(...(await atMap(page, -70, -60)));
    await expect
      .poll(async () => ((await readTwin(page, 'pick.points')) as unknown[] | undefined)?.length, patiently)
      .toBe(1);
    await page.mouse.click(...(await atMap(page, 70, 60)));
    await expect.poll(() => readTwin(page, 'crowdForm.place.kind'), patiently).toBe('area');
    const { area } = (await readTwin(page, 'crowdForm.place')) as Extract<CrowdForm['place'], { kind: 'area' }>;
    await act(page, 'changeCrowd', { place: { kind: 'area', area, perM2: 0.05 }, endMin: 5, hesitate: false });
    const start = page.locator('.run-form .btn.primary').first();
    // Exits that houses wall off from the box are left out by themselves, and named.
    const readiness = async () => (await start.isEnabled()) || page.locator('.run-form').innerText();
    await expect.poll(readiness, patiently).toBe(true);
    await start.evaluate((button) => (button as HTMLElement).click());
    const last = async () => (await runsIn<CrowdRunFacts>(page, 'crowd')).at(-1);
    await expect.poll(async () => (await last())?.status.kind, patiently).toBe('done');
    const { people, facts } = (await last()) ?? expect.fail('expected a run');
    expect(people).toBeGreaterThan(10);
    expect(facts?.left).toBeGreaterThan(0);
    await picture('crowd');
  });
});
