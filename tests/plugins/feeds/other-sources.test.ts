import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connectAsync } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../../model/sensors/decode.ts';
import { parseSource, parseStreams, type SourceSpec } from '../../../model/sensors/sources.ts';
import { openMapping } from '../../../src/plugins/feeds/tasks/mapping.ts';
import { openOtherSources } from '../../../src/plugins/feeds/tasks/other-sources.ts';
import { Pipeline } from '../../../src/plugins/feeds/tasks/pipeline.ts';
import { lacksMosquitto, startMosquitto } from '../../hub/services.ts';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from '../../hub/whole-hub.ts';

const why = lacksMosquitto();
if (why) process.stdout.write(`skipped with Mosquitto: ${why}\n`);

const CODES = ['sn-pond-0001/1', 'sn-pond-0002/1', 'sn-pump-0001/1', 'sn-river-0001/1'];
const UNITS = ['m', 'Cel', '1', 'm'];
const FIELDS = { stream: 'sensor.id', time: 'ts', value: 'reading.level' };
const iso = (ms: number) => new Date(ms).toISOString();
/** Of whole seconds, so that each way of writing a time says the same. */
const NOW_MS = Math.floor(Date.now() / 1000) * 1000 - 5000;
const patiently = { timeout: 20_000, interval: 50 };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answer: Answer = (_, response) => response.writeHead(404).end();
let server: Server;
let url = '';
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(() => server.close());

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  server.closeAllConnections();
});

/** As the worker opens it, on the city's four streams; what each stream said last. */
function listen(json: object) {
  const specs: SourceSpec[] = [parseSource({ id: 'a', name: 'another', ...json })];
  const sources = openOtherSources(specs, Date.now, () => undefined);
  const pipeline = new Pipeline(
    CODES.map((id) => ({ id, source: sources.sourceIndexOf(id), cadenceMs: null, rules: [] })),
    100,
  );
  sources.start(pipeline, (code) =>
    CODES.includes(code) ? { index: CODES.indexOf(code), unit: UNITS[CODES.indexOf(code)] } : undefined,
  );
  ends.push(() => sources.stop());
  const last = () =>
    CODES.flatMap((code, stream) => {
      const { count, lastMs, lastValue } = pipeline.samplesOf(stream);
      return count > 0 ? [[code, lastMs - NOW_MS, lastValue]] : [];
    });
  return { last, pipeline, status: () => sources.statuses()[0], truth: () => pipeline.qualities[1] };
}

test('lines of theirs = ours, with one star; the first that fits counts', () => {
  const streams = parseStreams('a = sn-pond-0001/1\n\n rain-* = sn-rain-*/1 \n*=sn-other-*');
  const mapping = openMapping(streams);
  expect(['a', 'rain-0007', 'b'].map(mapping.oursOf)).toEqual(['sn-pond-0001/1', 'sn-rain-0007/1', 'sn-other-b']);
  expect(['sn-rain-1/1', 'sn-pump-0001/1'].map(mapping.claims)).toEqual([true, false]);
  expect(() => parseStreams('a = b\nnothing')).toThrow('line 2: expected theirs = ours');
});

test.each([
  [{ kind: 'mqtt', url: 'https://a.example' }, 'url'],
  [{ kind: 'sse', url: 'https://a.example' }, 'fields'],
  [{ kind: 'ngsiLd', url: 'https://a.example' }, 'entityType'],
  [{ kind: 'mqtt', url: 'wss://a.example', filter: '#' }, 'fields'],
  [{ kind: 'sensorThings', url: 'https://me:secret@a.example' }, 'url'],
  [{ kind: 'sensorThings', url: 'javascript:alert(1)' }, 'url'],
  [{ kind: 'sensorThings', url: 'https://a.example', streams: [] }, 'streams'],
  [{ kind: 'sensorThings', url: 'https://a.example', streams: [['a*', 'b']] }, 'streams'],
  [{ kind: 'sse', url: 'https://a.example', fields: { ...FIELDS, value: 'a..b' } }, 'fields'],
  [{ kind: 'telnet', url: 'https://a.example' }, 'kind'],
])('a source that is none is refused: %o', (json, place) => {
  expect(() => parseSource({ id: 'a', name: 'a', streams: [['a', 'b']], ...json })).toThrow(place);
});

