import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, openPage, ROOT, untilReady, type Watch } from './house.ts';
import { act, problemsOf } from './twin-of.ts';

/** Service areas on 澄川: the schools' 5, 10 and 15 minutes drawn, residents by time, load of each, the same bytes on the command line. */
let house: House;
let page: Page;
let watch: Watch;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-service-'));
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: '?city=chengchuan&desk=plan&quality=fast',
  }));
  await page.locator('.desk').waitFor({ timeout: 90_000 });
  await act(page, 'setShadows', false);
  await page.getByRole('button', { name: '步行服务圈' }).click();
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
const panel = () => page.getByRole('region', { name: '步行服务圈' });
const button = (name: string) => panel().getByRole('button', { name, exact: true });
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

test('schools are chosen, minutes are drawn, and the command line writes the same bytes', async () => {
  await panel().getByLabel('图层 · 属性').selectOption({ label: '建筑 · use' });
  await panel().getByLabel('设施', { exact: true }).selectOption('school');
  await button('计算').click();
  await panel().locator('[data-done="service"]').waitFor({ timeout: 180_000 });
  await page.locator('.class-legend').getByText('步行时间（分钟）').waitFor();
  await picture('service-schools');
  const files = await saved(3);
  const file = join(folder, 'case.json');
  const title = { zh: '学校', en: 'Schools' };
  const facilities = { by: 'attribute', layer: 'buildings', attribute: 'use', value: 'school' };
  const parameters = { minutes: [5, 10, 15], direction: 'to', crossingWaitS: 20, reachM: 200, cellM: 20 };
  const analysis = { facilities, ...parameters, demandPerResident: 1 };
  writeFileSync(file, JSON.stringify({ format: 1, kind: 'service', id: 'one', title, city: 'chengchuan', analysis }));
  const out = join(folder, 'out');
  execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), 'sim', 'service', file, '--out', out], {
    stdio: 'ignore',
  });
  for (const name of ['facilities', 'times', 'parameters'])
    expect(readFileSync(join(out, `${name}.csv`), 'utf8')).toBe(files.get(`service-areas-${name}.csv`));
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});
