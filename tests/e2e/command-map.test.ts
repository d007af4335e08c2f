import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { openServer, type Server } from './house.ts';
import { desk, makeAccounts, openLoggedIn, picture, postReading, tab } from './incident-desk.ts';
import { act, readTwin, selectById } from './twin-of.ts';

/** These tests look at the map of the Command desk; `incident.test.ts` and `feeds.test.ts` walk through all else without a picture. */
let server: Server;
const folder = mkdtempSync(join(tmpdir(), 'shapan-command-map-'));

beforeAll(async () => {
  server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  await makeAccounts(server, { 甲班: 'dispatcher' });
}, 300_000);
afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

test('a unit that is under way is on the map, and so is a case that is filed', async () => {
  const { page, watch } = await openLoggedIn({ url: server.url, browser: await sharedBrowser() }, '甲班');
  await openTool(page, 'incident-log');
  await desk(page).getByText('已同步').waitFor({ timeout: 120_000 });
  await postReading(server, 'sn-pond-0001');
  await expect.poll(async () => ((await readTwin(page, 'alarms')) as unknown[]).length).toBeGreaterThan(0);
  await desk(page).getByRole('button', { name: '建立事件' }).click();
  await desk(page).getByLabel('事件名称').fill('东门积水');
  await desk(page).getByRole('button', { name: '建立', exact: true }).click();
  // A unit that is sent by a dispatch has a way, along which it is drawn.
  await openTool(page, 'resource-dispatch');
  const dispatch = page.locator('.dispatch');
  await dispatch.getByRole('tab', { name: '指派' }).click();
  const demand = { id: 'd', name: '北门', at: [-1900, -650], capability: 'pumping', count: 1 } as const;
  await act(page, 'setDispatch', { demands: [demand] });
  await dispatch.getByRole('button', { name: '生成方案' }).click();
  await dispatch.getByText('东门积水').waitFor({ timeout: 120_000 });
  await dispatch.getByRole('button', { name: '采纳' }).click();
  await openTool(page, 'incident-log');
  await tab(page, '指令');
  const order = desk(page).locator('.incident-orders > li', { hasText: '北门' }).first();
  await order.getByRole('button', { name: '已接受' }).click();
  await order.getByRole('button', { name: '在途' }).click();
  await expect.poll(() => page.locator('.incident-unit').count()).toBeGreaterThan(0);
  await picture(page, 'under-way');
  await selectById(page, 'sn-pump-0001');
  await page.locator('.card-cases .btn', { hasText: '立案' }).click();
  await page.locator('.card-cases input[name="title"]').fill('泵站异响');
  await page.locator('.card-cases button[type="submit"]').click();
  await expect.poll(() => page.locator('.case-pin').textContent()).toContain('0001');
  expect(watch.errors).toEqual([]);
});
