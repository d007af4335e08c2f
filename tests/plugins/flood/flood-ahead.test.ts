import { expect, test } from 'vitest';
import type { FloodQuestion } from '../../../model/questions/flood.ts';
import { DEFAULT_LOOK_AHEAD } from '../../../model/questions/look-ahead.ts';
import { openFloodAhead } from '../../../src/plugins/flood/flood-ahead.ts';
import { recordedRain } from '../../../src/plugins/flood/recorded-rain.ts';
import { defaultFloodForm, type FloodForm, type FloodSite } from '../../../src/plugins/flood/slice.ts';
import { failureOf } from '../../../src/twin/failure.ts';
import type { LiveFeed } from '../../../src/twin/live/live-feed.ts';
import type { WaterSituation, WaterSource } from '../../../src/twin/look-ahead.ts';
import type { RunMeasure } from '../../../src/twin/runs.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 6, 21, 18, 30);
const NOW_MS = START_MS + 2 * HOUR_MS;

const site: FloodSite = {
  area: { westM: -4000, southM: -4000, eastM: 4000, northM: 4000 },
  ...{ cellM: 4, stormYears: [100], riverYears: [100], riverPeakH: 18, riverEndH: 40, hasDrains: false, supplies: [] },
  breaches: [
    {
      ...{
        id: 'levee',
        label: { zh: '溃口', en: 'Breach' },
        at: [-1700, -900],
        chainageM: 0,
        beginH: 20,
        returnYears: 100,
      },
      gap: [
        [-1720, -900],
        [-1680, -900],
      ],
    },
  ],
  gauges: [],
};
const caseForm: FloodForm = {
  ...defaultFloodForm(site),
  rain: { kind: 'uniform', rateMmPerH: 30, hours: 4 },
  riverYears: 100,
  riverFromH: 19.5,
  breaches: [{ kind: 'planned', id: 'levee', beginH: 0.5 }],
  endH: 4.5,
};

function opened(readings: LiveFeed | null = null) {
  const twin = pageTwin(smallCity().city, NOW_MS);
  const started: { form: FloodForm; startMs: number; measures?: readonly RunMeasure[] | undefined }[] = [];
  const ahead = openFloodAhead(
    twin,
    {
      open: async () => twin.getState().takeFloodSite(site),
      stop: () => {},
      bedElevations: async (places) => places.map(() => 380),
      rainRates: async ({ rain }: FloodQuestion) =>
        rain.kind === 'uniform'
          ? { stepS: rain.hours * 3600, ratesMmPerH: [rain.rateMmPerH] }
          : { stepS: 60, ratesMmPerH: [] },
      startBeside: ({ form, startMs, measures }) => {
        started.push({ form, startMs, ...(measures ? { measures } : {}) });
        return `run-${started.length}`;
      },
    },
    () => readings,
    async (id) => (id === 'levee-case' ? { name: { zh: '左堤溃口', en: 'Levee breach' }, form: caseForm } : null),
  );
  return { ahead, started, twin };
}
const CASE: WaterSource = { kind: 'case', case: 'levee-case', startMs: START_MS };
const situation = (rain: WaterSituation['rain']): WaterSituation => ({
  at: [-1640, -300],
  reachM: 600,
  nowMs: NOW_MS,
  horizonMin: 60,
  rain,
  breach: null,
});
const plain = { rainFactor: 1, breachClosedInMin: null, pumps: [] };