describe('JSON lines and server-sent events', () => {
  const line = (id: string, ts: unknown, level: unknown) => JSON.stringify({ sensor: { id }, ts, reading: { level } });
  const streams = [['w*', 'sn-pond-000*/1']];

  test('a file of lines, each in pieces as they come; what is none is counted, and nothing of a line too long is kept', async () => {
    answer = async (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      const text = [
        line('w1', iso(NOW_MS), 0.25),
        '{',
        line('w2', NOW_MS / 1000, 0.5),
        line('w2', NOW_MS + 1000, '0.75'),
        `{"pad":"${'x'.repeat(2 * MAX_MESSAGE_BYTES)}"}`,
        '{"__proto__":{"sensor":{"id":"w1"}},"ts":1,"reading":{"level":1}}',
        line('x9', NOW_MS, 1),
        line('w1', NOW_MS + 1000, 0.375),
      ].join('\r\n');
      for (let i = 0; i < text.length; i += 4099) {
        response.write(text.slice(i, i + 4099));
        await new Promise((done) => setImmediate(done));
      }
      response.end();
    };
    const heard = listen({ kind: 'jsonLines', url: `${url}/lines`, fields: FIELDS, streams });
    await expect.poll(heard.status, patiently).toEqual({ kind: 'ended' });
    expect(heard.last()).toEqual([
      ['sn-pond-0001/1', 1000, 0.375],
      ['sn-pond-0002/1', 1000, 0.75],
    ]);
    expect(heard.truth()).toMatchObject({ received: 4, invalid: 3 });
  });

  test('events, and after a break the next ones by their id', async () => {
    const asked: (string | undefined)[] = [];
    answer = ({ headers }, response) => {
      const since = headers['last-event-id'];
      asked.push(typeof since === 'string' ? since : undefined);
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      const [first, ...rest] = line('w1', NOW_MS + 1000 * asked.length, asked.length).split(',');
      response.write(`: hello\nid: ${asked.length}\nevent: reading\ndata: ${first},\ndata:${rest.join(',')}\n\n`);
      if (asked.length < 2) setTimeout(() => response.destroy(), 50);
    };
    const heard = listen({ kind: 'sse', url: `${url}/events`, fields: FIELDS, streams });
    await expect.poll(heard.last, patiently).toEqual([['sn-pond-0001/1', 2000, 2]]);
    expect(asked).toEqual([undefined, '1']);
    expect(heard.status().kind).toBe('live');
  });

  test('a page in place of a stream is no source, and nobody asks again', async () => {
    let asked = 0;
    answer = (_, response) => {
      asked++;
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
    };
    const heard = listen({ kind: 'sse', url, fields: FIELDS, streams });
    await expect.poll(() => asked, patiently).toBe(1);
    await new Promise((done) => setTimeout(done, 700));
    expect([asked, heard.status().kind, heard.last()]).toEqual([1, 'none', []]);
  });

  test('no server sends us on to another', async () => {
    let strays = 0;
    answer = ({ url: path }, response) => {
      if (path === '/stray') strays++;
      response.writeHead(302, { Location: `${url}/stray` }).end();
    };
    const heard = listen({ kind: 'jsonLines', url: `${url}/lines`, fields: FIELDS, streams });
    await expect.poll(() => heard.status().kind, patiently).toBe('cut');
    expect(strays).toBe(0);
  });
});

