import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, openPage, ROOT, untilReady, type Watch } from './house.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

/** Views on 澄川: two points picked on the map, who stands between them, the viewshed on the ground, a corridor, a skyline; the tables. */
let house: House;
let page: Page;
let watch: Watch;
let folder = '';

const SIGHT = { lonDeg: 108.7325, latDeg: 34.292, heightM: 1300, headingDeg: 0, pitchDeg: -50 };
/** A street beside the towers, and a place beyond them; east, north. */
const FROM = [-1500, 640] as const;
const TO = [-300, -400] as const;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-views-'));
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: '?city=chengchuan&desk=plan&quality=fast',
  }));
  await page.locator('.desk').waitFor({ timeout: 90_000 });
  await act(page, 'setShadows', false);
  await page.getByRole('button', { name: '视线分析' }).click();
  await act(page, 'flyTo', SIGHT, 0);
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
const panel = () => page.getByRole('region', { name: '视线分析' });
const analyse = async () => {
  await panel().getByRole('button', { name: '分析', exact: true }).click();
  await expect
    .poll(
      async () =>
        ((await readTwin(page, 'analyses')) as Record<string, { kind: string } | undefined>)['view-analysis']?.kind,
      {
        timeout: 120_000,
      },
    )
    .toBe('done');
};
const kind = (name: string) => panel().getByLabel('分析类别').selectOption({ label: name });

/** As a click there would set it: what a click hits depends on the machine's picture. */
const put = async (button: string, [eastM, northM]: readonly [number, number]) => {
  await panel().getByRole('button', { name: button, exact: true }).click();
  await act(page, 'addPickPoint', {
    lonLat: { lonDeg: 108.73, latDeg: 34.3, heightM: 380 },
    enu: [eastM, northM, 0],
    elevationM: 380,
    on: 'ground',
  });
};

const download = async (): Promise<Map<string, string>> => {
  const files = new Map<string, string>();
  const coming: Promise<void>[] = [];
  const take = (one: { suggestedFilename(): string; path(): Promise<string> }) => {
    coming.push(
      one.path().then(async (path) => {
        files.set(one.suggestedFilename(), (await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
      }),
    );
  };
  page.on('download', take);
  await panel().getByRole('button', { name: '导出 CSV' }).click();
  await expect.poll(() => coming.length, { timeout: 30_000 }).toBe(2);
  await Promise.all(coming);
  page.off('download', take);
  return files;
};

test('a click on the map sets the viewpoint', async () => {
  await panel().getByRole('button', { name: '选取视点', exact: true }).click();
  await page.mouse.click(850, 450);
  await panel()
    .locator('[data-point=from]')
    .getByText(/(地面|屋顶或墙面)，[\d.]+ m/)
    .waitFor({ timeout: 60_000 });
});

test('who stands between two points is listed, selected by a click, saved, and the same on the command line', async () => {
  await put('选取视点', FROM);
  await put('选取目标', TO);
  await analyse();
  await panel()
    .getByText(/不通视：[\d,.]+ m 内有 \d+ 处遮挡/)
    .waitFor();
  expect(await panel().locator('.line-chart').count()).toBe(1);
  await page.locator('.class-legend').getByText('被遮挡').waitFor();
  await picture('sight');
  const rows = await panel().locator('.analysis-table tbody tr').count();
  const files = await download();
  const csv = files.get('sight-obstacles.csv') ?? '';
  expect(csv.trim().split('\n')).toHaveLength(rows + 1);
  const parameters = files.get('sight-parameters.csv') ?? '';
  await panel().locator('.analysis-table .link').first().click();
  await expect.poll(() => readTwin(page, 'selectedGid'), { timeout: 30_000 }).not.toBeNull();

  const request = JSON.parse(/request,"(.*)"/.exec(parameters)?.[1].replaceAll('""', '"') ?? '');
  const file = join(folder, 'case.json');
  const title = { zh: '通视', en: 'Sight' };
  writeFileSync(
    file,
    JSON.stringify({ format: 1, kind: 'view', id: 'one', title, city: 'chengchuan', analysis: request }),
  );
  const out = join(folder, 'out');
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'sim', 'view', file, '--out', out], {
    stdio: 'ignore',
  });
  expect(readFileSync(join(out, 'obstacles.csv'), 'utf8')).toBe(csv);
});

test('a viewshed colours the ground, with its legend and its share', async () => {
  await kind('视域');
  await panel().getByLabel('眼高', { exact: true }).fill('30');
  await analyse();
  const text = await panel()
    .getByText(/ha 开敞地面中/)
    .innerText();
  const percent = Number(/([\d.]+) % 可见/.exec(text)?.[1]);
  expect(percent).toBeGreaterThan(1);
  expect(percent).toBeLessThan(99);
  await page.locator('.class-legend').getByText('从视点看到的地面').waitFor();
  await picture('viewshed');
});

test('a corridor tints what rises into it, a skyline says how open the sky is', async () => {
  await kind('视廊');
  await panel().getByLabel('眼高', { exact: true }).fill('2');
  await analyse();
  await panel()
    .getByText(/\d+ 栋建筑伸入视廊/)
    .waitFor();
  await picture('corridor');
  await kind('天际线');
  await analyse();
  const sky = await panel().getByText('天空占比').locator('..').locator('dd').innerText();
  expect(Number.parseFloat(sky)).toBeGreaterThan(20);
  await picture('skyline');
  await kind('地标可见');
  await panel().getByLabel('顶部高出该点').fill('60');
  await analyse();
  await panel()
    .getByText(/ha 开敞地面中，[\d.]+ % 能看到地标顶部/)
    .waitFor();
  await picture('landmark');
  await panel().getByRole('button', { name: '清除', exact: true }).click();
  expect(await page.locator('.class-legend').count()).toBe(0);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});
