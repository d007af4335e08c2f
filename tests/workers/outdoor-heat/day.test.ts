import * as v from 'valibot';
import { expect, test } from 'vitest';
import { OutdoorHeatRequest } from '../../../model/questions/outdoor-heat.ts';
import { playDay } from '../../../workers/outdoor-heat/heat-day.ts';
import { heatGround } from '../../../workers/outdoor-heat/heat-ground.ts';
import { addCrowns, emptyScene, type HeatScene } from '../../../workers/outdoor-heat/heat-scene.ts';
import { heatHours, startOfDayMs } from '../../../workers/outdoor-heat/heat-weather.ts';
import { surfaceNumber } from '../../../workers/outdoor-heat/surfaces.ts';

const place = { westM: 0, southM: 0, cellM: 2, columns: 41, rows: 41 };
const whole = { column: 0, row: 0, columns: 41, rows: 41 };
const request = v.parse(OutdoorHeatRequest, {
  ringM: [
    [0, 0],
    [82, 0],
    [0, 82],
  ],
});
const hours = heatHours(request, {
  lonDeg: 108.75,
  latDeg: 34.3,
  elevationM: 400,
  startMs: startOfDayMs(7, 22, 'Asia/Shanghai'),
});
const go = async () => false;
const ALL = [...hours.keys()];

async function dayOn(scene: HeatScene) {
  const ground = await heatGround(scene, whole, hours, go);
  const maps = ground && (await playDay(ground, hours, { hours: ALL, relief: true }, go));
  if (!maps) throw new Error('expected it played to its end');
  return { ground, maps };
}

const MIDDLE = 20 * 41 + 20;

test('a day has its sun, its coolest and its warmest hour', () => {
  const sunny = hours.filter(({ beamWPerM2 }) => beamWPerM2 > 0).map(({ hour }) => hour);
  expect([sunny[0], sunny.at(-1)]).toEqual([6, 19]);
  expect(Math.max(...hours.map(({ airC }) => airC))).toBeCloseTo(36, 1);
  expect(Math.min(...hours.map(({ airC }) => airC))).toBeCloseTo(26, 1);
  expect(Math.max(...hours.map(({ globalWPerM2 }) => globalWPerM2))).toBeGreaterThan(950);
});

test('asphalt under the sun is far warmer than grass, and grass warmer than water', async () => {
  const at = async (surface: 'asphalt' | 'grass' | 'water') => {
    const { maps } = await dayOn(emptyScene(place, surfaceNumber(surface)));
    return maps.surfaceC[14][surfaceNumber(surface)] ?? Number.NaN;
  };
  const asphaltC = await at('asphalt');
  const grassC = await at('grass');
  const waterC = await at('water');
  expect(asphaltC).toBeGreaterThan(52);
  expect(asphaltC).toBeLessThan(66);
  expect(grassC).toBeGreaterThan(36);
  expect(grassC).toBeLessThan(47);
  expect(waterC).toBeLessThan(36);
});

test('the shade of a tree takes more than 15 K off the radiant temperature by noon, and what relief foretold off the index', async () => {
  const open = await dayOn(emptyScene(place, surfaceNumber('paving')));
  const scene = emptyScene(place, surfaceNumber('paving'));
  addCrowns(scene, [{ atM: [41, 41], crownM: 12, heightM: 12 }]);
  const under = await dayOn(scene);
  const radiantOf = ({ maps }: typeof open) => maps.radiantTenths[12][MIDDLE] / 10;
  const utciOf = ({ maps }: typeof open) => maps.utciTenths[12][MIDDLE] / 10;
  expect(radiantOf(open) - radiantOf(under)).toBeGreaterThan(15);
  const foretold = open.maps.reliefTenths[12][MIDDLE] / 10;
  expect(utciOf(open) - utciOf(under)).toBeGreaterThan(foretold - 0.5);
  expect(under.maps.reliefTenths[12][MIDDLE]).toBe(0);
});

test('by night a street between walls stays warmer than open ground', async () => {
  const scene = emptyScene(place, surfaceNumber('paving'));
  for (let row = 0; row < 41; row++)
    for (const column of [17, 16, 23, 24]) {
      scene.topM[row * 41 + column] = 15;
      scene.isBuilt[row * 41 + column] = 1;
    }
  const street = await dayOn(scene);
  const open = await dayOn(emptyScene(place, surfaceNumber('paving')));
  expect(street.maps.radiantTenths[23][MIDDLE]).toBeGreaterThan(open.maps.radiantTenths[23][MIDDLE]);
  expect(street.maps.radiantTenths[12][17 + 20 * 41]).toBe(-32768);
});
