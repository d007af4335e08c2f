import { expect, test } from 'vitest';
import { entryAfter, type IncidentAct } from '../../../model/incidents/incident-entry.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import { sentencesOf } from '../../../model/text/message.ts';
import { openOrderBook } from '../../../src/plugins/incident-log/order-book.ts';
import { handLog, MIN, OPENED_MS, opening, order, orderState } from '../../model/incidents/log.ts';

type Acts = Parameters<typeof handLog>[0];
const titled = (title: string, more: object = {}): IncidentAct => ({ ...opening(), title, ...more }) as IncidentAct;
const log = (title: string, acts: Acts, more?: object) => handLog([[0, titled(title, more)], ...acts], title).timeline;
const DRILL = { exercise: 'rainstorm' };

/** A page whose orders go into one log. */
function book(own: IncidentTimeline | null, logs: readonly IncidentTimeline[]) {
  const written: IncidentAct[] = [];
  const write = async (act: IncidentAct) => void written.push(act);
  const orders = openOrderBook({
    origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 350 },
    newKey: () => 'order-0001',
    target: () => (own ? write : null),
    targetLog: () => own,
    logs: () => logs,
    follow: () => () => undefined,
    prepare: () => undefined,
  });
  return { orders, written };
}

test('a unit that is on an order of any real incident is busy for all of them, until the order or the incident ends', () => {
  const flood = log('flood-incident', [
    [1, order('a', 'pump-1')],
    [1, order('b', 'boat-1')],
    [9, orderState('b', 'done')],
  ]);
  const gas = log('gas-incident', []);
  const over = log('over-incident', [
    [1, order('c', 'team-1')],
    [2, { kind: 'closed', text: '' }],
  ]);
  const { orders } = book(gas, [flood, gas, over]);
  expect(orders.busy('pump-1')).toEqual({ name: 'pump-1', task: '封路', incident: 'flood-incident' });
  expect(orders.busy('boat-1')).toBeNull();
  expect(orders.busy('team-1')).toBeNull();
  expect(book(null, [flood, gas]).orders.busy('pump-1')?.incident).toBe('flood-incident');
});

test("an exercise's orders hold up no real incident, and no real one holds up its", () => {
  const real = log('flood-incident', [[1, order('a', 'pump-1')]]);
  const drill = log('drill-incident', [[1, order('b', 'boat-1')]], DRILL);
  const logs = [real, drill];
  const fromReal = book(real, logs).orders;
  expect([fromReal.busy('pump-1')?.incident, fromReal.busy('boat-1')]).toEqual(['flood-incident', null]);
  const fromDrill = book(drill, logs).orders;
  expect([fromDrill.busy('pump-1'), fromDrill.busy('boat-1')?.incident]).toEqual([null, 'drill-incident']);
  expect(book(null, logs).orders.busy('boat-1')).toBeNull();
});

test('a branch knows its own orders alone: neither what its record did later nor other incidents', () => {
  const record = log('flood-incident', [
    [1, order('a', 'pump-1')],
    [5, order('b', 'boat-1')],
  ]);
  const other = log('gas-incident', [[1, order('c', 'team-1')]]);
  const branch = record.branch(OPENED_MS + 2 * MIN);
  const write = (act: IncidentAct) => {
    const atMs = OPENED_MS + 3 * MIN;
    const sent = { client: 'branch-of-this-page', n: branch.length + 1, atMs, act };
    const taken = { incident: 'flood-incident', receivedMs: atMs, role: 'visitor', by: 'page', refused: null } as const;
    branch.append(entryAfter(branch.last(), sent, taken));
  };
  write(orderState('a', 'done'));
  write(order('d', 'truck-1'));
  const { orders } = book(branch, [record, other]);
  expect(['pump-1', 'boat-1', 'team-1'].map((id) => orders.busy(id))).toEqual([null, null, null]);
  expect(orders.busy('truck-1')?.incident).toBe('flood-incident');
  // The record does not know what the branch supposes.
  const fromRecord = book(record, [record, other]).orders;
  expect(fromRecord.busy('truck-1')).toBeNull();
  expect(fromRecord.busy('pump-1')).not.toBeNull();
});

test('orders go into the open incident, to the end of their way; without one they are refused with the reason', async () => {
  const flood = log('flood-incident', []);
  const draft = { resource: 'pump-1', name: 'Pump 1', task: '排水', travelMs: 60_000, rangeMs: null };
  const line = [
    [0, 0],
    [0, 1000],
  ] as const;
  const { orders, written } = book(flood, [flood]);
  expect(orders.incident()).toBe('flood-incident');
  await orders.give([
    { ...draft, line, passedMs: [0, 60_000] },
    { ...draft, line: [], passedMs: [] },
  ]);
  expect(written).toMatchObject([{ kind: 'order', resource: 'pump-1', etaMs: 60_000 }, { place: null }]);
  const [first] = written;
  if (first.kind !== 'order' || !first.place) return expect.fail('an order with a place');
  // A kilometre north: 1 / 110.9 of a degree at this latitude.
  expect(first.place.latDeg - 34.3).toBeCloseTo(1 / 110.92, 5);
  expect(first.place.lonDeg).toBeCloseTo(108.75, 6);
  const reason = await book(null, [flood])
    .orders.give([{ ...draft, line, passedMs: [0, 60_000] }])
    .catch((error: unknown) => error);
  expect(sentencesOf(reason, 'en')).toMatch(/there is no open incident to write to/);
});
