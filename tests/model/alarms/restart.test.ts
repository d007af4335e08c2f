import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { RuleRunner } from '../../../model/alarms/rule-runner.ts';
import { rulesFor } from '../../validation/feeds-laws.ts';

const CADENCE_MS = 60_000;
const WAY_MS = 200;
const MINUTES = 60;
const STREAMS = [0, 1, 2].map((i) => ({ id: `s${i}`, cadenceMs: CADENCE_MS, rules: rulesFor(CADENCE_MS) }));

interface Row {
  stream: number;
  timeMs: number;
  value: number;
}

function take(runner: RuleRunner, rows: readonly Row[]): void {
  for (const { stream, timeMs, value } of rows) {
    runner.hear(timeMs + WAY_MS);
    runner.take(stream, timeMs, timeMs, value, timeMs + WAY_MS);
  }
}

function rowsOf(values: readonly (readonly (number | null)[])[]): Row[] {
  return values
    .flatMap((own, stream) =>
      own.flatMap((value, i) => (value === null ? [] : [{ stream, timeMs: i * CADENCE_MS, value }])),
    )
    .sort((a, b) => a.timeMs - b.timeMs);
}

/** As a hub does: what was saved of each alarm, then of each stream the newest samples that its rules look back on. */
function restarted(runner: RuleRunner, standing: readonly Alarm[], rows: readonly Row[]): RuleRunner {
  const fresh = new RuleRunner(STREAMS, []);
  for (const { key } of standing) {
    const saved = runner.store.save(key);
    if (saved) fresh.store.restore(saved);
  }
  for (const { key } of standing) {
    const saved = runner.store.save(key);
    if (saved) fresh.resume(Number(key[1]), key.slice(3), saved);
  }
  fresh.hear(runner.lastHeartbeatMs);
  for (const { stream, rows: count } of fresh.lookingBack())
    for (const { timeMs, value } of rows.filter((row) => row.stream === stream).slice(-count))
      fresh.take(stream, timeMs, timeMs, value, timeMs + WAY_MS);
  fresh.listen();
  return fresh;
}

const statesOf = (alarms: readonly Alarm[]) =>
  alarms.map(({ key, state, value, raised, extreme }) => ({ key, state, value, raised, extreme }));

const value = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 20 }).map((n) => n / 2) },
  { weight: 1, arbitrary: fc.constant(null) },
);

test('whenever the hub restarts, the alarms that stood stand as they did, and go on as if it had never ended', () => {
  const series = fc.array(value, { minLength: MINUTES, maxLength: MINUTES });
  fc.assert(
    fc.property(fc.tuple(series, series, series), fc.integer({ min: 1, max: MINUTES - 1 }), (values, ended) => {
      const rows = rowsOf(values);
      const endMs = ended * CADENCE_MS + WAY_MS;
      const kept = new RuleRunner(STREAMS, []);
      kept.listen();
      const before = rows.filter(({ timeMs }) => timeMs < endMs);
      take(kept, before);
      const stood = kept.store.standing(endMs);
      const fresh = restarted(kept, stood, before);
      expect(statesOf(fresh.store.standing(endMs))).toEqual(statesOf(stood));
      const after = rows.filter(({ timeMs }) => timeMs >= endMs);
      for (const runner of [kept, fresh]) take(runner, after);
      const lastMs = MINUTES * CADENCE_MS;
      expect(statesOf(fresh.store.standing(lastMs))).toEqual(statesOf(kept.store.standing(lastMs)));
    }),
    { numRuns: 300, seed: 20_261_122 },
  );
});

test('what ended before anybody watched is history and no alarm; what still stands is one', () => {
  const sinceMs = 60 * CADENCE_MS;
  const runner = new RuleRunner(STREAMS, [], { watched: { sinceMs, silenceSinceMs: sinceMs } });
  runner.listen();
  const high = { stream: 0, timeMs: 60 * CADENCE_MS, value: 9 };
  take(runner, [high, { stream: 1, timeMs: 60 * CADENCE_MS, value: 3 }]);
  // A logger's memory comes after the newest value: nothing for twenty minutes, high water, low water, nothing again.
  const memory = [9, 9, 3, 3].map((past, i) => ({ stream: 1, timeMs: (20 + i) * CADENCE_MS, value: past }));
  for (const row of memory) runner.take(row.stream, row.timeMs, row.timeMs, row.value, sinceMs);
  const stands = runner.store.standing(sinceMs).map(({ key, state }) => `${key} ${state.kind}`);
  expect(stands.length).toBeGreaterThan(0);
  expect(stands.filter((line) => line.startsWith('s1'))).toEqual([]);
});

test('a silence that was judged before a restart stands as it was, whatever of the past is read again', () => {
  const kept = new RuleRunner(STREAMS, []);
  kept.listen();
  const minutes = Array.from({ length: 41 }, (_, minute) => minute);
  const rows = minutes.flatMap((minute) => [
    { stream: 0, timeMs: minute * CADENCE_MS, value: 3 },
    ...(minute > 10 && minute < 30 ? [] : [{ stream: 1, timeMs: minute * CADENCE_MS, value: 3 }]),
  ]);
  take(kept, rows);
  const endMs = kept.lastHeartbeatMs;
  const told = (runner: RuleRunner) => runner.store.standing(endMs).map(({ key, state }) => [key, state]);
  expect(told(kept).map(([key]) => key)).toEqual(['s1 silent']);
  const saved = kept.store.save('s1 silent');
  const fresh = new RuleRunner(STREAMS, [], {
    watched: { sinceMs: Number.NEGATIVE_INFINITY, silenceSinceMs: endMs },
  });
  if (saved) fresh.store.restore(saved);
  fresh.hear(endMs);
  const [last0, last1] = [0, 1].map((stream) => rows.findLast((row) => row.stream === stream));
  for (const row of [last0, last1]) if (row) fresh.take(row.stream, row.timeMs, row.timeMs, row.value, endMs);
  fresh.listen();
  expect(told(fresh)).toEqual(told(kept));
  for (const { stream, timeMs, value: past } of rows) {
    fresh.take(stream, timeMs, timeMs, past, endMs);
    expect(told(fresh)).toEqual(told(kept));
  }
});

test('the silence of everything is nobody’s own: after an outage each stream has its time again', () => {
  const runner = new RuleRunner(STREAMS, []);
  runner.listen();
  take(runner, rowsOf([[3], [3], [3]]));
  const outage = { fromMs: WAY_MS, toMs: 60 * CADENCE_MS };
  runner.outages.push(outage);
  take(runner, [{ stream: 0, timeMs: outage.toMs, value: 3 }]);
  const silent = () => runner.store.standing(runner.lastHeartbeatMs).map(({ key, state }) => `${key} ${state.kind}`);
  expect(silent()).toEqual([]);
  for (let minute = 61; minute <= 70; minute++) take(runner, [{ stream: 0, timeMs: minute * CADENCE_MS, value: 3 }]);
  expect(silent()).toEqual(['s1 silent unacknowledged', 's2 silent unacknowledged']);
});
