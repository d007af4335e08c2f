import { describe, expect, test } from 'vitest';
import { waterAt } from '../../../model/questions/flood.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import { levelError } from '../../../src/plugins/flood/flood-error.ts';
import { readFloodLink, writeFloodLink } from '../../../src/plugins/flood/flood-link.ts';
import { knownRatio, readLiveGauges } from '../../../src/plugins/flood/flood-live.ts';
import { defaultFloodForm, type FloodSite } from '../../../src/plugins/flood/slice.ts';
import { cityRequestOf, rainRequestOf, watchedIn } from '../../../workers/flood/question.ts';

const NOW_MS = Date.UTC(2026, 6, 18, 5, 0, 20);
const FROM_MS = Date.UTC(2026, 6, 18, 4, 0, 0);
const label = { zh: '站', en: 'Gauge' };
const sensor = (id: string, kind: string, at: [number, number]): CitySensor => ({
  ...{ id, kind, at, name: label, of: 'x', lonLat: [0, 0] },
  datastreams: [{ id: `${id}/1`, name: label, unit: kind === 'rain' ? 'mm' : 'm', cadenceS: 60 }],
});
const sensors = [
  sensor('rain-in', 'rain', [10, 10]),
  sensor('rain-too', 'rain', [90, 90]),
  sensor('rain-out', 'rain', [150, 50]),
  sensor('river-low', 'river', [50, 0]),
  sensor('river-up', 'river', [-500, 0]),
];
const gauge = (id: string, chainageM: number, at: [number, number]) => ({
  ...{ id, label, at, chainageM, warnM: 380, guaranteeM: 381 },
  watched: { river: 'river', at },
});
const site: FloodSite = {
  area: { westM: -1000, southM: -1000, eastM: 1000, northM: 1000 },
  ...{ cellM: 4, stormYears: null, riverYears: [], riverPeakH: 0, riverEndH: 0, hasDrains: false, supplies: [] },
  breaches: [],
  gauges: [gauge('river-low', 900, [50, 0]), gauge('river-up', 100, [-500, 0])],
};
const area = { westM: 0, southM: -10, eastM: 100, northM: 100 };

/** A value every minute of the hour, but for those that `skips`. */
const feed =
  (say: (id: string, minute: number) => number, skips: (id: string, minute: number) => boolean = () => false) =>
  async ({ id }: CitySensor, _part: number, fromMs: number, toMs: number) => {
    const all = Array.from({ length: 64 }, (_, i) => i - 3);
    const told = all.filter((minute) => {
      const ms = FROM_MS + minute * 60_000;
      return ms >= fromMs && ms <= toMs && !skips(id, minute);
    });
    return {
      timesMs: Float64Array.from(told, (minute) => FROM_MS + minute * 60_000),
      values: Float64Array.from(told, (minute) => say(id, minute)),
    };
  };
const rainOf: Record<string, number> = { 'rain-in': 0.1, 'rain-too': 0.3, 'rain-out': 9 };
const levels = feed((id, minute) => rainOf[id] ?? (id === 'river-up' ? 379 + minute / 1000 : 378));
const asked = { area, hours: 1, nowMs: NOW_MS };

describe('a reading of the city’s gauges', () => {
  test('rain is the mean of the gauges in the box; the river is told by its uppermost gauge; all that came is named', async () => {
    const reading = await readLiveGauges(levels, sensors, site, asked);
    expect([reading.readMs, reading.fromMs, reading.hours, reading.taken]).toEqual([NOW_MS, FROM_MS, 1, 'mean']);
    // (0.1 + 0.3) / 2 mm a minute are 12 mm/h, in each of the twelve steps.
    expect(reading.ratesMmPerH).toEqual(new Array(12).fill(12));
    expect(reading.rain).toEqual([
      { gauge: 'rain-in', stream: 'rain-in/1', values: 60, whole: 60, holes: [] },
      { gauge: 'rain-too', stream: 'rain-too/1', values: 60, whole: 60, holes: [] },
    ]);
    const [stage] = reading.stages;
    expect([stage.gauge, stage.river, stage.timesS.length]).toEqual(['river-up', 'river', 12]);
    // Minutes 0 to 4: the mean of 379.000 to 379.004.
    expect([stage.timesS[0], stage.levelsM[0]]).toEqual([150, 379.002]);
  });

  test('a box without a gauge takes the nearest one, and says so', async () => {
    const { taken, rain } = await readLiveGauges(levels, sensors, site, {
      ...asked,
      area: { westM: 120, southM: 0, eastM: 140, northM: 20 },
    });
    expect([taken, rain.map((each) => each.gauge)]).toEqual(['nearest', ['rain-out']]);
  });

  test('where one gauge is silent the other is taken; where both are, it is a hole and no rain falls', async () => {
    const skips = (id: string, minute: number) =>
      (id === 'rain-too' && minute > 10) || (id === 'rain-in' && minute > 20 && minute < 40);
    const reading = await readLiveGauges(
      feed((id) => rainOf[id] ?? 378, skips),
      sensors,
      site,
      asked,
    );
    expect(reading.ratesMmPerH).toEqual([12, 12, 6, 6, 0, 0, 0, 0, 6, 6, 6, 6]);
    expect(reading.holes).toEqual([[1200, 2400]]);
    expect(knownRatio(reading)).toBeCloseTo(2 / 3, 12);
    expect(reading.rain[0]).toMatchObject({ values: 41, holes: [[1200, 2400]] });
    expect(reading.rain[1]).toMatchObject({ values: 10, holes: [[600, 3600]] });
  });

  test('gauges that say nothing are no dry hour: the reading is refused', async () => {
    const silent = feed(
      () => 0,
      (id) => id.startsWith('rain'),
    );
    await expect(readLiveGauges(silent, sensors, site, asked)).rejects.toThrow(/reported nothing.*design depth/);
  });
});

