// Which cameras see a place, the edges of a picture, and what no camera sees around it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SeenBy } from '../../workers/camera-sights/engine-types.ts';
import { foreignRequests, type House, openHouse, openPage } from './house.ts';
import { act, readTwin } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('cameras that see a place stand first, finest first; one’s picture is drawn, and the ground around is mapped', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: '?quality=fast#desk=command&lang=en&l=trees:0:1:both;lamps:0:1:both&c=108.7284,34.3045,700,0,-50',
  });
  await page.getByRole('button', { name: 'Camera coverage' }).click({ timeout: 120_000 });
  const panel = page.locator('.panel.cameras');
  await panel.getByText('640 cameras').waitFor({ timeout: 120_000 });
  // None stands in a building: the check of a baked city refuses such.
  expect(await panel.getByText('inside a building and see nothing').count()).toBe(0);

  // Between the two cameras of an underpass, that look at each other.
  await act(page, 'setCameras', { camerasPlace: [-1990, 470] });
  const seen = async () => (await readTwin(page, 'camerasSeen')) as SeenBy[] | null;
  await expect.poll(async () => (await seen())?.length ?? 0, { timeout: 60_000 }).toBeGreaterThan(1);
  const list = (await seen()) ?? [];
  const see = list.filter(({ verdict }) => verdict === 'seen');
  expect(see.map(({ id }) => id)).toContain('cam-0001');
  const fineness = see.map(({ pixelsPerM }) => pixelsPerM);
  expect(fineness).toEqual([...fineness].sort((a, b) => b - a));
  expect(await panel.locator('.camera-list li').first().getAttribute('data-verdict')).toBe('seen');

  await panel.locator('[data-camera="cam-0001"] button').click();
  await expect.poll(() => page.locator('.camera-frustum').count(), { timeout: 60_000 }).toBe(5);

  await panel.getByRole('button', { name: 'Map the coverage' }).click();
  await panel.locator('.coverage-keys').waitFor({ timeout: 120_000 });
  const { freeM2, blindM2 } = (await readTwin(page, 'coverage')) as { freeM2: number; blindM2: number };
  expect(freeM2).toBeGreaterThan(100_000);
  expect(blindM2).toBeGreaterThan(0);
  expect(blindM2).toBeLessThan(freeM2);
  expect(foreignRequests(watch, house)).toEqual([]);
  expect(watch.errors).toEqual([]);
  await context.close();
});
