import { expect, test } from 'vitest';
import { pitFiles } from '../../../cli/sim/pit-files.ts';
import type { ReviewCase } from '../../../model/questions/construction.ts';
import { MessageError } from '../../../model/text/message.ts';
import { parseEsriGrid } from '../../../readers/esri-grid/esri-grid.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { parseScenario } from '../../../scenarios/scenario.ts';
import { analyse } from '../../../workers/construction/cpm.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { Review } from '../../../workers/construction/review/review.ts';
import { cutAndFillM3, dugDays, groundWithPit, levelGround } from '../../../workers/construction/site/earthwork.ts';
import { facadeLevels } from '../../../workers/construction/site/facade-noise.ts';
import { pitGround } from '../../../workers/construction/site/pit-ground.ts';
import { type Site, siteDays } from '../../../workers/construction/site/site-days.ts';
import { type Difference, siteWith } from '../../../workers/construction/what-if/difference.ts';
import { instant, readCase } from '../../validation/construction-network.ts';

const pit = {
  id: 'pit',
  westM: 0,
  southM: 0,
  lengthM: 40,
  widthM: 30,
  floorElevationM: 392,
  slope: 0.75,
  swellRatio: 0.25,
  truckM3: 15,
};

test('lifts of a pit add up to its prismoid, trucks to the loose soil', () => {
  const ground = levelGround(pit, 400, 0.5);
  const days = dugDays(pit, ground, [0.25, 0.5, 0.75, 1]);
  const cutM3 = days.reduce((sum, day) => sum + day.cutM3, 0);
  expect(Math.abs(cutM3 / 13_344 - 1)).toBeLessThan(5e-4);
  expect(days.reduce((sum, day) => sum + day.trips, 0)).toBe(Math.ceil((cutM3 * 1.25) / 15));
  expect(days[0].cutM3).toBeGreaterThan(days[3].cutM3);
  expect(days.map(({ levelM }) => levelM)).toEqual([398, 396, 394, 392]);
  const surface = groundWithPit(pit, ground, -Infinity);
  expect([Math.min(...surface), Math.max(...surface)]).toEqual([392, 400]);
});

test('cut and fill between a slope and a level platform are equal wedges', () => {
  const ground = {
    westM: 0,
    southM: 0,
    cellM: 1,
    columns: 10,
    rows: 4,
    elevationM: Float64Array.from({ length: 40 }, (_, i) => i % 10),
  };
  expect(cutAndFillM3(ground, new Float64Array(40).fill(4.5))).toEqual({ cutM3: 50, fillM3: 50 });
});

const limits = { dayDb: 60, nightDb: 50, clause: 'a class of the case', verified: true };
const facade = { id: 'f', eastM: 10, northM: 0, heightM: 0, residents: 200 };
const source = { id: 's', task: 'A', eastM: 0, northM: 0, heightM: 0, soundPowerDb: 100, runningRatio: 1 };

test('noise at a façade: half of the time is 3 dB less; two alike are 3 dB more; an unread limit gives no verdict', () => {
  const whole = { source, dayMin: 960, nightMin: 0 };
  expect(facadeLevels([whole], facade, limits).dayDb).toBeCloseTo(72, 9);
  expect(facadeLevels([{ ...whole, dayMin: 480 }], facade, limits).dayDb).toBeCloseTo(72 - 10 * Math.log10(2), 9);
  expect(facadeLevels([whole, whole], facade, limits).dayDb).toBeCloseTo(72 + 10 * Math.log10(2), 9);
  expect(facadeLevels([{ source, dayMin: 0, nightMin: 60 }], facade, limits)).toMatchObject({
    dayDb: -Infinity,
    pass: false,
  });
  expect(facadeLevels([whole], facade, { ...limits, verified: false })).toMatchObject({ pass: null });
});

/** Dig Monday to Wednesday 8–16, then build around the clock for two days; a lane is closed for all of it. */
function played(limitsOf = limits) {
  const { schedule } = readCase('start=Mo0 | A24@W, B48@C | A FS B | A 0-1');
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const site: Site = {
    pits: [{ ...pit, task: 'A', groundElevationM: 400 }],
    closures: [{ id: 'lane', tasks: ['A', 'B'], street: 'North Road', lanes: 1, footway: true, residents: 50 }],
    sources: [{ ...source, task: 'B' }],
    facades: [facade, { ...facade, id: 'far', eastM: 1000, residents: 1000 }],
    limits: limitsOf,
  };
  return siteDays(schedule, compiled.network, analyse(schedule, compiled.network), site);
}

