import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Alarm } from '../../model/alarms/alarm.ts';
import type { CitySensor } from '../../model/sensors/sensors.ts';
import { sharedBrowser } from './browser.ts';
import { atMap, openTool } from './desk.ts';
import { openPage, openServer, ROOT, type Server, type Watch } from './house.ts';
import { act, lookDown, problemsOf, readTwin } from './twin-of.ts';

/** A town of somebody's own, baked from a few houses without any sensor: its first one is connected with the form and speaks by MQTT. */
const PASSWORD = 'correct horse battery';
const ORIGIN = { lonDeg: 108.75, latDeg: 34.3 };
const patiently = { timeout: 120_000, interval: 500 };
const folder = mkdtempSync(join(tmpdir(), 'shapan-own-'));

let server: Server;
let browser: Browser;
let page: Page;
let watch: Watch;
let device: MqttClient | null = null;

function bakeTown(): string {
  const house = (i: number) => {
    const [lon, lat] = [ORIGIN.lonDeg + 4e-4 * i, ORIGIN.latDeg + 2e-4 * (i % 3)];
    const ring = [
      [lon, lat],
      [lon + 2e-4, lat],
      [lon + 2e-4, lat + 1e-4],
      [lon, lat + 1e-4],
      [lon, lat],
    ];
    const geometry = { type: 'Polygon', coordinates: [ring] };
    return { type: 'Feature', properties: { code: `b${i}`, height: 9 + i }, geometry };
  };
  const features = Array.from({ length: 6 }, (_, i) => house(i));
  writeFileSync(join(folder, 'houses.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  const recipe = {
    id: 'town',
    name: { zh: '小镇', en: 'Town' },
    about: { zh: '六栋房', en: 'Six houses' },
    zone: 'Asia/Shanghai',
    datum: { vertical: 'EGM2008', geoidUndulationM: 0 },
    origin: ORIGIN,
    groundElevationM: 380,
    layers: [
      {
        id: 'houses',
        kind: 'building',
        label: { zh: '房屋', en: 'Houses' },
        file: 'houses.geojson',
        source: { name: { zh: '测试', en: 'Test' }, licence: 'CC0-1.0' },
        fields: { id: 'code', height: 'height' },
      },
    ],
  };
  writeFileSync(join(folder, 'recipe.json'), JSON.stringify(recipe));
  const cities = join(folder, 'cities');
  mkdirSync(cities);
  const command = [join(ROOT, 'build/node/cli/shapan.js'), 'bake', join(folder, 'recipe.json')];
  execFileSync(process.execPath, [...command, '--out', cities, '--threads', '0'], { stdio: 'pipe', timeout: 120_000 });
  return cities;
}

beforeAll(async () => {
  server = await openServer({ cities: bakeTown(), hubData: join(folder, 'hub') });
  browser = await sharedBrowser();
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  const at = { at: `?city=town&quality=fast&invite=${invite}`, width: 1280, height: 720 };
  ({ page, watch } = await openPage({ url: server.url, browser }, at));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'openDesk', 'command');
});

