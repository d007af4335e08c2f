import { afterAll, beforeAll, test } from 'vitest';
import { closeLook, LANGUAGES, look, openLook } from './axe-page.ts';
import { type House, LIGHT, openHouse } from './house.ts';
import { act } from './twin-of.ts';

/** By axe each desk as it opens, the kiosk, the wall and the table; tools, cards and search are in `axe-desks.test.ts`. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

for (const desk of ['plan', 'command', 'build', 'tour'] as const)
  test(`the ${desk} desk as it opens`, async () => {
    const at = await openLook(house, `?city=chengchuan&quality=fast#desk=${desk}&${LIGHT}`, { picture: 'off' });
    for (const language of LANGUAGES) {
      at.name = `${desk}, ${language}`;
      await act(at.page, 'speak', language);
      await look(at, 'page', 'html');
    }
    await closeLook(at);
  });

test('the kiosk', async () => {
  const at = await openLook(house, `?city=chengchuan&quality=fast&kiosk=1#${LIGHT}`, { picture: 'off' });
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
