import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { covers, EVERYTHING, NOTHING, readScope } from '../../hub/accounts/scope.ts';
import { lacksMosquitto, type Service, startMosquitto } from './services.ts';
import { openWholeHub, type WholeHub } from './whole-hub.ts';

const why = lacksMosquitto();
if (why) process.stdout.write(`skipped with Mosquitto: ${why}\n`);

test('what is not named is denied; what lies in no district is for those who have all', () => {
  const place = { area: 'EAST', class: 'pond' };
  expect([EVERYTHING, NOTHING].map((scope) => covers(scope, place))).toEqual([true, false]);
  expect(covers({ areas: ['WEST'], classes: 'all' }, place)).toBe(false);
  expect(covers({ areas: ['EAST'], classes: ['pump'] }, place)).toBe(false);
  expect(covers({ areas: ['EAST'], classes: ['pond'] }, place)).toBe(true);
  expect(covers({ areas: ['EAST'], classes: 'all' }, { ...place, area: null })).toBe(false);
  for (const wrong of [
    null,
    'all',
    {},
    { areas: 'all' },
    { areas: 'EAST', classes: 'all' },
    { areas: [1], classes: [] },
  ])
    expect(readScope(wrong)).toBeNull();
});

/** Datastreams 1 a gauge in the west, 2 a gauge and 3 a pump in the east, 4 a station between the districts. */
describe.each([
  { kind: 'embedded', skip: false },
  { kind: 'Mosquitto', skip: why !== null },
])('accounts are bounded by area and class, $kind', ({ kind, skip }) => {
  let whole: WholeHub;
  let mosquitto: Service | null = null;
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    if (skip) return;
    mosquitto = kind === 'Mosquitto' ? await startMosquitto() : null;
    whole = await openWholeHub({ visitors: NOTHING, mqttUrl: mosquitto?.url });
    tokens.all = await whole.login('all', 'controller');
    tokens.east = await whole.login('east', 'controller', { areas: ['EAST'], classes: 'all' });
    tokens.ponds = await whole.login('ponds', 'controller', { areas: 'all', classes: ['pond'] });
    tokens.nothing = await whole.login('nothing', 'controller', NOTHING);
    const nowMs = Date.now();
    await whole.hub.ingest.bring(
      [1, 2, 3, 4].map((datastream) => ({
        datastream,
        phenomenonMs: nowMs,
        resultMs: nowMs,
        receivedMs: nowMs,
        result: datastream,
        feature: datastream,
      })),
    );
  });
  afterAll(async () => {
    await whole?.close();
    await mosquitto?.stop();
  });

  const SEEN: Record<string, number[]> = { all: [1, 2, 3, 4], east: [2, 3], ponds: [1, 2], nothing: [], nobody: [] };
  const everyone = Object.keys(SEEN);
  const ids = async (who: string, path: string) =>
    ((await whole.ask('GET', `/v1.1/${path}`, tokens[who])).json().value as { '@iot.id': number }[]).map(
      (each) => each['@iot.id'],
    );

  test.skipIf(skip)('SensorThings shows each their own, by whatever way', async () => {
    for (const who of everyone) {
      const seen = SEEN[who];
      expect({ who, ids: await ids(who, 'Datastreams') }).toEqual({ who, ids: seen });
      expect(await ids(who, 'Things')).toEqual(seen);
      expect(await ids(who, 'FeaturesOfInterest')).toEqual(seen);
      expect(await ids(who, 'Locations')).toEqual(seen);
      const get = (path: string) => whole.ask('GET', `/v1.1/${path}`, tokens[who]);
      const { value, ...counted } = (await get('Observations?$count=true&$select=result&$orderby=result')).json();
      expect(counted['@iot.count']).toBe(seen.length);
      expect(value).toEqual(seen.map((result) => ({ result })));
      expect((await get('Datastreams(1)/Observations')).json().value).toHaveLength(seen.includes(1) ? 1 : 0);
      expect((await get('Datastreams(3)')).statusCode).toBe(seen.includes(3) ? 200 : 404);
      // Along a link and back: what lies outside is not told by the way it is asked for.
      const sensors = (
        await get("Sensors?$filter=name eq '量'&$expand=Datastreams($expand=Observations)&$top=1")
      ).json().value;
      expect(sensors).toHaveLength(seen.length > 0 ? 1 : 0);
      for (const { Datastreams } of sensors)
        expect(Datastreams.every((each: { '@iot.id': number }) => seen.includes(each['@iot.id']))).toBe(true);
      const byWay = (await get('Sensors?$filter=Datastreams/Observations/result eq 4')).json().value;
      expect(byWay).toHaveLength(seen.includes(4) ? 1 : 0);
      const span = 'from=2026-01-01T00:00:00Z&to=2100-01-01T00:00:00Z';
      const series = (await whole.ask('GET', `/history/series?datastream=1&${span}`, tokens[who])).statusCode;
      expect(series).toBe(seen.includes(1) ? 200 : 400);
    }
  });

  test.skipIf(skip)('the broker tells each their own', async () => {
    const heard: Record<string, number[]> = {};
    const clients = await Promise.all(
      everyone.map(async (who) => {
        const login = tokens[who] === undefined ? {} : { username: 'token', password: tokens[who] };
        const address = `${whole.url.replace('http', 'ws')}/mqtt`;
        const client = await connectAsync(address, { reconnectPeriod: 0, protocolVersion: 4, ...login }, false);
        heard[who] = [];
        client.on('message', (topic) => heard[who].push(Number(/\((\d+)\)/.exec(topic)?.[1])));
        await client.subscribeAsync('v1.1/+/Observations', { qos: 1 });
        return client;
      }),
    );
    const tell = (datastream: number) =>
      whole.hub.bus.publish(`v1.1/Datastreams(${datastream})/Observations`, '{"result":1}', { qos: 1 });
    for (const datastream of [4, 1, 3, 2, 9]) await tell(datastream);
    await tell(2);
    await expect.poll(() => heard.east, { timeout: 10_000 }).toEqual([3, 2, 2]);
    await expect.poll(() => heard.all, { timeout: 10_000 }).toEqual([4, 1, 3, 2, 9, 2]);
    await expect.poll(() => heard.ponds, { timeout: 10_000 }).toEqual([1, 2, 2]);
    expect([heard.nothing, heard.nobody]).toEqual([[], []]);
    for (const client of clients) client.end(true);
  });

  test.skipIf(skip)('alarms, cases and commands are touched and told within it; the audit says where', async () => {
    const act = (who: string, key: string) =>
      whole.ask('POST', '/alarms/acts', tokens[who], { key, event: { kind: 'acknowledge', atMs: Date.now() } });
    const file = (who: string, more: object) =>
      whole.ask('POST', '/cases', tokens[who], {
        key: `of ${who} ${JSON.stringify(more)}`.slice(0, 100),
        title: '积水',
        object: 'road-1',
        place: null,
        alarm: null,
        priority: 2,
        ...more,
      });
    const command = (who: string, device: string) =>
      whole.ask('POST', '/commands', tokens[who], {
        key: `of ${who} ${device}`,
        device,
        verb: 'run',
        value: 1,
        reason: 'rain',
        untilMs: Date.now() + 60_000,
      });
    expect((await act('ponds', 'sn-pond-0001/1 alarm')).statusCode).toBe(201);
    expect((await act('east', 'sn-pond-0001/1 alarm')).statusCode).toBe(403);
    expect((await act('nothing', 'sn-pond-0001/1 alarm')).statusCode).toBe(403);
    expect((await act('east', 'no such stream alarm')).statusCode).toBe(403);

    const eastern = { place: { lonDeg: 108.755, latDeg: 34.3, heightM: 360 } };
    const filed = await file('east', eastern);
    expect(filed.statusCode).toBe(201);
    expect((await file('east', { place: { lonDeg: 108.745, latDeg: 34.3, heightM: 360 } })).statusCode).toBe(403);
    expect((await file('east', {})).statusCode).toBe(403);
    expect((await file('east', { object: 'sn-pond-0001', ...eastern })).statusCode).toBe(403);
    expect((await file('ponds', eastern)).statusCode).toBe(403);
    const step = (who: string) => whole.ask('POST', `/cases/${filed.json().id}/dispatch`, tokens[who], { unit: 'one' });
    expect([(await step('ponds')).statusCode, (await step('east')).statusCode]).toEqual([403, 200]);

    const asked = await command('east', 'sn-pump-0001');
    expect(asked.statusCode).toBe(202);
    expect((await command('ponds', 'sn-pump-0001')).statusCode).toBe(403);
    const confirm = (who: string) => whole.ask('POST', `/commands/${asked.json().id}/confirm`, tokens[who]);
    expect([(await confirm('ponds')).statusCode, (await confirm('all')).statusCode]).toEqual([403, 200]);

    const told = async (who: string, path: string, list: string) =>
      (await whole.ask('GET', path, tokens[who])).json()[list].length;
    const counts = async (path: string, list: string) =>
      Object.fromEntries(
        await Promise.all(['all', 'east', 'ponds', 'nothing'].map(async (who) => [who, await told(who, path, list)])),
      );
    expect(await counts('/alarms/acts', 'acts')).toEqual({ all: 1, east: 0, ponds: 1, nothing: 0 });
    expect(await counts('/cases', 'cases')).toEqual({ all: 1, east: 1, ponds: 0, nothing: 0 });
    expect(await counts('/commands', 'commands')).toEqual({ all: 1, east: 1, ponds: 0, nothing: 0 });
    expect((await whole.ask('GET', '/recordings', tokens.east)).statusCode).toBe(403);

    const auditor = await whole.login('auditor', 'auditor');
    const rows = (await whole.ask('GET', '/audit', auditor)).body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const place = (what: string) => {
      const { detail } = rows.find((row) => row.what === what);
      return [detail.area, detail.class];
    };
    expect(place('alarm.acknowledge')).toEqual(['WEST', 'pond']);
    expect(place('case.file')).toEqual(['EAST', 'place']);
    expect(place('command.ask')).toEqual(['EAST', 'pump']);
    expect(place('command.sent')).toEqual(['EAST', 'pump']);
  });

  test.skipIf(skip)('a scope that changes ends the logins under the old one, and stands in the audit', async () => {
    const scope = { areas: ['WEST'], classes: ['pond'] };
    expect((await whole.ask('PATCH', '/accounts/nothing', tokens.all, { scope })).statusCode).toBe(403);
    expect((await whole.ask('PATCH', '/accounts/nothing', whole.administrator, { scope })).json()).toEqual({
      name: 'nothing',
      role: 'controller',
      scope,
    });
    expect((await whole.ask('GET', '/commands', tokens.nothing)).statusCode).toBe(401);
    const { accounts } = (await whole.ask('GET', '/accounts', whole.administrator)).json();
    expect(accounts.find(({ name }: { name: string }) => name === 'nothing')).toEqual({
      name: 'nothing',
      role: 'controller',
      scope,
      isClosed: false,
    });
    expect((await whole.ask('PATCH', '/accounts/nobody', whole.administrator, { scope })).statusCode).toBe(404);
  });
});
