import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Scheme } from '../../model/schemes/scheme.ts';
import type { SiteFigures } from '../../model/schemes/site-figures.ts';
import { NO_VALUE_MARK } from '../../src/kit/format.ts';
import type { ViewBox } from '../../src/twin/compare.ts';
import { atMap, openTool, unfoldTray } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { cellsOfImage, meanDifference } from './picture-cells.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

/** Schemes on 澄川: a planned parcel taken, buildings by its indicators, figures, a second scheme, the scorecard, a file, a reload. */
let house: House;
let page: Page;
let watch: Watch;
let folder = '';

/** Before a parcel of the core area whose middle is in the middle of what panels leave free. */
const SIGHT = { lonDeg: 108.7337, latDeg: 34.2992, heightM: 771, headingDeg: 0, pitchDeg: -45 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-schemes-'));
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: `?city=chengchuan&desk=plan&quality=fast#${LIGHT}`,
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  await openTool(page, 'scheme-design');
  await act(page, 'flyTo', SIGHT, 0);
  await untilReady(page);
}, 300_000);
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** Of the baked city, which stands once the house is open: its schemes are in metres from there. */
const cityOrigin = () => JSON.parse(readFileSync('public/city/chengchuan/manifest.json', 'utf8')).origin as LonLat;

const picture = async (name: string) => {
  if (process.env.SCHEME_PICTURES) await page.screenshot({ path: `${process.env.SCHEME_PICTURES}/${name}.png` });
};
/** Of the tool that is open: to design, or to compare. */
const panel = () => page.getByRole('region', { name: /^方案(设计|比选)$/ });
const button = (name: string) => panel().getByRole('button', { name, exact: true });
const tab = async (name: string) => {
  await openTool(page, 'scheme-design');
  await panel().getByRole('tab', { name, exact: true }).click();
};
const openComparison = () => openTool(page, 'scheme-compare');
const schemesNow = async () => (await readTwin(page, 'schemes')) as Scheme[];
const figure = async (metric: string): Promise<number> => {
  const text = (await panel().locator(`[data-metric=${metric}]`).first().textContent()) ?? '';
  return numberIn(text);
};
/** As the page writes it: with commas, and a minus sign of its own. */
const numberIn = (text: string): number => Number.parseFloat(text.replaceAll(',', '').replace('−', '-'));

/** Shoelace, written again for the test. */
const areaOf = (ring: readonly (readonly [number, number])[]): number =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length];
      return sum + (x * nextY - nextX * y) / 2;
    }, 0),
  );

test('a planned parcel is taken with its limits, and buildings stand on it', async () => {
  await button('新方案').click();
  await button('选取规划地块').click();
  await page.mouse.click(...(await atMap(page)));
  await panel().getByText('取自规划 kg，图形 kg-ND2-063').waitFor({ timeout: 120_000 });
  await expect.poll(async () => (await schemesNow())[0].buildings.length).toBeGreaterThan(0);
  const [{ controls }] = (await schemesNow())[0].parcels;
  expect(controls).toMatchObject({ far: 3.3, densityMaxPct: 31, heightMaxM: 54, greenMinPct: 27 });
  // What stands beneath is asked for when the scheme has its buildings, and hidden when the answer is there.
  const standing = async () =>
    ((await readTwin(page, 'schemeStanding')) as Record<string, { buildings: number } | undefined>).s1?.buildings ?? 0;
  await expect.poll(standing).toBeGreaterThan(0);
  await untilReady(page);
  await picture('taken');
});

