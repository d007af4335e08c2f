import { expect, test } from 'vitest';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { ALL_ALARMS, type AlarmFilter, filterAlarms } from '../../../src/plugins/feeds/alarm-filter.ts';

const alarm = (key: string, priority: 1 | 2 | 3 | 4, state: Alarm['state']): Alarm => ({
  ...{ key, stream: null, state, value: null, limit: null, by: null, isLate: false, raised: null },
  meaning: {
    priority,
    title: { zh: '', en: '' },
    consequence: { zh: '', en: '' },
    action: { zh: '', en: '' },
    cause: key,
  },
});
const ALARMS = [
  alarm('pond-1', 1, { kind: 'unacknowledged', raisedMs: 0 }),
  alarm('pond-2', 2, { kind: 'returned', raisedMs: 0, clearedMs: 1 }),
  alarm('lamp-1', 4, { kind: 'shelved', untilMs: 9, by: 'a', activeFromMs: null }),
  alarm('lamp-2', 4, { kind: 'shelved', untilMs: 9, by: 'a', activeFromMs: 1 }),
];
const left = (filter: Partial<AlarmFilter>) =>
  filterAlarms(ALARMS, { ...ALL_ALARMS, ...filter }, ({ key }) => ({
    kind: key.slice(0, 4),
    district: key.endsWith('1') ? 'north' : null,
    isOnScreen: () => key !== 'lamp-1',
    text: key.startsWith('pond') ? 'Tiyu Road Ponding' : 'Lamp fault',
  })).map(({ key }) => key);

test('nothing chosen leaves all', () => expect(left({})).toHaveLength(4));
test('several priorities add up', () => expect(left({ priorities: [1, 2] })).toEqual(['pond-1', 'pond-2']));
test('what is over: back to normal, or covered with nothing beneath', () => {
  expect(left({ cause: 'over' })).toEqual(['pond-2', 'lamp-1']);
  expect(left({ cause: 'standing' })).toEqual(['pond-1', 'lamp-2']);
});
test('a kind of sensor', () => expect(left({ kind: 'lamp' })).toEqual(['lamp-1', 'lamp-2']));
test('a district, and what the picture shows', () => {
  expect(left({ district: 'north' })).toEqual(['pond-1', 'lamp-1']);
  expect(left({ isOnScreen: true })).toEqual(['pond-1', 'pond-2', 'lamp-2']);
  expect(left({ district: 'north', isOnScreen: true })).toEqual(['pond-1']);
});
test('words in any order and case, of place, alarm or key', () => {
  expect(left({ text: 'ponding TIYU' })).toEqual(['pond-1', 'pond-2']);
  expect(left({ text: 'lamp-2' })).toEqual(['lamp-2']);
  expect(left({ text: 'tiyu lamp' })).toEqual([]);
});
test('all together', () => expect(left({ priorities: [4], cause: 'standing', text: 'fault' })).toEqual(['lamp-2']));
