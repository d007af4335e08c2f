import * as v from 'valibot';
import { expect, test } from 'vitest';
import { OutdoorHeatRequest } from '../../../model/questions/outdoor-heat.ts';
import { NO_TENTHS } from '../../../model/tables/heat.ts';
import { engine } from '../../../workers/outdoor-heat/engine.ts';
import type { HeatEngineTypes } from '../../../workers/outdoor-heat/engine-types.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city, files } = smallCity();
const RING: [number, number][] = [
  [200, 0],
  [280, 0],
  [280, 60],
  [200, 60],
];

async function openQuestions(): Promise<HeatEngineTypes['questions']> {
  const machine = {
    kernel: null,
    helpers: 0,
    nowMs: () => 0,
    dispatch: () => {},
    helperPorts: () => [],
    yield: async () => {},
  };
  const site = await engine.open(
    {
      manifest: city,
      read: async (path) => files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async () => null,
    },
    machine,
  );
  return engine.questions(site);
}

const wish = (more: object) => v.parse(OutdoorHeatRequest, { ringM: RING, ...more });
const analyse = async (more: object) => (await openQuestions()).analyse(wish(more), () => {});

test('open paving is worst at the warmest hour, and classes share out the whole ground', async () => {
  const result = await analyse({});
  expect(result?.worstHour).toBe(14);
  expect(result?.hours.map(({ hour }) => hour)).toEqual(Array.from({ length: 13 }, (_, i) => 8 + i));
  const shared = result?.classes.reduce((sum, { areaM2 }) => sum + areaM2, 0);
  expect(shared).toBe(result?.areaM2);
  expect(result?.change).toBeNull();
});

test('the same question has the same hash, a warmer day another', async () => {
  const [first, again, warmer] = await Promise.all([analyse({}), analyse({}), analyse({ warmestC: 38 })]);
  expect(first?.hash).toBe(again?.hash);
  expect(first?.hash).not.toBe(warmer?.hash);
});

test('a tree cools its shade alone, grass cools its lawn', async () => {
  const tree = await analyse({ trees: [{ atM: [240, 30], crownM: 12, heightM: 10 }] });
  const at = (eastM: number, northM: number) => {
    const raster = tree?.raster;
    if (!raster?.beforeTenths) return Number.NaN;
    const cell = Math.floor(northM / raster.cellM) * raster.columns + Math.floor((eastM - 200) / raster.cellM);
    return (raster.utciTenths[5][cell] - raster.beforeTenths[5][cell]) / 10;
  };
  expect(at(240, 33)).toBeLessThan(-3);
  expect(Math.abs(at(204, 4))).toBeLessThan(0.5);
  const lawn = await analyse({ surfaces: [{ ringM: RING, surface: 'grass' }] });
  expect(lawn?.change?.groundK).toBeLessThan(-0.5);
});

test('placed trees stand apart in the area and cool it', async () => {
  const planting = { trees: 6, spacingM: 15, weight: 'ground' };
  const result = await analyse({ planting });
  const placed = result?.placed ?? [];
  expect(placed.length).toBe(6);
  for (const [i, one] of placed.entries())
    for (const other of placed.slice(0, i))
      expect(Math.hypot(one.eastM - other.eastM, one.northM - other.northM)).toBeGreaterThanOrEqual(15);
  expect(placed.every(({ relief }, i) => i === 0 || relief <= placed[i - 1].relief)).toBe(true);
  expect(result?.change?.groundK).toBeLessThan(0);
});

test('cells outside the ring have no value', async () => {
  const result = await analyse({
    ringM: [
      [200, 0],
      [280, 0],
      [200, 60],
    ],
  });
  const { columns, rows, utciTenths } = result?.raster ?? { columns: 0, rows: 0, utciTenths: [] };
  expect(utciTenths[0][columns * rows - 1]).toBe(NO_TENTHS);
  expect(utciTenths[0][0]).not.toBe(NO_TENTHS);
});

test('hours that run backwards are refused', async () => {
  await expect(analyse({ fromHour: 15, toHour: 9 })).rejects.toThrow('toHour: expected 15 or later, got 9');
});