test('figures follow the controls while they are edited, and are those of a hand calculation', async () => {
  await panel().getByLabel('容积率', { exact: true }).fill('2');
  await expect.poll(() => figure('far')).toBe(2);
  await tab('指标');
  const [{ parcels, buildings }] = await schemesNow();
  const siteM2 = areaOf(parcels[0].ringM);
  const gfaM2 = buildings.reduce((sum, { ringM, storeys }) => sum + areaOf(ringM) * storeys, 0);
  const footprintM2 = buildings.reduce((sum, { ringM }) => sum + areaOf(ringM), 0);
  expect(gfaM2 / siteM2).toBeCloseTo(2, 9);
  expect(await figure('siteM2')).toBe(Math.round(siteM2));
  expect(await figure('gfaM2')).toBe(Math.round(gfaM2));
  expect(await figure('densityPct')).toBeCloseTo((100 * footprintM2) / siteM2, 1);
  // The parcel is 118 × 88 m; six tenths of what no building covers are green; no homes, 0.8 spaces per 100 m².
  expect(siteM2).toBeCloseTo(118 * 88, 0);
  expect(await figure('greenM2')).toBe(Math.round(0.6 * (siteM2 - footprintM2)));
  expect(await figure('parking')).toBe(Math.ceil(0.008 * gfaM2 - 1e-6));
  expect(await figure('heightM')).toBe(Math.max(...buildings.map(({ heightM }) => heightM)));
  await picture('figures');
});

test('a second scheme, the scorecard of both, what differs, and both side by side', async () => {
  await button('复制方案').click();
  await tab('设计');
  await panel().getByText('裙房加塔楼').click();
  await expect.poll(async () => (await schemesNow())[1].buildings.some(({ baseM }) => baseM > 0)).toBe(true);
  await openComparison();
  await expect.poll(() => panel().locator('[data-score]').count()).toBe(2);
  const bars = await panel().locator('[data-score]').all();
  const scores = await Promise.all(bars.map((bar) => bar.textContent()));
  const order = await Promise.all(bars.map((bar) => bar.getAttribute('data-score')));
  // The first stands first.
  const [one, other] = ['0', '1'].map((i) => Number(scores[order.indexOf(i)]));
  await panel()
    .getByText(one === other ? '得分最高的方案不止一个' : `方案 ${one > other ? 1 : 2}领先`)
    .waitFor();
  await panel().getByLabel('左图').selectOption({ label: '方案 1' });
  await panel().getByLabel('右图').selectOption({ label: '方案 2' });
  await panel().getByText('建筑类型：点式 → 裙房加塔楼').waitFor();
  await button('并排显示').click();
  await untilReady(page);
  await picture('split');
  // A third picture shows the city as it stands.
  await panel().getByText('3 画面').click();
  await page.waitForFunction(() => document.querySelectorAll('.cesium-widget canvas').length === 3);
  await panel().getByLabel('画面 3').selectOption({ label: '现状' });
  const names = page.getByRole('region', { name: '各图方案' });
  await expect.poll(() => names.locator('b').allTextContents()).toEqual(['方案 1', '方案 2', '现状']);
  await untilReady(page);
  await picture('three');
  const shots: number[][] = [];
  const map = await page.locator('[data-map]').boundingBox();
  if (!map) throw new Error('expected the map');
  for (const { leftPx, topPx, widthPx, heightPx } of (await readTwin(page, 'viewBoxes')) as ViewBox[]) {
    const [x, y] = [map.x + leftPx + widthPx / 4, map.y + topPx + heightPx / 4];
    const clip = { x, y, width: widthPx / 2, height: heightPx / 2 };
    const shot = await page.screenshot({ clip });
    shots.push(await cellsOfImage(page, `data:image/png;base64,${shot.toString('base64')}`));
  }
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ])
    expect(meanDifference(shots[a], shots[b])).toBeGreaterThan(1);
  await panel().getByText('2 画面').click();
  await button('恢复单图').click();
});