test('a look ahead from a past moment goes on with the rain, the rivers and the breach of its record, from its start', async () => {
  const { ahead, started } = opened();
  const outlook = await ahead.look(situation({ kind: 'record', source: CASE }));
  expect(outlook.basis).toMatchObject({ record: { zh: '左堤溃口' }, liveRateMmPerH: null, riverYears: 100 });
  // The box reaches from the place to the ground around the breach.
  expect(outlook.basis.boxM).toEqual([-2240, -1200, -1040, 300]);
  await outlook.start({ ...plain, name: 'as it was' });
  await outlook.start({ ...plain, name: 'heavier', rainFactor: 2 });
  await outlook.start({ ...plain, name: 'closed', breachClosedInMin: 30 });
  const [asItWas, heavier, closed] = started;
  expect(started.map(({ startMs }) => startMs)).toEqual([START_MS, START_MS, START_MS]);
  expect(asItWas.form).toMatchObject({ riverYears: 100, riverFromH: 19.5, breaches: caseForm.breaches, endH: 3 });
  expect(asItWas.form.rain).toEqual({ kind: 'series', stepMin: 5, ratesMmPerH: new Array(36).fill(30) });
  expect(heavier.form.rain).toMatchObject({ ratesMmPerH: [...new Array(24).fill(30), ...new Array(12).fill(60)] });
  expect(closed.form.walls).toMatchObject([{ id: 'levee-closed', fromH: 2.5 }]);
  // Heavier rain asks nothing of anybody; the gap is 40 m long, and closed half an hour after 20:30 UTC.
  expect([asItWas.measures, heavier.measures]).toEqual([[], []]);
  expect(closed.measures).toMatchObject([
    { task: { en: expect.stringMatching(/^By \d\d:00: close the breach, 40 m$/) }, at: [-1700, -900] },
  ]);
});

test('a gap is closed as high as the city says', async () => {
  const { ahead, started, twin } = opened();
  const numbers = { ...DEFAULT_LOOK_AHEAD, closureM: 1.2 };
  const record = { subject: 'hazards', id: 'look-ahead', label: { zh: 'a', en: 'a' }, numbers, release: null } as const;
  twin.getState().setRuleRecords({ 'hazards/look-ahead': record });
  const outlook = await ahead.look(situation({ kind: 'record', source: CASE }));
  await outlook.start({ ...plain, name: 'closed', breachClosedInMin: 30 });
  expect(started[0].form.walls).toMatchObject([{ id: 'levee-closed', heightM: 1.2 }]);
});

test('a record says what it holds, is played as it was, and one that is not there is said in words', async () => {
  const { ahead, started } = opened();
  expect(await ahead.record(CASE)).toMatchObject({
    startMs: START_MS,
    endMs: START_MS + 4.5 * HOUR_MS,
    hasBreach: true,
  });
  expect(await ahead.play(CASE)).toBe('run-1');
  expect(started).toEqual([{ form: caseForm, startMs: START_MS }]);
  const lost = await ahead.record({ kind: 'run', run: 'gone' }).catch(failureOf);
  expect(lost).toMatchObject({ zh: expect.stringMatching(/已不在本页.*设计雨量/) });
});

test('gauges that reported nothing, and a feed that is not read, are said with what to do instead', async () => {
  const silent = {
    live: () => ({ sensors: [], firstStream: new Uint32Array(1) }),
    series: async () => ({ timesMs: new Float64Array(), values: new Float64Array() }),
  } as unknown as LiveFeed;
  for (const [feed, says] of [
    [silent, /没有读数.*设计雨量.*录像/],
    [null, /尚未读入.*设计雨量/],
  ] as const) {
    const reason = await opened(feed)
      .ahead.look(situation({ kind: 'live' }))
      .catch(failureOf);
    expect(reason).toMatchObject({ zh: expect.stringMatching(says), en: expect.stringMatching(/design depth/) });
  }
});

test('rain of a record keeps its sum in other steps; a moment between two steps changes the rest alone', () => {
  const rates = { stepS: 600, ratesMmPerH: [12, 24] };
  const sum = (factor: number, leadS: number) => {
    const rain = recordedRain(rates, { leadS, endS: 1200, factor });
    return rain.kind === 'series' ? rain.ratesMmPerH : rain.kind;
  };
  expect(sum(1, 0)).toEqual([12, 12, 24, 24]);
  expect(sum(2, 450)).toEqual([12, 18, 48, 48]);
  expect(sum(0, 0)).toBe('none');
});
