import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atMap, openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, ROOT } from './house.ts';
import { readTwin, selectById } from './twin-of.ts';

let house: House;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-sun-e2e-'));
  house = await openHouse();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A house north of the planned tower. */
const HOUSE = 'bld-ND4-00338';
const LABEL = { zh: '日照', en: 'Sun' };

/** The spreadsheet's numbers are those of the screen: windows that meet the rule before and after, and every storey's least and most minutes. */
async function expectSheet(page: Page, path: string): Promise<void> {
  const coming = page.waitForEvent('download');
  await page.locator('.sun-result').getByRole('button', { name: '存为表格' }).click();
  await (await coming).saveAs(path);
  const sheets = await readXlsxFile(path);
  const of = (name: string) => sheets.find(({ sheet }) => sheet === name)?.data.slice(1) ?? [];
  const sum = await page.locator('.sun-result [data-sum]').innerText();
  const [, , judged, before, after, lost] = of('逐栋')[0].map(Number);
  const shown = [...sum.matchAll(/[\d,]+/g)].map(([text]) => Number(text.replaceAll(',', '')));
  for (const value of [judged, before, after, lost]) expect(shown).toContain(value);
  const rows = page.locator('[data-table="sun-storeys"] tbody tr');
  const storeys = of('逐层');
  expect(storeys.length).toBe(await rows.count());
  const range = (least: unknown, most: unknown) => (least === null || most === null ? '—' : `${least}–${most}`);
  for (const [i, [, storey, windows, leastBefore, mostBefore, leastAfter, mostAfter]] of storeys.entries())
    expect(await rows.nth(i).locator('th, td').allTextContents()).toEqual([
      String(storey),
      String(windows),
      range(leastBefore, mostBefore),
      range(leastAfter, mostAfter),
    ]);
}

/** Waits for a legend of the fan or the ground, which stands folded below that of coloured buildings where there is one. */
async function foldedLegend(page: Page, hasText: string): Promise<void> {
  const legend = page.locator('.class-legend', { hasText });
  await legend.waitFor({ state: 'attached' });
  const folded = page.locator('.legend details:not([open]) summary');
  if (await folded.count()) await folded.click();
  await legend.waitFor();
}

