import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HeightLimit } from '../../model/scenarios/height-limits.ts';
import { type House, openHouse, openPage, ROOT, untilReady, type Watch } from './house.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

/** Limits of height on 澄川: an area drawn, its offenders listed, selected and saved; a slope; a runway with its surfaces marked unverified. */
let house: House;
let page: Page;
let watch: Watch;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-heights-'));
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: '?city=chengchuan&desk=plan&quality=fast',
  }));
  await page.locator('.desk').waitFor({ timeout: 90_000 });
  await act(page, 'setShadows', false);
  await page.getByRole('button', { name: '限高分析' }).click();
  const sight = { lonDeg: 108.7335, latDeg: 34.297, heightM: 1500, headingDeg: 0, pitchDeg: -55 };
  await act(page, 'flyTo', sight, 0);
  await untilReady(page);
}, 300_000);
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const picture = async (name: string) => {
  if (!process.env.VIEW_PICTURES) return;
  await untilReady(page);
  await page.screenshot({ path: `${process.env.VIEW_PICTURES}/${name}.png` });
};
const panel = () => page.getByRole('region', { name: '限高分析' });
const button = (name: string) => panel().getByRole('button', { name, exact: true });
const limits = async () => (await readTwin(page, 'heightLimits')) as HeightLimit[];
const check = async () => {
  await button('检查').click();
  await panel()
    .getByText(/栋超高。|均未超高。/)
    .waitFor({ timeout: 120_000 });
};

/** As clicks there would set them: what a click hits depends on the machine's picture. */
const draw = async (name: string, points: readonly (readonly [number, number])[]) => {
  await button(name).click();
  for (const [eastM, northM] of points)
    await act(page, 'addPickPoint', {
      lonLat: { lonDeg: 108.73, latDeg: 34.3, heightM: 380 },
      enu: [eastM, northM, 0],
      elevationM: 380,
      on: 'ground',
    });
};

test('an area is drawn; who stands above it is listed, selected by a click, saved, and the same on the command line', async () => {
  await draw('绘制区域', [
    [-1900, 300],
    [-1100, 300],
    [-1100, 900],
    [-1900, 900],
  ]);
  await button('结束').click();
  await expect.poll(async () => (await limits()).length).toBe(1);
  await panel().getByLabel('限高', { exact: true }).fill('100');
  await check();
  await page.locator('.class-legend').getByText('超出限高').waitFor();
  await picture('heights');
  const rows = await panel().locator('.analysis-table tbody tr').count();
  expect(rows).toBeGreaterThan(0);
  const files = new Map<string, string>();
  const coming: Promise<void>[] = [];
  page.on('download', (one) => {
    coming.push(
      one.path().then(async (path) => {
        files.set(one.suggestedFilename(), (await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
      }),
    );
  });
  await button('导出 CSV').click();
  await expect.poll(() => coming.length, { timeout: 30_000 }).toBe(2);
  await Promise.all(coming);
  const csv = files.get('height-limits-offenders.csv') ?? '';
  const lines = csv.trim().split('\n').slice(1);
  expect(lines).toHaveLength(rows);
  for (const line of lines) expect(Number(line.split(',').at(-1))).toBeGreaterThan(0);
  await panel().locator('.analysis-table .link').first().click();
  await expect.poll(() => readTwin(page, 'selectedGid'), { timeout: 30_000 }).not.toBeNull();

  const file = join(folder, 'case.json');
  const title = { zh: '限高', en: 'Height limits' };
  const analysis = { limits: await limits(), planned: [] };
  writeFileSync(file, JSON.stringify({ format: 1, kind: 'height', id: 'one', title, city: 'chengchuan', analysis }));
  const out = join(folder, 'out');
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'sim', 'height', file, '--out', out], {
    stdio: 'ignore',
  });
  expect(readFileSync(join(out, 'offenders.csv'), 'utf8')).toBe(csv);
});

test('a runway brings its surfaces, marked unverified, and a limit can be taken away', async () => {
  await draw('绘制跑道', [
    [-3000, -2500],
    [-1000, -2500],
  ]);
  await expect.poll(async () => (await limits()).length).toBe(2);
  await panel().getByText('待核').first().waitFor();
  await check();
  const surfaces = await panel().locator('.analysis-table td:nth-child(2)').allInnerTexts();
  expect(surfaces.some((text) => ['内水平面', '锥形面', '进近面', '过渡面', '升降带'].includes(text))).toBe(true);
  await picture('airport');
  await panel().getByRole('button', { name: /^删除/ }).last().click();
  await expect.poll(async () => (await limits()).length).toBe(1);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});
