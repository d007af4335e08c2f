import { expect, test } from 'vitest';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import { openIncidentStore } from '../../../src/plugins/incident-log/open-incident.ts';
import type { OpenIncident } from '../../../src/twin/open-incident.ts';
import { handLog, opening } from '../../model/incidents/log.ts';

const log = (title: string, more: object = {}): IncidentTimeline =>
  handLog([[0, { ...opening(), title, ...more } as IncidentAct]], 'incident-0001').timeline;

test('what others show of the open incident follows the desk, and is another object only where it says something else', () => {
  let current: { id: string; log: IncidentTimeline } | null = null;
  let changed = () => {};
  const store = openIncidentStore({
    current: () => current,
    follow(listener) {
      changed = listener;
      return () => {};
    },
  });
  const shown: (OpenIncident | null)[] = [];
  store.subscribe(({ incident }) => shown.push(incident));
  expect(store.getState().incident).toBeNull();
  current = { id: 'a', log: log('gas-leak') };
  changed();
  changed();
  current = { id: 'b', log: log('drill', { exercise: 'rainstorm', place: null }) };
  changed();
  current = null;
  changed();
  expect(shown.map((one) => one && [one.id, one.title, one.place !== null, one.isExercise])).toEqual([
    ['a', 'gas-leak', true, false],
    ['b', 'drill', false, true],
    null,
  ]);
});