test('a swipe shows one scheme left of the line and another, or today, right of it', async () => {
  await panel().getByLabel('右图').selectOption({ label: '现状' });
  await button('卷帘显示').click();
  await page.waitForFunction(() => document.querySelectorAll('.cesium-widget canvas').length === 2);
  // Two sides are named at the line between them.
  await expect.poll(() => page.locator('.side-name > span').allTextContents()).toEqual(['方案 1', '现状']);
  const at = async (ratio: number) => {
    await act(page, 'setSwipe', ratio);
    await untilReady(page);
    const [x, y] = await atMap(page, -150, -150);
    const shot = await page.screenshot({ clip: { x, y, width: 300, height: 300 } });
    return cellsOfImage(page, `data:image/png;base64,${shot.toString('base64')}`);
  };
  const scheme = await at(1);
  const today = await at(0);
  const both = await at(0.5);
  await picture('swipe');
  // Cells of a row are 32; the line stands on the middle two.
  const half = (cells: number[], isLeft: boolean) => cells.filter((_, i) => (isLeft ? i % 32 < 15 : i % 32 > 16));
  for (const [isLeft, own, other] of [
    [true, scheme, today],
    [false, today, scheme],
  ] as const) {
    const toOwn = meanDifference(half(both, isLeft), half(own, isLeft));
    expect(toOwn).toBeLessThan(1);
    expect(meanDifference(half(both, isLeft), half(other, isLeft))).toBeGreaterThan(2 * toOwn + 1);
  }
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('cmp=curtain');
  await button('恢复单图').click();
  await page.waitForFunction(() => document.querySelectorAll('.cesium-widget canvas').length === 1);
  await panel().getByLabel('右图').selectOption({ label: '方案 2' });
});

test('a massing of a file is laid on the scheme, its figures those of the file', async () => {
  const [, { parcels }] = await schemesNow();
  const [west, south] = parcels[0].ringM.reduce(([x, y], [u, v]) => [Math.min(x, u), Math.min(y, v)]);
  const { lonDeg, latDeg, heightM } = cityOrigin();
  const corner = (eastM: number, northM: number) => {
    const at = lonLatFromEnu({ lonDeg, latDeg, heightM }, [west + eastM, south + northM, 0]);
    return [at.lonDeg, at.latDeg];
  };
  const box = (x: number, y: number, wide: number, deep: number) => [
    [corner(x, y), corner(x + wide, y), corner(x + wide, y + deep), corner(x, y + deep), corner(x, y)],
  ];
  const feature = (properties: object, coordinates: number[][][]) => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Polygon', coordinates },
  });
  const features = [
    feature({ 层数: 6, 用途: '住宅' }, box(20, 20, 60, 15)),
    feature({ 高度: 24, 用途: '商业' }, box(20, 50, 30, 20)),
    feature({ 高度: 24 }, box(2000, 50, 30, 20)),
  ];
  await tab('设计');
  await panel()
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'massing.geojson',
      mimeType: 'application/geo+json',
      buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })),
    });
  await panel().getByText('3 个对象 → 3 个体块').waitFor({ timeout: 120_000 });
  await panel().getByText('1 个体块不在方案的地块上：将不导入').waitFor();
  await picture('massing');
  await button('导入到方案').click();
  await expect.poll(async () => (await schemesNow())[1].buildings.length).toBe(2);
  await untilReady(page);
  await picture('massing-laid');
  await tab('指标');
  // 60 × 15 m × 6 and 30 × 20 m × 8 storeys, the latter reckoned from 24 m.
  expect(await figure('gfaM2')).toBe(5400 + 4800);
  expect(await figure('homesM2')).toBe(5400);
  expect(await figure('footprintM2')).toBe(1500);
  expect(await figure('heightM')).toBe(24);
});

