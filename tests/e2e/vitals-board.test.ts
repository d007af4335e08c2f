import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CitySensor } from '../../model/sensors/sensors.ts';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { DEVICE_TOKEN, foreignRequests, openPage, openServer, ROOT, type Server, type Watch } from './house.ts';
import { problemsOf, readTwin } from './twin-of.ts';

/** A board of vitals over a real hub: its figures are the sums of the history, its targets raise a mark, its report says the same. */
const folder = mkdtempSync(join(tmpdir(), 'shapan-board-'));
const MINUTE_MS = 60_000;
const READINGS = 30;

let server: Server;
let page: Page;
let watch: Watch;
/** Readings of two rain gauges, one a minute, oldest first; the newest is of a few seconds ago. */
let sent: { id: string; values: number[] }[];

beforeAll(async () => {
  server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  sent = await sendRain();
  const at = '?city=chengchuan&quality=fast&picture=off#desk=command&lang=zh';
  ({ page, watch } = await openPage(
    { url: server.url, browser: await sharedBrowser() },
    { width: 1600, height: 900, at },
  ));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
}, 300_000);
afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function sendRain() {
  const { things } = JSON.parse(readFileSync(join(ROOT, 'public/city/chengchuan/sensors.json'), 'utf8')) as {
    things: CitySensor[];
  };
  const streams = things.flatMap(({ kind, datastreams }) => datastreams.map(({ id, unit }) => ({ id, unit, kind })));
  const gauges = streams.filter(({ kind, unit }) => kind === 'rain' && unit === 'mm').slice(0, 2);
  expect(gauges).toHaveLength(2);
  const endMs = Date.now() - 5000;
  const made = gauges.map(({ id }, gauge) => ({
    id,
    values: Array.from({ length: READINGS }, (_, i) => (gauge + 1) * 0.2 + (i % 5) * 0.1),
  }));
  for (const { id, values } of made)
    for (const [i, result] of values.entries()) {
      const number = streams.findIndex((stream) => stream.id === id) + 1;
      const answer = await fetch(`${server.url}/v1.1/Observations`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${DEVICE_TOKEN}` },
        body: JSON.stringify({
          phenomenonTime: new Date(endMs - (READINGS - 1 - i) * MINUTE_MS).toISOString(),
          result,
          Datastream: { '@iot.id': number },
        }),
      });
      expect(answer.status).toBe(201);
    }
  return made;
}

const cardNamed = (name: string) => page.locator('.board-page .board-card', { hasText: name });
const panel = () => page.locator('.board-panel');
const editCard = async (name: string) =>
  panel().locator('.board-list').getByRole('button', { name, exact: true }).click();

test('the first board stands in the map’s place; its rain is the sum of the history', async () => {
  await openTool(page, 'vitals-board');
  await panel().getByText('近 1 小时').waitFor();
  await page.locator('.board-page .board-card').first().waitFor({ timeout: 120_000 });
  await panel().getByText('近 1 小时').click();
  const rain = page.locator('.board-page .board-card', { hasText: '时段累计' });
  const total = sent.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0);
  await expect
    .poll(async () => rain.locator('[data-readings]').getAttribute('data-readings'), { timeout: 120_000 })
    .toBe(String(2 * READINGS));
  // The mean over the gauges that were heard of what each summed up.
  const shown = Number.parseFloat(await rain.locator('.figure').innerText());
  expect(shown).toBeCloseTo(total / 2, 1);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-board.png` });
});

test('a target that is missed raises a mark on card and tool, until it is met', async () => {
  const name = await panel().locator('.board-list .link', { hasText: '时段累计' }).innerText();
  await editCard(name);
  const form = panel().locator('.board-form');
  await form.getByLabel('取值').selectOption({ label: '最高' });
  await form.getByLabel('目标上限').fill('0.1');
  await expect.poll(() => readTwin(page, 'boardMarks'), { timeout: 60_000 }).toHaveLength(1);
  await page.locator('.board-card[data-target=off]').getByText('不在目标内').waitFor();
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-off.png` });
  await form.getByLabel('目标上限').fill('5');
  await expect.poll(() => readTwin(page, 'boardMarks')).toEqual([]);
});

test('a card of a layer counts its things, by district too; the spreadsheet says the same', async () => {
  await panel().getByRole('button', { name: '加一张卡片' }).click();
  const form = panel().locator('.board-form');
  await form.getByLabel('来源').selectOption({ label: '图层或表格' });
  await form.getByLabel('图层或表格').selectOption({ label: '摄像头' });
  await form.getByLabel('名称').fill('在册摄像头');
  const card = cardNamed('在册摄像头');
  await expect.poll(async () => card.locator('.figure').innerText(), { timeout: 60_000 }).toBe('640');
  await card.locator('.board-areas li').first().waitFor({ timeout: 60_000 });
  await card.locator('details summary').click();
  const counts = await card.locator('.board-areas li > span').allInnerTexts();
  const outside = /另有 ([\d,]+) 项/.exec((await card.locator('.board-areas').innerText()) ?? '')?.[1] ?? '0';
  const sum = [...counts, outside].reduce((total, text) => total + Number(text.replaceAll(',', '')), 0);
  expect(sum).toBe(640);
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    panel().getByRole('button', { name: '存为表格' }).click(),
  ]);
  const sheets = (await readXlsxFile(await download.path())) as unknown as { sheet: string; data: unknown[][] }[];
  const rows = sheets.flatMap(({ data }) => data);
  expect(rows.find(([first]) => first === '在册摄像头')).toContain(640);
});

test('the board is there after a reload, and a card leads to the map', async () => {
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await openTool(page, 'vitals-board');
  await cardNamed('在册摄像头').locator('.board-areas button').first().click({ timeout: 120_000 });
  await expect.poll(() => page.locator('.board-page').count()).toBe(0);
  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
  expect(foreignRequests(watch, server)).toEqual([]);
});
