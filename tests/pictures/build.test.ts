import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crsOf } from '../../model/geo/crs.ts';
import { openTool } from '../e2e/desk.ts';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act, readTwin, type TwinPath } from '../e2e/twin-of.ts';
import { smallIfc } from '../workers/construction/small-ifc.ts';

/** The Build desk's pictures, in public/pictures: the site's own plan from verdict to neighbours, and a model with its schedule as a reviewer brings them. */
const PICTURES = join(ROOT, 'public/pictures');
const SIZE = { width: 1280, height: 800 };
const PLAIN = 'l=trees:0:1:both;lamps:0:1:both';
let house: House;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  house = await openHouse();
});
afterAll(() => house.close());

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(1500);
  await untilReady(page, 300_000);
  await page.mouse.move(640, 60);
  const path = join(PICTURES, `build-${name}.jpg`);
  const jpeg = await page.screenshot({ path, type: 'jpeg', quality: 82, timeout: 120_000 });
  expect(jpeg.length).toBeGreaterThan(50_000);
}

const untilDone = (page: Page, task: TwinPath) =>
  expect
    .poll(async () => ((await readTwin(page, task)) as { kind: string }).kind, { timeout: 200_000, interval: 500 })
    .toBe('done');

test('the site of the demo city: verdict, built by the clock, clashes, what-ifs, noise at night', async () => {
  const { page, context } = await openPage(house, {
    ...SIZE,
    scale: 1,
    at: `?quality=fast#desk=build&${PLAIN}&c=108.737,34.3008,900,0,-29`,
  });
  await page.getByRole('button', { name: '打开本市工程进度' }).click({ timeout: 120_000 });
  await expect.poll(() => readTwin(page, 'plan.kind'), { timeout: 60_000 }).toBe('open');
  await expect.poll(() => readTwin(page, 'hasCase'), { timeout: 60_000 }).toBe(true);
  // At noon of the data date: the desk opens at its evening.
  await act(page, 'showTime', Date.UTC(2026, 10, 20, 4));
  await page.waitForTimeout(3000);
  await shoot(page, 'verdict');
  await act(page, 'showTime', Date.UTC(2027, 5, 15, 4));
  await shoot(page, '2027-06');
  await page.getByRole('radio', { name: '对比基线' }).check({ force: true });
  await act(page, 'flyTo', { lonDeg: 108.737, latDeg: 34.2985, heightM: 1000, headingDeg: 0, pitchDeg: -26 }, 0);
  await act(page, 'showTime', Date.UTC(2028, 0, 20, 4));
  await shoot(page, '2028-01');
  await page.getByRole('radio', { name: '施工状态' }).check({ force: true });
  await page.getByRole('button', { name: '检查时空碰撞' }).first().click();
  await untilDone(page, 'space');
  await page.getByRole('button', { name: /管线穿过基坑.*TX-3/ }).click();
  await page.waitForTimeout(3000);
  await shoot(page, 'clash');
  await openTool(page, 'build.whatIf');
  await page.getByRole('button', { name: '计算情景' }).click();
  await untilDone(page, 'whatIf');
  await shoot(page, 'what-if');
  await openTool(page, 'build.effect');
  await page.getByRole('button', { name: '计算周边影响' }).click();
  await untilDone(page, 'effect');
  await page.locator('.effect-noise').getByText('夜间', { exact: true }).first().click();
  await page.locator('.effect-noise table').scrollIntoViewIfNeeded();
  // Along the avenue that the lorries take: the homes over the limit.
  await act(page, 'flyTo', { lonDeg: 108.7245, latDeg: 34.3085, heightM: 1000, headingDeg: 0, pitchDeg: -40 }, 0);
  await page.waitForTimeout(3000);
  await shoot(page, 'noise');
  await context.close();
});

const FLOORS = 9;
const [BAYS_EAST, BAYS_NORTH] = [4, 3];
const [BAY_M, FLOOR_M] = [8, 4];

