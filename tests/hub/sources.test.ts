import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWholeHub, type WholeHub } from './whole-hub.ts';

let whole: WholeHub;
beforeAll(async () => {
  whole = await openWholeHub();
});
afterAll(() => whole.close());

const SOURCE = {
  id: 'plant',
  name: '水厂',
  kind: 'mqtt',
  url: 'wss://broker.example:8084/mqtt',
  streams: [['3', 'sn-pump-0001/1']],
};
const WORKER = '/assets/feeds.worker-Ab1_-x.js';
const connectOf = async (path: string) => {
  const policy = String((await whole.ask('GET', path)).headers['content-security-policy']);
  return /connect-src ([^;]*)/.exec(policy)?.[1];
};

test('a host that an administrator named stands in the policy of the one worker that listens, and nowhere else', async () => {
  expect(await connectOf(WORKER)).toBe("'self' data: blob:");
  const made = await whole.ask('POST', '/sources', whole.administrator, SOURCE);
  expect([made.statusCode, made.json()]).toEqual([201, expect.objectContaining({ id: 'plant', mqttVersion: 5 })]);
  expect((await whole.ask('GET', '/sources')).json().sources).toMatchObject([SOURCE]);
  const answer = await whole.ask('GET', WORKER);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(await connectOf(WORKER)).toBe("'self' data: blob: wss://broker.example:8084");
  for (const path of [
    '/',
    '/index.html',
    '/assets/flood.worker-Ab1.js',
    '/assets/feeds.worker-Ab1.js.map',
    '/city/index.json',
    '/sources',
  ])
    expect({ path, connect: await connectOf(path) }).toEqual({ path, connect: "'self' data: blob:" });
  expect((await whole.ask('DELETE', '/sources/plant', whole.administrator)).statusCode).toBe(204);
  expect((await whole.ask('DELETE', '/sources/plant', whole.administrator)).statusCode).toBe(404);
  expect(await connectOf(WORKER)).toBe("'self' data: blob:");
});

test.each([
  { ...SOURCE, url: 'wss://broker.example; script-src *' },
  { ...SOURCE, url: "wss://a.example 'unsafe-eval'" },
  { ...SOURCE, url: 'wss://*' },
  { ...SOURCE, url: 'wss://a,b' },
  { ...SOURCE, id: '../x' },
  { ...SOURCE, secret: 1 },
])('nothing else gets into the policy by an address: case %#', async (source) => {
  expect((await whole.ask('POST', '/sources', whole.administrator, source)).statusCode).toBe(400);
  expect(await connectOf(WORKER)).toBe("'self' data: blob:");
});

test('where visitors are shown nothing, no list of the catalogue or of sources is', async () => {
  const closed = await openWholeHub({ visitors: { areas: [], classes: [] } });
  expect((await closed.ask('POST', '/sources', closed.administrator, SOURCE)).statusCode).toBe(201);
  expect((await closed.ask('GET', '/sources')).json()).toEqual({ sources: [] });
  for (const set of ['Things', 'Sensors', 'ObservedProperties', 'Datastreams', 'Locations', 'FeaturesOfInterest'])
    expect({ set, found: (await closed.ask('GET', `/v1.1/${set}`)).json().value }).toEqual({ set, found: [] });
  const whole = await closed.login('all', 'analyst');
  expect((await closed.ask('GET', '/sources', whole)).json().sources).toHaveLength(1);
  expect((await closed.ask('GET', '/v1.1/Sensors', whole)).json().value.length).toBeGreaterThan(0);
  await closed.close();
});
