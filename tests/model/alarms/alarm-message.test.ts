import { describe, expect, test } from 'vitest';
import type { AlarmState } from '../../../model/alarms/alarm-machine.ts';
import {
  type AlarmMessage,
  isSameMessage,
  parseAlarmMessage,
  RemoteAlarms,
} from '../../../model/alarms/alarm-message.ts';

const TEXT = { zh: '水位', en: 'Level' };
const NORMAL: AlarmState = { kind: 'normal' };
const raised = (raisedMs: number): AlarmState => ({ kind: 'unacknowledged', raisedMs });

function message(seq: number, state: AlarmState, key = 'level above'): AlarmMessage {
  const meaning = {
    priority: 2 as const,
    title: TEXT,
    consequence: TEXT,
    action: TEXT,
    cause: 'river',
    isAlert: false,
  };
  return { seq, key, at: 'level', state, meaning, limit: 5, by: null, isLate: false, raised: null, extreme: null };
}

/** What stands on a page whose only stream, number 3, last had this value. */
const standing = (alarms: RemoteAlarms, newest = 5.5) =>
  alarms.standing(
    (id) => (id === 'level' ? 3 : undefined),
    () => newest,
  );
const kinds = (alarms: RemoteAlarms) => standing(alarms).map(({ key, state }) => [key, state.kind]);

test('an alert that a visitor shelves on the page and takes back is an alert again, and never waits for anybody', () => {
  const alarms = new RemoteAlarms();
  const alert = message(1, { kind: 'alert', raisedMs: 1000 });
  alarms.take({ ...alert, meaning: { ...alert.meaning, isAlert: true } });
  alarms.actHere('level above', { kind: 'shelve', atMs: 2000, by: 'page', untilMs: 9000 });
  expect(kinds(alarms)).toEqual([['level above', 'shelved']]);
  alarms.actHere('level above', { kind: 'unshelve', atMs: 3000, by: 'page' });
  expect(standing(alarms)[0].state).toEqual({ kind: 'alert', raisedMs: 1000 });
});

describe('an alarm as the hub sends it', () => {
  test('is read back as it was', () => {
    const sent = message(7, raised(1000));
    expect(parseAlarmMessage(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
  });

  test('of a hub from before what raised it was kept says that nothing is known of it', () => {
    const { raised: _, extreme: __, ...older } = message(7, raised(1000));
    expect(parseAlarmMessage(older)).toMatchObject({ raised: null, extreme: null });
  });

  test('of a rate has its raising and its newest value on the page, though no limit', () => {
    const alarms = new RemoteAlarms();
    const extreme = { value: 5.9, atMs: 6 };
    alarms.take({ ...message(1, raised(5)), limit: null, raised: { value: 5.2, atMs: 5 }, extreme });
    expect(standing(alarms)[0]).toMatchObject({ value: 5.5, raised: { value: 5.2, atMs: 5 }, extreme });
  });

  test.each([
    ['no key', { key: '' }],
    ['a priority that there is none of', { meaning: { ...message(1, NORMAL).meaning, priority: 5 } }],
    ['a state that nobody knows', { state: { kind: 'asleep' } }],
    ['an acknowledgement by nobody', { state: { kind: 'acknowledged', raisedMs: 0 } }],
  ])('is refused with %s', (_, part) => {
    expect(() => parseAlarmMessage({ ...message(1, NORMAL), ...part })).toThrow(/alarm/);
  });

  test('says the same under another number, and not in another state', () => {
    expect(isSameMessage(message(1, raised(5)), message(9, raised(5)))).toBe(true);
    expect(isSameMessage(message(1, raised(5)), message(1, NORMAL))).toBe(false);
    expect(isSameMessage(undefined, message(1, raised(5)))).toBe(false);
  });
});

describe('the alarms on a page', () => {
  test('are what the hub said last, in whatever order it came', () => {
    const alarms = new RemoteAlarms();
    alarms.take(message(5, { kind: 'acknowledged', raisedMs: 10, by: 'ann' }));
    alarms.take(message(4, raised(10)));
    expect(kinds(alarms)).toEqual([['level above', 'acknowledged']]);
  });

  test('go when the hub says that they are normal', () => {
    const alarms = new RemoteAlarms();
    alarms.take(message(1, raised(10)));
    alarms.take(message(2, NORMAL));
    expect(kinds(alarms)).toEqual([]);
  });

  test('that a list does not name are normal, unless they were raised after it was made', () => {
    const alarms = new RemoteAlarms();
    alarms.take(message(3, raised(10), 'older'));
    alarms.take(message(8, raised(20), 'younger'));
    alarms.takeList({ seq: 5, alarms: [message(4, raised(15), 'listed')] });
    expect(kinds(alarms).map(([key]) => key)).toEqual(['listed', 'younger']);
  });

  test('have the number and the newest value of their stream on this page', () => {
    const alarms = new RemoteAlarms();
    alarms.take(message(1, raised(10)));
    expect(standing(alarms)).toMatchObject([{ stream: 3, value: 5.5, limit: 5 }]);
    expect(standing(alarms, Number.NaN)).toMatchObject([{ stream: 3, value: null }]);
  });

  test('of a stream that this page has not have no value', () => {
    const alarms = new RemoteAlarms();
    alarms.take({ ...message(1, raised(10)), at: 'elsewhere' });
    expect(standing(alarms)).toMatchObject([{ stream: null, value: null }]);
  });

  test("change by a visitor's acts here alone, and not in an alarm's next life", () => {
    const alarms = new RemoteAlarms();
    alarms.take(message(1, raised(10)));
    alarms.actHere('level above', { kind: 'acknowledge', atMs: 20, by: 'visitor' });
    expect(kinds(alarms)).toEqual([['level above', 'acknowledged']]);
    alarms.take(message(2, raised(30)));
    expect(kinds(alarms)).toEqual([['level above', 'unacknowledged']]);
  });

  test('are counted as changed only when something changed', () => {
    const alarms = new RemoteAlarms();
    alarms.take(message(2, raised(10)));
    const { version } = alarms;
    alarms.take(message(1, NORMAL));
    expect(alarms.version).toBe(version);
    alarms.forget();
    expect(alarms.version).toBeGreaterThan(version);
    expect(kinds(alarms)).toEqual([]);
  });
});