/** A frame of nine storeys: a row of columns and a slab on each; each element is tagged with its activity. */
function frameBoxes(): Parameters<typeof smallIfc>[0]['boxes'] {
  const boxes: { ifcClass: string; at: [number, number, number]; size: [number, number, number] }[] = [];
  for (let floor = 0; floor < FLOORS; floor++) {
    for (let east = 0; east <= BAYS_EAST; east++)
      for (let north = 0; north <= BAYS_NORTH; north++)
        boxes.push({
          ifcClass: 'IfcColumn',
          at: [east * BAY_M, north * BAY_M, floor * FLOOR_M],
          size: [0.8, 0.8, FLOOR_M - 0.4],
        });
    boxes.push({
      ifcClass: 'IfcSlab',
      at: [-1, -1, (floor + 1) * FLOOR_M - 0.4],
      size: [BAYS_EAST * BAY_M + 2.8, BAYS_NORTH * BAY_M + 2.8, 0.4],
    });
  }
  return boxes.map((box, i) => ({ ...box, storey: 0, globalId: `3vB2YO$MX4xv5uCqZZ${String(i).padStart(4, '0')}` }));
}

/** Columns by element, slabs after the columns of their floor. */
function frameSchedule(): string {
  const perFloor = (BAYS_EAST + 1) * (BAYS_NORTH + 1) + 1;
  const rows = ['id,name,duration,predecessors,project start,data date'];
  for (let floor = 0; floor < FLOORS; floor++)
    for (let i = 0; i < perFloor; i++) {
      const id = floor * perFloor + i;
      const slabBelow = floor === 0 ? '' : `T${floor * perFloor - 1}`;
      const isSlab = i === perFloor - 1;
      const before = isSlab ? Array.from({ length: perFloor - 1 }, (_, k) => `T${id - 1 - k}`).join(';') : slabBelow;
      const name = isSlab ? `${floor + 1} 层楼板` : `${floor + 1} 层柱 ${i + 1}`;
      rows.push(`T${id},${name},${isSlab ? '6d' : `${3 + (i % 4)}d`},${before},2026-09-01 08:00,2026-11-20 17:00`);
    }
  return rows.join('\n');
}

test('a model and its schedule are opened by the form, linked by a rule that a person confirms, and built by the clock', async () => {
  const [lonDeg, latDeg] = [108.7302, 34.3002];
  const { page, context } = await openPage(house, {
    ...SIZE,
    scale: 1,
    at: `?quality=fast#desk=build&${PLAIN}&c=${lonDeg},${latDeg - 0.0022},520,0,-29`,
  });
  const [eastings, northings] = (await crsOf('EPSG:4545', 'test')).fromLonLat(lonDeg, latDeg);
  const map = { crs: 'EPSG:4545', eastings, northings, height: 385 };
  const input = page.getByLabel('打开模型或进度文件').and(page.locator('input'));
  await input.setInputFiles(
    [
      { name: 'frame.ifc', bytes: Buffer.from(smallIfc({ boxes: frameBoxes(), map })) },
      { name: 'frame.csv', bytes: Buffer.from(frameSchedule()) },
    ].map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: bytes })),
  );
  await expect.poll(() => readTwin(page, 'model.kind'), { timeout: 120_000 }).toBe('open');
  await expect.poll(() => readTwin(page, 'plan.kind'), { timeout: 60_000 }).toBe('open');
  await openTool(page, 'build.links');
  const links = page.getByRole('region', { name: '模型与进度的关联' });
  const rules = [{ id: 'tag', when: { class: 'Ifc*' }, task: { property: 'tag' }, does: 'build' }];
  await page
    .getByLabel('打开规则')
    .and(page.locator('input'))
    .setInputFiles({
      name: 'links.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ format: 1, kind: 'links', rules, confirmed: null })),
    });
  const all = frameBoxes().length;
  await links.getByRole('button', { name: `确认 ${all} 项关联` }).click({ timeout: 30_000 });
  await expect.poll(() => links.innerText(), { timeout: 30_000 }).toContain(`已关联 ${all} / ${all}`);
  await act(page, 'showTime', Date.UTC(2027, 1, 26, 4));
  await shoot(page, 'linked');
  await context.close();
});
