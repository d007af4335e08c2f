import { expect, test } from 'vitest';
import { entryAfter, type IncidentAct } from '../../../model/incidents/incident-entry.ts';
import { factsOf } from '../../../model/incidents/incident-state.ts';
import { timelineOf } from '../../../model/incidents/incident-timeline.ts';
import { adoptableOrders, changesOf } from '../../../src/plugins/incident-log/branch-changes.ts';
import { branchOn, savedBranch } from '../../../src/plugins/incident-log/branch-store.ts';
import { handLog, MIN, OPENED_MS, opening, order, stepDone } from '../../model/incidents/log.ts';

const { timeline: record, entries } = handLog([
  [0, opening()],
  [2, stepDone('verify')],
  [3, order('fire', 'fire-1')],
  [18, stepDone('lead')],
]);

function branched() {
  const timeline = record.branch(OPENED_MS + 2 * MIN);
  const write = (min: number, act: IncidentAct) => {
    const receivedMs = OPENED_MS + min * MIN;
    const sent = { client: 'branch-of-this-page', n: timeline.length + 1, atMs: receivedMs, act };
    const taken = { incident: 'incident-1', receivedMs, role: 'visitor', by: 'page', refused: null } as const;
    timeline.append(entryAfter(timeline.last(), sent, taken));
  };
  write(4, order('boat', 'boat-1'));
  write(10, stepDone('lead'));
  return { id: 'branch-0001', incident: 'incident-1', name: 'B', seq: 2, timeline };
}

test('a branch that was kept is the same on the log that came again, and its parent is untouched', () => {
  const branch = branched();
  const kept = structuredClone(savedBranch(branch));
  expect(kept.entries).toHaveLength(2);
  const again = timelineOf(entries);
  const hash = again.present().hash();
  expect(branchOn(again, kept)?.timeline.present().hash()).toBe(branch.timeline.present().hash());
  expect(again.present().hash()).toBe(hash);
});

test('it waits for a log that has not come so far, and is refused on another one or with a line that was changed', () => {
  const kept = savedBranch(branched());
  expect(branchOn(timelineOf(entries.slice(0, 1)), kept)).toBeNull();
  const other = handLog([
    [0, opening(null)],
    [1, stepDone('verify')],
  ]).timeline;
  expect(() => branchOn(other, kept)).toThrow(/line 2/);
  const [first, ...rest] = kept.entries;
  const changed = { ...kept, entries: [{ ...first, atMs: first.atMs + 1 }, ...rest] };
  expect(() => branchOn(timelineOf(entries), changed)).toThrow(/it was changed/);
});

test('a branch that is adopted gives its own orders alone, and none that was refused there', () => {
  const facts = factsOf(branched().timeline);
  expect(adoptableOrders(factsOf(record), facts).map(({ order: id, resource }) => [id, resource])).toEqual([
    ['order-boat', 'boat-1'],
  ]);
  const refused = { ...facts, orders: facts.orders.map((one) => ({ ...one, state: 'refused' as const })) };
  expect(adoptableOrders(factsOf(record), refused)).toEqual([]);
});

test('what changes if: the order of the branch alone, that of the record alone, and the step that is in time now', () => {
  const facts = factsOf(branched().timeline);
  expect(changesOf(factsOf(record), facts, OPENED_MS + 30 * MIN)).toEqual([
    { kind: 'order', side: 'added', name: 'boat-1', task: '封路' },
    { kind: 'order', side: 'absent', name: 'fire-1', task: '封路' },
    { kind: 'step', step: 'lead', record: 'late', branch: 'in-time' },
  ]);
});
