// A town of OpenStreetMap alone, with no list of its own: its fire stations can be sent, and every result says that vehicles are supposed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTown } from '../pictures/bake-towns.ts';
import { type House, openHouse, openPage } from './house.ts';
import { lacksTowns } from './real-towns.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

const patiently = { timeout: 120_000 };
const why = lacksTowns();
if (why) process.stdout.write(`skipped: ${why}\n`);

describe.skipIf(why !== null)('the forces of a town of OpenStreetMap', () => {
  let cities = '';
  let house: House;
  beforeAll(async () => {
    cities = mkdtempSync(join(tmpdir(), 'shapan-town-forces-'));
    await makeTown(cities, 'bayreuth');
    house = await openHouse({ cities });
  }, 600_000);
  afterAll(async () => {
    await house?.close();
    rmSync(cities, { recursive: true, force: true });
  });

  test('seven fire stations send an engine each: listed, proposed and accepted as supposed', async () => {
    const { page, context, watch } = await openPage(house, {
      width: 1280,
      height: 720,
      at: '?city=bayreuth&quality=fast#desk=command&lang=zh&tool=resource-dispatch',
    });
    const panel = page.locator('.dispatch');
    await panel.getByRole('tab', { name: '资源' }).click(patiently);
    const rows = panel.locator('.resource-list li');
    await rows.first().waitFor(patiently);
    expect(await rows.count()).toBe(7);
    for (const row of await rows.allInnerTexts()) expect(row).toMatch(/1 × 水罐消防车（假定） — 可用 1\/1/);
    await panel.getByText('车辆全部为假定').waitFor();
    await panel.getByRole('tab', { name: '指派' }).click();
    const demand = (id: string, at: [number, number]) => ({ id, name: id, at, capability: 'fire', count: 1 }) as const;
    await act(page, 'setDispatch', { demands: [demand('甲', [-1500, 1500]), demand('乙', [2000, -500])] });
    await panel.getByRole('button', { name: '生成方案' }).click();
    await panel.locator('.proposal li').first().waitFor(patiently);
    for (const row of await panel.locator('.proposal li').allInnerTexts())
      expect(row).toMatch(/\d+ 分钟[\s\S]*水罐消防车（假定） · /);
    await panel.getByText('车辆全部为假定').waitFor();
    await panel.getByRole('button', { name: '采纳' }).click();
    await expect.poll(async () => ((await readTwin(page, 'givenOrders')) as object[]).length).toBe(2);
    expect(await panel.locator('.part-row').first().innerText()).toContain('（假定）');
    await panel.getByLabel('目标').selectOption({ label: '人员转运避难' });
    await panel.getByText('没有写明容量的避难场所').waitFor();
    expect(await problemsOf(page)).toEqual([]);
    expect(watch.errors).toEqual([]);
    await context.close();
  });
});
