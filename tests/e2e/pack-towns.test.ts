import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { foreignRequests, openPage, untilReady } from './house.ts';
import { failedRequests, serveStick, shapan } from './offline-package.ts';
import { bakeTown, lacksTowns } from './real-towns.ts';
import { act, readTwin } from './twin-of.ts';

/**
 * Real towns on a stick: packed in one place, opened from another by the pack's own server, in a browser for which no host but this machine
 * has an address. Each desk and the table stand, and nothing that is asked for is missing. `TOWN_PICTURES=<folder>` keeps pictures to look at.
 */
const TOWNS = ['bayreuth', 'kamloops'] as const;
const DESKS = ['plan', 'command', 'build', 'show'] as const;
const NO_NETWORK = '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1';
const PICTURES = process.env.TOWN_PICTURES;
const VIEW = { width: 1280, height: 720, ...(PICTURES ? { scale: 1 } : {}) };

const why = lacksTowns();
if (why) process.stdout.write(`skipped: ${why}\n`);

describe.skipIf(why !== null)('real towns on a stick', () => {
  let folder = '';
  let stick = '';
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shapan-town-stick-'));
    const cities = join(folder, 'cities');
    await mkdir(cities);
    for (const town of TOWNS) await bakeTown(town, cities);
    const made = join(folder, 'made');
    await shapan('pack', ...TOWNS, '--cities', cities, '--out', made, '--node', process.execPath);
    stick = join(folder, 'stick');
    await rename(made, stick);
    await rm(cities, { recursive: true });
    browser = await openBrowser([NO_NETWORK]);
  }, 900_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  const picture = async (page: Page, name: string) => {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), timeout: 120_000 });
  };

  test.each(TOWNS)('%s stands on every desk and on the table without network, and no request fails', async (town) => {
    const server = await serveStick(stick);
    const { page, context, watch } = await openPage({ ...server, browser }, { ...VIEW, at: 'guide/zh/index.html' });
    const failed = failedRequests(page);
    await page.goto(`${server.url}/?city=${town}&quality=fast#lang=zh`, { timeout: 120_000 });
    await untilReady(page);
    for (const desk of DESKS) {
      await act(page, 'openDesk', desk);
      await untilReady(page);
      await expect.poll(() => readTwin(page, 'desk')).toBe(desk);
      await picture(page, `stick-${town}-${desk}`);
    }
    await page.goto(`${server.url}/?city=${town}&quality=fast#lang=zh&view=table`, { timeout: 120_000 });
    await page.reload({ timeout: 120_000 });
    await untilReady(page);
    await picture(page, `stick-${town}-table`);
    expect(failed).toEqual([]);
    expect(foreignRequests(watch, server)).toEqual([]);
    expect(watch.errors).toEqual([]);
    await context.close();
    await server.close();
  });
});
