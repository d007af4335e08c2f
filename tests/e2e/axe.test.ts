import { afterAll, beforeAll, test } from 'vitest';
import { closeLook, LANGUAGES, look, openLook } from './axe-page.ts';
import { type House, LIGHT, openHouse } from './house.ts';
import { act } from './twin-of.ts';

/** By axe what has no tools, and a desk with a map as it opens; its tools, cards and search are in `axe-desks.test.ts`. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('the tour desk', async () => {
  const at = await openLook(house, `?city=chengchuan&quality=fast#desk=tour&${LIGHT}`);
  for (const language of LANGUAGES) {
    at.name = `tour, ${language}`;
    await act(at.page, 'speak', language);
    await look(at, 'page', 'html');
  }
  await closeLook(at);
});

test('a desk with a map, in its first view', async () => {
  const at = await openLook(house, `?city=chengchuan&quality=fast#desk=plan&${LIGHT}`);
  for (const language of LANGUAGES) {
    at.name = `plan, ${language}`;
    await act(at.page, 'speak', language);
    await look(at, 'page', 'html');
  }
  await closeLook(at);
});

test('the kiosk', async () => {
  const at = await openLook(house, `?city=chengchuan&quality=fast&kiosk=1#${LIGHT}`);
  for (const language of LANGUAGES) {
    at.name = `kiosk, ${language}`;
    await act(at.page, 'speak', language);
    await look(at, 'playing', 'html');
    await act(at.page, 'holdTour');
    await look(at, 'held', 'html');
  }
  await closeLook(at);
});

test('the table and the wall', async () => {
  const at = await openLook(house, '?city=chengchuan&quality=fast#desk=command');
  for (const language of LANGUAGES) {
    await act(at.page, 'speak', language);
    at.name = `wall, ${language}`;
    await act(at.page, 'showOnWall', true);
    await look(at, 'page', 'html');
    await act(at.page, 'showOnWall', false);
    at.name = `table, ${language}`;
    await act(at.page, 'showEngine', 'table');
    await at.page.locator('.table-bar').waitFor({ timeout: 120_000 });
    await look(at, 'page', 'html');
    await act(at.page, 'showEngine', 'globe');
  }
  await closeLook(at);
});
