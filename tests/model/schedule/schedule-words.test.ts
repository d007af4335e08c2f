import { describe, expect, test } from 'vitest';
import { type BoundKind, boundKind, METRICS } from '../../../model/schedule/ifc-words.ts';
import { hasLag, isLead, NO_LAG, plainActivity, plainSchedule, tasksByName } from '../../../model/schedule/schedule.ts';

describe("a planner's constraint in the words of IFC", () => {
  test.each(Object.entries(METRICS))('comes back as what it was: %s', (kind, [attribute, benchmark, grade]) => {
    expect(boundKind(attribute, benchmark, grade)).toBe(kind as BoundKind);
  });

  test('of a grade that no planner gives is the softer of its kind', () => {
    expect(boundKind('ScheduleStart', 'GREATERTHANOREQUALTO', 'HARD')).toBe('startNoEarlier');
    expect(boundKind('ScheduleFinish', 'LESSTHANOREQUALTO', 'STRONG')).toBe('finishNoLater');
  });

  test('that no planner has is none', () => {
    expect(boundKind('ScheduleDuration', 'EQUALTO', 'HARD')).toBeNull();
    expect(boundKind('ScheduleStart', 'NOTEQUALTO', 'HARD')).toBeNull();
  });
});

test('a lag is there whichever way it points, in minutes or in parts of a task; only a negative one is a lead', () => {
  const lags = [NO_LAG, { kind: 'working' as const, min: -60 }, { kind: 'percent' as const, pct: 50 }];
  expect(lags.map(hasLag)).toEqual([false, true, true]);
  expect(lags.map(isLead)).toEqual([false, true, false]);
});

test("a task is found by its code before another's id", () => {
  const activities = [plainActivity('A', 60, { code: 'B' }), plainActivity('B', 60, { code: 'C' })];
  const at = tasksByName(plainSchedule('plan', 0, { activities }));
  expect([at.get('A'), at.get('B'), at.get('C')]).toEqual([0, 0, 1]);
});
