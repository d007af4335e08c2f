import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { HeadsetKind } from '../../src/twin/headset.ts';
import { type House, openPage, ROOT, type Watch } from './house.ts';

/** WebXR of an emulated Quest 3 in the page, both eyes side by side on its canvas. */
interface Headset {
  readonly controllers: { readonly right: EmulatedHand; readonly left: EmulatedHand };
  readonly activeSession?: { end(): Promise<void> };
}

interface EmulatedHand {
  readonly position: { set(x: number, y: number, z: number): void };
  readonly quaternion: { set(x: number, y: number, z: number, w: number): void };
  updateButtonValue(id: 'trigger' | 'squeeze', value: number): void;
  updateAxes(id: 'thumbstick', x: number, y: number): void;
}

/** What a test in the page finds at its window. */
export interface HeadsetWindow {
  headset: Headset;
  /** The kinds that the device has now; `navigator.xr` tells of a change by `devicechange`. */
  headsetModes: string[];
}

/** A hand in the room: where it is, metres, and how it is held, a unit quaternion. */
export interface HandPose {
  readonly at: readonly [number, number, number];
  readonly held: readonly [number, number, number, number];
}

/** Its runtime for browsers, as one script: the page's policy allows none, and init scripts are not the page's. */
const RUNTIME = readFileSync(join(ROOT, 'node_modules/iwer/build/iwer.min.js'), 'utf8');

/** A page in a browser with such a device, of these kinds. */
export async function openWithHeadset(
  house: Pick<House, 'url' | 'browser'>,
  kinds: readonly HeadsetKind[],
  at: string,
): Promise<{ page: Page; context: BrowserContext; watch: Watch }> {
  const opened = await openPage(house, { width: 960, height: 540, scale: 0.5, at: 'guide/zh/' });
  await opened.context.addInitScript({ content: RUNTIME });
  await opened.context.addInitScript(
    (modes) => {
      const { IWER } = globalThis as unknown as {
        IWER: {
          metaQuest3: object;
          XRDevice: new (config: object, options: object) => { installRuntime(options: object): void };
        };
      };
      const device = new IWER.XRDevice(
        { ...IWER.metaQuest3, supportedSessionModes: modes },
        { stereoEnabled: true, visibilityMask: null },
      );
      device.installRuntime({ forceInstall: true });
      Object.assign(globalThis, { headset: device, headsetModes: modes });
    },
    [...kinds] as string[],
  );
  await opened.page.goto(`${house.url}/${at}`, { timeout: 90_000 });
  return opened;
}

/** Holds the right hand there and pulls its trigger once, over some frames of the session. */
export async function pullTrigger(page: Page, { at, held }: HandPose): Promise<void> {
  await page.evaluate(
    ([[x, y, z], [qx, qy, qz, qw]]) => {
      const { right } = (globalThis as unknown as HeadsetWindow).headset.controllers;
      right.position.set(x, y, z);
      right.quaternion.set(qx, qy, qz, qw);
    },
    [at, held] as const,
  );
  for (const value of [1, 0]) {
    await framesGoOn(page);
    await page.evaluate((pressed) => {
      (globalThis as unknown as HeadsetWindow).headset.controllers.right.updateButtonValue('trigger', pressed);
    }, value);
  }
  await framesGoOn(page);
}

/** Waits until the table has drawn some more frames. */
export async function framesGoOn(page: Page): Promise<void> {
  const count = () =>
    (globalThis as unknown as { shapan: { table(): { frames(): number } | null } }).shapan.table()?.frames();
  const from = (await page.evaluate(count)) ?? 0;
  await page.waitForFunction(
    (least) =>
      ((globalThis as unknown as { shapan: { table(): { frames(): number } | null } }).shapan.table()?.frames() ?? 0) >
      least,
    from + 2,
    { timeout: 60_000, polling: 50 },
  );
}
