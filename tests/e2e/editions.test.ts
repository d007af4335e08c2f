import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { editionOf } from '../../model/city/edition.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { ORIGIN } from '../readers/small-files.ts';
import { areaFeature, bakeBareTown, shapan, stepBox } from './bare-town.ts';
import { openTool } from './desk.ts';
import { foreignRequests, type House, openHouse, openPage, untilReady } from './house.ts';
import { pixelAt } from './pixel-at.ts';
import { lookDown, problemsOf, readTwin } from './twin-of.ts';

/** A step of the town to the east, in metres; and about where roofs are in its frame. */
const [STEP_EAST_M] = enuFromLonLat(
  { ...ORIGIN, heightM: 380 },
  { lonDeg: ORIGIN.lonDeg + 1e-3, latDeg: ORIGIN.latDeg, heightM: 380 },
);
const ROOF_UP_M = 20;

let folder: string;
let cities: string;
let house: House;

const houseAt = (id: string, x: number, height: number, owner: string) =>
  areaFeature(stepBox(x, -0.5, x + 1, 0.5), { id, height, owner });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-editions-e2e-'));
  const old = [houseAt('stays', -4, 20, 'Li'), houseAt('sold', -2, 20, 'Li'), houseAt('gone', 0, 20, 'Li')];
  cities = bakeBareTown(folder, old);
  const now = [houseAt('stays', -4, 20, 'Li'), houseAt('sold', -2, 20, 'Wang'), houseAt('built', 2, 20, 'Li')];
  writeFileSync(join(folder, 'hut.geojson'), JSON.stringify({ type: 'FeatureCollection', features: now }));
  shapan('bake', join(folder, 'recipe.json'), '--out', cities, '--threads', '0');
  house = await openHouse({ cities });
});
afterAll(async () => {
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a city is compared with its former bake: the counts are the command line’s, and what is gone stands as a pale body', async () => {
  const [edition] = readdirSync(cities).filter((name) => editionOf(name) !== null);
  const told = JSON.parse(shapan('difference', join(cities, edition), join(cities, 'field'), '--json').trim());
  const at = '?city=field#desk=plan&lang=zh';
  const { page, watch } = await openPage(house, { width: 1280, height: 720, scale: 1, at });
  await lookDown(page, ORIGIN.lonDeg, ORIGIN.latDeg, 1900);
  await openTool(page, 'bake-difference');
  await page.getByRole('button', { name: '与此版比较' }).click();
  const { added, removed, changed } = told;
  expect({ added, removed, changed }).toEqual({ added: 1, removed: 1, changed: 1 });
  await page.getByText(`新增 ${added}，删除 ${removed}，改动 ${changed}。`).waitFor();
  await page.getByRole('cell', { name: 'owner Li → Wang' }).waitFor();
  expect(await readTwin(page, 'differenceEdition.folder')).toBe(edition);
  await lookDown(page, ORIGIN.lonDeg, ORIGIN.latDeg, 1900);
  await untilReady(page);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-editions.png` });
  const colourOf = (x: number) => pixelAt(page, [x * STEP_EAST_M, 0, ROOF_UP_M]);
  const [red, green] = await colourOf(0.5);
  expect(red, 'the body of the house that is gone').toBeGreaterThan(green + 30);
  const [newRed, newGreen] = await colourOf(2.5);
  expect(newGreen, 'the house that was built').toBeGreaterThan(newRed + 20);
  await page.getByRole('button', { name: '收起' }).click();
  await untilReady(page);
  const [groundRed, groundGreen] = await colourOf(0.5);
  expect(groundRed - groundGreen).toBeLessThan(30);
  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
});
