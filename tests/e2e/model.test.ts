import { afterAll, beforeAll, expect, test } from 'vitest';
import { crsOf } from '../../src/geo/crs.ts';
import type { ModelStatus } from '../../src/twin/project.ts';
import { smallIfc, threeBoxes } from '../workers/construction/small-ifc.ts';
import { foreignRequests, type House, openHouse, openPage } from './house.ts';
import { act, problemsOf, readTwin, untilLayer } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** On open ground of the city, in its own 3° zone. */
const PLACE = { lonDeg: 108.7302, latDeg: 34.3002 };
const CRS = 'EPSG:4545';

async function onTheMap(): Promise<{ crs: string; eastings: number; northings: number; height: number }> {
  const [eastings, northings] = (await crsOf(CRS, 'test')).fromLonLat(PLACE.lonDeg, PLACE.latDeg);
  return { crs: CRS, eastings, northings, height: 385 };
}

test('a building model is opened, stands where its map conversion says, is picked by its GlobalId, and a broken one is refused', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    at: `?quality=fast#desk=build&l=trees:0:1:both;lamps:0:1:both&c=${PLACE.lonDeg},${PLACE.latDeg},600,0,-89`,
  });
  const input = page.getByLabel('打开模型或进度文件').and(page.locator('input'));
  const open = (name: string, bytes: Uint8Array) =>
    input.setInputFiles({ name, mimeType: 'application/x-step', buffer: Buffer.from(bytes) });
  const model = async () => (await readTwin(page, 'model')) as ModelStatus;
  const boxes = threeBoxes(1).map((box) => ({
    ...box,
    at: box.at.map((v) => 10 * v) as [number, number, number],
    size: box.size.map((v) => 10 * v) as [number, number, number],
  }));
  await open('house.ifc', smallIfc({ boxes, map: await onTheMap() }));
  await expect.poll(async () => (await model()).kind, { timeout: 60_000 }).toBe('open');
  await untilLayer(page, 'model-1', 'ready');
  expect(await page.locator('.model-part').innerText()).toContain('3 个构件');
  await page.getByRole('button', { name: '飞到' }).click();
  const { place } = (await model()) as Extract<ModelStatus, { kind: 'open' }>;
  expect(place).toMatchObject({ kind: 'map', crs: CRS, elevationM: 385 });
  await page.evaluate((id) => {
    const { twin } = (globalThis as unknown as { shapan: { twin: { setState(part: object): void } } }).shapan;
    twin.setState({ selectedGid: null, selectedId: id });
  }, '3vB2YO$MX4xv5uCqZZG05z');
  await expect.poll(() => readTwin(page, 'selectedGid'), { timeout: 20_000 }).toBeTypeOf('number');
  await open('broken.ifc', new TextEncoder().encode('ISO-10303-21;\nHEADER;\nEND-ISO-10303-21;'));
  await expect.poll(async () => (await model()).kind, { timeout: 60_000 }).toBe('failed');
  await act(page, 'select', null);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  await context.close();
});
