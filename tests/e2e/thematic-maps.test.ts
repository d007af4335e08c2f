import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnalysisPage, openAnalysis } from './analysis-page.ts';
import { ROOT } from './house.ts';

/** Thematic maps on 澄川: residents by parcel and hectare, limits dragged, a table joined by its key with a slider, bars, symbols; saved, opened again, and the same bytes on the command line. */
let on: AnalysisPage;

beforeAll(async () => {
  on = await openAnalysis('thematic-maps', '专题图', null);
}, 300_000);
afterAll(() => on.close());

/** What the legend on the map says: classes with their counts, in order. */
const legendCounts = async () =>
  (await on.page.getByRole('region', { name: '专题图图例' }).locator('.count').allTextContents()).map((text) =>
    Number(text.replaceAll(',', '')),
  );
const isDone = () => on.panel().locator('[data-done="theme"]').waitFor({ timeout: 120_000 });
const make = async () => {
  await on.button('制图').click();
  await isDone();
};
/** A file that a button saves, as text. */
async function savedFile(name: string): Promise<string> {
  const coming = on.page.waitForEvent('download');
  await on.button(name).click();
  return readFile(await (await coming).path(), 'utf8');
}
/** A map that the page saved, on the command line; tables by name. */
const played = (text: string) => on.played('theme', (JSON.parse(text) as { analysis: unknown }).analysis);
const countsIn = (csv: string) =>
  csv
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => Number(row.split(',').at(-1)));

test('residents by parcel and hectare: legend, saved map and command line agree to the byte', async () => {
  await on.panel().getByLabel('落在', { exact: true }).selectOption('areas');
  await on.panel().getByLabel('面状图层', { exact: true }).selectOption('plan-kg');
  await on.panel().getByLabel('属性', { exact: true }).selectOption('layer residents');
  await on.panel().getByLabel('除以', { exact: true }).selectOption('area');
  await on.panel().getByLabel('标题', { exact: true }).fill('人口密度');
  await make();
  await on.picture('theme-parcels');
  const files = await on.saved(3);
  const table = played(await savedFile('存为文件'));
  for (const name of ['units', 'classes', 'parameters'])
    expect(table(name)).toBe(files.get(`thematic-map-${name}.csv`));
  await expect.poll(legendCounts).toEqual(countsIn(table('classes')));
  expect(await on.page.getByRole('region', { name: '专题图图例' }).textContent()).toContain('人口密度');
});

/** Each step of a drag makes the map anew: what the legend says once it has said the same for a second. */
async function legendAtRest(): Promise<number[]> {
  let counts = await legendCounts();
  for (let calm = 0; calm < 2; ) {
    await on.page.waitForTimeout(500);
    const next = await legendCounts();
    calm = next.join() === counts.join() ? calm + 1 : 0;
    counts = next;
  }
  return counts;
}

test('a dragged limit makes own classes, kept and opened again as it was', async () => {
  const limit = on.panel().getByRole('slider', { name: '界限 1' });
  const before = Number(await limit.getAttribute('aria-valuenow'));
  await limit.scrollIntoViewIfNeeded();
  const untouched = await legendCounts();
  const box = await limit.boundingBox();
  if (!box) throw new Error('expected the handle of a limit in sight');
  await on.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await on.page.mouse.down();
  await on.page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2, { steps: 4 });
  await on.page.mouse.up();
  await expect.poll(async () => Number(await limit.getAttribute('aria-valuenow'))).toBeGreaterThan(before + 1);
  await expect.poll(legendCounts).not.toEqual(untouched);
  const counts = await legendAtRest();
  const moved = await limit.getAttribute('aria-valuenow');
  await on.button('保留').click();
  await on.panel().getByLabel('除以', { exact: true }).selectOption('nothing');
  await make();
  await expect.poll(legendCounts).not.toEqual(counts);
  await on.panel().getByRole('button', { name: '人口密度', exact: true }).click();
  await expect.poll(legendCounts).toEqual(counts);
  expect(await limit.getAttribute('aria-valuenow')).toBe(moved);
  // The same out of a file, and files that are none.
  const saved = await savedFile('存为文件');
  await on.panel().getByLabel('除以', { exact: true }).selectOption('nothing');
  await make();
  await expect.poll(legendCounts).not.toEqual(counts);
  const open = (name: string, text: string) =>
    on
      .panel()
      .getByLabel('打开专题图')
      .and(on.page.locator('input'))
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  for (const [name, text, words] of [
    ['torn.json', saved.slice(0, 90), '不是有效的 JSON'],
    ['deep.json', '['.repeat(100_000) + ']'.repeat(100_000), '至多嵌套 64 层'],
    ['other.json', '{"format":1,"kind":"flood"}', 'kind'],
  ]) {
    await open(name, text);
    await expect.poll(() => on.panel().getByText(`${name}：`).allTextContents()).not.toEqual([]);
    expect((await on.panel().getByText(`${name}：`).allTextContents()).join()).toContain(words);
  }
  await open('saved.json', saved);
  await expect.poll(legendCounts).toEqual(counts);
});

test('a table joined by its key plays its years with one legend; cells stand as bars', async () => {
  await on.panel().getByLabel('落在', { exact: true }).selectOption('districts');
  const rows = await districtTable();
  const csv = ['district,pop2010,pop2020', ...rows].join('\n');
  const file = { name: '人口.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await on.panel().getByLabel('落在', { exact: true }).selectOption('grid');
  await on.panel().getByLabel('连接表（CSV）').setInputFiles(file);
  await on.panel().getByLabel('人口.csv 的键列').selectOption('district');
  await on.panel().getByLabel('对应图层的').selectOption('district');
  await on.panel().getByLabel('属性', { exact: true }).selectOption('table pop2010');
  await on.panel().getByLabel('多个对象合并时').selectOption('mean');
  await on.panel().getByLabel('时间滑块', { exact: true }).selectOption('columns');
  await on.panel().getByLabel('画成', { exact: true }).selectOption('bars');
  await make();
  await on.picture('theme-bars');
  const table = played(await savedFile('存为文件'));
  const classes = table('classes').trim().split('\n').slice(1);
  const at = (step: number) => classes.map((row) => Number(row.split(',').slice(-2)[step]));
  await expect.poll(legendCounts).toEqual(at(0));
  await on.panel().getByRole('slider', { name: '时间', exact: true }).press('ArrowRight');
  await expect.poll(legendCounts).toEqual(at(1));
  expect(at(1)).not.toEqual(at(0));
  await on.panel().getByLabel('画成', { exact: true }).selectOption('colour');
  await make();
  await on.picture('theme-grid');
  await on.expectNoProblem();
});

/** A figure a district of the demo city, by the codes that its buildings have. */
async function districtTable(): Promise<string[]> {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'public/city/chengchuan/manifest.json'), 'utf8')) as {
    layers: { id: string; attributes: { name: string; values?: Record<string, unknown> }[] }[];
  };
  const attribute = manifest.layers
    .find(({ id }) => id === 'buildings')
    ?.attributes.find(({ name }) => name === 'district');
  return Object.keys(attribute?.values ?? {}).map((code, i) => `${code},${100 + 37 * i},${140 + 61 * i}`);
}
