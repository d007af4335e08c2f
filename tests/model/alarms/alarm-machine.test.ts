import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUnacknowledged, raisedMs } from '../../../model/alarms/alarm.ts';
import {
  type AlarmEvent,
  type AlarmState,
  activeFrom,
  foldAlarm,
  isCovered,
  MAX_SHELF_MS,
  NORMAL,
  stepAlarm,
} from '../../../model/alarms/alarm-machine.ts';

const by = '甲';
const raise = (atMs: number): AlarmEvent => ({ kind: 'raise', atMs });
const clear = (atMs: number): AlarmEvent => ({ kind: 'clear', atMs });
const acknowledge = (atMs: number): AlarmEvent => ({ kind: 'acknowledge', atMs, by });
const shelve = (atMs: number, untilMs: number): AlarmEvent => ({ kind: 'shelve', atMs, by, untilMs });
const last = (events: AlarmEvent[], untilMs: number): AlarmState => foldAlarm(events, untilMs).at(-1)?.state ?? NORMAL;

describe('an alarm after ISA-18.2', () => {
  test('is raised, acknowledged and normal again; it waits for an operator until then', () => {
    expect(last([raise(1), acknowledge(2), clear(3)], 1)).toEqual({ kind: 'unacknowledged', raisedMs: 1 });
    expect(last([raise(1), acknowledge(2), clear(3)], 2)).toEqual({ kind: 'acknowledged', raisedMs: 1, by });
    expect(last([raise(1), acknowledge(2), clear(3)], 3)).toEqual(NORMAL);
  });

  test('that went back before anybody saw it still waits to be seen', () => {
    expect(last([raise(1), clear(3)], 9)).toEqual({ kind: 'returned', raisedMs: 1, clearedMs: 3 });
    expect(last([raise(1), clear(3), acknowledge(5)], 9)).toEqual(NORMAL);
    expect(last([raise(1), clear(3), raise(4)], 9)).toEqual({ kind: 'unacknowledged', raisedMs: 4 });
  });

  test('is not acknowledged before it is raised, nor raised twice', () => {
    expect(stepAlarm(NORMAL, acknowledge(1))).toBeNull();
    expect(stepAlarm({ kind: 'unacknowledged', raisedMs: 1 }, raise(2))).toBeNull();
    expect(stepAlarm({ kind: 'acknowledged', raisedMs: 1, by }, acknowledge(2))).toBeNull();
  });

  test('that is put on a shelf comes back by itself, and shows what is true then', () => {
    expect(last([raise(1), shelve(2, 10)], 9)).toMatchObject({ kind: 'shelved', activeFromMs: 1 });
    expect(last([raise(1), shelve(2, 10)], 10)).toEqual({ kind: 'unacknowledged', raisedMs: 1 });
    expect(last([raise(1), shelve(2, 10), clear(5)], 10)).toEqual(NORMAL);
    expect(last([shelve(2, 10), raise(6)], 10)).toEqual({ kind: 'unacknowledged', raisedMs: 6 });
  });

  test('lies on a shelf for a shift at most, and for some time at least', () => {
    expect(stepAlarm(NORMAL, shelve(0, MAX_SHELF_MS))).toMatchObject({ kind: 'shelved' });
    expect(stepAlarm(NORMAL, shelve(0, MAX_SHELF_MS + 1))).toBeNull();
    expect(stepAlarm(NORMAL, shelve(5, 5))).toBeNull();
  });

  test('that was acknowledged and then covered asks again when the cover goes: nobody has looked at it since', () => {
    const events: AlarmEvent[] = [
      raise(1),
      acknowledge(2),
      { kind: 'suppress', atMs: 3 },
      { kind: 'unsuppress', atMs: 4 },
    ];
    expect(last(events, 3)).toEqual({ kind: 'suppressed', activeFromMs: 1 });
    expect(last(events, 4)).toEqual({ kind: 'unacknowledged', raisedMs: 1 });
  });

  test('out of service goes before all other covers, and stays until it is put back', () => {
    const out: AlarmEvent = { kind: 'takeOut', atMs: 3, by };
    expect(last([raise(1), shelve(2, 10), out], 50)).toEqual({ kind: 'outOfService', by, activeFromMs: 1 });
    expect(stepAlarm({ kind: 'outOfService', by, activeFromMs: null }, shelve(4, 9))).toBeNull();
    expect(stepAlarm({ kind: 'outOfService', by, activeFromMs: null }, { kind: 'suppress', atMs: 4 })).toBeNull();
    expect(last([raise(1), out, { kind: 'putBack', atMs: 7, by }], 9)).toEqual({ kind: 'unacknowledged', raisedMs: 1 });
  });

  test('has a cover taken away only by what put it there', () => {
    const shelved: AlarmState = { kind: 'shelved', untilMs: 10, by, activeFromMs: null };
    const suppressed: AlarmState = { kind: 'suppressed', activeFromMs: null };
    expect(stepAlarm(shelved, { kind: 'unsuppress', atMs: 3 })).toBeNull();
    expect(stepAlarm(shelved, { kind: 'putBack', atMs: 3, by })).toBeNull();
    expect(stepAlarm(suppressed, { kind: 'unshelve', atMs: 3, by })).toBeNull();
    expect(stepAlarm(shelved, { kind: 'expire', atMs: 9 })).toBeNull();
  });
});

