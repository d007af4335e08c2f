import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { HeadsetKind } from '../../src/twin/headset.ts';
import { type House, openPage, ROOT, type Watch } from './house.ts';

/** WebXR of an emulated Quest 3 in the page, both eyes side by side on its canvas. */
interface Headset {
  readonly controllers: { readonly right: EmulatedHand };
  readonly activeSession?: { end(): Promise<void>; requestAnimationFrame(draw: () => void): number };
}

interface EmulatedHand {
  readonly position: { set(x: number, y: number, z: number): void };
  readonly quaternion: { set(x: number, y: number, z: number, w: number): void };
  updateButtonValue(id: 'trigger' | 'squeeze', value: number): void;
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

/** Wide enough for docks, and no wider: without a GPU each pixel of two eyes takes its time. */
export const WINDOW = { width: 800, height: 450 } as const;

/** Its runtime for browsers, as one script: the page's policy allows none, and init scripts are not the page's. */
const RUNTIME = readFileSync(join(ROOT, 'node_modules/iwer/build/iwer.min.js'), 'utf8');

/** A page in a browser with such a device, of these kinds. */
export async function openWithHeadset(
  house: Pick<House, 'url' | 'browser'>,
  kinds: readonly HeadsetKind[],
  at: string,
): Promise<{ page: Page; context: BrowserContext; watch: Watch }> {
  const opened = await openPage(house, { ...WINDOW, scale: 0.5, at: 'guide/zh/' });
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
  await opened.page.goto(`${house.url}/${at}`, { timeout: 120_000 });
  return opened;
}

/** What the eyes were shown in a frame of the session, the left one's half of the canvas first. */
export interface Eyes {
  /** How much of each half is other than its upper corner. */
  readonly drawnRatio: readonly [left: number, right: number];
  /** By how much the halves differ, of 255, on the average of channels: two eyes do not see the same. */
  readonly apart: number;
  /** Of an upper corner: what surrounds the model. */
  readonly corner: readonly number[];
}

/** Reads the canvas within a frame of the session, after the table has drawn it. */
export function eyesOf(page: Page): Promise<Eyes> {
  return page.evaluate(
    () =>
      new Promise<Eyes>((resolve, reject) => {
        const { headset } = globalThis as unknown as HeadsetWindow;
        const gl = document.querySelector<HTMLCanvasElement>('.table-canvas')?.getContext('webgl2');
        if (!gl || !headset.activeSession) return reject(new Error('expected a session'));
        headset.activeSession.requestAnimationFrame(() => {
          const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
          const rgba = new Uint8Array(4 * width * height);
          gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
          const top = 4 * (height - 2) * width + 8;
          const corner = [...rgba.subarray(top, top + 4)];
          const half = width / 2;
          const drawn = [0, 0];
          let apart = 0;
          for (let i = 0; i < width * height; i++) {
            const isRight = i % width >= half;
            const isOther = corner.some((channel, c) => Math.abs(rgba[4 * i + c] - channel) > 20);
            if (isOther) drawn[isRight ? 1 : 0]++;
            if (!isRight) for (let c = 0; c < 3; c++) apart += Math.abs(rgba[4 * i + c] - rgba[4 * (i + half) + c]) / 3;
          }
          const all = half * height;
          resolve({ drawnRatio: [drawn[0] / all, drawn[1] / all], apart: apart / all, corner });
        });
      }),
  );
}

/** Moves the right hand there, and waits until the session saw it: what is pressed or let go next happens there. */
export async function moveHand(page: Page, { at, held }: HandPose): Promise<void> {
  await page.evaluate(
    ([[x, y, z], [qx, qy, qz, qw]]) => {
      const { right } = (globalThis as unknown as HeadsetWindow).headset.controllers;
      right.position.set(x, y, z);
      right.quaternion.set(qx, qy, qz, qw);
    },
    [at, held] as const,
  );
  await framesGoOn(page);
}

/** Presses a button of the right hand, or lets it go, and waits until the session saw it. */
export async function press(page: Page, id: 'trigger' | 'squeeze', value: 0 | 1): Promise<void> {
  await page.evaluate(
    ([name, pressed]) => {
      (globalThis as unknown as HeadsetWindow).headset.controllers.right.updateButtonValue(name, pressed);
    },
    [id, value] as const,
  );
  await framesGoOn(page);
}

const framesOf = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as TableWindow).shapan.table()?.frames() ?? 0);

interface TableWindow {
  shapan: { table(): { frames(): number } | null };
}

/**
 * Waits until the table has drawn a frame more. One that is drawn between the count and `change` counts, too: what must be seen by a
 * session is done first, and waited for without a `change`.
 */
export async function framesGoOn(page: Page, change = async () => {}): Promise<void> {
  const from = await framesOf(page);
  await change();
  await page.waitForFunction(
    (least) => ((globalThis as unknown as TableWindow).shapan.table()?.frames() ?? 0) >= least,
    from + 1,
    { timeout: 120_000, polling: 50 },
  );
}
