import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/** A morning of the Plan desk as a film, whose file opens. */
let house: House;
let page: Page;
let watch: Watch;
const DAWN_MS = Date.UTC(2026, 6, 17, 22);

beforeAll(async () => {
  house = await openHouse();
  const at = `?city=chengchuan&quality=fast#desk=plan&${LIGHT}`;
  ({ page, watch } = await openPage(house, { width: 1280, height: 720, at }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'showTime', DAWN_MS);
  await untilReady(page);
  await openTool(page, 'clock-film');
}, 300_000);
afterAll(() => house?.close());

const panel = () => page.getByRole('region', { name: '时间动画', exact: true }).first();

/** Types the last minute of the same day. */
const until = (minute: string) => panel().getByLabel('止，时刻', { exact: true }).fill(minute);

test('the clock is recorded from time to time, the clock given back, and the WebM says its frames and its length', async () => {
  const shoot = panel().getByRole('button', { name: '录制动画' });
  await until('05:00');
  expect(await panel().getByRole('alert').innerText()).toBe('结束早于开始。');
  expect(await shoot.isDisabled()).toBe(true);
  await until('12:00');
  await panel().getByLabel('每帧间隔', { exact: true }).fill('120');
  expect(await panel().innerText()).toContain('4 帧，0.3 秒；至多 600 帧、400 MB');
  await shoot.click();
  const webm = panel().getByRole('button', { name: '视频（WebM）' });
  await webm.waitFor({ timeout: 240_000 });
  expect(await readTwin(page, 'shownTimeMs')).toBe(DAWN_MS);
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), webm.click()]);
  expect(download.suggestedFilename()).toBe('chengchuan-2026-07-18T0600-2026-07-18T1200.webm');
  const bytes = await readFile(await download.path());
  // EBML's own id, and the kind of document (RFC 8794).
  expect(bytes.readUInt32BE(0)).toBe(0x1a45dfa3);
  const kind = bytes.indexOf(Buffer.of(0x42, 0x82)) + 10;
  expect(bytes.toString('latin1', kind, kind + 4)).toBe('webm');
  // Duration (0x4489, a float of eight bytes) in ms: four frames at 12 a second; each in a simple block (0xa3) of eight bytes' size.
  const at = bytes.indexOf(Buffer.of(0x44, 0x89));
  expect(bytes.readDoubleBE(at + 10)).toBeCloseTo((4 / 12) * 1000, 3);
  expect(blocksOf(bytes)).toBe(4);
  expect(watch.errors).toEqual([]);
});

/** Simple blocks of all clusters, walked by the sizes that stand before them. */
function blocksOf(bytes: Buffer): number {
  const MASTERS = new Set([0x18538067, 0x1f43b675]);
  let count = 0;
  const walk = (from: number, to: number): void => {
    for (let at = from; at < to; ) {
      const idBytes = Math.clz32(bytes[at]) - 23;
      const id = bytes.readUIntBE(at, idBytes);
      const size = Number(bytes.readBigUInt64BE(at + idBytes) & 0xffffffffffffffn);
      const begin = at + idBytes + 8;
      if (id === 0xa3) count++;
      if (MASTERS.has(id)) walk(begin, begin + size);
      at = begin + size;
    }
  };
  walk(0, bytes.length);
  return count;
}
