import { expect, test } from 'vitest';
import type { Schedule } from '../../../model/schedule/schedule.ts';
import { type CpmResult, DEFAULT_CPM } from '../../../workers/construction/cpm.ts';
import { compareScenarios, explore } from '../../../workers/construction/what-if/compare-scenarios.ts';
import type { Difference } from '../../../workers/construction/what-if/difference.ts';
import { instant, readCase } from '../../validation/construction-network.ts';

const options = { cpm: DEFAULT_CPM, schedules: 0, seed: 1 };

/** Dig 40 h and pour 16 h, Monday to Friday 8–16, one crew of two at 100 an hour: 56 h of work. */
function plan(): Schedule {
  const { schedule } = readCase('| A40@W, B16@W | A FS B | A 0-1');
  schedule.startMin = instant('Mo0');
  schedule.resources = [{ id: '1', name: 'crew', kind: 'labour', capacity: 1, costPerH: 100 }];
  schedule.assignments = [0, 1].map((activity) => {
    const workMin = schedule.activities[activity].durationMin;
    const cost = (workMin / 60) * 100;
    schedule.activities[activity].cost = cost;
    return { activity, resource: 0, units: 1, workMin, cost };
  });
  return schedule;
}

const saturdays: Difference = {
  id: 'saturdays',
  shifts: [{ calendar: 'W', weekdays: [6], shifts: [{ fromMin: 480, toMin: 960 }], costRatio: 1.5 }],
};
const fast: Difference = { id: 'fast', rates: [{ codes: 'A', rate: 2, crewRatio: 3 }] };
const exams: Difference = {
  id: 'exams',
  noGo: [{ fromDay: instant('Tu0') / 1440, toDay: instant('We0') / 1440, fromMin: 0, toMin: 1440 }],
};

test('scenarios are differences, each with its finish and its cost worked out by hand', () => {
  const rows = compareScenarios(plan(), [[saturdays], [fast], [exams], [fast, exams]], options);
  expect(rows.map(({ ids, finishMin, cost }) => [ids.join(), finishMin, cost])).toEqual([
    ['', instant('2Tu16'), 5600],
    ['saturdays', instant('2Mo16'), 8400],
    // 20 h with three crews for one: 60 h at 100, and 16 h as before.
    ['fast', instant('We12') + 2 * 1440, 7600],
    ['exams', instant('2Th16'), 5600],
    ['fast,exams', instant('2Tu12'), 7600],
  ]);
  expect(rows.map(({ best }) => best)).toEqual([true, false, true, false, false]);
});

test('a window within a day is cut from its shifts; what is not there is named', () => {
  const noon: Difference = {
    id: 'noon',
    noGo: [{ fromDay: instant('Mo0') / 1440, toDay: instant('Mo0') / 1440, fromMin: 720, toMin: 780 }],
  };
  expect(compareScenarios(plan(), [[noon]], options)[1].finishMin).toBe(instant('2We9'));
  const absent: Difference = { id: 'x', crews: [{ resource: 'divers', capacity: 2 }] };
  expect(() => compareScenarios(plan(), [[absent]], options)).toThrow('x: crews: expected one of crew, got "divers"');
});

test('a second crew ends sooner within resources, and the gap is proved', () => {
  const { schedule } = readCase('| A8@W, B8@W | | A 0-1');
  schedule.resources = [{ id: '1', name: 'crew', kind: 'labour', capacity: 1, costPerH: 100 }];
  schedule.assignments = [0, 1].map((activity) => ({ activity, resource: 0, units: 1, workMin: 480, cost: 800 }));
  const two: Difference = { id: 'two', crews: [{ resource: 'crew', capacity: 2 }] };
  const [one, more] = compareScenarios(schedule, [[two]], { ...options, schedules: 50 });
  expect([one.finishMin, more.finishMin]).toEqual([instant('Tu16'), instant('Mo16')]);
  expect(one.resources).toMatchObject({ gapPct: 0 });
  // What logic says of it stands beside.
  expect([one.logicFinishMin, more.logicFinishMin]).toEqual([instant('Mo16'), instant('Mo16')]);
});

/**
 * Monday to Friday 8–16. A is done; B has 8 h left at Tuesday's data date, C and D of 8 h follow A. All ask for the crew: by logic all end
 * on Wednesday (the day that the data date leaves), with one crew on Friday, with two on Thursday.
 */
