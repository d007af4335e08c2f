import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookBack, type Past } from '../../../src/twin/sensors/look-back.ts';
import { type Observation, Pipeline, type StreamInfo } from '../../../src/twin/sensors/pipeline.ts';
import { rulesFor } from '../../validation/feeds-laws.ts';

const CADENCE_MS = 60_000;
const WAY_MS = 200;
const STREAMS: StreamInfo[] = [0, 1, 2].map((i) => ({
  id: `s${i}`,
  source: 0,
  cadenceMs: CADENCE_MS,
  rules: rulesFor(CADENCE_MS),
}));

async function* each(observations: readonly Observation[]) {
  yield* observations;
}

/** What a hub has stored. `isShort`: it tells the newest alone, as pages asked for before. */
function pastOf(rows: readonly Observation[], isShort = false): Past {
  const newestOf = (stream: number, fromMs: number, most: number) =>
    rows.filter((row) => row.stream === stream && row.timeMs >= fromMs).slice(-most);
  return {
    newest: () => each(STREAMS.flatMap((_, stream) => newestOf(stream, 0, 1))),
    recent: (streams, fromMs, most) =>
      each(isShort ? [] : streams.flatMap((stream) => newestOf(stream, fromMs, most).reverse())),
    range: (fromMs, toMs, stream) =>
      each(rows.filter((row) => row.timeMs >= fromMs && row.timeMs <= toMs && row.stream === stream)),
  };
}

function hearLive(pipeline: Pipeline, rows: readonly Observation[]): void {
  for (const row of rows) {
    pipeline.take(row, row.timeMs + WAY_MS, 'live');
    pipeline.hear(0, row.timeMs + WAY_MS);
  }
}

async function openAt(nowMs: number, rows: readonly Observation[], isShort = false): Promise<Pipeline> {
  const pipeline = new Pipeline(STREAMS, 512);
  await lookBack(pipeline, 0, pastOf(rows, isShort), () => nowMs);
  pipeline.hear(0, nowMs);
  return pipeline;
}

/** Those that stand, and since when; what was over before the page came and nobody acknowledged is a page's own. */
function standingIn(pipeline: Pipeline, nowMs: number) {
  return pipeline
    .standing(nowMs)
    .filter(({ state }) => state.kind === 'unacknowledged')
    .map(({ key, state, value }) => ({ key, state, value }));
}

function rowsOf(values: readonly (readonly (number | null)[])[]): Observation[] {
  return values
    .flatMap((own, stream) =>
      own.flatMap((value, i) => {
        const timeMs = i * CADENCE_MS;
        return value === null ? [] : [{ stream, timeMs, resultMs: timeMs, value }];
      }),
    )
    .sort((a, b) => a.timeMs - b.timeMs);
}

test('a rate and a deviation that began before the page was opened stand on it as on one that was open', async () => {
  const slope = Array.from({ length: 40 }, (_, i) => (i < 37 ? 2 : 2 + 2.5 * (i - 36)));
  const jump = Array.from({ length: 40 }, (_, i) => (i < 38 ? 1.6 : 6.9));
  // Above 5 once, within the hysteresis ever since.
  const hovering = Array.from({ length: 40 }, (_, i) => (i === 10 ? 5.2 : i < 10 ? 3 : 4.8));
  const rows = rowsOf([slope, jump, hovering]);
  const nowMs = 39 * CADENCE_MS + WAY_MS;
  const kept = new Pipeline(STREAMS, 512);
  hearLive(kept, rows);
  const told = standingIn(kept, nowMs);
  expect(told.map(({ key }) => key)).toEqual(['s0 high', 's0 odd', 's0 rising', 's1 odd', 's1 rising', 's2 long']);
  expect(standingIn(await openAt(nowMs, rows), nowMs)).toEqual(told);
});

const value = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 20 }).map((n) => n / 2) },
  { weight: 1, arbitrary: fc.constant(null) },
);

test('whatever was told before, a page opened now has the alarms of one that was open, and keeps having them', async () => {
  const series = fc.array(value, { minLength: 60, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.tuple(series, series, series), fc.integer({ min: 1, max: 40 }), async (values, opened) => {
      const rows = rowsOf(values);
      const openMs = opened * CADENCE_MS + WAY_MS;
      const [before, after] = [
        rows.filter(({ timeMs }) => timeMs < openMs),
        rows.filter(({ timeMs }) => timeMs >= openMs),
      ];
      const kept = new Pipeline(STREAMS, 512);
      hearLive(kept, before);
      kept.hear(0, openMs);
      const fresh = await openAt(openMs, before);
      expect(standingIn(fresh, openMs)).toEqual(standingIn(kept, openMs));
      const endMs = 60 * CADENCE_MS;
      for (const pipeline of [kept, fresh]) hearLive(pipeline, after);
      expect(standingIn(fresh, endMs)).toEqual(standingIn(kept, endMs));
    }),
    { numRuns: 300, seed: 20_261_121 },
  );
});

test('the newest values alone do not tell it', async () => {
  const rows = rowsOf([[...Array.from({ length: 20 }, () => 0), 2, 4.4], [], []]);
  const nowMs = 21 * CADENCE_MS + WAY_MS;
  expect(standingIn(await openAt(nowMs, rows, true), nowMs).map(({ key }) => key)).not.toContain('s0 rising');
  expect(standingIn(await openAt(nowMs, rows), nowMs).map(({ key }) => key)).toContain('s0 rising');
});

test('what history has not of a span that it told is lost, and is not asked for again', async () => {
  const holed = Array.from({ length: 30 }, (_, i) => (i === 25 ? null : 3));
  const pipeline = await openAt(30 * CADENCE_MS, rowsOf([holed, holed, holed]));
  expect(pipeline.tally(30 * CADENCE_MS)[0].lost).toBe(3);
  expect(pipeline.gaps(0)).toEqual([]);
});

test('a city of very many swift streams is looked back on within a budget, and no more of each than is kept', async () => {
  const swift: StreamInfo[] = Array.from({ length: 3000 }, (_, i) => ({
    ...{ id: `s${i}`, source: 0, cadenceMs: i < 10 ? CADENCE_MS : 1000 },
    rules: rulesFor(CADENCE_MS),
  }));
  const asked: { streams: readonly number[]; most: number }[] = [];
  const past: Past = {
    newest: () => each([]),
    range: () => each([]),
    recent(streams, _, most) {
      asked.push({ streams, most });
      return each([]);
    },
  };
  await lookBack(new Pipeline(swift, 64), 0, past, () => 0);
  const rows = asked.reduce((sum, { streams, most }) => sum + streams.length * most, 0);
  expect(rows).toBeGreaterThan(90_000);
  expect(rows).toBeLessThanOrEqual(100_000);
  expect(Math.max(...asked.map(({ most }) => most))).toBeLessThanOrEqual(64);
  expect(asked.flatMap(({ streams }) => streams).slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
