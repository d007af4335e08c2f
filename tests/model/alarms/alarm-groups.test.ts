import { describe, expect, test } from 'vitest';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { countUnacknowledged, FLOOD_COUNT, groupAlarms, newAlarmCount } from '../../../model/alarms/alarm-groups.ts';
import type { AlarmState } from '../../../model/alarms/alarm-machine.ts';

const NOW_MS = 3_600_000;
const MIN_MS = 60_000;
const TEXT = { zh: '', en: '' };

function alarm(key: string, state: AlarmState, cause = key, priority: 1 | 2 | 3 | 4 = 2): Alarm {
  const meaning = { priority, title: TEXT, consequence: TEXT, action: TEXT, cause };
  return { key, stream: null, state, meaning, value: null, limit: null, by: null, isLate: false, raised: null };
}
const raised = (minutesAgo: number): AlarmState => ({
  kind: 'unacknowledged',
  raisedMs: NOW_MS - minutesAgo * MIN_MS,
});
const keysOf = ({ groups }: ReturnType<typeof groupAlarms>) => groups.map(({ alarms }) => alarms.map(({ key }) => key));

describe('new alarms', () => {
  test('are those of the last ten minutes, the tenth included', () => {
    const alarms = [alarm('a', raised(0)), alarm('b', raised(10)), alarm('c', raised(10.01))];
    expect(newAlarmCount(alarms, NOW_MS)).toBe(2);
  });

  test('count when they were acknowledged, and do not when a shelf covers them', () => {
    const raisedMs = NOW_MS - MIN_MS;
    const acknowledged = alarm('a', { kind: 'acknowledged', raisedMs, by: 'ann' });
    const shelved = alarm('b', { kind: 'shelved', untilMs: NOW_MS + MIN_MS, by: 'ann', activeFromMs: raisedMs });
    expect(newAlarmCount([acknowledged, shelved], NOW_MS)).toBe(1);
  });

  test('are no alerts, however many: nobody has to see to them', () => {
    const alerts = Array.from({ length: 50 }, (_, i) =>
      alarm(`a${i}`, { kind: 'alert', raisedMs: NOW_MS }, 'lamp silent'),
    );
    expect([newAlarmCount(alerts, NOW_MS), countUnacknowledged(alerts)]).toEqual([0, 0]);
    const { isAlarmFlood, groups } = groupAlarms([...alerts, alarm('one', raised(1))], NOW_MS);
    expect([isAlarmFlood, groups.map(({ alarms }) => alarms.length)]).toEqual([false, [1, 50]]);
  });

  test('that wait for an operator are counted apart', () => {
    const acknowledged = alarm('a', { kind: 'acknowledged', raisedMs: NOW_MS, by: 'ann' });
    expect(countUnacknowledged([acknowledged, alarm('b', raised(500))])).toBe(1);
  });
});

describe('the list of an operator', () => {
  test('has what waits first, then the gravest, then the newest', () => {
    const alarms = [
      alarm('known', { kind: 'acknowledged', raisedMs: NOW_MS, by: 'ann' }, 'x', 1),
      alarm('old', raised(9)),
      alarm('new', raised(1)),
      alarm('grave', raised(9), 'x', 1),
    ];
    expect(keysOf(groupAlarms(alarms, NOW_MS))).toEqual([['grave'], ['new'], ['old'], ['known']]);
  });

  test('has every alarm alone while ten or fewer are new', () => {
    const alarms = Array.from({ length: FLOOD_COUNT }, (_, i) => alarm(`a${i}`, raised(1), 'pump 3'));
    const list = groupAlarms(alarms, NOW_MS);
    expect(list.isAlarmFlood).toBe(false);
    expect(list.groups).toHaveLength(FLOOD_COUNT);
  });

  test('has one entry a cause in a flood, none of them lost', () => {
    const alarms = Array.from({ length: FLOOD_COUNT + 1 }, (_, i) =>
      alarm(`a${i}`, raised(1), i % 2 === 0 ? 'pump 3' : 'feeder 7'),
    );
    const list = groupAlarms(alarms, NOW_MS);
    expect(list.isAlarmFlood).toBe(true);
    expect(list.groups.map(({ cause, alarms: group }) => [cause, group.length])).toEqual([
      ['pump 3', 6],
      ['feeder 7', 5],
    ]);
  });

  test('keeps what is acknowledged apart from what is not, also of one cause', () => {
    const fresh = Array.from({ length: FLOOD_COUNT + 1 }, (_, i) => alarm(`a${i}`, raised(1), 'pump 3'));
    const known = alarm('known', { kind: 'acknowledged', raisedMs: NOW_MS, by: 'ann' }, 'pump 3');
    expect(keysOf(groupAlarms([known, ...fresh], NOW_MS)).map((keys) => keys.length)).toEqual([11, 1]);
  });

  test('does not fold what is shelved', () => {
    const fresh = Array.from({ length: FLOOD_COUNT + 1 }, (_, i) => alarm(`a${i}`, raised(1), 'pump 3'));
    const shelved = ['s1', 's2'].map((key) =>
      alarm(key, { kind: 'shelved', untilMs: NOW_MS + 1, by: 'ann', activeFromMs: null }, 'pump 3'),
    );
    expect(keysOf(groupAlarms([...shelved, ...fresh], NOW_MS)).map((keys) => keys.length)).toEqual([11, 1, 1]);
  });
});
