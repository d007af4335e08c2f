import { expect, test } from 'vitest';
import type { FloodWorks } from '../../../model/city/flood-works.ts';
import { rateOf } from '../../../workers/flood/core/rate.ts';
import { oracleOf } from '../../../workers/flood/core/solvers.ts';
import { siteOf } from '../../../workers/flood/site.ts';

const grid: Parameters<typeof siteOf>[0]['grid'] = {
  format: 1,
  datum: { vertical: 'd', geoidUndulationM: 0 },
  origin: { lonDeg: 0, latDeg: 0, heightM: 0 },
  ...{ westM: -40, southM: -20, cellM: 4, columns: 20, rows: 10 },
  bed: { file: 'bed.bin', minM: 0, maxM: 1 },
  buildingMask: { file: 'mask.bin', cells: 0 },
  landCover: null,
  classes: [],
};
const label = { zh: '河', en: 'River' };
const works: FloodWorks = {
  format: 1,
  ...{ defences: [], outflows: [], waters: [], gauges: [], breaches: [], openings: [] },
  inflows: [
    {
      ...{ id: 'r', label, from: [0, 0], to: [0, 9] },
      hydrographs: [
        { returnYears: 100, timeH: [0, 18, 48], dischargeM3ps: [100, 3600, 200] },
        { returnYears: 20, timeH: [0, 12, 24], dischargeM3ps: [100, 2400, 200] },
      ],
    },
  ],
  storm: { a: 1980, b: 16, c: 1.45, n: 0.86, r: 0.4, validMin: [5, 1440], depthMm: {} },
};

test('a site tells its box, its rivers’ return periods in order and when the largest flood is highest', () => {
  const site = siteOf({ grid, works, drains: null });
  expect(site.area).toEqual({ westM: -40, southM: -20, eastM: 40, northM: 20 });
  expect([site.riverYears, site.riverPeakH, site.riverEndH, site.hasDrains]).toEqual([[20, 100], 18, 48, false]);
});

test('a site tells its pumps where they lift from, what each lifts and what feeds it', () => {
  const drains = {
    ...{ format: 1 as const, inlets: [], outfalls: [], conduits: [], manholes: [] },
    sumps: [{ id: 'ps-1', at: [5, 6] as [number, number], invertM: 1, rimM: 9, areaM2: 10, storageM3: 50 }],
    pumps: [{ id: 'p', from: 'ps-1', to: 'of-1', rateM3ps: 1.5, startM: 2, stopM: 1, supply: 'ss-2' }],
  };
  expect(siteOf({ grid, works, drains }).pumps).toEqual([{ at: [5, 6], rateM3ps: 1.5, supply: 'ss-2' }]);
  expect(siteOf({ grid, works, drains: null }).pumps).toBeUndefined();
});

test('a city without works offers no storm and no river', () => {
  const site = siteOf({ grid, works: null });
  expect([site.stormYears, site.riverYears, site.riverPeakH, site.breaches]).toEqual([null, [], 0, []]);
});

test('the rate is cells and steps by the clock that it is given', () => {
  // Each look at the clock is 10 ms later: 60 ms are 6 looks, 120 ms are 12 looks, and the last look tells the span.
  let nowMs = 0;
  const rate = rateOf(oracleOf, { kind: 'fast' }, () => {
    nowMs += 10;
    return nowMs;
  });
  // 11 steps between looks 10 ms apart; the span is told by a look more: 130 ms.
  expect(rate).toBeCloseTo((0.7 * 11 * 256 * 256) / 0.13, 6);
});

test('a gauge on the bank watches the middle of the water before it; one far from any river watches none', () => {
  const ring: [number, number][] = [
    [0, 0],
    [100, 0],
    [100, 40],
    [0, 40],
  ];
  const gauge = (id: string, at: [number, number]) => ({ id, label, at, chainageM: 0, warnM: 1, guaranteeM: 2 });
  const waters = [{ id: 'w', label, ring, levelM: [3, 1, 1, 3] }];
  const gauges = [gauge('bank', [30, -20]), gauge('far', [30, -120]), gauge('in', [30, 10])];
  const site = siteOf({ grid, works: { ...works, waters, gauges } });
  expect(site.gauges.map(({ watched }) => watched?.at ?? null)).toEqual([[30, 20], null, [30, 10]]);
});