test('NGSI-LD: normalised and concise, several of one name, page by page; each told once', async () => {
  let round = 0;
  const entity = (id: string, level: object) => ({
    id,
    type: 'WaterLevel',
    level,
    depth: { type: 'Property', value: 3 },
  });
  const filler = Array.from({ length: 499 }, (_, i) => ({ id: `urn:pad:${i}`, type: 'WaterLevel' }));
  answer = ({ url: path }, response) => {
    const query = new URL(path ?? '', url).searchParams;
    expect([query.get('type'), query.get('limit')]).toEqual(['WaterLevel', '500']);
    expect(query.get('count')).toBe('true');
    const first = query.get('offset') === '0';
    if (first) round++;
    if (query.get('offset') === '503') return void response.end('[]');
    const observedAt = iso(NOW_MS + 1000 * round);
    const list = first
      ? [entity('urn:a', { type: 'Property', value: 0.1 * round, observedAt }), ...filler]
      : [
          entity('urn:b', { value: 7, observedAt: iso(NOW_MS) }),
          entity('urn:c', [
            { value: 1, observedAt },
            { value: 2, observedAt, datasetId: 'urn:lower' },
          ] as object),
          entity('urn:d', { value: 'deep', observedAt }),
        ];
    response.writeHead(200, { 'Content-Type': 'application/ld+json' }).end(JSON.stringify(list));
  };
  const streams = [
    ['urn:a#level', 'sn-pond-0001/1'],
    ['urn:b#level', 'sn-pond-0002/1'],
    ['urn:c#level#urn:lower', 'sn-pump-0001/1'],
    ['urn:d#level', 'sn-river-0001/1'],
  ];
  const heard = listen({ kind: 'ngsiLd', url: `${url}/ngsi-ld/v1`, entityType: 'WaterLevel', pollS: 1, streams });
  await expect.poll(heard.last, patiently).toEqual([
    ['sn-pond-0001/1', 2000, 0.2],
    ['sn-pond-0002/1', 0, 7],
    ['sn-pump-0001/1', 2000, 2],
  ]);
  expect(heard.truth()).toMatchObject({ received: 5, duplicate: 0 });
  expect(heard.truth().firstProblem?.en).toContain('urn:d#level: result: expected a number, got "deep"');
});

test('NGSI-LD: values come in the unit of our stream, of every page that a broker clips', async () => {
  const observedAt = iso(NOW_MS);
  const of = (id: string, value: unknown, unitCode?: string) => ({
    id,
    type: 'W',
    x: { type: 'Property', value, observedAt, ...(unitCode && { unitCode }) },
  });
  const padding = Array.from({ length: 246 }, (_, i) => ({ id: `urn:pad:${i}`, type: 'W' }));
  const all = [...padding, of('a', '12.5', 'FOT'), of('b', 68, 'FAH'), of('c', 4), of('d', 5, 'PAL')];
  const offsets: number[] = [];
  answer = ({ url: path }, response) => {
    const offset = Number(new URL(path ?? '', url).searchParams.get('offset'));
    offsets.push(offset);
    response.writeHead(200, { 'NGSILD-Results-Count': '250' });
    response.end(JSON.stringify(all.slice(offset, offset + 100)));
  };
  const heard = listen({
    kind: 'ngsiLd',
    url: `${url}/ngsi-ld/v1`,
    entityType: 'W',
    pollS: 3600,
    streams: CODES.map((code, i) => [`${'abcd'[i]}#x`, code]),
  });
  await expect.poll(heard.last, patiently).toEqual([
    ['sn-pond-0001/1', 0, 3.81],
    ['sn-pond-0002/1', 0, 20],
    ['sn-pump-0001/1', 0, 4],
  ]);
  expect(offsets).toEqual([0, 100, 200]);
  expect(heard.truth().firstProblem?.en).toBe('d#x: unit: expected two units of one kind, got Pa and m');
});

test('NGSI-LD: a broker that knows no pages is read once, without an end of pages in sight', async () => {
  let asked = 0;
  answer = (_, response) => {
    asked++;
    response.end(JSON.stringify([{ id: 'a', x: { value: 1, observedAt: iso(NOW_MS) } }]));
  };
  const streams = [['a#x', 'sn-pond-0001/1']];
  const heard = listen({ kind: 'ngsiLd', url, entityType: 'W', pollS: 3600, streams });
  await expect.poll(heard.last, patiently).toEqual([['sn-pond-0001/1', 0, 1]]);
  await expect.poll(() => asked, patiently).toBe(2);
  expect(heard.truth()).toMatchObject({ received: 1, invalid: 0 });
});

