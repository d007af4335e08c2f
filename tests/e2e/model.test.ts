import { afterAll, beforeAll, expect, test } from 'vitest';
import { crsOf } from '../../model/geo/crs.ts';
import type { ModelStatus } from '../../src/plugins/build/project-slice.ts';
import { smallIfc, threeBoxes, withDeepBeam } from '../workers/construction/small-ifc.ts';
import { glbBytes, jsonBytes, smallCityJson, smallGltf } from '../workers/construction/small-models.ts';
import { atMap, openTool } from './desk.ts';
import { foreignRequests, type House, LIGHT, openHouse, openPage } from './house.ts';
import { act, lookDown, problemsOf, readTwin, selectById, untilLayer } from './twin-of.ts';

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

const SCHEDULE = [
  'id,name,duration,start,finish,predecessors',
  'W,Walls,10d,2026-03-02 08:00,2026-03-13 17:00,',
  'S,Slab,5d,2026-03-16 08:00,2026-03-20 17:00,W',
].join('\n');

const SLAB = '3vB2YO$MX4xv5uCqZZG05z';

/** Ten times a house, so that a slab of 40 × 52 m fills the middle of the picture. */
async function house10(slabId = SLAB): Promise<Uint8Array> {
  const boxes = threeBoxes(1).map((box) => ({
    ...box,
    globalId: box.ifcClass === 'IfcSlab' ? slabId : box.globalId,
    at: box.at.map((v) => 10 * v) as [number, number, number],
    size: box.size.map((v) => 10 * v) as [number, number, number],
  }));
  return smallIfc({ boxes, map: await onTheMap() });
}

test('a model and its schedule: placed by its map conversion, linked by rules that a person confirms, built by the clock, and linked again when revised', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 800,
    at: `?quality=fast#desk=build&${LIGHT}&c=${PLACE.lonDeg},${PLACE.latDeg},900,0,-89`,
  });
  const input = page.getByLabel('打开模型或进度文件').and(page.locator('input'));
  const open = (name: string, bytes: Uint8Array) =>
    input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  const model = async () => (await readTwin(page, 'model')) as ModelStatus;
  const opened = async () => {
    const now = await model();
    return now.kind === 'open' ? now.layerId : now.kind;
  };
  await open('house.ifc', await house10());
  await expect.poll(opened).toBe('model-1');
  await untilLayer(page, 'model-1', 'ready');
  expect(await page.locator('.model-part').innerText()).toContain('3 个构件');
  expect(await model()).toMatchObject({ place: { kind: 'map', crs: CRS, elevationM: 385 }, isGuess: false });

  await open('plan.csv', new TextEncoder().encode(SCHEDULE));
  await expect.poll(() => readTwin(page, 'plan.kind')).toBe('open');
  const rules = [
    { id: 'walls', when: { class: 'IfcWall' }, task: { activity: 'W' }, does: 'build' },
    { id: 'roof', when: { class: 'IfcRoof' }, task: { activity: 'S' }, does: 'build' },
    { id: 'all else', when: { class: 'Ifc*' }, task: { activity: 'X9' }, does: 'build' },
  ];
  const links = page.getByRole('region', { name: '模型与进度的关联' });
  await openTool(page, 'build.links');
  await page
    .getByLabel('打开规则')
    .and(page.locator('input'))
    .setInputFiles({
      name: 'links.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ format: 1, kind: 'links', rules, confirmed: null })),
    });
  await expect.poll(() => links.innerText()).toContain('进度计划中没有这 1 道工序');
  expect(await links.innerText()).toMatch(/X9\s+涉及 1 个构件/);
  await links.getByRole('button', { name: /删除规则 Ifc\* → X9/ }).click();
  await links.getByText('新规则').click();
  await links.getByLabel('类别').selectOption('IfcSlab');
  await links.getByLabel('工序', { exact: true }).and(page.locator('input[type=text]')).fill('S');
  await links.getByRole('button', { name: '添加规则' }).click();
  await links.getByRole('button', { name: '确认 3 项关联' }).click();
  await expect.poll(() => links.innerText()).toContain('已确认');

  await selectById(page, SLAB);
  await expect.poll(() => readTwin(page, 'selectedGid')).toBeTypeOf('number');
  const slabGid = await readTwin(page, 'selectedGid');
  const pickedOn = async (day: string) => {
    await act(page, 'select', null);
    await act(page, 'showTime', Date.parse(`${day}T12:00:00+08:00`));
    await lookDown(page, PLACE.lonDeg + 0.00022, PLACE.latDeg + 0.00023, 700);
    await page.mouse.click(...(await atMap(page)));
    await page.waitForTimeout(500);
    return await readTwin(page, 'selectedGid');
  };
  expect(await pickedOn('2026-03-10')).not.toBe(slabGid);
  expect(await pickedOn('2026-03-25')).toBe(slabGid);

  // The slab's card lies over the tool.
  await openTool(page, 'build.links');
  await open('house-2.ifc', await house10(`${SLAB.slice(0, -1)}0`));
  await expect.poll(opened).toBe('model-2');
  await openTool(page, 'build.links');
  await expect.poll(() => links.innerText()).toContain('丢失 1 项关联');
  expect(await links.innerText()).toContain('新增 1 项关联');

  await open('deep.ifc', withDeepBeam(await house10(), 20_000));
  await expect.poll(opened).toBe('model-3');
  expect(await page.locator('.model-part').first().innerText()).toMatch(/不完整[\s\S]*例如 IfcBeam/);
  expect(await page.locator('.model-part').first().innerText()).toContain('3 个构件');

  await open('broken.ifc', new TextEncoder().encode('ISO-10303-21;\nHEADER;\nEND-ISO-10303-21;'));
  await expect.poll(async () => (await model()).kind).toBe('failed');
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  await context.close();
});

