import { afterAll, beforeAll, expect, test } from 'vitest';
import { inSlices } from '../../hub/slices.ts';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from './whole-hub.ts';

let whole: WholeHub;
beforeAll(async () => {
  whole = await openWholeHub();
});
afterAll(() => whole.close());

const create = (text: string) =>
  whole.http.inject({
    method: 'POST',
    url: '/v1.1/CreateObservations',
    payload: text,
    headers: { authorization: `Bearer ${DEVICE_TOKEN}`, 'content-type': 'application/json' },
  });
const arrayOf = (rows: number, row: string) =>
  `[{"Datastream":{"@iot.id":1},"components":["result"],"dataArray":[${Array(rows).fill(row).join(',')}]}]`;

test('more rows than one request may bring are refused in words, and none is written', async () => {
  const { statusCode, body } = await create(arrayOf(50_001, '[1]'));
  expect({ statusCode, error: JSON.parse(body).error.code }).toEqual({ statusCode: 413, error: 'rows-many' });
  expect(JSON.parse(body).message).toContain('expected at most 50000 rows in one request, got 50001');
  expect(whole.hub.history.written).toBe(0);
});

test('a body of more values than any is refused before it is parsed', async () => {
  const { statusCode, body } = await create(arrayOf(1_000_000, '[0]'));
  expect({ statusCode, error: JSON.parse(body).error.code }).toEqual({ statusCode: 413, error: 'values-many' });
});

test('what is no JSON is refused as before, and a long array has an address for each row', async () => {
  expect((await create('[')).statusCode).toBe(400);
  const { statusCode, body } = await create(arrayOf(1500, '[1]').replace('[[1],', '[["no number"],'));
  const addresses: string[] = JSON.parse(body);
  expect({ statusCode, count: addresses.length, refused: addresses.indexOf('error') }).toEqual({
    ...{ statusCode: 201, count: 1500, refused: 0 },
  });
  expect(addresses.filter((address) => address === 'error')).toHaveLength(1);
});

test('others have their turn between two slices', async () => {
  const seen: string[] = [];
  const other = new Promise<void>((done) =>
    setImmediate(() => {
      seen.push('other');
      done();
    }),
  );
  await inSlices([1, 2, 3], 2, (slice) => void seen.push(slice.join()));
  await other;
  expect(seen).toEqual(['1,2', 'other', '3']);
});
