import type { Page } from 'playwright-core';
import { Group, PerspectiveCamera, Quaternion, Raycaster, Vector2, Vector3 } from 'three';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TablePose } from '../../src/twin/table.ts';
import { eyeOf, FOVY_DEG } from '../../src/view/table/orbit.ts';
import { firstPlacement, type RoomPoint, rigOf } from '../../src/view/table/placement.ts';
import { framesGoOn, type HandPose, type HeadsetWindow, openWithHeadset, pullTrigger } from './emulated-headset.ts';
import { type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { lookAt } from './picture-look.ts';
import { act, readTwin } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const SIZE_M = 1000;
const POSE: TablePose = { turnDeg: 30, tipDeg: 60, rangeRatio: 2.4, over: [0, 0] };
const AT = `?city=chengchuan&quality=fast#desk=plan&${LIGHT}&tool=sand-table&view=table&block=-1900,-200,${SIZE_M}&pose=30,60,2.4,0,0`;
const VR = '戴上头显看（VR）';
const AR = '放到真实桌面上（AR）';
const LEAVE = '退出头显';

interface Window extends HeadsetWindow {
  shapan: { table(): { gidAt(xPx: number, yPx: number): number | null; frames(): number } | null };
}

const gidAt = (page: Page, x: number, y: number) =>
  page.evaluate(([atX, atY]) => (globalThis as unknown as Window).shapan.table()?.gidAt(atX, atY) ?? null, [
    x,
    y,
  ] as const);

const button = (page: Page, name: string) => page.getByRole('button', { name });

/** A pixel of the page on a building, and which. */
async function buildingOn(page: Page): Promise<{ x: number; y: number; gid: number }> {
  const found = await page.evaluate(() => {
    const { shapan } = globalThis as unknown as Window;
    for (let y = 200; y < 380; y += 4)
      for (let x = 420; x < 620; x += 4) {
        const gid = shapan.table()?.gidAt(x, y) ?? null;
        if (gid !== null && gid < 24_805) return { x, y, gid };
      }
    return null;
  });
  return found ?? expect.fail('expected a building on the table');
}

/** The hand that points along the page's own ray through a pixel, once the table stands before a viewer at 1.6 m who looks ahead. */
function handThrough(x: number, y: number): HandPose {
  const camera = new PerspectiveCamera(FOVY_DEG, 960 / 540, 1, 9 * SIZE_M);
  const { eye, target } = eyeOf(POSE, SIZE_M);
  camera.position.set(...eye);
  camera.lookAt(...target);
  camera.setViewOffset(960, 540, 0, 0.07 * 540, 960, 540);
  camera.updateMatrixWorld();
  const caster = new Raycaster();
  caster.setFromCamera(new Vector2((2 * x) / 960 - 1, 1 - (2 * y) / 540), camera);
  const { origin, direction } = caster.ray;
  const { position, turnRad, times } = rigOf(firstPlacement([0, 1.6, 0], 0, POSE.turnDeg), SIZE_M);
  const rig = new Group();
  rig.position.set(...position);
  rig.rotation.y = turnRad;
  rig.scale.setScalar(times);
  rig.updateMatrixWorld();
  const inRoom = rig.matrixWorld.clone().invert();
  const ahead = direction.clone().transformDirection(inRoom);
  const held = new Quaternion().setFromUnitVectors(new Vector3(0, 0, -1), ahead);
  return {
    at: origin.clone().applyMatrix4(inRoom).toArray() as RoomPoint & [number, number, number],
    held: held.toArray(),
  };
}

test('without a device there is no button; one that is plugged in later brings its own', async () => {
  const bare = await openPage(house, { width: 960, height: 540, at: AT });
  await untilReady(bare.page);
  await bare.page.locator('.panel.tool').waitFor();
  expect(await readTwin(bare.page, 'headsetKinds')).toEqual([]);
  expect(await button(bare.page, VR).count()).toBe(0);
  expect(await button(bare.page, AR).count()).toBe(0);
  await bare.context.close();

  const { page, context } = await openWithHeadset(house, [], AT);
  await untilReady(page);
  await page.locator('.panel.tool').waitFor();
  expect(await button(page, VR).count()).toBe(0);
  await page.evaluate(() => {
    const { headsetModes } = globalThis as unknown as Window;
    headsetModes.push('immersive-vr');
    (navigator as unknown as { xr: EventTarget }).xr.dispatchEvent(new Event('devicechange'));
  });
  await button(page, VR).waitFor();
  expect(await button(page, AR).count()).toBe(0);
  await context.close();
});

test('in a headset both eyes see the block and a hand selects what the page’s own click does; leaving gives the page back', async () => {
  const { page, context, watch } = await openWithHeadset(house, ['immersive-vr', 'immersive-ar'], AT);
  await untilReady(page);
  const { x, y, gid } = await buildingOn(page);
  const middle = { x: 380, y: 180, width: 200, height: 160 };
  const before = await lookAt(page, middle);
  const sizeOf = () =>
    page.locator('.table-canvas').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      return [width, height];
    });
  const size = await sizeOf();

  await button(page, VR).click();
  await expect.poll(() => readTwin(page, 'headset.status'), { timeout: 60_000 }).toBe('worn');
  await framesGoOn(page);
  await page.screenshot({ path: '/tmp/w-headset-vr.png' });

  await act(page, 'select', null);
  await pullTrigger(page, handThrough(x, y));
  expect(await readTwin(page, 'selectedGid')).toBe(gid);

  await button(page, LEAVE).evaluate((one) => (one as HTMLElement).click());
  await expect.poll(() => readTwin(page, 'headset.status')).toBe('off');
  await act(page, 'select', null);
  await untilReady(page);
  await page.screenshot({ path: '/tmp/w-headset-after.png' });
  expect(await sizeOf()).toEqual(size);
  expect(await gidAt(page, x, y)).toBe(gid);
  const after = await lookAt(page, middle);
  expect(after.light).toBeCloseTo(before.light, 0);
  expect(watch.errors).toEqual([]);
  await context.close();
});
