import { expect, test } from 'vitest';
import { type Observation, Pipeline } from '../../../src/plugins/feeds/tasks/pipeline.ts';
import { type History, repair } from '../../../src/plugins/feeds/tasks/repair.ts';

const HOLES = 200_000;

test('two hundred thousand holes are asked for in one range, and only what lies in one of them is taken', async () => {
  const pipeline = new Pipeline([{ id: 'a', source: 0, cadenceMs: 1000, rules: [] }], 2 * HOLES);
  const nowMs = 2000 * HOLES;
  for (let i = 0; i <= HOLES; i++)
    pipeline.take({ stream: 0, timeMs: 2000 * i, resultMs: 2000 * i, value: 1 }, nowMs, 'live');
  expect(pipeline.tally(nowMs)[0].lost).toBe(HOLES);
  const asked: [number, number, number | null][] = [];
  const told = [1000, 2000, 3000, nowMs - 1000].map(
    (timeMs): Observation => ({ stream: 0, timeMs, resultMs: timeMs, value: 2 }),
  );
  const history: History = {
    async *range(fromMs, toMs, stream) {
      asked.push([fromMs, toMs, stream]);
      yield* told;
    },
    recent: () => {
      throw new Error('expected one range');
    },
  };
  expect(await repair(pipeline, 0, history, () => nowMs, null)).toBe(3);
  expect(asked).toEqual([[0, nowMs, null]]);
  expect(pipeline.tally(nowMs)[0]).toMatchObject({ lost: HOLES - 3, repaired: 3, duplicate: 0, corrected: 0 });
});

test('a few holes among many streams are asked for together, of their streams alone, and once', async () => {
  const infos = Array.from({ length: 500 }, (_, i) => ({ id: `s${i}`, source: 0, cadenceMs: 10_000, rules: [] }));
  const pipeline = new Pipeline(infos, 100);
  const holed = [3, 70, 71, 400, 401, 402, 403, 404, 405, 499];
  const nowMs = 300_000;
  for (let stream = 0; stream < infos.length; stream++)
    for (let timeMs = 0; timeMs < nowMs; timeMs += 10_000)
      if (timeMs !== 250_000 || !holed.includes(stream))
        pipeline.take({ stream, timeMs, resultMs: timeMs, value: 1 }, timeMs, 'live');
  const asked: [readonly number[], number, number][] = [];
  const history: History = {
    range: () => {
      throw new Error('expected no range');
    },
    // Stream 499's is lost for good.
    async *recent(streams, fromMs, most) {
      asked.push([streams, fromMs, most]);
      for (const stream of streams.filter((each) => each !== 499))
        for (let timeMs = 290_000; timeMs >= fromMs; timeMs -= 10_000)
          yield { stream, timeMs, resultMs: timeMs, value: 2 };
    },
  };
  expect(await repair(pipeline, 0, history, () => nowMs, null)).toBe(9);
  expect(asked).toEqual([[holed, 240_000, 14]]);
  expect(pipeline.tally(nowMs)[0]).toMatchObject({ lost: 1, repaired: 9, corrected: 0 });
  expect(await repair(pipeline, 0, history, () => nowMs, null)).toBe(0);
  expect(asked.length).toBe(1);
});
