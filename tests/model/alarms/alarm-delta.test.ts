import { expect, test } from 'vitest';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { AlarmDeltas, withDelta } from '../../../model/alarms/alarm-delta.ts';
import { seeded } from '../../../workers/shared/random.ts';

const alarm = (key: string, part: Partial<Alarm> = {}): Alarm => ({
  key,
  stream: 0,
  state: { kind: 'unacknowledged', raisedMs: 0 },
  meaning: {
    priority: 2,
    title: { zh: '积水', en: 'ponding' },
    consequence: { zh: '', en: '' },
    action: { zh: '', en: '' },
    cause: 'rain',
  },
  value: 1,
  limit: 0.27,
  by: null,
  isLate: false,
  raised: null,
  ...part,
});

test('only what changed is told: a new one, another value, another state, one that is normal again', () => {
  const deltas = new AlarmDeltas();
  expect(deltas.next([])).toBeNull();
  const [a, b] = [alarm('a'), alarm('b')];
  expect(deltas.next([a, b])).toEqual({ changed: [a, b], gone: [] });
  expect(deltas.next([alarm('a'), alarm('b')])).toBeNull();
  expect(deltas.next([alarm('a', { value: 2 }), b])?.changed.map(({ key }) => key)).toEqual(['a']);
  const known = alarm('b', { state: { kind: 'suppressed', activeFromMs: 1 }, by: 'a' });
  expect(deltas.next([alarm('a', { value: 2 }), known])?.changed).toEqual([known]);
  expect(deltas.next([known])).toEqual({ changed: [], gone: ['a'] });
  expect(deltas.next([known])).toBeNull();
  const raised = { value: 3, atMs: 1 };
  expect(deltas.next([{ ...known, raised }])?.changed).toEqual([{ ...known, raised }]);
  deltas.forget();
  expect(deltas.next([known])).toEqual({ changed: [known], gone: [] });
});

test('a page that takes all delta has what stands, in its order, and keeps what did not change', () => {
  const random = seeded(7);
  const deltas = new AlarmDeltas();
  const keys = Array.from({ length: 60 }, (_, i) => `sn-${(i * 37) % 60}/1 alarm`).sort();
  let page: Alarm[] = [];
  for (let round = 0; round < 300; round++) {
    const standing = keys.filter(() => random() < 0.5).map((key) => alarm(key, { value: Math.floor(3 * random()) }));
    const delta = deltas.next(standing);
    const before = new Map(page.map((one) => [one.key, one]));
    if (delta) page = withDelta(page, delta);
    expect(page).toEqual(standing);
    const changed = new Set(delta?.changed.map(({ key }) => key));
    for (const one of page) if (!changed.has(one.key)) expect(one).toBe(before.get(one.key));
  }
});
