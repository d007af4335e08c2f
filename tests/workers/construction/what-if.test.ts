import { expect, test } from 'vitest';
import { USUAL_CPM } from '../../../workers/construction/cpm.ts';
import type { Schedule } from '../../../workers/construction/schedule.ts';
import { compareScenarios, explore } from '../../../workers/construction/what-if/compare-scenarios.ts';
import type { Difference } from '../../../workers/construction/what-if/difference.ts';
import { instant, readCase } from '../../validation/construction-network.ts';

const options = { cpm: USUAL_CPM, schedules: 0, seed: 1 };

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