test('a volume is edited by numbers, keys and its handles, taken back, and marked where it breaks a limit', async () => {
  await tab('设计');
  await panel().getByText('体块（2）').click();
  await button('体块 1').click();
  await panel().getByLabel('层数', { exact: true }).fill('8');
  // 60 × 15 m × 8 and 30 × 20 m × 8.
  await expect.poll(() => figure('gfaM2')).toBe(7200 + 4800);
  const westOf = async () => (await schemesNow())[1].buildings[0].ringM[0][0];
  const west = await westOf();
  const move = page.getByRole('button', { name: '移动体块' });
  await move.waitFor({ timeout: 120_000 });
  await move.press('ArrowRight');
  await expect.poll(westOf).toBeCloseTo(west + 1, 6);
  await button('撤销').click();
  await expect.poll(westOf).toBeCloseTo(west, 6);
  await button('重做').click();
  await expect.poll(westOf).toBeCloseTo(west + 1, 6);
  const box = await page.getByRole('button', { name: '调整层数' }).boundingBox();
  if (!box) throw new Error('the handle of the height: expected it on the picture');
  await page.mouse.move(box.x + 8, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 8, box.y - 12, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await schemesNow())[1].buildings[0].storeys).toBeGreaterThan(8);
  await picture('handles');
  await panel().getByLabel('层数', { exact: true }).fill('30');
  await panel().locator('[data-broken=height]').waitFor();
  expect(await panel().locator('[data-broken=height]').textContent()).toBe('高 90.00 m，超过限高 54.00 m');
  await untilReady(page);
  await picture('broken');
  await panel().getByLabel('层数', { exact: true }).fill('6');
});

test('the ground of the site is graded: cut and fill balance, and the figures are those of the screen', async () => {
  const level = () => panel().locator('[data-graded]');
  await panel().getByLabel('场地地面').selectOption({ label: '平整为水平面' });
  await level().waitFor({ timeout: 120_000 });
  const [cut, fill, elevation] = [...((await level().textContent()) ?? '').matchAll(/-?[\d,]+(?:\.\d+)?/g)].map(
    ([text]) => Number(text.replaceAll(',', '')),
  );
  // A level that balances moves as much as it fills; to the metre of the sentence.
  expect(Math.abs(cut - fill)).toBeLessThanOrEqual(1);
  expect(cut).toBeGreaterThan(0);
  await untilReady(page);
  await picture('graded');
  await panel().getByLabel('场地标高').selectOption({ label: '指定' });
  await panel()
    .getByLabel('标高', { exact: true })
    .fill(String(elevation + 1));
  // A metre more over the whole site: fill less cut grows by its area.
  const [, { parcels }] = await schemesNow();
  const surplus = () => figure('surplusM3');
  await expect.poll(surplus).toBeLessThan(-areaOf(parcels[0].ringM) * 0.98);
  expect(await surplus()).toBeGreaterThan(-areaOf(parcels[0].ringM) * 1.02);
  expect((await figure('cutM3')) - (await figure('fillM3'))).toBeCloseTo(await surplus(), -0.5);
  await untilReady(page);
  await picture('raised');
  await button('撤销').click();
  await button('重做').click();
});

test('basements lie under the volumes: area, parking and pits are those of a hand calculation, and they are seen from below', async () => {
  await panel().getByLabel('地下室', { exact: true }).selectOption({ label: '各楼栋之下' });
  await panel().getByLabel('地下层数').fill('2');
  // 60 × 15 and 30 × 20 m on two levels of 3.9 m; pits a metre wider on each side, from the graded level; 3,000 / 35 places.
  await expect.poll(() => figure('basementM2')).toBe(3000);
  expect(await figure('basementSpaces')).toBe(85);
  await expect.poll(() => figure('dugM3')).toBe(Math.round((62 * 17 + 32 * 22) * 7.8));
  expect(await figure('backfillM3')).toBe(Math.round((62 * 17 + 32 * 22 - 1500) * 7.8));
  const far = await figure('far');
  await panel().getByLabel('地下面积计入容积率').check();
  await expect.poll(() => figure('far')).toBeGreaterThan(far);
  await panel().getByLabel('地下面积计入容积率').uncheck();
  await untilReady(page);
  await act(page, 'setUnderground', 'below');
  await untilReady(page);
  await picture('basements');
  await act(page, 'setUnderground', 'off');
  await openComparison();
  await panel().locator('.scheme-differences').getByText('地下室：无 → 各楼栋之下 2 × 3.9 m').waitFor();
});

