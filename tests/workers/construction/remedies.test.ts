import { expect, test } from 'vitest';
import { DAY_MIN, type Schedule } from '../../../model/schedule/schedule.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { judgePlan } from '../../../workers/construction/plan-facts.ts';
import { applyChanges, findRemedies, type Remedies } from '../../../workers/construction/review/remedies.ts';

const read = (table: string) => readSchedule(new TextEncoder().encode(table), 'plan.csv');

function remedies(schedule: Schedule, links: { from: number; to: number }[] = []): Remedies {
  const steps = findRemedies(schedule, links);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

const dayOf = (min: number) => new Date(min * 60_000).toISOString().slice(0, 10);

/** Two works of two weeks with a week between them, and a short one beside: Monday 5 January to Friday 6 February. */
const CHAIN =
  'id,name,duration,predecessors,start no earlier than\nA,dig,10d,,2026-01-05\nB,pour,10d,A FS+5d,\nC,fence,2d,,\n';

test('each change says what it does to the finish: a second shift halves a work, a wait given up, a Saturday worked', async () => {
  const schedule = await read(CHAIN);
  const { finishMin, first, others } = remedies(schedule);
  expect(dayOf(finishMin)).toBe('2026-02-06');
  // Each takes a week of five working days out; together three, so that A and B are done by 16 January.
  expect(first.map(({ change, gainDays }) => [change.kind, gainDays])).toEqual([
    ['shift', 7],
    ['shift', 7],
    ['lag', 7],
  ]);
  expect(dayOf(first[2].finishMin)).toBe('2026-01-16');
  // 25 working days of six a week end on Monday 2 February.
  expect(others.map(({ change, gainDays, name }) => [change.kind, gainDays, name !== ''])).toEqual([
    ['saturday', 4, true],
  ]);
});

test('the gains of the first add up to what all of them gain, and accepting them gives that finish', async () => {
  const schedule = await read(CHAIN);
  const { finishMin, first } = remedies(schedule);
  const facts = judgePlan(
    applyChanges(
      schedule,
      first.map(({ change }) => change),
    ),
    'plan.csv',
  );
  const gained = first.reduce((sum, { gainDays }) => sum + gainDays, 0);
  expect(Math.round((finishMin - facts.finishMin) / DAY_MIN)).toBe(gained);
});

test('a work behind its baseline gets a second shift until it has caught up, no longer', async () => {
  // The baseline ends on Wednesday 14 January, the plan on Friday 16.
  const schedule = await read('id,name,duration,start no earlier than\nA,dig,10d,2026-01-05\n');
  const [activity] = schedule.activities;
  const at = (day: string) => Date.parse(`${day}Z`) / 60_000;
  const baseline = { startMin: at('2026-01-05T08:00'), finishMin: at('2026-01-14T17:00') };
  const [first] = remedies({ ...schedule, activities: [{ ...activity, baseline }] }).first;
  expect(first).toMatchObject({ gainDays: 2, behindDays: 2, rows: [0] });
  expect(dayOf(first.untilMin ?? 0)).toBe('2026-01-14');
});

test('a date that binds for nothing is named, and links are told with what they cost', async () => {
  const schedule = await read(
    'id,name,duration,predecessors,start no earlier than\nA,dig,2d,,2026-01-05\nB,pour,2d,A,2026-01-19\nC,frame,2d,,2026-01-05\n',
  );
  const { first, links } = remedies(schedule, [{ from: 1, to: 2 }]);
  expect(first[0]).toMatchObject({ change: { kind: 'constraint', row: 1 }, gainDays: 12, rows: [1] });
  // The frame waits for the pour: two working days after Tuesday 20 January.
  expect(dayOf(links?.finishMin ?? 0)).toBe('2026-01-22');
  expect(links?.count).toBe(1);
});

test('what is done or has time to spare is left alone', async () => {
  const schedule = await read(CHAIN);
  const rows = remedies(schedule).first.flatMap((one) => one.rows);
  expect(rows).not.toContain(2);
});
