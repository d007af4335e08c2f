import * as v from 'valibot';
import { expect, test } from 'vitest';
import { AirRequest } from '../../../model/questions/air.ts';
import { csvOf, type DataTable } from '../../../model/tables/data-table.ts';
import type { ReleaseResult, TraceResult } from '../../../workers/air/engine-types.ts';
import { ENGINES } from '../../../workers/engines.ts';
import { Host } from '../../../workers/shared/host.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

/** The small city's five buildings stand at (100 n, 50 n), n from 0. */
const { city, files } = smallCity();

async function openHost(): Promise<Host> {
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('air'));
  await host.open(
    {
      manifest: { ...city, grids: null },
      read: async (path) => files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async () => null,
    },
    '',
  );
  return host;
}

async function ask<Result>(host: Host, request: object): Promise<Result> {
  return valueIn(await host.ask(null, 'analyse', [v.parse(AirRequest, request), () => {}])) as Result;
}

/** From the south-west over all buildings: the wind blows to where (100, 50) points. */
const alongAll = { windFromDeg: 180 + (Math.atan2(100, 50) * 180) / Math.PI, windMps: 2 };
const release = { kind: 'release', atM: [-50, -25], substance: 'own', form: 'steady', ...alongAll, rateGps: 10 };

test('a limit that all buildings are above counts them all, one that none is above none', async () => {
  const host = await openHost();
  const low = await ask<ReleaseResult>(host, { ...release, ownLimitMgPerM3: 1e-3 });
  expect(low.limits).toMatchObject([{ id: 'own', buildings: 5 }]);
  expect(low.homes.map(({ mgPerM3 }) => mgPerM3)).toEqual(
    low.homes.map(({ mgPerM3 }) => mgPerM3).toSorted((a, b) => b - a),
  );
  const high = await ask<ReleaseResult>(host, { ...release, ownLimitMgPerM3: 1e5 });
  expect(high.limits).toMatchObject([{ buildings: 0, farM: null, firstMin: null }]);
  expect(high.outlines).toEqual([{ id: 'own', ringM: [] }]);
});

test('an hour with half of the air changed leaves 39 % of it indoors', async () => {
  const found = await ask<ReleaseResult>(await openHost(), { ...release, ownLimitMgPerM3: 1e-3 });
  for (const { mgPerM3, indoorMgPerM3 } of found.homes) expect(indoorMgPerM3 / mgPerM3).toBeCloseTo(0.39347, 4);
});

test('gas that goes the other way reaches nobody', async () => {
  const windFromDeg = alongAll.windFromDeg - 180;
  const found = await ask<ReleaseResult>(await openHost(), { ...release, windFromDeg, ownLimitMgPerM3: 1e-3 });
  expect(found.limits).toMatchObject([{ buildings: 0, residents: 0 }]);
});

test('a calm is refused in words', async () => {
  const host = await openHost();
  const answer = await host.ask(null, 'analyse', [v.parse(AirRequest, { ...release, windMps: 0.5 }), () => {}]);
  expect(JSON.stringify(answer)).toContain('expected 1 m/s or more, got 0.5 m/s');
});

test('heavy gas at the ground is warned of, with how far it flows as such', async () => {
  const host = await openHost();
  const heavy = { ...release, substance: 'propane', rateGps: 1000, windMps: 3 };
  const found = await ask<ReleaseResult>(host, heavy);
  expect(found.dense?.timesLimit).toBeGreaterThan(1);
  expect(found.dense?.untilM).toBeGreaterThan(20);
  expect((await ask<ReleaseResult>(host, { ...heavy, substance: 'carbon-monoxide' })).dense).toBe(null);
});

test('the same request has the same hash, another wind another, and its tables name the limits unread', async () => {
  const host = await openHost();
  const first = await ask<ReleaseResult>(host, { ...release, substance: 'chlorine' });
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(csvOf(tables.limits)).toMatch(/"AEGL-1",1\.4490,.*,"2004",no,/);
  expect((await ask<ReleaseResult>(host, { ...release, substance: 'chlorine' })).hash).toBe(first.hash);
  expect((await ask<ReleaseResult>(host, { ...release, substance: 'chlorine', windMps: 3 })).hash).not.toBe(first.hash);
});

test('readings of a planted source lead back to its ground', async () => {
  const host = await openHost();
  const [west, south, east, north] = city.extentM;
  const source = [(2 * west + east) / 3, (2 * south + north) / 3] as const;
  const wind = { stability: 'D', terrain: 'rural', heightM: 2, windMps: 3 } as const;
  const readings = [];
  for (const windFromDeg of [200, 225, 250])
    for (const atM of [
      [source[0] + 150, source[1] + 150],
      [source[0] + 220, source[1] + 90],
      [source[0] + 90, source[1] + 220],
    ]) {
      const found = await ask<ReleaseResult>(host, {
        ...release,
        ...wind,
        atM: source,
        windFromDeg,
        ownLimitMgPerM3: 1e-6,
        rateGps: 5,
      });
      readings.push({ atM, windFromDeg, mgPerM3: readAt(found, atM) });
    }
  const traced = await ask<TraceResult>(host, { kind: 'trace', ...wind, readings, cellM: 10, spreadPct: 50 });
  const widest = traced.grounds[traced.grounds.length - 1];
  expect(source[0]).toBeGreaterThan(widest.westM - 10);
  expect(source[0]).toBeLessThan(widest.eastM + 10);
  expect(source[1]).toBeGreaterThan(widest.southM - 10);
  expect(source[1]).toBeLessThan(widest.northM + 10);
  expect(traced.rateGps[0]).toBeLessThan(5);
  expect(traced.rateGps[1]).toBeGreaterThan(5);
});

/** The value of the cell of the map that a place lies in. */
function readAt({ raster }: ReleaseResult, [eastM, northM]: readonly number[]): number {
  const column = Math.floor((eastM - raster.westM) / raster.cellM);
  const row = Math.floor((northM - raster.southM) / raster.cellM);
  return Math.max(0, raster.values[row * raster.columns + column] ?? 0);
}

test('nothing read anywhere tells nothing', async () => {
  const host = await openHost();
  const readings = [0, 50, 100].map((eastM) => ({ atM: [eastM, 0], mgPerM3: 0 }));
  const answer = await host.ask(null, 'analyse', [v.parse(AirRequest, { kind: 'trace', readings }), () => {}]);
  expect(JSON.stringify(answer)).toContain('expected a reading above 0');
});