/** The fan of a point that is clicked: a façade or roof of the house, then the ground; hours at its rays; today and with the tower. */
async function pointFans(page: Page): Promise<void> {
  const pick = page.getByRole('button', { name: '任一点的日照扇面' });
  const found = new Set<string>();
  // Points of the map from its middle outwards, until one fell on a house and one on the ground.
  for (const [rightPx, downPx] of [
    [0, 0],
    [0, 80],
    [-60, -60],
    [60, 60],
    [-100, 60],
    [100, -60],
  ]) {
    if (found.size === 2) break;
    const [x, y] = await atMap(page, rightPx, downPx);
    await pick.click();
    await page.getByText('点击地面、屋顶或墙面上的一点').waitFor();
    const before = await readTwin(page, 'sunFan');
    await page.mouse.click(x, y);
    await expect.poll(() => readTwin(page, 'sunFan')).not.toBe(before);
    const facts = page.locator('[data-fan-on]');
    await facts.waitFor();
    found.add((await facts.getAttribute('data-fan-on')) ?? '');
    expect(await facts.innerText()).toMatch(/真太阳时 08:00–16:00（钟表时 \d\d:\d\d–\d\d:\d\d）/);
    if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-point-${Math.round(x)}.png` });
  }
  expect(await readTwin(page, 'pick')).toBe(null);
  await foldedLegend(page, '真太阳时');
  await page.locator('.sun-fan').getByText('现状', { exact: true }).click();
  expect(await readTwin(page, 'sunFanPhase')).toBe('before');
  await foldedLegend(page, '日照扇面 · 现状');
  const hours = await page.locator('.sun-fan-hours .sketch-label').allTextContents();
  expect(hours.length).toBeGreaterThan(0);
  expect(found.size).toBe(2);
  for (const text of hours) expect(text).toMatch(/^(?:0[89]|1[0-6]):00$/);
  await page.locator('.sun-fan').getByRole('button', { name: '关闭日照扇面' }).click();
  await expect.poll(() => readTwin(page, 'sunFan')).toBe(null);
}

test('hours of sun of a chosen house before and after the planned tower: storey by storey, saved, the same hash as the command line', async () => {
  const { page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.5,
    at: `?quality=fast#desk=plan&lang=zh&tool=sun&shade=0&${LIGHT}`,
  });
  await page.getByRole('region', { name: '日照与时间' }).waitFor({ timeout: 120_000 });
  await selectById(page, HOUSE);
  await page.locator('.card .headline').waitFor({ timeout: 120_000 });
  await page.locator('.inspector .back').click();
  const study = page.getByRole('button', { name: '计算所选建筑' });
  await expect.poll(() => study.isEnabled()).toBe(true);
  await study.click();
  await page.locator('.sun-result').waitFor({ timeout: 120_000 });
  expect(await readTwin(page, 'sunStudied.kind')).toBe('done');
  // The walls wear their hours, with what is planned; the legend says which colour is which.
  expect(await readTwin(page, 'sunFacades')).toBe('after');
  expect(await page.locator('.sun-legend li').count()).toBe(6);
  // The result begins with its dwellings, the worst first and framed on the picture; buildings and storeys are folded.
  expect(await page.locator('.verdict-line').innerText()).toMatch(/^\d+ 户的日照会降到 2 小时以下（共 \d+ 户）$/);
  const dwellings = page.locator('[data-table="sun-dwellings"] tbody tr');
  expect(await readTwin(page, 'sunDwelling')).toBe(Number(await dwellings.first().getAttribute('data-dwelling')));
  await dwellings.nth(1).getByRole('button').click();
  expect(await readTwin(page, 'sunDwelling')).toBe(Number(await dwellings.nth(1).getAttribute('data-dwelling')));
  await page.locator('.sun-result summary').getByText('逐栋逐层').click();
  expect(await page.locator('.sun-result').innerText()).toMatch(/1 栋、[\d,]+ 个窗点.*不足/);
  await page.locator('.sun-result [aria-expanded=false]').first().click();
  expect(await page.locator('[data-table="sun-storeys"] tbody tr').count()).toBeGreaterThan(1);
  expect(await page.locator('[data-table="sun-storeys"] tr.lost').count()).toBeGreaterThan(0);
  // The sun's rays to the darkest window of the lowest storey: how many count is told, and what their colours mean.
  await page
    .locator('[data-table="sun-storeys"] tbody tr')
    .first()
    .getByRole('button', { name: '1', exact: true })
    .click();
  await page.getByText(/第 1 层最不利窗点：.*每 10 分钟一条光线/).waitFor();
  await foldedLegend(page, '日照扇面 · 规划后');
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-fan.png` });
  await page.getByRole('button', { name: '关闭日照扇面' }).click();
  await expect.poll(() => readTwin(page, 'sunFan')).toBe(null);
  await page.locator('.inspector').getByRole('button', { name: '改条件' }).click();
  await page.locator('summary').getByText('某一点或一片地面的日照').click();
  await pointFans(page);
  await page.locator('.inspector').getByRole('button', { name: '看结果' }).click();
  await page.locator('.sun-result summary').getByText('逐栋逐层').click();
  await page.locator('.sun-result [aria-expanded=false]').first().click();
  await page.locator('.sun-result summary').getByText('怎么算的').click();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: '保存逐层表格（CSV）' }).click();
  const csv = (await readFile(await (await coming).path(), 'utf8')).replace(/^\ufeff/, '');
  const hash = await page.locator('.sun-result .mono').innerText();
  await expectSheet(page, join(folder, 'sun.xlsx'));
  if (process.env.SHAPAN_PICTURE) await page.screenshot({ path: process.env.SHAPAN_PICTURE });

  await page.locator('.inspector').getByRole('button', { name: '改条件' }).click();
  await page.locator('summary').getByText('某一点或一片地面的日照').click();
  await page.getByRole('button', { name: '计算周边地面' }).click();
  const ground = page.locator('.sun-ground');
  await ground.waitFor({ timeout: 120_000 });
  expect(await readTwin(page, 'sunGroundShown')).toBe('after');
  const areas = (await ground.locator('tbody tr').allTextContents()).length;
  expect(areas).toBe(5);
  const column = async (at: number) =>
    (await ground.locator(`tbody td:nth-child(${at})`).allTextContents()).map((text) =>
      Number(text.replaceAll(',', '')),
    );
  const [before, after] = [await column(2), await column(3)];
  const total = (list: number[]) => list.reduce((sum, one) => sum + one, 0);
  // A square of 240 m, less what is built on it; the tower takes sun and stands on ground itself.
  expect(total(before)).toBeGreaterThan(20_000);
  expect(total(before)).toBeLessThan(57_600);
  expect(total(after)).toBeLessThanOrEqual(total(before));
  expect(after[4]).toBeLessThan(before[4]);
  await foldedLegend(page, '地面日照时数');
  if (process.env.SHAPAN_PICTURE) await page.screenshot({ path: `${process.env.SHAPAN_PICTURE}-ground.png` });
  expect(watch.errors).toEqual([]);

  const year = Number(
    await page
      .locator('input[type=date]')
      .inputValue()
      .then((text) => text.slice(0, 4)),
  );
  const file = join(folder, 'case.json');
  const rules = 'great-cold-2h';
  const asked = { kind: 'objects', objects: [{ layer: 'buildings', id: HOUSE }] };
  const studied = { year, rules, of: asked, scheme: { layers: ['site-tower'] } };
  writeFileSync(
    file,
    JSON.stringify({ format: 1, kind: 'sun', id: 'one', title: LABEL, city: 'chengchuan', study: studied }),
  );
  const out = join(folder, 'out');
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'sim', 'sun', file, '--out', out], {
    stdio: 'ignore',
  });
  expect(readFileSync(join(out, 'storeys.csv'), 'utf8')).toBe(csv);
  expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')).resultHash).toMatch(new RegExp(`^${hash}`));
});

test('the Build desk lists the homes that the tower takes below the rule, and colours their walls when one is shown', async () => {
  const { page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.5,
    at: `?quality=fast#desk=build&lang=zh&${LIGHT}`,
  });
  await openTool(page, 'build.space');
  await page.getByRole('button', { name: '检查时空碰撞' }).first().click({ timeout: 120_000 });
  const planted = page.locator('.findings button', { hasText: 'bld-ND4-P01' });
  await planted.waitFor({ timeout: 240_000 });
  // As the plan asks of D16: 2.4 ± 0.2 h before, below 2 h after.
  expect(await planted.innerText()).toMatch(/2\.[2-6]\d?\s*→\s*1\.\d+\s*h/);
  await planted.click();
  expect(await readTwin(page, 'sunFacades')).toBe('after');
  await page.locator('.sun-legend').waitFor();
  await planted.click();
  expect(await readTwin(page, 'sunFacades')).toBe(null);
  expect(watch.errors).toEqual([]);
});
