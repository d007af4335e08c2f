import { describe, expect, test } from 'vitest';
import {
  type Calendar,
  type Link,
  NO_LAG,
  plainActivity,
  plainSchedule,
  type Schedule,
} from '../../../model/schedule/schedule.ts';
import { lagRuns } from '../../../workers/construction/write/ifc-lag.ts';
import { lossesOf } from '../../../workers/construction/write/losses.ts';
import { objectIds, p6Form } from '../../../workers/construction/write/p6-form.ts';

const link = (from: number, to: number, more: Partial<Link> = {}): Link => ({
  from,
  to,
  kind: 'FS',
  lag: NO_LAG,
  ...more,
});
const summary = plainActivity('S', 0, { kind: 'summary', name: 'Foundation' });
const plan = (more: Partial<Schedule>): Schedule => plainSchedule('plan', 0, more);

describe("a schedule in P6's words", () => {
  test('has nodes of the breakdown for summaries, and what they hold below them', () => {
    const activities = [summary, plainActivity('A', 60, { parent: 0 }), plainActivity('B', 60)];
    const { wbs, activities: kept } = p6Form(plan({ activities }));
    expect(wbs).toEqual([{ id: 'S', name: 'Foundation', parent: null }]);
    expect(kept.map(({ id, wbs: node, parent }) => [id, node, parent])).toEqual([
      ['A', 0, null],
      ['B', null, null],
    ]);
  });

  test('has a link to a summary as links to all that it holds', () => {
    const activities = [
      summary,
      plainActivity('A', 60, { parent: 0 }),
      plainActivity('B', 60, { parent: 0 }),
      plainActivity('X', 60),
    ];
    const { links } = p6Form(plan({ activities, links: [link(3, 0)] }));
    expect(links.map(({ from, to }) => [from, to])).toEqual([
      [2, 0],
      [2, 1],
    ]);
  });

  test('has a lag in percent as minutes of its predecessor', () => {
    const activities = [plainActivity('A', 480), plainActivity('B', 60)];
    const { links } = p6Form(plan({ activities, links: [link(0, 1, { lag: { kind: 'percent', pct: 25 } })] }));
    expect(links[0].lag).toEqual({ kind: 'working', min: 120 });
  });

  test('has a deadline as the constraint that bounds the same date, and says what it has no place for', () => {
    const constraints = [
      { kind: 'startNoEarlier' as const, atMin: 1 },
      { kind: 'finishNoEarlier' as const, atMin: 2 },
    ];
    const one = p6Form(plan({ activities: [plainActivity('A', 60, { deadlineMin: 9 })] })).activities[0];
    expect([one.constraints, one.deadlineMin]).toEqual([[{ kind: 'finishNoLater', atMin: 9 }], null]);
    const crowded = p6Form(plan({ activities: [plainActivity('A', 60, { constraints, deadlineMin: 9 })] }));
    expect(crowded.activities[0].constraints).toEqual(constraints);
    expect(crowded.notes).toHaveLength(1);
  });
});

test('ids that are numbers stay, and all are numbered anew where one is not', () => {
  const ids = (...names: string[]) => objectIds(names.map((id) => plainActivity(id, 60)));
  expect(ids('10', '7')).toEqual(['10', '7']);
  expect(ids('10', 'A')).toEqual(['1', '2']);
});

describe('the time in which a lag runs', () => {
  const week = (shifts: Calendar['week'][number]) => Array.from({ length: 7 }, () => shifts);
  const calendar = (id: string, shifts: Calendar['week'][number]): Calendar => ({
    id,
    name: id,
    week: week(shifts),
    exceptions: [],
  });
  const calendars = [
    calendar('day', [{ fromMin: 480, toMin: 1020 }]),
    calendar('night', [{ fromMin: 0, toMin: 300 }]),
    calendar('always', [{ fromMin: 0, toMin: 1440 }]),
  ];
  const activities = [plainActivity('A', 60), plainActivity('B', 60, { calendar: 1 })];
  const runs = (lag: Link['lag'], more: Partial<Schedule> = {}) =>
    lagRuns(plan({ calendars, activities, ...more }), link(0, 1, { lag }));

  test("is the predecessor's, the clock's, or another's that IFC cannot say", () => {
    expect(runs({ kind: 'working', min: 60 })).toBe('working');
    expect(runs({ kind: 'elapsed', min: 60 })).toBe('elapsed');
    expect(runs({ kind: 'working', min: 60 }, { lagCalendar: 'successor' })).toBe('elsewhere');
  });

  test('is the clock where the calendar never rests', () => {
    expect(runs({ kind: 'working', min: 60, calendar: 2 })).toBe('elapsed');
    expect(runs({ kind: 'working', min: 60, calendar: 0 })).toBe('working');
  });
});

describe('what a format has no place for', () => {
  const constraint = { kind: 'startOn' as const, atMin: 0 };
  const activities = [
    plainActivity('A', 60, { constraints: [constraint, constraint], cost: 5 }),
    plainActivity('B', 60, { estimate: { lowMin: 1, likelyMin: 2, highMin: 3 } }),
  ];
  const counts = (format: Parameters<typeof lossesOf>[0], more: Partial<Schedule> = {}) =>
    lossesOf(format, plan({ activities, ...more })).map(({ count, words }) => [count, words.en.split(' ')[0]]);

  test('is nothing of a plain schedule, in any format', () => {
    for (const format of ['mspdi', 'xer', 'p6xml', 'csv', 'ifc'] as const)
      expect(lossesOf(format, plan({ activities: [plainActivity('A', 60)] }))).toEqual([]);
  });

  test('is counted by what each format lacks', () => {
    expect(counts('ifc')).toEqual([[1, 'three-point']]);
    expect(counts('xer')).toEqual([
      [1, 'three-point'],
      [1, 'costs'],
    ]);
    expect(counts('mspdi', { mustFinishMin: 5 })).toEqual([
      [1, 'activities'],
      [1, 'starts'],
      [1, 'the'],
      [1, 'three-point'],
    ]);
  });
});
