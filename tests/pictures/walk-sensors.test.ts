import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import { openBrowser } from '../e2e/browser.ts';
import { openPage, openServer, ROOT } from '../e2e/house.ts';
import { act, problemsOf, readTwin } from '../e2e/twin-of.ts';

/**
 * The first sensor of each of `TOWNS=<folder of baked cities>`: its Command desk says that it has none and who may connect one; the form
 * connects one in the middle of the picture, it speaks by MQTT, and its alarm stands in the list. Pictures go to `WALK`; `TOWN=kamloops`
 * walks on this town alone.
 */
const { TOWNS, TOWN, WALK = 'build/walk' } = process.env;
const FOLDER = resolve(ROOT, WALK);
const PASSWORD = 'correct horse battery';
const SIZE = { width: 1280, height: 720 };
const patiently = { timeout: 120_000, interval: 500 };

const towns = TOWNS === undefined ? [] : readdirSync(resolve(ROOT, TOWNS)).filter((name) => !name.startsWith('.'));

test.skipIf(TOWNS === undefined).each(towns.filter((town) => TOWN === undefined || town === TOWN))(
  'the first sensor of %s',
  async (town) => {
    mkdirSync(FOLDER, { recursive: true });
    const folder = mkdtempSync(join(tmpdir(), 'shapan-walk-sensors-'));
    // A hub opens a database for each city that it serves: this one alone.
    mkdirSync(join(folder, 'cities'));
    symlinkSync(join(resolve(ROOT, TOWNS ?? ''), town), join(folder, 'cities', town));
    const server = await openServer({ cities: join(folder, 'cities'), hubData: join(folder, 'hub') });
    const browser = await openBrowser();
    try {
      const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
      const at = `?city=${town}&quality=fast&invite=${invite}#desk=command&lang=zh`;
      const { page, watch } = await openPage({ url: server.url, browser }, { ...SIZE, scale: 1, at });
      await page.locator('.desk').waitFor({ timeout: 120_000 });
      await act(page, 'openDesk', 'command');
      const empty = page.locator('.first-sensor');
      await empty.waitFor({ timeout: 120_000 });
      expect(await empty.innerText()).toContain('这座城市还没有监测设备');
      await page.screenshot({ path: join(FOLDER, `${town}-sensors-none.png`), timeout: 120_000 });

      const press = (selector: string, hasText?: string) =>
        page
          .locator(selector, hasText === undefined ? {} : { hasText })
          .first()
          .evaluate((button) => (button as HTMLElement).click());
      await page.locator('.account-form input[name="name"]').fill('管理员');
      await page.locator('.account-form input[name="password"]').fill(PASSWORD);
      await press('.account-form button[type="submit"]');
      await page.getByRole('button', { name: '接入第一台监测设备' }).waitFor({ timeout: 60_000 });
      await press('button', '接入第一台监测设备');
      const field = (name: string) => page.locator(`.own-form input[name="${name}"]`);
      await page.locator('.own-form select').selectOption('pond');
      await field('zh').fill('市中心积水');
      await press('button', '在地图上点选');
      await page.mouse.click(640, 360);
      await expect.poll(() => field('lonDeg').inputValue(), patiently).not.toBe('');
      await field('alarm').fill('0.3');
      await press('.own-form button[type="submit"]');
      const setting = (name: string) =>
        page.locator('.own-device dl > div', { hasText: name }).locator('dd').innerText();
      const topic = 'sensors/pond-1';
      await expect.poll(() => setting('主题'), patiently).toBe(topic);
      await page.screenshot({ path: join(FOLDER, `${town}-sensors-own.png`), timeout: 120_000 });

      const names = ['地址', '端口', '用户名', '密码'];
      const [host, port, username, password] = await Promise.all(names.map(setting));
      const login = { username, password, protocolVersion: 4, reconnectPeriod: 0 } as const;
      const device = await connectAsync(`mqtt://${host}:${port}`, login, false);
      await device.publishAsync(topic, '0.41', { qos: 1 });
      const alarms = async () => ((await readTwin(page, 'alarms')) as { key: string }[]).map(({ key }) => key);
      await expect.poll(alarms, patiently).toContain('pond-1/1 alarm');
      await press('.own-panel button[aria-label="关闭"]');
      await page.locator('.alarm-title').first().waitFor({ timeout: 60_000 });
      await page.screenshot({ path: join(FOLDER, `${town}-sensors-alarm.png`), timeout: 120_000 });
      await device.endAsync();
      expect(await problemsOf(page)).toEqual([]);
      expect(watch.errors).toEqual([]);
    } finally {
      await browser.close();
      await server.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    }
  },
  900_000,
);
