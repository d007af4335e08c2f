import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, LIGHT, openHouse, openPage, type Watch } from './house.ts';
import { problemsOf } from './twin-of.ts';

/** The scorecard on 澄川: a value of the twin, typed values, an open total, weights, CSV, file and report. */
let house: House;
let page: Awaited<ReturnType<typeof openPage>>['page'];
let watch: Watch;

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    ...(process.env.INDEX_PICTURES ? { scale: 1 } : { picture: 'off' }),
    at: `?city=chengchuan&quality=fast#desk=plan&tool=city-index&${LIGHT}`,
  }));
  await page.locator('.city-index').waitFor({ timeout: 120_000 });
}, 300_000);
afterAll(() => house.close());

const row = (id: string) => page.locator(`[data-basis="${id}"]`);
const total = () => page.locator('.index-total');
const picture = async (name: string) => {
  if (process.env.INDEX_PICTURES) await page.screenshot({ path: `${process.env.INDEX_PICTURES}/${name}.png` });
};
async function savedText(button: string): Promise<string> {
  const coming = page.waitForEvent('download');
  await page.locator('.city-index').getByRole('button', { name: button, exact: true }).click();
  return readFile(await (await coming).path(), 'utf8');
}

test('an empty card is open, and says 待核', async () => {
  await expect.poll(() => total().textContent()).toContain('缺 31 项');
  expect(await total().textContent()).toContain('待核');
  expect(await row('residentsRating').locator('.index-score').textContent()).toBe('—');
});

test('a table gives a year its values, says what it left out, and years stand beside each other', async () => {
  const table = [
    '指标,年份,单位,取值,来源',
    '空气质量优良天数比例,2025,%,92.5,公报',
    '居民评分,2025,分,81,问卷 1200 份',
    '幸福感,2025,分,90,',
  ].join('\n');
  await page
    .locator('.city-index input[type=file]')
    .first()
    .setInputFiles({ name: '取值.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await page.locator('.index-read').getByText('已读入 2 个取值').waitFor({ timeout: 60_000 });
  expect(await page.locator('.index-read').textContent()).toContain('幸福感');
  expect(await page.getByRole('spinbutton', { name: '年份' }).inputValue()).toBe('2025');
  expect(await row('goodAirDays').locator('.index-score').textContent()).toBe('92.5');
  await expect.poll(() => total().textContent()).toContain('缺 29 项');
  await page.getByRole('spinbutton', { name: '年份' }).fill('2024');
  await expect.poll(() => page.locator('.index-bars li').first().locator('p').count()).toBe(2);
  await expect.poll(() => total().textContent()).toContain('缺 31 项');
  await picture('index-years');
});

test('what the twin knows is taken with its provenance', async () => {
  await page.getByText('孪生自评', { exact: true }).click();
  const density = row('sensorDensity');
  await density.getByRole('button', { name: /^采用/ }).click({ timeout: 120_000 });
  expect(await density.textContent()).toMatch(/取自城市数据.*台 ÷ .*km²/);
  const value = Number(await density.getByRole('spinbutton').first().inputValue());
  expect(value).toBeGreaterThan(0);
  expect(Number(await density.locator('.index-score').textContent())).toBeCloseTo(Math.min(100, 5 * value), 1);
  await expect.poll(() => total().textContent()).toContain('缺 15 项');
  await picture('index-card');
});

test('all values make a total and a band; CSV and file hold them, and the file opens again', async () => {
  for (const id of await page
    .locator('[data-basis]')
    .evaluateAll((rows) => rows.map((one) => one.getAttribute('data-basis'))))
    if (id !== 'sensorDensity')
      await row(id ?? '')
        .getByRole('spinbutton')
        .first()
        .fill('50');
  await expect.poll(() => total().getAttribute('data-total')).not.toBe('open');
  expect(await total().textContent()).toMatch(/起步期|转型期|初级阶段|中级阶段|高级阶段/);
  const before = await total().getAttribute('data-total');
  const csv = await savedText('存为 CSV');
  expect(csv.trim().split('\n')).toHaveLength(18);
  expect(csv).toContain(String(before));
  const file = await savedText('存为文件');
  await page.locator('.city-index').getByRole('button', { name: '恢复建议表' }).click();
  expect(await total().getAttribute('data-total'), 'values are not wiped by one click').toBe(before);
  await page.locator('.city-index').getByRole('button', { name: '确认恢复' }).click();
  await expect.poll(() => total().getAttribute('data-total')).toBe('open');
  await page
    .locator('.city-index input[type=file]')
    .last()
    .setInputFiles({ name: 'card.json', mimeType: 'application/json', buffer: Buffer.from(file) });
  await expect.poll(() => total().getAttribute('data-total')).toBe(before);
  await page
    .locator('.city-index input[type=file]')
    .last()
    .setInputFiles({ name: 'torn.json', mimeType: 'application/json', buffer: Buffer.from(file.slice(0, 300)) });
  await page.locator('.city-index').getByText('torn.json').waitFor();
  expect(await page.locator('.city-index').textContent()).toContain('不是有效的 JSON');
  expect(await total().getAttribute('data-total'), 'what was there stays').toBe(before);
  await row('drills').getByText('公式、权重与来源').click();
  await row('drills').scrollIntoViewIfNeeded();
  await picture('index-details');
  await page.reload();
  await page.getByText('孪生自评', { exact: true }).click();
  await expect.poll(() => total().getAttribute('data-total')).toBe(before);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});
