import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../../workers/shared/random.ts';
import { randomQuery } from '../validation/fuzz/sensor-things-queries.ts';
import { addressOf } from '../validation/hub-asks.ts';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from './whole-hub.ts';

let whole: WholeHub;
beforeAll(async () => {
  whole = await openWholeHub();
  for (const [i, result] of [1, '2.5', null, 40].entries())
    await whole.ask('POST', `/v1.1/Datastreams(${1 + (i % 2)})/Observations`, DEVICE_TOKEN, { result });
});
afterAll(() => whole.close());

test('of 400 random questions a third is answered, and none is the hub’s own fault', async () => {
  const random = seeded(20_261_129);
  const counts = new Map<number, number>();
  const faults: string[] = [];
  for (let i = 0; i < 400; i++) {
    const query = randomQuery(random);
    const { statusCode, body } = await whole.ask('GET', addressOf(query));
    counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1);
    if (statusCode >= 500) faults.push(`${query}: ${body}`);
  }
  expect(faults).toEqual([]);
  expect(counts.get(200)).toBeGreaterThan(400 / 3);
  expect([...counts.keys()].sort()).toEqual([200, 400, 404]);
});
