import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import { parseIncidentPackage } from '../../../model/incidents/incident-package.ts';
import { type IncidentTimeline, timelineOf } from '../../../model/incidents/incident-timeline.ts';
import { keepSituation, type LogMoment, situationOf } from '../../../src/plugins/incident-log/situation.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { handLog, opening } from '../../model/incidents/log.ts';

const file = 'scenarios/incident-levee-breach/incident.zh.json';
const shipped = parseIncidentPackage(JSON.parse(readFileSync(file, 'utf8')), file);
/** The levee gives way at 03:00 by the city's clock. */
const at = (hour: number, minute: number, second = 0) => Date.UTC(2026, 6, 21, 16 + hour, minute, second);

const moment = (log: IncidentTimeline, more: Partial<LogMoment> = {}): LogMoment => ({
  id: 'file',
  log,
  ms: 0,
  at: 'replay',
  isPast: true,
  branch: null,
  isScenario: false,
  inputHashes: [],
  ownRuns: [],
  ...more,
});

test('a replayed incident is as its log has it at the shown time: level, step that is due, alarms, orders', () => {
  const log = timelineOf(shipped.entries);
  const of = (ms: number) => situationOf(moment(log, { ms, isScenario: true }));
  expect(of(at(2, 59))).toBeNull();
  expect(of(at(3, 3, 20))).toMatchObject({
    title: '暴雨溃堤',
    level: 2,
    step: { number: 1, title: { zh: '核实险情' }, dueMs: at(3, 5) },
    stepsDone: 0,
    stepCount: 10,
    alarms: [{ key: 'sn-levee-0012', priority: 1, ms: at(3, 1), isOver: false }],
    closedMs: null,
    isMeasured: false,
  });
  const later = of(at(5, 0));
  expect(later).toMatchObject({ level: 1, step: null, stepsDone: 10 });
  expect(later?.alarms.map(({ key }) => key)).toEqual(['sn-metro-0007', 'sn-levee-0012']);
  expect(later?.orders).toHaveLength(11);
  expect(later?.orders.every(({ state, arrivesMs }) => state !== 'given' && arrivesMs === null)).toBe(true);
  // An order whose unit is not there yet says when it is expected.
  const [first] = of(at(3, 10))?.orders ?? [];
  expect(first).toMatchObject({ resource: 'vh-48', state: 'accepted' });
  expect(first.arrivesMs).toBeGreaterThan(at(3, 8));
});

const log = (title: string, more: object = {}): IncidentTimeline =>
  handLog([[0, { ...opening(), title, ...more } as IncidentAct]], 'incident-0001').timeline;

test('the incident of the page follows the desk, and is another object only where it says something else', () => {
  const twin = pageTwin(smallCity().city);
  let current: LogMoment | null = null;
  let changed = () => {};
  const end = keepSituation(twin, {
    moment: () => current,
    follow(listener) {
      changed = listener;
      return () => {};
    },
  });
  const told: unknown[] = [];
  const stop = twin.follow(
    ({ situationIncident }) => situationIncident,
    (one) => told.push(one && [one.id, one.title, one.place !== null, one.isExercise, one.isMeasured]),
  );
  current = moment(log('gas-leak'), { id: 'a', at: 'present', isPast: false });
  changed();
  changed();
  current = moment(log('drill', { exercise: 'rainstorm', place: null }), { id: 'b', at: 'present', isPast: false });
  changed();
  current = null;
  changed();
  expect(told).toEqual([null, ['a', 'gas-leak', true, false, true], ['b', 'drill', false, true, false], null]);
  stop();
  end();
});
