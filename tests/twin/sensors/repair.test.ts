import { expect, test } from 'vitest';
import { type Observation, Pipeline } from '../../../src/twin/sensors/pipeline.ts';
import { type History, repair } from '../../../src/twin/sensors/repair.ts';

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
  };
  expect(await repair(pipeline, 0, history, () => nowMs, null)).toBe(3);
  expect(asked).toEqual([[0, nowMs, null]]);
  expect(pipeline.tally(nowMs)[0]).toMatchObject({ lost: HOLES - 3, repaired: 3, duplicate: 0, corrected: 0 });
});