describe('a run of it', () => {
  test('the series themselves are what is asked, the river’s only when it is to follow its gauge', async () => {
    const reading = await readLiveGauges(levels, sensors, site, asked);
    const form = { ...defaultFloodForm(site), area, rain: { kind: 'live' as const, hours: 1, reading } };
    const plain = cityRequestOf(form, rainRequestOf(form.rain), site);
    expect(plain.rain).toEqual({
      kind: 'series',
      hyetograph: { stepS: 300, ratesMmPerH: reading.ratesMmPerH },
    });
    expect(plain.riverStages).toBeUndefined();
    expect(watchedIn(form.area, site.gauges)).toEqual([{ id: waterAt('river-low'), at: [50, 0] }]);
    const driven = cityRequestOf({ ...form, riverByGauge: true, riverYears: 20 }, plain.rain, site);
    expect(driven.riverYears).toBeNull();
    expect(driven.riverStages?.map(({ gauge, levelM }) => [gauge, levelM.values.length])).toEqual([['river-up', 12]]);
  });

  test('a link carries the reading to the last digit, so that another page asks the same', async () => {
    const reading = await readLiveGauges(levels, sensors, site, asked);
    const form = { ...defaultFloodForm(site), rain: { kind: 'live' as const, hours: 1, reading }, riverByGauge: true };
    const come = readFloodLink(writeFloodLink(form));
    expect(come).toEqual(form);
  });
});

describe('the error of a simulated level', () => {
  const told = { timesS: [0, 60, 120, 180, 240, 300], values: [10, 10.2, 10.4, 10.2, 10, 10] };
  test('0.1 m above all along is a bias and an error of 0.1 m, and the peak in time', () => {
    const simulated = { timesS: told.timesS, values: told.values.map((level) => level + 0.1) };
    const error = levelError(simulated, told);
    expect(error?.count).toBe(6);
    for (const key of ['rmseM', 'biasM', 'peakM'] as const) expect(error?.[key]).toBeCloseTo(0.1, 9);
    expect(error?.laterS).toBe(0);
  });

  test('a peak a minute late is 60 s; what cancels in the bias stays in the error', () => {
    const late = { timesS: told.timesS, values: [10, 10, 10.2, 10.4, 10.2, 10] };
    const error = levelError(late, told);
    expect(error?.laterS).toBe(60);
    expect(error?.biasM).toBeCloseTo(0, 9);
    // Differences 0, −0.2, −0.2, 0.2, 0.2, 0: √(0.16 / 6).
    expect(error?.rmseM).toBeCloseTo(Math.sqrt(0.16 / 6), 9);
  });

  test('frames are straight between; told moments outside the run do not count; five are too few', () => {
    const frames = { timesS: [0, 300], values: [10, 10.3] };
    const outside = { timesS: [-60, ...told.timesS, 360], values: [0, 10, 10.06, 10.12, 10.18, 10.24, 10.3, 0] };
    const error = levelError(frames, outside);
    expect([error?.count, error?.laterS]).toEqual([6, null]);
    expect(error?.rmseM).toBeCloseTo(0, 9);
    expect(levelError(frames, { timesS: told.timesS.slice(1), values: told.values.slice(1) })).toBeNull();
    expect(levelError({ timesS: [], values: [] }, told)).toBeNull();
  });
});
