import type { Page } from 'playwright-core';
import { nextPicture, untilReady } from '../e2e/house.ts';
import { act } from '../e2e/twin-of.ts';

const READY_MS = 300_000;
/** Until what comes after the first picture is mixed in. */
const SETTLE_MS = 1500;
const HOUR_MS = 3_600_000;

/** Hides everything of the page that lies over the picture; what falls from the sky is a part of it. */
export const PICTURE_ALONE =
  '.ui, .stage-overlay, .boot { visibility: hidden !important } .ui *, .stage-overlay * { visibility: hidden !important } .stage-overlay .precipitation { visibility: visible !important }';

/** Shows an hour of the first of June by the city's own clock. */
export async function showLocalHour(page: Page, hour: number): Promise<void> {
  const midnightMs = Date.UTC(2026, 5, 1);
  const offsetMs = await page.evaluate((atMs) => {
    const { zone } = (globalThis as unknown as { shapan: { twin: { city: { zone: string } } } }).shapan.twin.city;
    const local = new Date(atMs).toLocaleString('en-US', { timeZone: zone });
    return Date.parse(`${local} UTC`) - atMs;
  }, midnightMs);
  await act(page, 'showTime', midnightMs - (offsetMs % (24 * HOUR_MS)) + hour * HOUR_MS);
}

/** Lets the picture fill the window, beside whose panels it stands otherwise. */
export async function fillWindow(page: Page): Promise<void> {
  await page.locator('#globe').evaluate((globe) => {
    globe.style.inset = '0';
  });
}

export async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(SETTLE_MS);
  await nextPicture(page);
  await untilReady(page, READY_MS);
}
