import type { Page } from 'playwright-core';
import { Group, PerspectiveCamera, Quaternion, Raycaster, Vector2, Vector3 } from 'three';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TablePose } from '../../src/twin/table.ts';
import { eyeOf, FOVY_DEG } from '../../src/view/table/orbit.ts';
import { firstPlacement, type RoomPoint, rigOf } from '../../src/view/table/placement.ts';
import { atMap } from './desk.ts';
import {
  eyesOf,
  framesGoOn,
  type HandPose,
  type HeadsetWindow,
  moveHand,
  openWithHeadset,
  press,
  WINDOW,
} from './emulated-headset.ts';
import { type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { lookAt } from './picture-look.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const SIZE_M = 500;
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
  const found = await page.evaluate(
    ([middleX, middleY]) => {
      const { shapan } = globalThis as unknown as Window;
      for (let y = middleY - 70; y < middleY + 70; y += 4)
        for (let x = middleX - 70; x < middleX + 70; x += 4) {
          const gid = shapan.table()?.gidAt(x, y) ?? null;
          if (gid !== null && gid < 24_805) return { x, y, gid };
        }
      return null;
    },
    await atMap(page),
  );
  return found ?? expect.fail('expected a building on the table');
}

/** The hand that points along the page's own ray through a pixel, once the table stands before a viewer at 1.6 m who looks ahead. */
async function handThrough(page: Page, x: number, y: number): Promise<HandPose> {
  const map = (await page.locator('[data-map]').boundingBox()) ?? expect.fail('expected the map');
  const { width, height } = map;
  const camera = new PerspectiveCamera(FOVY_DEG, width / height, 1, 9 * SIZE_M);
  const { eye, target } = eyeOf(POSE, SIZE_M);
  camera.position.set(...eye);
  camera.lookAt(...target);
  camera.setViewOffset(width, height, 0, 0.07 * height, width, height);
  camera.updateMatrixWorld();
  const caster = new Raycaster();
  caster.setFromCamera(new Vector2((2 * (x - map.x)) / width - 1, 1 - (2 * (y - map.y)) / height), camera);
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
  const bare = await openPage(house, { ...WINDOW, at: AT });
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

/** Puts it on as a person does, by the panel's button. */
async function putOn(page: Page, name: string): Promise<void> {
  await button(page, name).click();
  await expect.poll(() => readTwin(page, 'headset.status')).toBe('worn');
  await framesGoOn(page);
}

/** Selects nothing, then what the hand points at. */
async function pickBy(page: Page, hand: HandPose): Promise<unknown> {
  await act(page, 'select', null);
  await moveHand(page, hand);
  await press(page, 'trigger', 1);
  await press(page, 'trigger', 0);
  return readTwin(page, 'selectedGid');
}

/** The way out of the device itself, which the page only hears of. */
async function leaveByDevice(page: Page): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as Window).headset.activeSession?.end());
  await expect.poll(() => readTwin(page, 'headset.status')).toBe('off');
}

const hasSession = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as Window).headset.activeSession !== undefined);

/** Width and height of what is drawn, and how the middle of it looks. */
async function pictureOf(page: Page) {
  const size = await page.locator('.table-canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    return [width, height];
  });
  const [x, y] = await atMap(page, -70, -55);
  return { size, ...(await lookAt(page, { x, y, width: 140, height: 110 })) };
}