test('residents walk to schools and health care along the streets, and their load is told before and after', async () => {
  await tab('指标');
  const site = async () => ((await readTwin(page, 'schemeSites')) as Record<string, SiteFigures>).s2;
  const school = async () => (await site()).services.find(({ kind }) => kind === 'school');
  await expect.poll(async () => Math.round((await school())?.residents ?? 0)).toBeGreaterThan(0);
  const found = await school();
  if (!found) throw new Error('schools: expected figures');
  const residents = await figure('population');
  expect(found.residents).toBeCloseTo(residents, 0);
  expect(found.loads.reduce((sum, { ofScheme }) => sum + ofScheme, 0)).toBeLessThanOrEqual(residents + 1e-6);
  expect(await figure('schoolMin')).toBeCloseTo(found.meanMin ?? 0, 1);
  // No health care is near: community houses are counted too, by hand.
  const health = panel().locator('[data-service=health]');
  await health.locator('summary').click();
  const codes = await health.locator('option').allTextContents();
  const label =
    codes.find((text) => text.includes('社区用房')) ?? expect.fail(`expected a code of community houses: ${codes}`);
  await health.locator('select').selectOption({ label });
  const loads = async () => (await site()).services.find(({ kind }) => kind === 'health')?.loads ?? [];
  await expect.poll(async () => (await loads()).length).toBeGreaterThan(0);
  const [first] = await loads();
  expect(first.after - first.before).toBeLessThanOrEqual(first.ofScheme + 1e-6);
  const row = panel().locator(`[data-facility="${first.id}"]`);
  await row.waitFor();
  const cells = (await row.locator('th, td').allTextContents()).map(numberIn);
  expect([cells[1], cells[2]]).toEqual([Math.round(first.before), Math.round(first.after)]);
  await row.scrollIntoViewIfNeeded();
  await picture('services');
});

test('the sun that the scheme takes of those around it is studied before and after', async () => {
  await button('计算日照影响').click();
  const verdict = panel().locator('[data-sun]');
  await verdict.waitFor({ timeout: 180_000 });
  const lost = Number(await verdict.getAttribute('data-sun'));
  const sun = ((await readTwin(page, 'schemeSites')) as Record<string, SiteFigures>).s2.sun;
  expect(sun?.buildings).toBeGreaterThan(0);
  expect(sun?.losers.reduce((sum, one) => sum + one.lost, 0)).toBe(lost);
  expect(await figure('sunLost')).toBe(lost);
  for (const one of sun?.losers ?? []) expect(one.afterMin).toBeLessThan(one.beforeMin);
  await verdict.scrollIntoViewIfNeeded();
  await untilReady(page);
  await picture('sunlight');
});

test('the fan of a point is reckoned with the scheme on the picture, and out of date once that changes', async () => {
  await act(page, 'setTool', 'sun');
  const sun = page.getByRole('region', { name: '日照与时间' });
  const field = sun.getByLabel('计入方案', { exact: true });
  await page.getByRole('button', { name: '改条件', exact: true }).click({ timeout: 120_000 });
  await sun.locator('summary', { hasText: '某一点或一片地面的日照' }).click();
  await field.waitFor({ timeout: 120_000 });
  expect(await field.inputValue()).toBe('s2');
  await sun.getByRole('button', { name: '任一点的日照扇面' }).click();
  await page.mouse.click(...(await atMap(page, -230, 30)));
  const note = sun.locator('.sun-fan [data-sun-scheme=s2]');
  await note.waitFor({ timeout: 120_000 });
  expect([await note.getAttribute('data-changed'), await note.innerText()]).toEqual([
    'false',
    expect.stringContaining('计入方案“方案 2”'),
  ]);
  await sun.getByText(/计入的光线：现状 \d+ 条，规划后 \d+ 条/).waitFor();
  await note.scrollIntoViewIfNeeded();
  await untilReady(page);
  await picture('fan');
  // A wall of the scheme itself is a wall, as a house's is: its fan looks out of it.
  // From near: a pixel of the picture is four of the page, too wide for a wall half a kilometre off.
  await act(page, 'flyTo', { ...SIGHT, latDeg: 34.3016, heightM: 520 }, 0);
  await untilReady(page);
  const wall = await wallOfScheme((await schemesNow())[1]);
  await sun.getByRole('button', { name: '任一点的日照扇面' }).click();
  await page.mouse.click(wall.xPx, wall.yPx);
  await sun.locator('.sun-fan').getByText('墙面上').waitFor();
  await picture('fan-of-scheme');
  await act(page, 'setSchemes', { schemeStanding: {} });
  await expect.poll(() => note.getAttribute('data-changed')).toBe('true');
  await act(page, 'flyTo', SIGHT, 0);
  await untilReady(page);
  await field.selectOption({ label: '不计方案' });
  await note.waitFor({ state: 'detached' });
  await sun.getByRole('button', { name: '关闭日照扇面' }).click();
  await act(page, 'setTool', 'scheme-design');
});