test('work that is done asks for nobody, work that has begun goes on from the data date within the crews', () => {
  const { schedule } = readCase(
    'data=Tu16 | A8@W{Mo8-Mo16}, B16@W{Tu8 r8}, C8@W, D8@W | A FS B, A FS C, A FS D | C We8-We16',
  );
  schedule.resources = [{ id: '1', name: 'crew', kind: 'labour', capacity: 1, costPerH: 100 }];
  schedule.assignments = [0, 1, 2, 3].map((activity) => ({ activity, resource: 0, units: 1, workMin: 480, cost: 0 }));
  const crews = (capacity: number): Difference[] => [{ id: `${capacity}`, crews: [{ resource: 'crew', capacity }] }];
  const more = { ...options, schedules: 50, costPerDay: 10 };
  const [one, two, none] = compareScenarios(schedule, [crews(2), crews(0)], more);
  expect([one, two].map(({ finishMin, resources }) => [finishMin, resources])).toEqual(
    [instant('Fr16'), instant('Th16')].map((finishMin) => [
      finishMin,
      { kind: 'within', finishMin, noEarlierThanMin: finishMin, gapPct: 0 },
    ]),
  );
  expect(one.logicFinishMin).toBe(instant('We16'));
  expect(one.cost - two.cost).toBeCloseTo(10, 9);
  // Nobody is there for it: no plan, told by logic alone, and not called the best for being early.
  expect(none).toMatchObject({
    ...{ finishMin: instant('We16'), best: false },
    resources: { kind: 'logic', why: 'short', reason: 'B: expected at most 0 of crew, got 1' },
  });
  expect([one.best, two.best]).toEqual([false, true]);
});

test('what a scenario does to its neighbours is of its dates within resources; begun work keeps its start, logic alone its own dates', () => {
  const { schedule } = readCase(
    'data=Tu16 | A8@W{Mo8-Mo16}, B16@W{Tu8 r8}, C8@W, D8@W | A FS B, A FS C, A FS D | C We8-We16',
  );
  schedule.resources = [{ id: '1', name: 'crew', kind: 'labour', capacity: 1, costPerH: 100 }];
  schedule.assignments = [0, 1, 2, 3].map((activity) => ({ activity, resource: 0, units: 1, workMin: 480, cost: 0 }));
  const spans = (schedules: number): string[] => {
    const seen: string[] = [];
    const impactOf = (_: Schedule, __: unknown, { earlyStartMin, earlyFinishMin }: CpmResult): number => {
      for (const i of [0, 1, 2, 3]) seen.push(`${earlyStartMin[i]} ${earlyFinishMin[i]}`);
      return 0;
    };
    compareScenarios(schedule, [], { ...options, schedules, impactOf });
    return seen;
  };
  const span = (from: string, to: string) => `${instant(from)} ${instant(to)}`;
  const done = span('Mo8', 'Mo16');
  expect(spans(0)).toEqual([done, span('Tu8', 'We16'), span('We8', 'We16'), span('We8', 'We16')]);
  const [first, begun, ...others] = spans(50);
  const orders = ['We', 'Th', 'Fr'].map((day) => span(`${day}8`, `${day}16`));
  expect(first).toBe(done);
  const end = ['We', 'Th', 'Fr'].find((day) => begun === span('Tu8', `${day}16`)) ?? 'none';
  // One crew: three days, each with one of the three.
  expect([span(`${end}8`, `${end}16`), ...others].sort()).toEqual([...orders].sort());
});

test('a plan that cannot be posed says why: several calendars, a task pinned against its logic', () => {
  const told = (line: string) => {
    const { schedule } = readCase(line);
    schedule.resources = [{ id: '1', name: 'crew', kind: 'labour', capacity: 1, costPerH: 0 }];
    return compareScenarios(schedule, [], { ...options, schedules: 50 })[0].resources;
  };
  expect(told('| A8@W, B8@S | A FS B | A 0-1')).toEqual({
    ...{ kind: 'logic', why: 'calendars', reason: 'expected one calendar, got several' },
  });
  expect(told('| A8@W, B8@W[MS Fr8] | A FS B | A 0-1')).toMatchObject({ why: 'pinned' });
  expect(told('| A8@W, B8@W | A FS+2e B | A 0-1')).toMatchObject({ why: 'lagCalendars' });
});

test('the same search every time, and what was compared is not compared again', () => {
  const { schedule } = readCase('| A8@W, B8@W, C16@W, D8@W | A FS D | A 0-1');
  schedule.resources = [{ id: '1', name: 'crew', kind: 'labour', capacity: 3, costPerH: 0 }];
  schedule.assignments = [1, 2, 2, 1].map((units, activity) => ({
    ...{ activity, resource: 0, units, workMin: 480, cost: 0 },
  }));
  const known = new Map();
  const more = { ...options, schedules: 200 };
  const rows = compareScenarios(schedule, [[fast]], { ...more, known });
  expect(compareScenarios(schedule, [[fast]], more)).toEqual(rows);
  expect(compareScenarios(schedule, [[fast]], { ...more, known })[1]).toBe(rows[1]);
});

test('levers are combined, all or by seeded draws; stopping keeps what was told', () => {
  const levers = [[saturdays], [fast], [exams]];
  const all = explore(plan(), levers, 8, options);
  expect(all).toHaveLength(8);
  const some = explore(plan(), levers, 6, options);
  expect(some).toHaveLength(6);
  expect(explore(plan(), levers, 6, options)).toEqual(some);
  const heard: string[] = [];
  const progress = ({ ids }: { ids: string[] }, done: number) => {
    heard.push(ids.join());
    if (done === 2) throw new Error('stopped');
  };
  expect(() => explore(plan(), levers, 8, { ...options, progress })).toThrow('stopped');
  expect(heard).toHaveLength(2);
});