test('in a headset both eyes see the block and a hand selects what the page’s own click does; leaving gives the page back', async () => {
  const { page, context, watch } = await openWithHeadset(house, ['immersive-vr', 'immersive-ar'], AT);
  await untilReady(page);
  const { x, y, gid } = await buildingOn(page);
  const before = await pictureOf(page);
  await putOn(page, VR);
  const { drawnRatio, apart, corner } = await eyesOf(page);
  for (const ratio of drawnRatio) expect(ratio).toBeGreaterThan(0.1);
  expect(Math.abs(drawnRatio[0] - drawnRatio[1])).toBeLessThan(0.03);
  expect(apart).toBeGreaterThan(1);
  // One tone, and it is opaque.
  expect(corner[3]).toBe(255);
  expect(Math.min(...corner)).toBeGreaterThan(150);

  const hand = await handThrough(page, x, y);
  expect(await pickBy(page, hand)).toBe(gid);
  await press(page, 'squeeze', 1);
  const beside: HandPose = { ...hand, at: [hand.at[0] + 0.4, hand.at[1] + 0.1, hand.at[2]] };
  await moveHand(page, beside);
  await press(page, 'squeeze', 0);
  // What it pointed at went with it.
  expect(await pickBy(page, beside)).toBe(gid);

  await act(page, 'play', true);
  const shownMs = (await readTwin(page, 'shownTimeMs')) as number;
  await expect.poll(() => readTwin(page, 'shownTimeMs')).toBeGreaterThan(shownMs);
  await act(page, 'play', false);

  // A card stands over the panel; the emulated device lies over the page, and its button under it.
  await act(page, 'select', null);
  await button(page, LEAVE).evaluate((one) => (one as HTMLElement).click());
  await expect.poll(() => readTwin(page, 'headset.status')).toBe('off');
  expect(await hasSession(page)).toBe(false);
  await untilReady(page);
  expect(await gidAt(page, x, y)).toBe(gid);
  const after = await pictureOf(page);
  expect(after.size).toEqual(before.size);
  expect(after.light).toBeCloseTo(before.light, 0);
  expect(after.colour).toBeCloseTo(before.colour, 0);
  await framesGoOn(page, () => act(page, 'poseTable', { ...POSE, turnDeg: 31 }));
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  await context.close();
});

test('in the real room nothing surrounds the model; another block takes the headset off and stands on the page', async () => {
  const { page, context, watch } = await openWithHeadset(house, ['immersive-ar'], AT);
  await untilReady(page);
  expect(await button(page, VR).count()).toBe(0);
  await putOn(page, AR);
  const { drawnRatio, corner } = await eyesOf(page);
  expect(corner).toEqual([0, 0, 0, 0]);
  for (const ratio of drawnRatio) expect(ratio).toBeGreaterThan(0.1);
  await leaveByDevice(page);
  await untilReady(page);
  await putOn(page, AR);
  await act(page, 'putBlock', { eastM: -1900, northM: -200, sizeM: 600 });
  await expect.poll(() => hasSession(page)).toBe(false);
  expect(await readTwin(page, 'headset.status')).toBe('off');
  await untilReady(page);
  await buildingOn(page);
  expect(watch.errors).toEqual([]);
  await context.close();
});

test('one that is refused, or left before it begins, says why, and the table stays on the page', async () => {
  const { page, context, watch } = await openWithHeadset(house, ['immersive-vr'], AT);
  await untilReady(page);
  const { x, y, gid } = await buildingOn(page);
  const answer = (how: 'refused' | 'over' | 'unmade' | 'given') =>
    page.evaluate((next) => {
      const { navigator: own } = globalThis as unknown as {
        navigator: { xr: { requestSession(...of: unknown[]): Promise<{ end(): Promise<void> }> } };
      };
      const { xr } = own;
      const given = Object.getPrototypeOf(xr).requestSession.bind(xr) as typeof xr.requestSession;
      xr.requestSession = async (...of) => {
        if (next === 'refused') throw new DOMException('not now', 'NotAllowedError');
        const session = await given(...of);
        if (next === 'over') await session.end();
        if (next === 'unmade')
          Object.assign(session, { requestReferenceSpace: () => Promise.reject(new Error('no floor')) });
        return session;
      };
    }, how);
  const expectTable = async (): Promise<void> => {
    expect(await readTwin(page, 'engine')).toBe('table');
    expect(await hasSession(page)).toBe(false);
    await framesGoOn(page, () => act(page, 'poseTable', { ...POSE, turnDeg: 31 }));
    await act(page, 'poseTable', POSE);
    await untilReady(page);
    // The picture of the pose comes with the next frame.
    await expect.poll(() => gidAt(page, x, y)).toBe(gid);
  };
  for (const [how, why] of [
    ['refused', '浏览器没有获准打开头显'],
    ['over', '画面开始之前头显已退出'],
    ['unmade', '头显没有打开'],
  ] as const) {
    await answer(how);
    await button(page, VR).click();
    await page.locator('.panel.tool .note', { hasText: why }).waitFor({ timeout: 120_000 });
    await expectTable();
  }
  await answer('given');
  await act(page, 'askHeadset', 'immersive-vr');
  await act(page, 'leaveHeadset');
  await expectTable();
  expect(await page.locator('.panel.tool .note').count()).toBe(0);
  await putOn(page, VR);
  await leaveByDevice(page);
  await expectTable();
  expect(watch.errors).toEqual([]);
  await context.close();
});