test('each day of the site has its soil, its trucks, its lanes and its noise', () => {
  const { days, residentDays, cutM3, trips } = played();
  expect(days.map(({ day }) => day)).toEqual([0, 1, 2, 3, 4].map((at) => instant('Mo0') / 1440 + at));
  expect(days.map((day) => day.cutM3 > 0)).toEqual([true, true, true, false, false]);
  expect(days[4].pits).toEqual([{ id: 'pit', levelM: 392 }]);
  expect(trips).toBe(Math.ceil((cutM3 * 1.25) / 15));
  // B runs from Wednesday 16:00 to Friday 16:00: nights of two hours, of eight and of six.
  expect(days.map(({ noise }) => noise?.facade ?? null)).toEqual([null, null, 'f', 'f', 'f']);
  expect(days[3].noise?.nightDb).toBeCloseTo(72, 9);
  expect(days[2].noise?.nightDb).toBeCloseTo(72 - 10 * Math.log10(4), 9);
  expect(residentDays).toEqual({ noise: 600, closures: 250 });
});

test('a site that names no task is told', () => {
  const { schedule } = readCase('| A24@W | | A 0-1');
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const site: Site = { pits: [], closures: [], sources: [{ ...source, task: 'Z' }], facades: [], limits };
  expect(() => siteDays(schedule, compiled.network, analyse(schedule, compiled.network), site)).toThrow(
    'site: sources: s: expected a task\'s code or id, got "Z"',
  );
});

test('trucks keep hours of their own on days of work, from one task to another; a scenario may send them by day or quieten them', () => {
  const { schedule } = readCase('start=Mo0 | A24@W, B8@W | A FS B | A 0-1');
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const times = [
    { fromMin: 1320, toMin: 1440 },
    { fromMin: 0, toMin: 360 },
  ];
  const site: Site = {
    ...{ pits: [], closures: [], facades: [facade], limits },
    sources: [{ ...source, id: 'trucks-1', until: 'B', times }],
  };
  const play = (differences: Difference[]) =>
    siteDays(schedule, compiled.network, analyse(schedule, compiled.network), siteWith(site, differences)).days;
  expect(play([]).map(({ noise }) => [noise?.dayDb, noise?.nightDb.toFixed(6)])).toEqual(
    Array.from({ length: 4 }, () => [-Infinity, '72.000000']),
  );
  const byDay = play([
    { id: 'day', sources: [{ ids: 'trucks', quieterDb: 6, times: [{ fromMin: 540, toMin: 1020 }] }] },
  ]);
  expect(byDay[0].noise?.dayDb).toBeCloseTo(72 - 6 - 10 * Math.log10(2), 9);
  expect(byDay[0].noise?.nightDb).toBe(-Infinity);
  expect(play([{ id: 'other', sources: [{ ids: 'crane', quieterDb: 6 }] }])[0].noise?.nightDb).toBeCloseTo(72, 9);
});

test('the pit of an evening as a ground and a scenario that the flood engine reads', () => {
  const site = { pits: [{ ...pit, slope: 0, task: 'A', groundElevationM: 400 }] };
  const ground = pitGround(site, { pits: [{ id: 'pit', levelM: 396 }] });
  if (!ground) throw new Error('expected a ground');
  const { scenario, ground: file } = pitFiles(ground, 'pit-2026-01-05');
  const read = parseEsriGrid(new TextEncoder().encode(file.text), file.name, 1e6, MessageError);
  expect([read.columns, read.rows, read.cell]).toEqual([60, 55, 2]);
  const values = [...read.values];
  expect([Math.min(...values), Math.max(...values)]).toEqual([396, 400]);
  // 40 × 30 m of 2 m cells are dug.
  expect(values.filter((value) => value === 396)).toHaveLength(300);
  expect(parseScenario(JSON.parse(scenario.text), scenario.name).ground).toMatchObject({
    kind: 'dem',
    file: file.name,
  });
  expect(pitGround(site, { pits: [] })).toBeNull();
});

test('the levels that a city holds sites to stand in place of those of the case, and are forgotten with the plan', async () => {
  const review = new Review(() => null);
  const schedule = await readSchedule(
    new TextEncoder().encode('id,name,duration,start\nA,dig,1d,2026-01-05\n'),
    'a.csv',
  );
  const open = () => {
    review.open(schedule, 'a.csv');
    review.takeCase(
      { site: { pits: [], closures: [], sources: [source], facades: [facade], limits }, costPerDay: 0 } as ReviewCase,
      [],
    );
  };
  open();
  const day = Math.floor(schedule.startMin / 1440);
  const overDb = () => review.facadesOn(null, day)[0].overDb;
  const byCase = overDb();
  const verdictOf = () => review.effect(null)?.limitsVerified;
  expect([Number.isFinite(byCase), verdictOf()]).toEqual([true, true]);
  review.setNoiseLimits({ dayDb: 70, nightDb: 50, clause: '—', verified: false });
  expect([byCase - overDb(), verdictOf()]).toEqual([10, false]);
  open();
  expect([overDb(), verdictOf()]).toEqual([byCase, true]);
});