test('SensorThings: what a service states in feet is metres here, and a unit that nobody knows refuses its mapping', async () => {
  const feet = {
    name: 'foot',
    symbol: 'ft',
    definition: 'http://www.qudt.org/qudt/owl/1.0.0/unit/Instances.html#Foot',
  };
  const cubit = { name: 'royal cubit', symbol: 'mh', definition: 'http://a.example/cubit' };
  answer = ({ url: path = '' }, response) => {
    const row = (id: number, code: string, unitOfMeasurement: object) => ({
      '@iot.id': id,
      properties: { code },
      unitOfMeasurement,
      Observations: [{ phenomenonTime: `${iso(NOW_MS - 60_000)}/${iso(NOW_MS)}`, result: '10' }],
    });
    const value =
      path.includes('$expand') || path.includes('unitOfMeasurement') ? [row(1, 'a', feet), row(2, 'b', cubit)] : [];
    response.end(JSON.stringify({ value }));
  };
  const streams = [
    ['a', 'sn-pond-0001/1'],
    ['b', 'sn-river-0001/1'],
  ];
  const heard = listen({ kind: 'sensorThings', url, pollS: 3600, streams });
  await expect.poll(heard.last, patiently).toEqual([['sn-pond-0001/1', 0, 3.048]]);
  expect(heard.truth().firstProblem?.en).toBe(
    'b: expected a UCUM code such as mm, m3/s or Cel, got "mh" (mh is not known)',
  );
});

describe('another SensorThings server, and brokers', () => {
  let whole: WholeHub;
  let mosquitto: Awaited<ReturnType<typeof startMosquitto>>;
  beforeAll(async () => {
    whole = await openWholeHub();
    if (why === null) mosquitto = await startMosquitto();
  });
  afterAll(async () => {
    await whole.close();
    await mosquitto?.stop();
  });

  const bring = (datastream: number, atMs: number, result: number) =>
    whole.ask('POST', `/v1.1/Datastreams(${datastream})/Observations`, DEVICE_TOKEN, {
      phenomenonTime: iso(atMs),
      result,
    });

  test('SensorThings over HTTP: the newest of each, then what is new', async () => {
    await bring(1, NOW_MS, 0.5);
    await bring(4, NOW_MS, 380);
    const heard = listen({
      kind: 'sensorThings',
      url: `${whole.url}/v1.1`,
      pollS: 1,
      streams: [['sn-pond-0001/1', 'sn-river-0001/1']],
    });
    await expect.poll(heard.last, patiently).toEqual([['sn-river-0001/1', 0, 0.5]]);
    await bring(1, NOW_MS + 1000, 0.75);
    await expect.poll(heard.last, patiently).toEqual([['sn-river-0001/1', 1000, 0.75]]);
    expect(heard.truth()).toMatchObject({ received: 2, duplicate: 0, invalid: 0 });
  });

  test('MQTT 3.1.1 over WebSocket with the topics of SensorThings', async () => {
    const heard = listen({
      kind: 'mqtt',
      mqttVersion: 4,
      url: `${whole.url.replace('http', 'ws')}/mqtt`,
      streams: [['3', 'sn-pump-0001/1']],
    });
    await expect.poll(() => heard.status().kind, patiently).toBe('live');
    await bring(3, NOW_MS + 2000, 1);
    await expect.poll(heard.last, patiently).toEqual([['sn-pump-0001/1', 2000, 1]]);
  });

  describe.skipIf(why !== null)('Mosquitto', () => {
    test.each([4, 5] as const)('MQTT version %i over WebSocket, with messages of no standard', async (mqttVersion) => {
      const heard = listen({
        kind: 'mqtt',
        mqttVersion,
        url: mosquitto.webSocketUrl,
        filter: 'plant/+/level',
        fields: { stream: null, time: 'at', value: 'mm' },
        streams: [['plant/*/level', 'sn-pond-*/1']],
      });
      await expect.poll(() => heard.status().kind, patiently).toBe('live');
      const sender = await connectAsync(mosquitto.url, { reconnectPeriod: 0 }, false);
      await sender.publishAsync('plant/0001/level', JSON.stringify({ at: NOW_MS, mm: 12 }), { qos: 1 });
      await sender.publishAsync('plant/0002/level', '{"mm":12}', { qos: 1 });
      await expect.poll(heard.last, patiently).toEqual([['sn-pond-0001/1', 0, 12]]);
      await expect
        .poll(() => heard.truth().firstProblem?.en, patiently)
        .toContain('plant/0002/level: at: expected an ISO time');
      sender.end(true);
      if (mqttVersion === 5) {
        await mosquitto.restart();
        await expect.poll(() => heard.status().kind, patiently).toBe('live');
      }
    });
  });
});