test('a road is drawn along its centre line, lies on the ground, is measured, and stands among what differs', async () => {
  await tab('设计');
  const shown = (await readTwin(page, 'schemeShown')) as string;
  await button('绘制道路').click();
  const pointCount = async () => ((await readTwin(page, 'pick.points')) as unknown[]).length;
  for (const [i, [x, y]] of [
    [-150, 70],
    [50, 50],
    [150, -70],
  ].entries()) {
    await page.mouse.click(...(await atMap(page, x, y)));
    await expect.poll(pointCount).toBe(i + 1);
  }
  await button('结束').click();
  const roadNow = async () => (await schemesNow()).find(({ id }) => id === shown)?.roads?.[0];
  await expect.poll(async () => (await roadNow())?.lineM.length).toBe(3);
  const row = panel().locator('[data-road]');
  await row.getByLabel('道路等级').selectOption({ label: '次干路' });
  await row.getByLabel('红线宽度').fill('25');
  await expect.poll(async () => (await roadNow())?.widthM).toBe(25);
  expect((await roadNow())?.class).toBe('collector');
  // Walking times go over it: the panel says so, and what it meets.
  await panel().locator('[data-roads-walked=true]').waitFor();
  const onFoot = async () => ((await readTwin(page, 'schemeSites')) as Record<string, SiteFigures>)[shown].roads;
  await expect.poll(async () => (await onFoot()).length).toBe(1);
  const [walked] = await onFoot();
  await row.locator(`[data-on-foot=${walked.state}]`).waitFor();
  if (walked.state === 'joined') expect(walked.joints).toBeGreaterThan(0);
  await untilReady(page);
  await picture('road');
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-road.png` });
  await tab('指标');
  const line = (await roadNow())?.lineM ?? [];
  const lengthM = line.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - line[i][0], y - line[i][1]), 0);
  const roadM2 = 25 * lengthM;
  expect(await figure('roadM2')).toBe(Math.round(roadM2));
  expect(await figure('roadPct')).toBeCloseTo((100 * roadM2) / (roadM2 + (await figure('siteM2'))), 1);
  await openComparison();
  await panel().locator('.scheme-differences li', { hasText: '道路 1' }).first().waitFor();
});

test('the scorecard as a spreadsheet holds the numbers of the screen', async () => {
  await openComparison();
  await unfoldTray(page);
  const cells = async (row: number) =>
    (await page.locator('[data-table="scorecard"]').locator('tbody tr').nth(row).locator('td').allTextContents()).slice(
      2,
    );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel().getByRole('button', { name: '存为表格' }).click(),
  ]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  const sheets = await readXlsxFile(path);
  const sheet = sheets.find((one) => one.sheet === '评分表');
  const rows = sheet?.data.slice(1) ?? [];
  const shown = await page.locator('[data-table="scorecard"]').locator('tbody tr').count();
  expect(rows).toHaveLength(shown);
  for (const [i, row] of rows.entries()) {
    const numbers = (await cells(i)).map((text) => (text === NO_VALUE_MARK ? null : numberIn(text)));
    for (const [column, number] of numbers.entries()) {
      const value = row[3 + column];
      if (number === null) expect(value).toBeNull();
      // As many decimals as the screen shows.
      else
        expect(Math.abs(Number(value) - number)).toBeLessThanOrEqual(
          0.5 / 10 ** decimalsOf((await cells(i))[column]) + 1e-9,
        );
    }
  }
  await picture('compared');
});

const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

test('what is saved opens as it was, here and after a reload', async () => {
  const before = await schemesNow();
  await openTool(page, 'scheme-design');
  const [download] = await Promise.all([page.waitForEvent('download'), button('存为文件').click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  const { type, features } = JSON.parse(await readFile(path, 'utf8'));
  expect([type, features.length]).toEqual([
    'FeatureCollection',
    before.reduce(
      (sum, { parcels, buildings, roads = [] }) => sum + parcels.length + buildings.length + roads.length,
      0,
    ),
  ]);
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await expect.poll(async () => (await schemesNow()).length).toBe(2);
  // The tool may be open again by the link.
  await openTool(page, 'scheme-design');
  for (const expected of before) {
    await button(expected.name).click();
    await tab('指标');
    const [site, floors] = [expected.parcels.map(({ ringM }) => areaOf(ringM)), expected.buildings];
    expect(await figure('siteM2')).toBe(Math.round(site.reduce((sum, each) => sum + each, 0)));
    expect(await figure('gfaM2')).toBe(
      Math.round(floors.reduce((sum, { ringM, storeys }) => sum + areaOf(ringM) * storeys, 0)),
    );
  }
  await tab('设计');
  await button('删除方案').click();
  await expect.poll(async () => (await schemesNow()).length).toBe(1);
  const input = panel().locator('input[type=file]').last();
  // A broken file is named with its place and changes nothing.
  const broken = (name: string, text: string) => ({ name, mimeType: '', buffer: Buffer.from(text) });
  await input.setInputFiles(broken('cut.geojson', '{"type":'));
  await panel().getByText('cut.geojson：不是有效的 JSON').waitFor();
  const text = (await readFile(path, 'utf8')).replace(/"far": [\d.]+/, '"far": "much"');
  await input.setInputFiles(broken('far.geojson', text));
  await panel()
    .getByText(/far\.geojson.*features\.0\.properties\.controls\.far/)
    .waitFor();
  expect((await schemesNow()).length).toBe(1);
  await input.setInputFiles(path);
  await expect.poll(async () => (await schemesNow()).length).toBe(2);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});

test('basements are held against plans, pipes and metro, and what they meet is listed', async () => {
  await button('方案 2').click();
  await tab('设计');
  await button('与规划、管线和轨道核对').click();
  await page.locator('.conflicts').waitFor();
  await expect.poll(async () => (await readTwin(page, 'planCheck.kind')) as string, { timeout: 240_000 }).toBe('done');
  expect(await readTwin(page, 'planFilter.plan')).toBe('scheme-s2');
  expect(await readTwin(page, 'plansDrawn')).toEqual(['scheme-s2']);
  await untilReady(page);
  await picture('basement-conflicts');
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});

test('a scheme stands on the table and in the link; a window that has not got it says so', async () => {
  await openTool(page, 'scheme-design');
  await button('方案 1').click();
  const { gids } = ((await readTwin(page, 'schemeStanding')) as Record<string, { gids: number[] }>).s1;
  const [{ ringM }] = (await schemesNow())[0].parcels;
  const middle = [0, 1].map((axis) => ringM.reduce((sum, corner) => sum + corner[axis], 0) / ringM.length);
  await act(page, 'putBlock', { eastM: middle[0], northM: middle[1], sizeM: 400 });
  await act(page, 'showEngine', 'table');
  const link = () => decodeURIComponent(new URL(page.url()).hash);
  await expect.poll(link).toContain('scheme=方案 1');
  await untilReady(page);
  await picture('table');
  const withScheme = await tableSeen();
  // What gives way is neither drawn nor picked; once the city stands as it is, it is both.
  expect(withScheme.gids.filter((gid) => gids.includes(gid))).toEqual([]);
  await button('现状').click();
  await untilReady(page);
  const asItStands = await tableSeen();
  expect(asItStands.gids.filter((gid) => gids.includes(gid)).length).toBeGreaterThan(0);
  expect(meanDifference(withScheme.cells, asItStands.cells)).toBeGreaterThan(1);
  await expect.poll(link).not.toContain('scheme=');

  const { page: other, context } = await openPage(house, {
    width: 1280,
    height: 720,
    at: `?city=chengchuan&desk=plan&quality=fast#${LIGHT}&scheme=${encodeURIComponent('方案 1')}`,
  });
  await other.getByText('方案“方案 1”只在发送者的浏览器中').waitFor();
  await context.close();
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});

