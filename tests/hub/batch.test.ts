import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from './whole-hub.ts';

let whole: WholeHub;
beforeAll(async () => {
  whole = await openWholeHub();
});
afterAll(() => whole.close());

const batch = (requests: unknown, token = whole.administrator) =>
  whole.ask('POST', '/v1.1/$batch', token, { requests });
const thing = (name: string) => ({ name, description: name });

test('what an earlier request made is named by its id, in addresses and in links', async () => {
  const location = { type: 'Point', coordinates: [108.755, 34.3] };
  const answer = await batch([
    { id: 'a', method: 'post', url: 'Things', body: thing('东门站') },
    {
      id: 'place',
      method: 'post',
      url: '$a/Locations',
      body: { name: '东门', description: 'gate', encodingType: 'application/geo+json', location },
    },
    { id: 'moved', method: 'patch', url: '$a', body: { description: 'station' } },
    { id: 'b', method: 'post', url: 'Things', body: { ...thing('西门站'), Locations: [{ '@iot.id': '$place' }] } },
    { id: 'read', method: 'get', url: '$b?$expand=Locations' },
    { id: 'one', method: 'get', url: '$a?$select=description' },
  ]);
  expect(answer.statusCode).toBe(200);
  const { responses } = answer.json();
  expect(responses.map(({ id, status }: { id: string; status: number }) => [id, status])).toEqual([
    ['a', 201],
    ['place', 201],
    ['moved', 200],
    ['b', 201],
    ['read', 200],
    ['one', 200],
  ]);
  expect(responses[0].headers.location).toMatch(/\/v1\.1\/Things\(\d+\)$/);
  expect(responses[4].body).toMatchObject({ name: '西门站', Locations: [{ name: '东门', location }] });
  expect(responses[5].body).toEqual({ description: 'station' });
});

test('each request has the rights of who sent the batch, and one that fails leaves the others', async () => {
  const answer = await batch(
    [
      { id: 'mine', method: 'post', url: 'Datastreams(1)/Observations', body: { result: 1.5 } },
      { id: 'theirs', method: 'post', url: 'Things', body: thing('x') },
      { id: 'none', method: 'get', url: 'Things(99999)' },
      { id: 'read', method: 'get', url: 'Datastreams(1)/Observations?$count=true' },
    ],
    DEVICE_TOKEN,
  );
  const { responses } = answer.json();
  expect(responses.map(({ status }: { status: number }) => status)).toEqual([201, 403, 404, 200]);
  expect(responses[3].body).toMatchObject({ '@iot.count': 1, value: [{ result: 1.5 }] });
});

test('requests that should succeed or fail together are refused, by name; nothing of them happens', async () => {
  const group = { method: 'post', url: 'Things', atomicityGroup: 'g' };
  const answer = await batch([
    { ...group, id: 'a', body: thing('both') },
    { ...group, id: 'b', body: thing('both') },
    { id: 'count', method: 'get', url: "Things?$filter=name eq 'both'&$count=true".replaceAll(' ', '%20') },
  ]);
  const { responses } = answer.json();
  expect(responses.map(({ status }: { status: number }) => status)).toEqual([501, 501, 200]);
  expect(responses[2].body['@iot.count']).toBe(0);
});

const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
const get = { id: 'a', method: 'get', url: 'Things' };
const SPOILT: (readonly [requests: unknown, message: string])[] = [
  [null, 'requests: expected a list'],
  [Array.from({ length: 201 }, (_, i) => ({ ...get, id: `a${i}` })), 'requests: expected at most 200, got 201'],
  [[get, get], 'requests[1].id: expected one of its own, got a again'],
  [[get, { ...get, id: 'b', method: 'post', body: deep(40) }], 'body: expected at most 32 levels'],
  [[{ ...get, id: '' }], 'requests[0].id: expected 1 to 64'],
  [[{ ...get, method: 'trace' }], 'requests[0].method: expected one of get'],
  [
    [{ ...get, headers: { Authorization: 'x' } }],
    'requests[0].headers: expected none but Content-Type, got Authorization',
  ],
  ...[
    '/accounts',
    '../accounts',
    'a/../../accounts',
    '%2e%2e/accounts',
    'http://x/',
    '$batch',
    '%24batch',
    'a b',
    '',
  ].map((url): [unknown, string] => [[{ ...get, url }], 'requests[0].url: expected an address below the root']),
];
test.each(SPOILT)('%#: $1', async (requests, message) => {
  const answer = await batch(requests);
  expect({ status: answer.statusCode, message: answer.json().message }).toEqual({
    status: 400,
    message: expect.stringContaining(message),
  });
});