test('at one instant the process comes first: whoever acknowledges then has seen what it says', () => {
  expect(last([acknowledge(5), raise(5)], 5)).toEqual({ kind: 'acknowledged', raisedMs: 5, by });
  expect(last([raise(1), raise(5), clear(5)], 5)).toEqual({ kind: 'unacknowledged', raisedMs: 5 });
});

describe('whatever happens', () => {
  const at = fc.integer({ min: 0, max: 30 });
  const event: fc.Arbitrary<AlarmEvent> = fc.oneof(
    fc.record({
      kind: fc.constantFrom('raise' as const, 'clear' as const, 'suppress' as const, 'unsuppress' as const),
      atMs: at,
    }),
    fc.record({
      kind: fc.constantFrom('acknowledge' as const, 'unshelve' as const, 'takeOut' as const, 'putBack' as const),
      atMs: at,
      by: fc.constantFrom('甲', '乙'),
    }),
    fc.record({
      kind: fc.constant('shelve' as const),
      atMs: at,
      by: fc.constantFrom('甲', '乙'),
      untilMs: fc.integer({ min: 0, max: 50 }),
    }),
  );
  const events = fc.array(event, { maxLength: 25 });

  test('the state hangs on what happened and not on the order in which it was learnt', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 0, max: 60 }), (all, untilMs) => {
        expect(foldAlarm([...all].reverse(), untilMs)).toEqual(foldAlarm(all, untilMs));
      }),
      { numRuns: 300, seed: 41 },
    );
  });

  test('steps rise in time, each leads from the one before, and none is later than was asked for', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 0, max: 60 }), (all, untilMs) => {
        let state: AlarmState = NORMAL;
        let ms = Number.NEGATIVE_INFINITY;
        for (const step of foldAlarm(all, untilMs)) {
          expect(step.event.atMs).toBeGreaterThanOrEqual(ms);
          expect(step.event.atMs).toBeLessThanOrEqual(untilMs);
          expect(stepAlarm(state, step.event)).toEqual(step.state);
          state = step.state;
          ms = step.event.atMs;
        }
        if (state.kind === 'shelved') expect(state.untilMs).toBeGreaterThan(untilMs);
      }),
      { numRuns: 300, seed: 43 },
    );
  });

  test('an alarm is active exactly while its process last said so', () => {
    fc.assert(
      fc.property(events, (all) => {
        const state = last(all, 60);
        const process = all
          .filter(({ kind }) => kind === 'raise' || kind === 'clear')
          .sort((a, b) => a.atMs - b.atMs || (a.kind === 'clear' ? -1 : 0) - (b.kind === 'clear' ? -1 : 0));
        expect(activeFrom(state) !== null).toBe(process.at(-1)?.kind === 'raise');
      }),
      { numRuns: 300, seed: 47 },
    );
  });
});

test('an alarm waits for an operator while nobody acknowledged it, covered or not', () => {
  const states: AlarmState[] = [
    NORMAL,
    { kind: 'unacknowledged', raisedMs: 1 },
    { kind: 'acknowledged', raisedMs: 1, by },
    { kind: 'returned', raisedMs: 1, clearedMs: 2 },
    { kind: 'shelved', untilMs: 9, by, activeFromMs: 1 },
    { kind: 'suppressed', activeFromMs: null },
    { kind: 'outOfService', by, activeFromMs: 1 },
  ];
  expect(states.map((state) => isUnacknowledged({ state }))).toEqual([false, true, false, true, false, false, false]);
  expect(states.map(isCovered)).toEqual([false, false, false, false, true, true, true]);
  expect(states.map(raisedMs)).toEqual([null, 1, 1, 1, 1, null, 1]);
});