afterAll(async () => {
  device?.end(true);
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const field = (name: string) => page.locator(`.own-form input[name="${name}"]`);
const setting = (name: string) => page.locator('.own-device dl > div', { hasText: name }).locator('dd').innerText();

test('the desk of a city without sensors says so, and who may connect the first', async () => {
  await openTool(page, 'feeds.alarms');
  const empty = page.locator('.first-sensor');
  await empty.waitFor({ timeout: 120_000 });
  expect(await empty.innerText()).toContain('这座城市还没有监测设备');
  expect(await empty.innerText()).toContain('由管理员登录后接入');
});

test('the first sensor is connected with the form, its place by a press on the map', async () => {
  // The form to log in stands beside the list of alarms, where the invitation opened it.
  await page.locator('.account-form input[name="name"]').fill('管理员');
  await page.locator('.account-form input[name="password"]').fill(PASSWORD);
  await page.locator('.account-form button[type="submit"]').click();
  await page.getByRole('button', { name: '接入第一台监测设备' }).click(patiently);
  await lookDown(page, ORIGIN.lonDeg, ORIGIN.latDeg, 900);
  await page.locator('.own-form select').selectOption('pond');
  await field('zh').fill('东门积水');
  await page.getByRole('button', { name: '在地图上点选' }).click();
  await page.mouse.click(...(await atMap(page)));
  await expect.poll(() => field('lonDeg').inputValue(), patiently).not.toBe('');
  expect(Number(await field('lonDeg').inputValue())).toBeCloseTo(ORIGIN.lonDeg, 2);
  expect(Number(await field('latDeg').inputValue())).toBeCloseTo(ORIGIN.latDeg, 2);
  expect(Number(await field('elevationM').inputValue())).toBeGreaterThan(370);
  expect([await field('id').inputValue(), await field('topic').inputValue()]).toEqual(['pond-1', 'sensors/pond-1']);
  await field('alarm').fill('0.3');
  await page.locator('.own-form button[type="submit"]').click();
  await expect.poll(() => setting('主题'), patiently).toBe('sensors/pond-1');
  await expect
    .poll(async () => ((await readTwin(page, 'sensors')) as CitySensor[] | null)?.map(({ id }) => id), patiently)
    .toEqual(['pond-1']);
});

test('a list of sensors is connected at once; its bad rows are named by their line and why', async () => {
  const list = `编号,名称,类别,经度,纬度,单位,高程
pond-2,南门积水,pond,${ORIGIN.lonDeg + 1e-3},${ORIGIN.latDeg},m,
pond-3,无坐标,pond,,,m,
pond-4,坏单位,pond,${ORIGIN.lonDeg},${ORIGIN.latDeg},furlongs,
`;
  await page.getByRole('button', { name: '返回列表' }).click();
  await page.getByRole('button', { name: '导入清单' }).click();
  const buffer = Buffer.from(list);
  await page.locator('.own-list-form input[type=file]').setInputFiles({ name: 'list.csv', mimeType: '', buffer });
  const form = page.locator('.own-list-form');
  await expect.poll(() => form.innerText(), patiently).toContain('1 行可接入，2 行有误');
  await form.getByRole('button', { name: '接入 1 台' }).click();
  await expect.poll(() => form.innerText(), patiently).toContain('已接入 1 台，2 行未接入');
  expect(await form.innerText()).toMatch(/第 3 行.*坐标空缺[\s\S]*第 4 行.*furlongs/);
  await expect
    .poll(async () => ((await readTwin(page, 'sensors')) as CitySensor[] | null)?.map(({ id }) => id).sort(), patiently)
    .toEqual(['pond-1', 'pond-2']);
  await form.getByRole('button', { name: '返回列表' }).click();
  const first = page.locator('.own-list li', { hasText: 'pond-1' });
  await first.getByRole('button', { name: '设备设置' }).click();
  await expect.poll(() => setting('主题'), patiently).toBe('sensors/pond-1');
});

test('what it says by MQTT with the settings that the page shows stands on the map and in its card, and raises its alarm', async () => {
  const [host, port, username, password, topic] = await Promise.all(
    ['地址', '端口', '用户名', '密码', '主题'].map((name) => setting(name)),
  );
  const login = { username, password, protocolVersion: 4, reconnectPeriod: 0 } as const;
  device = await connectAsync(`mqtt://${host}:${port}`, login, false);
  await device.publishAsync(topic, '0.12', { qos: 1 });
  await expect.poll(() => page.locator('.own-reading').innerText(), patiently).toContain('0.12');
  await expect
    .poll(() => page.locator('.sensor-label:visible').allInnerTexts(), patiently)
    .toContainEqual(expect.stringContaining('东门积水 0.12'));
  await page.getByRole('button', { name: '返回列表' }).click();
  await page.locator('.own-name', { hasText: '东门积水' }).click();
  await page.locator('.own-panel').getByRole('button', { name: '关闭' }).click();
  const card = page.locator('.panel.card');
  await expect.poll(() => card.innerText(), patiently).toContain('0.12');
  expect(await card.innerText()).toContain('pond-1');
  await device.publishAsync(topic, '0.41', { qos: 1 });
  await expect
    .poll(async () => ((await readTwin(page, 'alarms')) as Alarm[]).map(({ key }) => key), patiently)
    .toContain('pond-1/1 alarm');
  await openTool(page, 'feeds.alarms');
  await expect.poll(() => page.locator('.panel.alarms .alarm-title').allInnerTexts(), patiently).toContain('东门积水');
});

test('a page that is opened anew has it, its reading and its alarm, and finds it by its link', async () => {
  // The address follows the state once that rests: what is opened anew is what it says by then.
  await expect.poll(() => page.evaluate(() => location.hash), patiently).toContain('sel=pond-1');
  await page.reload({ timeout: 120_000 });
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await expect.poll(async () => ((await readTwin(page, 'sensors')) as CitySensor[] | null)?.length, patiently).toBe(2);
  await expect.poll(() => page.locator('.panel.card').innerText(), patiently).toContain('0.41');
  await openTool(page, 'feeds.alarms');
  await expect.poll(() => page.locator('.panel.alarms .alarm-title').allInnerTexts(), patiently).toContain('东门积水');
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});
