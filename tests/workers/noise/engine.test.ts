import * as v from 'valibot';
import { expect, test } from 'vitest';
import { NoiseRequest } from '../../../model/questions/noise.ts';
import type { RoadNetwork } from '../../../model/roads/road-network.ts';
import { engine } from '../../../workers/noise/engine.ts';
import type { NoiseEngineTypes } from '../../../workers/noise/engine-types.ts';
import { smallCity } from '../../model/city/small-city.ts';

/** The small city's five buildings stand at (100 n, 50 n); a main road runs along y = 0. */
const { city, files } = smallCity();
const network: RoadNetwork = {
  format: 1,
  junctions: [
    [-300, 0],
    [800, 0],
  ],
  segments: [
    {
      id: 's1',
      name: { zh: '街', en: 'Street' },
      class: 'primary',
      form: 'ground',
      lanes: 4,
      widthM: 14,
      speedKmPerH: 60,
      direction: 'both',
      isPrivate: false,
      clearanceM: null,
      weightLimitT: null,
      from: 0,
      to: 1,
      points: [
        [-300, 0],
        [800, 0],
      ],
      assumed: [],
    },
  ],
  turnBans: [],
};
const RING: [number, number][] = [
  [0, 20],
  [400, 20],
  [400, 220],
  [0, 220],
];

async function openQuestions(): Promise<NoiseEngineTypes['questions']> {
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
      manifest: { ...city, grids: null, facts: { roads: { state: 'given' } } },
      read: async (path) => files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async (path) => (path === 'road-network.json' ? network : null),
    },
    machine,
  );
  return engine.questions(site);
}

const wish = (more: object) => v.parse(NoiseRequest, { ringM: RING, spacingM: 20, reflects: false, ...more });

test('twice the traffic is 3 dB more everywhere, without a new path', async () => {
  const questions = await openQuestions();
  const first = await questions.analyse(wish({}), () => {});
  const twice = await questions.analyse(wish({ change: { trafficPct: 200 } }), () => {});
  const changes = [...(twice?.raster.changeDb ?? [])].filter((one) => one > -1e29);
  expect([first?.paths.isKept, twice?.paths.isKept]).toEqual([false, true]);
  expect(changes.length).toBe(first?.points);
  expect(changes.every((one) => Math.abs(one - 10 * Math.log10(2)) < 1e-4)).toBe(true);
});

test('levels fall away from the road, and inferred traffic makes them whole numbers', async () => {
  const result = await (await openQuestions()).analyse(wish({}), () => {});
  const { columns, values } = result?.raster ?? { columns: 0, values: new Float32Array() };
  const column = [0, 4, 9].map((row) => values[row * columns]);
  expect(column[0] > column[1] && column[1] > column[2]).toBe(true);
  expect(column.every(Number.isInteger)).toBe(true);
  expect(result?.spreadDb).toBe(3);
});

test('counted traffic needs no spread, and a barrier makes it quieter behind', async () => {
  const questions = await openQuestions();
  const traffic = [{ segment: 's1', dayPerHour: 1000, nightPerHour: 200, heavyPct: 5 }];
  const barrier = {
    lineM: [
      [-300, 10],
      [800, 10],
    ],
    heightM: 4,
  };
  const result = await questions.analyse(wish({ traffic, barrier }), () => {});
  expect(result?.spreadDb).toBe(0);
  expect(result?.roads).toEqual({ audible: 1, counted: 1, unknown: [] });
  const near = result?.raster.changeDb?.[0] ?? 0;
  expect(near).toBeLessThan(-5);
});

test('the same question has the same hash', async () => {
  const hashes = await Promise.all(
    [0, 1].map(async () => (await (await openQuestions()).analyse(wish({ period: 'lden' }), () => {}))?.hash),
  );
  expect(hashes[0]).toBe(hashes[1]);
});
