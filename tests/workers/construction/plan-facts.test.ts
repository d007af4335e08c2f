import { describe, expect, test } from 'vitest';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { planFacts } from '../../../workers/construction/plan-facts.ts';
import { Review } from '../../../workers/construction/review/review.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A works 5 days from Monday 5 January 2026, B 3 days after it, C beside B for 1 day. */
const TABLE =
  'id,name,duration,start,finish,predecessors\nA,Dig,5d,2026-01-05 08:00,2026-01-09 17:00,\nB,Pour,3d,,,A\nC,Fence,1d,,,A\n';

const facts = await planFacts(bytesOf(TABLE), 'small.csv');

describe('what the desk shows of a schedule', () => {
  const row = (id: string) => facts.rows.find((one) => one.id === id);

  test('dates, floats and what is critical', async () => {
    const iso = (min: number | undefined) => new Date((min ?? 0) * 60_000).toISOString().slice(0, 16);
    expect(iso(row('B')?.startMin)).toBe('2026-01-12T08:00');
    expect(iso(facts.finishMin)).toBe('2026-01-14T17:00');
    expect([row('A')?.critical, row('B')?.critical, row('C')?.critical]).toEqual([true, true, false]);
    expect(row('C')?.floatMin).toBe(2 * 480);
  });

  test('an S-curve that rises to all of it', async () => {
    const { forecast } = facts.curve;
    expect(forecast.at(-1)).toBeCloseTo(1, 6);
    for (let i = 1; i < forecast.length; i++) expect(forecast[i]).toBeGreaterThanOrEqual(forecast[i - 1]);
  });

  test('risk by an assumption that it owns to, the same each time', async () => {
    expect(facts.risk.assumed).toBe(true);
    expect(facts.risk.p80Min).toBeGreaterThanOrEqual(facts.risk.p50Min);
    expect((await planFacts(bytesOf(TABLE), 'small.csv')).risk).toEqual(facts.risk);
  });

  test('fourteen points, each with a verdict; it says whose limit it goes by', async () => {
    expect(facts.points).toHaveLength(14);
    expect(facts.points.map(({ limitOf }) => limitOf)).toEqual([
      ...Array.from({ length: 7 }, () => 'quoted'),
      ...Array.from({ length: 7 }, () => 'plan'),
    ]);
    const point = (id: string) => facts.points.find((one) => one.id === id);
    expect(point('highDuration')).toMatchObject({ verdict: 'pass', value: 0, limit: 5 });
    expect(point('resources')).toMatchObject({ verdict: 'fail', value: 100, limit: 0 });
    // The pour moves as far as the dig is made longer: nothing between them is pinned.
    expect(point('criticalPath')).toMatchObject({ verdict: 'pass', value: 0, limit: 0 });
    expect(point('bei')).toMatchObject({ verdict: 'none', value: null });
    expect(point('logic')).toMatchObject({ verdict: 'fail', rows: [0, 1, 2] });
  });

  test('a limit of the plan’s own replaces the usual one, a quoted one stays', async () => {
    const review = new Review(() => null);
    review.open(await readSchedule(bytesOf(TABLE), 'small.csv'), 'small.csv');
    const judged = review.setLimits({ resources: 100 });
    const point = (id: string) => judged.points.find((one) => one.id === id);
    expect(point('resources')).toMatchObject({ verdict: 'pass', limit: 100 });
    expect(point('logic')).toMatchObject({ verdict: 'fail', limit: 5 });
  });

  test('what decides the finish: the long chain, and not the fence beside it', () => {
    expect(facts.risk.drivers.map(({ row }) => facts.rows[row].id).sort()).toEqual(['A', 'B']);
    for (const { criticality } of facts.risk.drivers) expect(criticality).toBeCloseTo(1, 1);
  });
});

test('a circle and a file that is none are said in words', async () => {
  const circle = 'id,duration,predecessors\nA,1d,B\nB,1d,A\n';
  await expect(planFacts(bytesOf(circle), 'circle.csv')).rejects.toThrow(
    /circle.csv: expected logic without a circle, got A → B → A|got B → A → B/,
  );
  await expect(planFacts(bytesOf('nothing'), 'x.xml')).rejects.toThrow(
    /^x.xml: expected Primavera P6 XER, Primavera P6 XML, Microsoft Project XML, Tasks of IFC or Table of activities/,
  );
});

/** Two tasks of 5 and 3 days side by side from Monday on, each wanting the one crew there is; Project's own form, since a table has no resources. */
const CREW = `<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Name>crew</Name>
<StartDate>2026-01-05T08:00:00</StartDate><CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>
${[2, 3, 4, 5, 6].map((day) => `<WeekDay><DayType>${day}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>`).join('')}
</WeekDays></Calendar></Calendars>
<Tasks>
<Task><UID>1</UID><ID>1</ID><Name>Site</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary><Duration>PT40H0M0S</Duration></Task>
<Task><UID>2</UID><ID>2</ID><Name>Dig</Name><OutlineLevel>2</OutlineLevel><Duration>PT40H0M0S</Duration></Task>
<Task><UID>3</UID><ID>3</ID><Name>Fence</Name><OutlineLevel>2</OutlineLevel><Duration>PT24H0M0S</Duration></Task>
</Tasks>
<Resources><Resource><UID>1</UID><ID>1</ID><Name>crew</Name><Type>1</Type><MaxUnits>1</MaxUnits></Resource></Resources>
<Assignments>
<Assignment><UID>1</UID><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units></Assignment>
<Assignment><UID>2</UID><TaskUID>3</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units></Assignment>
</Assignments></Project>`;

test('one crew for two tasks: who asks at the peak, the summary’s working days, and a finish within resources three days later', async () => {
  const review = new Review(() => null);
  const plan = review.open(await readSchedule(bytesOf(CREW), 'crew.xml'), 'crew.xml');
  const names = (rows: number[]) => rows.map((row) => plan.rows[row].name).sort();
  expect(plan.resources).toMatchObject([{ name: 'crew', capacity: 1, peak: 2 }]);
  expect(names(plan.resources[0].peakRows)).toEqual(['Dig', 'Fence']);
  const summary = plan.rows.find(({ kind }) => kind === 'summary');
  expect((summary?.durationMin ?? 0) / (summary?.dayMin ?? 1)).toBe(5);
  const iso = (min: number) => new Date(min * 60_000).toISOString().slice(0, 16);
  expect(iso(plan.finishMin)).toBe('2026-01-09T17:00');
  const row = await review.level(() => {});
  expect(row && iso(row.finishMin)).toBe('2026-01-14T17:00');
  expect(row?.resources).toMatchObject({ kind: 'within', gapPct: 0 });
});