/** A pixel whose point lies on a wall of a volume, half way up it and in its middle. */
async function wallOfScheme({ buildings }: Scheme): Promise<{ xPx: number; yPx: number }> {
  const walls = buildings.flatMap(({ ringM, baseM, heightM }) =>
    ringM.map(([ax, ay], i) => {
      const [bx, by] = ringM[(i + 1) % ringM.length];
      return { at: [(ax + bx) / 2, (ay + by) / 2], overM: baseM + heightM / 2 };
    }),
  );
  const found = await page.evaluate(
    async ([all, x, y]) => {
      const { shapan } = globalThis as unknown as {
        shapan: {
          globe: {
            screenOf(point: number[]): { xPx: number; yPx: number } | null;
            surfaceAt(x: number, y: number): Promise<{ enu: number[] } | null>;
          };
        };
      };
      const { globe } = shapan;
      for (const { at, overM } of all) {
        // The height of the ground by what is seen at the wall's place on the level of another: two steps come near enough.
        let up = (await globe.surfaceAt(x, y))?.enu[2] ?? 0;
        for (let step = 0; step < 2; step++) {
          const foot = globe.screenOf([...at, up]);
          up = (foot && (await globe.surfaceAt(foot.xPx, foot.yPx)))?.enu[2] ?? up;
        }
        const pixel = globe.screenOf([...at, up + overM]);
        const seen = pixel && (await globe.surfaceAt(pixel.xPx, pixel.yPx));
        const isFree = pixel && document.elementFromPoint(pixel.xPx, pixel.yPx)?.tagName === 'CANVAS';
        if (isFree && seen && Math.hypot(seen.enu[0] - at[0], seen.enu[1] - at[1]) < 0.4) return pixel;
      }
      return null;
    },
    [walls, ...(await atMap(page, -230, 30))] as const,
  );
  if (!found) throw new Error('the picture: expected a wall of the scheme on it');
  return found;
}

/** Things of the city that are picked at a grid of places, and the picture of the table. */
async function tableSeen(): Promise<{ gids: number[]; cells: number[] }> {
  const gids = await page.evaluate(
    ([x, y]) => {
      const { shapan } = globalThis as unknown as {
        shapan: { table(): { gidAt(x: number, y: number): number | null } };
      };
      return Array.from({ length: 80 }, (_, i) => shapan.table().gidAt(x + 50 * (i % 10), y + 50 * Math.floor(i / 10)));
    },
    await atMap(page, -225, -175),
  );
  const [x, y] = await atMap(page, -250, -240);
  const shot = await page.screenshot({ clip: { x, y, width: 500, height: 480 } });
  const cells = await cellsOfImage(page, `data:image/png;base64,${shot.toString('base64')}`);
  return { gids: gids.filter((gid) => gid !== null), cells };
}
