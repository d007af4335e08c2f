import { expect, test } from 'vitest';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import { openRunLines } from '../../../src/plugins/incident-log/run-lines.ts';
import { DEFAULT_PAIRS, scoreOf } from '../../../src/plugins/incident-log/score.ts';
import type { RunFacts, RunStatus, RunsSlice } from '../../../src/twin/runs.ts';
import { handLog, OPENED_MS, opening } from '../../model/incidents/log.ts';

const RUNNING: RunStatus = { kind: 'running', progressRatio: 0, etaS: null };
const HASH = 'a'.repeat(64);

const run = (id: string, part: Partial<RunFacts> = {}): RunFacts => ({
  id,
  name: `${id} 的推演`,
  form: { rain: id },
  origin: null,
  status: RUNNING,
  startMs: 0,
  endS: 60,
  timesS: [],
  hash: null,
  notes: [],
  ...part,
});
const runs = (...list: RunFacts[]): RunsSlice['runs'] =>
  ({ flood: { list, shownId: null, comparedId: null } }) as unknown as RunsSlice['runs'];

function watched(isOpen: boolean) {
  const acts: IncidentAct[] = [];
  let keys = 0;
  const take = openRunLines({
    newKey: () => `key-of-run-${++keys}`,
    target: () =>
      isOpen
        ? async (act) => {
            acts.push(act);
          }
        : null,
    report: (error) => {
      throw error;
    },
  });
  return { take, acts };
}

test('a run is a line when it begins and one when it is done, with its hash and its losses', () => {
  const { take, acts } = watched(true);
  take(runs(run('f1')));
  take(runs(run('f1', { status: { ...RUNNING, progressRatio: 0.5 } })));
  const loss = { personMmMin: 3_240_000, roadMin: 15, dwellings: 8 };
  const figures = { loss, more: [{ name: 'closedRoads' as const, value: 2, unit: '1' }] };
  const done = run('f1', { status: { kind: 'done' }, hash: HASH, figures });
  take(runs(done));
  take(runs(done));
  expect(acts).toMatchObject([
    { kind: 'run', run: 'key-of-run-1', engine: 'flood', orders: 'unsaid', name: 'f1 的推演' },
    { kind: 'run-result', run: 'key-of-run-1', hash: HASH, loss, figures: figures.more },
  ]);
});

test('one that fails says why in both languages; one that was stopped says so', () => {
  const { take, acts } = watched(true);
  take(runs(run('f1'), run('f2')));
  const reason = { zh: '内存不足', en: 'out of memory' };
  take(runs(run('f1', { status: { kind: 'failed', reason } }), run('f2', { status: { kind: 'stopped' } })));
  expect(acts.slice(2)).toMatchObject([
    { kind: 'run-failed', run: 'key-of-run-1', texts: reason },
    { kind: 'run-failed', run: 'key-of-run-2', texts: { en: 'stopped by hand' } },
  ]);
});

test('without an open incident, and of runs that were done before, nothing is written', () => {
  const closed = watched(false);
  closed.take(runs(run('f1')));
  closed.take(runs(run('f1', { status: { kind: 'done' }, hash: HASH })));
  const open = watched(true);
  open.take(runs(run('kept', { status: { kind: 'done' }, hash: HASH })));
  expect([closed.acts, open.acts]).toEqual([[], []]);
});

test('the avoided loss is between the chosen runs, and says which figures were typed', () => {
  const inputHash = HASH;
  const begun = (key: string): IncidentAct => ({
    kind: 'run',
    run: key,
    engine: 'flood',
    inputHash,
    orders: 'unsaid',
    name: key,
  });
  const result = (key: string, personMmMin: number, isTyped: boolean): IncidentAct => ({
    kind: 'run-result',
    run: key,
    hash: HASH,
    loss: { personMmMin, roadMin: 0, dwellings: 0 },
    text: '',
    ...(isTyped ? { isTyped } : {}),
  });
  const { timeline } = handLog([
    [0, opening()],
    [1, begun('no-action')],
    [2, begun('as-done-1')],
    [3, result('no-action', 3_240_000, false)],
    [4, result('as-done-1', 800_000, true)],
    [5, { kind: 'score-runs', without: 'no-action', with: 'as-done-1' }],
  ]);
  const at = (min: number) =>
    scoreOf([{ name: 'record', timeline }], OPENED_MS + min * 60_000, DEFAULT_PAIRS).alternatives[0];
  expect(at(4.5).loss).toBeNull();
  expect(at(5).loss?.people).toMatchObject({ noAction: 3240, withOrders: 800, avoided: 2440 });
  expect(at(5).lossRuns).toEqual([
    { name: 'no-action', isTyped: false },
    { name: 'as-done-1', isTyped: true },
  ]);
});

test('a run that was begun as without action, or with the orders, says so in its line', () => {
  const { take, acts } = watched(true);
  take(runs(run('f1', { orders: 'without' }), run('f2', { orders: 'with' })));
  expect(acts.map((act) => act.kind === 'run' && act.orders)).toEqual(['without', 'with']);
});
