import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foreignRequests, type House, openHouse, openPage, type Watch } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/** The hub as `npm start` has it, with data of its own, and an almost empty city before it. */
let house: House;
let page: Page;
let watch: Watch;
const hubData = mkdtempSync(join(tmpdir(), 'shapan-hub-'));

beforeAll(async () => {
  house = await openHouse({ hubData });
  ({ page, watch } = await openPage(house, { at: '?city=chengchuan&quality=fast' }));
  await page.locator('.desk').waitFor({ timeout: 90_000 });
  const layers = (await readTwin(page, 'layers')) as Record<string, unknown>;
  for (const id of Object.keys(layers)) if (id !== 'sensors') await act(page, 'showLayer', id, false);
});
afterAll(async () => {
  await house.close();
  rmSync(hubData, { recursive: true, force: true });
});

/** Polls, since the page forbids eval. */
async function until<Value>(
  read: () => Promise<Value>,
  is: (value: Value) => boolean,
  timeoutMs: number,
): Promise<Value> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (is(value)) return value;
    if (Date.now() > endMs) throw new Error(`after ${timeoutMs} ms: ${JSON.stringify(value)}`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

test('the demo city’s feed moves, and its truth is told', async () => {
  await until(
    () => readTwin(page, 'feed') as Promise<{ kind: string }>,
    ({ kind }) => kind === 'live',
    120_000,
  );
  const framesBefore = (await readTwin(page, 'feedFrames')) as number;
  await until(
    () => readTwin(page, 'feedFrames') as Promise<number>,
    (frames) => frames > framesBefore + 3,
    60_000,
  );
  const truth = await until(
    () => readTwin(page, 'feedTruth') as Promise<{ received: number; perS: number } | null>,
    (told) => told !== null && told.perS > 0 && told.received > 100,
    60_000,
  );
  expect(truth?.received).toBeGreaterThan(100);
  expect((await readTwin(page, 'sensors')) as unknown[]).toHaveLength(3526);
});

test('nothing is asked of another host, and the page complains of nothing', () => {
  expect(foreignRequests(watch, house)).toEqual([]);
  expect(watch.errors).toEqual([]);
});