test('CityJSON on its map and glTF without one: the ground is cut where the model reaches below it, and whole again when it is closed', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 800,
    at: `?quality=fast#desk=build&${LIGHT}&c=${PLACE.lonDeg},${PLACE.latDeg},900,0,-89`,
  });
  const input = page.getByLabel('打开模型或进度文件').and(page.locator('input'));
  const open = (name: string, bytes: Uint8Array) =>
    input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  const part = page.locator('.model-part').first();
  const { eastings, northings } = await onTheMap();
  // Ten times the small one: 100 × 80 m, from 350 m up to 410 m, some 30 m into the ground.
  const transform = { scale: [0.01, 0.01, 0.01], translate: [eastings, northings, 350] };
  await open('hall.city.json', jsonBytes(smallCityJson({ transform })));
  await expect.poll(() => readTwin(page, 'model.kind')).toBe('open');
  await untilLayer(page, 'model-1', 'ready');
  expect(await part.innerText()).toMatch(/CityJSON 2\.0[\s\S]*2 个构件/);
  await expect.poll(() => part.innerText()).toMatch(/开挖 [\d,]+ m³，坑底高程 350\.\d m/);
  await part.getByLabel('模型低于地面处开挖').uncheck();
  await expect.poll(() => part.innerText()).not.toContain('坑底高程');

  await open('tower.glb', glbBytes(smallGltf([{ name: 'IfcWall-1', mesh: 0, scale: [10, 10, 10] }], [0])));
  await expect.poll(() => part.innerText()).toMatch(/glTF 2\.0[\s\S]*1 个构件/);
  await untilLayer(page, 'model-2', 'ready');
  expect(await readTwin(page, 'model.isGuess')).toBe(true);
  await open('half.glb', glbBytes(smallGltf([], [0])).subarray(0, 200));
  await expect.poll(() => readTwin(page, 'model.kind')).toBe('failed');
  expect(await readTwin(page, 'model.reason.en')).toMatch(/half\.glb: header: expected a length of 200/);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  await context.close();
});
