import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TerrainForm } from '../../src/plugins/terrain-analysis/slice.ts';
import { type House, openHouse, openPage, ROOT, untilReady, type Watch } from './house.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

/** Analyses of the ground on 澄川: slopes, a drawn area balanced with the same bytes on the command line, a buffer, a section with pipes. */
let house: House;
let page: Page;
let watch: Watch;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-terrain-'));
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: '?city=chengchuan&desk=plan&quality=fast',
  }));
  await page.locator('.desk').waitFor({ timeout: 90_000 });
  await act(page, 'setShadows', false);
  await page.getByRole('button', { name: '地形分析' }).click();
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
const panel = () => page.getByRole('region', { name: '地形分析' });
const button = (name: string) => panel().getByRole('button', { name, exact: true });
const form = async () => (await readTwin(page, 'terrainForm')) as TerrainForm;
const analyse = async (kind: string) => {
  await button('计算').click();
  await panel().locator(`[data-kind="${kind}"]`).waitFor({ timeout: 120_000 });
};
const choose = (label: string) => panel().getByLabel('分析类别').selectOption({ label });

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
  const finish = button('结束');
  if ((await finish.count()) > 0) await finish.click();
};

/** Tables that the button saves, by file name, without their byte order mark. */
async function saved(count: number): Promise<Map<string, string>> {
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
  await expect.poll(() => coming.length, { timeout: 30_000 }).toBe(count);
  await Promise.all(coming);
  page.removeAllListeners('download');
  return files;
}

test('slopes of the whole city are coloured, with a legend and the area of each class', async () => {
  await analyse('slope');
  expect(await panel().locator('.analysis-table tbody tr').count()).toBe(5);
  await page.locator('.class-legend').getByText('坡度（°）').waitFor();
  await picture('terrain-slope');
});

test('a drawn area is balanced, and the command line writes the same bytes', async () => {
  await choose('挖填方');
  const ring = [
    [-2000, 400],
    [-1500, 380],
    [-1450, 800],
    [-1800, 700],
    [-2050, 850],
  ] as const;
  await draw('绘制范围', ring);
  await expect.poll(async () => (await form()).ringM?.length).toBe(5);
  await analyse('earthwork');
  await panel().getByText('平衡标高').waitFor();
  await page.locator('.class-legend').getByText('挖填深度（m）').waitFor();
  await picture('terrain-earthwork');
  const files = await saved(2);
  const file = join(folder, 'case.json');
  const title = { zh: '挖填方', en: 'Earthwork' };
  const target = { by: 'level', elevationM: null };
  const analysis = { kind: 'earthwork', ringM: ring, target, fillPerCutRatio: 1 };
  writeFileSync(file, JSON.stringify({ format: 1, kind: 'terrain', id: 'one', title, city: 'chengchuan', analysis }));
  const out = join(folder, 'out');
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'sim', 'terrain', file, '--out', out], {
    stdio: 'ignore',
  });
  for (const name of ['cells', 'parameters'])
    expect(readFileSync(join(out, `${name}.csv`), 'utf8')).toBe(files.get(`terrain-earthwork-${name}.csv`));
});

test('a buffer tells what lies in it, a section which pipes it crosses', async () => {
  await choose('缓冲区');
  await draw('选取点', [[-1700, 500]]);
  await panel().getByLabel('距离').fill('300');
  await analyse('buffer');
  await panel().locator('.analysis-table').getByText('建筑', { exact: true }).waitFor();
  await expect.poll(() => page.locator('.terrain-buffer polygon.sketch-line').count()).toBe(1);
  await picture('terrain-buffer');
  await choose('剖面');
  await draw('绘制线', [
    [-2000, 400],
    [-1500, 500],
    [-1000, 300],
  ]);
  await analyse('profile');
  expect(await panel().locator('.line-chart circle.pipe').count()).toBeGreaterThan(0);
  await picture('terrain-profile');
  await panel().locator('.analysis-table .link').first().click();
  await expect.poll(() => readTwin(page, 'selectedGid'), { timeout: 30_000 }).not.toBeNull();
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});
