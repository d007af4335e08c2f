import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES } from '../../model/accounts/accounts.ts';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from './whole-hub.ts';

/** Whoever comes: nobody, a role each, a gateway with the devices' token. */
const CALLERS = ['nobody', ...ROLES, 'device'] as const;
type Caller = (typeof CALLERS)[number];

/** Every address of the hub, a second time: `x` where the caller gets past the door. A new route without a row fails. */
const ROUTES: Record<string, string> = {
  //                                     n visitor analyst planner dispatcher controller auditor administrator device
  'GET /*': 'xxxxxxxxx',
  'GET /city/*': 'xxxxxxxxx',
  'GET /city/index.json': 'xxxxxxxxx',
  'GET /ogc/features': 'xxxxxxxxx',
  'GET /ogc/features/:city': 'xxxxxxxxx',
  'GET /ogc/features/:city/conformance': 'xxxxxxxxx',
  'GET /ogc/features/:city/api': 'xxxxxxxxx',
  'GET /ogc/features/:city/collections': 'xxxxxxxxx',
  'GET /ogc/features/:city/collections/:layer': 'xxxxxxxxx',
  'GET /ogc/features/:city/collections/:layer/queryables': 'xxxxxxxxx',
  'GET /ogc/features/:city/collections/:layer/schema': 'xxxxxxxxx',
  'GET /ogc/features/:city/collections/:layer/items': 'xxxxxxxxx',
  'GET /ogc/features/:city/collections/:layer/items/*': 'xxxxxxxxx',
  'GET /ogc/features/:city/tileMatrixSets': 'xxxxxxxxx',
  'GET /ogc/features/:city/tileMatrixSets/WebMercatorQuad': 'xxxxxxxxx',
  'GET /ogc/features/:city/collections/:layer/tiles': 'xxxxxxxxx',
  'GET /ogc/features/:city/collections/:layer/tiles/WebMercatorQuad': 'xxxxxxxxx',
  'GET /ogc/features/:city/collections/:layer/tiles/WebMercatorQuad/:z/:x/:y': 'xxxxxxxxx',
  'GET /ogc/processes': 'xxxxxxxxx',
  'GET /ogc/processes/conformance': 'xxxxxxxxx',
  'GET /ogc/processes/processes': 'xxxxxxxxx',
  'GET /ogc/processes/processes/:id': 'xxxxxxxxx',
  'POST /ogc/processes/processes/:id/execution': '..xxxx...',
  'GET /ogc/processes/jobs': '..xxxx...',
  'GET /ogc/processes/jobs/:id': '..xxxx...',
  'DELETE /ogc/processes/jobs/:id': '..xxxx...',
  'GET /ogc/processes/jobs/:id/results': '..xxxx...',
  'GET /ogc/processes/jobs/:id/results/:file': '..xxxx...',
  'GET /ogc/records': 'xxxxxxxxx',
  'GET /ogc/records/conformance': 'xxxxxxxxx',
  'GET /ogc/records/collections': 'xxxxxxxxx',
  'GET /ogc/records/collections/:city': 'xxxxxxxxx',
  'GET /ogc/records/collections/:city/items': 'xxxxxxxxx',
  'GET /ogc/records/collections/:city/items/:id': 'xxxxxxxxx',
  'GET /health': 'xxxxxxxxx',
  'POST /accounts/login': 'xxxxxxxxx',
  'POST /accounts/invited': 'xxxxxxxxx',
  // For a page of this server alone, and these come from none: `session-cookie.test.ts`.
  'POST /accounts/session': '.........',
  'GET /accounts': '.......x.',
  'POST /accounts': '.......x.',
  'POST /accounts/invites': '.......x.',
  'PATCH /accounts/:name': '.......x.',
  'DELETE /accounts/:name': '.......x.',
  'GET /audit': '......x..',
  'GET /audit/key': '......x..',
  'GET /alarms': 'xxxxxxxxx',
  'GET /alarms/events': 'xxxxxxxxx',
  'GET /alarms/acts': 'xxxxxxxxx',
  'POST /alarms/acts': '....xx...',
  'GET /cases': 'xxxxxxxxx',
  'POST /cases': '....xx...',
  'POST /cases/:id/:word': '....xx...',
  'GET /incidents': 'xxxxxxxxx',
  'GET /incidents/:id/log': 'xxxxxxxxx',
  'POST /incidents/:id/log': '....xx...',
  'GET /response-plans': 'xxxxxxxxx',
  'POST /response-plans': '....xx...',
  'DELETE /response-plans/:id': '....xx...',
  'GET /boards/shared': 'xxxxxxxxx',
  'GET /boards/shared/:revision': 'xxxxxxxxx',
  'POST /boards/shared': '....xx...',
  'DELETE /boards/shared': '....xx...',
  'GET /boards/reports': '..xxxxx..',
  'GET /boards/reports/:name': '..xxxxx..',
  'GET /commands': '....xx...',
  'POST /commands': '.....x...',
  'POST /commands/:id/:word': '....xx...',
  'GET /sensor-kinds': 'xxxxxxxxx',
  'GET /sensor-kinds/changes': '.......x.',
  'PUT /sensor-kinds/:id': '.......x.',
  'DELETE /sensor-kinds/:id': '.......x.',
  'GET /sources': 'xxxxxxxxx',
  'POST /sources': '.......x.',
  'DELETE /sources/:id': '.......x.',
  'GET /feature-services': 'xxxxxxxxx',
  'GET /feature-services/:id/items': 'xxxxxxxxx',
  'GET /feature-services/:id/files/*': 'xxxxxxxxx',
  'GET /feature-services/:id/tiles/:z/:x/:y': 'xxxxxxxxx',
  'GET /feature-services/:id/information': 'xxxxxxxxx',
  'GET /feature-services/offers': '.......x.',
  'POST /feature-services': '.......x.',
  'DELETE /feature-services/:id': '.......x.',
  'GET /own-sensors': 'xxxxxxxxx',
  'POST /own-sensors': '.......x.',
  'DELETE /own-sensors/:id': '.......x.',
  'POST /own-sensors/:id/device': '.......x.',
  'GET /plans/decisions': 'xxxxxxxxx',
  'POST /plans/decisions': '..xx.....',
  'GET /plans/shared': 'xxxxxxxxx',
  'GET /plans/shared/:id/:revision': 'xxxxxxxxx',
  'POST /plans/shared': '..xx.....',
  'DELETE /plans/shared/:id': '..xx.....',
  'GET /plans/basis': 'xxxxxxxxx',
  'GET /plans/basis/:part/:revision': 'xxxxxxxxx',
  'POST /plans/basis': '...x.....',
  'DELETE /plans/basis/:part': '...x.....',
  'GET /rules': 'xxxxxxxxx',
  'POST /rules': '...x.....',
  'DELETE /rules/:subject/:id': '...x.....',
  'GET /signer-keys': 'xxxxxxxxx',
  'POST /signer-keys': '...x.....',
  'DELETE /signer-keys/:id': '...x.....',
  'GET /halls': '.......x.',
  'POST /halls': '.......x.',
  'DELETE /halls/:id': '.......x.',
  // By the key of a hall, which nobody of these has: a body without one is refused as such.
  'POST /halls/report': 'xxxxxxxxx',
  'POST /halls/:id/orders': '.......x.',
  'POST /walls/:wall/step': '..xxxx...',
  'GET /plugins': 'xxxxxxxxx',
  'GET /plugins/:id/:digest/*': 'xxxxxxxxx',
  'POST /plugins': '.......x.',
  'PATCH /plugins/:id': '.......x.',
  'DELETE /plugins/:id': '.......x.',
  'GET /recordings': '..xxxxx..',
  'GET /recordings/:name': '..xxxxx..',
  'GET /history/series': 'xxxxxxxxx',
  'GET /history/observations.csv': '..xxxxx..',
  'GET /history/observations.parquet': '..xxxxx..',
  'GET /v1.1': 'xxxxxxxxx',
  'GET /v1.1/*': 'xxxxxxxxx',
  'POST /v1.1/Observations': '........x',
  'POST /v1.1/:datastream/Observations': '........x',
  'POST /v1.1/CreateObservations': '........x',
  'POST /v1.1/$batch': 'xxxxxxxxx',
  'POST /v1.1/*': '.......x.',
  'PATCH /v1.1/*': '.......x.',
  'PUT /v1.1/*': '.......x.',
  'DELETE /v1.1/*': '.......x.',
  // Ends the logins of all the rows before.
  'POST /accounts/logout': 'xxxxxxxxx',
};

/** Classes of topics by what a page may listen to, and a device. */
const SUBSCRIBE: Record<string, string> = {
  'v1.1/+/Observations': 'xxxxxxxxx',
  'v1.1/Datastreams(1)/Observations': 'xxxxxxxxx',
  'shapan/alarms/acts': 'xxxxxxxx.',
  'shapan/alarms/state': 'xxxxxxxx.',
  'shapan/kinds/changed': 'xxxxxxxx.',
  'shapan/sensors/changed': 'xxxxxxxx.',
  'shapan/cases/state': 'xxxxxxxx.',
  'shapan/incidents/changed': 'xxxxxxxx.',
  'shapan/walls/hall-1/step': 'xxxxxxxx.',
  'shapan/commands/state': '....xx...',
  'shapan/audit/rows': '......x..',
  'shapan/refused': '........x',
  'shapan/#': '.........',
  'devices/sn-pump-0001/set': '.........',
  'devices/sn-pump-0001/answer': '.........',
  'devices/#': '.........',
  '+/sn-pump-0001/set': '.........',
  '#': '.........',
  '$SYS/#': '.........',
};

/** Nothing is published from a browser, as a message or as a will. */
const PUBLISH: Record<string, string> = {
  'v1.1/Observations': '........x',
  'v1.1/Datastreams(1)/Observations': '........x',
  'shapan/alarms/acts': '.........',
  'shapan/alarms/state': '.........',
  'shapan/kinds/changed': '.........',
  'shapan/sensors/changed': '.........',
  'shapan/cases/state': '.........',
  'shapan/incidents/changed': '.........',
  'shapan/walls/hall-1/step': '.........',
  'shapan/commands/state': '.........',
  'shapan/audit/rows': '.........',
  'shapan/refused': '.........',
  'devices/sn-pump-0001/set': '.........',
  'devices/sn-pump-0001/answer': '.........',
  'devices/sn-pump-0001/state': '.........',
  '$SYS/uptime': '.........',
};

/** A route as someone might write it who forgot the right. */
const NAMELESS = '/nameless';

let whole: WholeHub;
const tokens = {} as Record<Caller, string | undefined>;

beforeAll(async () => {
  whole = await openWholeHub({}, (http) => http.get(NAMELESS, async () => 'open'));
  for (const role of ROLES) tokens[role] = await whole.login(role, role);
  tokens.device = DEVICE_TOKEN;
});
afterAll(() => whole.close());

/** Which of the tries a message is of. */
const resultOf = (verb: 'publish' | 'will', caller: Caller) => (verb === 'will' ? 200 : 100) + CALLERS.indexOf(caller);

const row = (allowed: readonly boolean[]) => allowed.map((one) => (one ? 'x' : '.')).join('');

/** As each comes: a page over WebSocket with its token, a device over TCP with its password. */
const comeAs = (caller: Caller, more: object = {}): Promise<MqttClient> => {
  const token = tokens[caller];
  const isDevice = caller === 'device';
  const address = isDevice ? whole.hub.broker.stats().devices : `${whole.url.replace('http', 'ws')}/mqtt`;
  const login = token === undefined ? {} : { username: 'token', password: token };
  return connectAsync(address, { reconnectPeriod: 0, protocolVersion: 4, ...login, ...more }, false);
};

describe('role × topic × verb', () => {
  test('subscribe', async () => {
    const granted = new Map<string, boolean[]>();
    for (const caller of CALLERS) {
      const client = await comeAs(caller);
      for (const topic of Object.keys(SUBSCRIBE)) {
        const isGranted = await client.subscribeAsync(topic).then(
          (all) => all.every(({ qos }) => qos < 128),
          () => false,
        );
        granted.set(topic, [...(granted.get(topic) ?? []), isGranted]);
      }
      client.end(true);
    }
    for (const [topic, expected] of Object.entries(SUBSCRIBE))
      expect({ topic, row: row(granted.get(topic) ?? []) }).toEqual({ topic, row: expected });
  }, 30_000);

  test.each(['publish', 'will'] as const)(
    '%s',
    async (verb) => {
      const heard: string[] = [];
      const stop = await whole.hub.bus.subscribe('#', ({ topic, payload }) => heard.push(`${topic} ${payload}`));
      for (const topic of Object.keys(PUBLISH))
        for (const caller of CALLERS) {
          const observation = { Datastream: { '@iot.id': 1 }, result: resultOf(verb, caller) };
          const payload = JSON.stringify(observation);
          if (verb === 'will') {
            const client = await comeAs(caller, { will: { topic, payload, qos: 0, retain: false } });
            client.stream.destroy();
          } else {
            const client = await comeAs(caller);
            const gone = new Promise<void>((done) => client.once('close', () => done()));
            await Promise.race([client.publishAsync(topic, payload, { qos: 1 }).catch(() => undefined), gone]);
            client.end(true);
          }
        }
      await whole.hub.bus.publish('shapan/last', verb, { qos: 1 });
      const isTold = (topic: string, caller: Caller) =>
        heard.some(
          (line) =>
            line.startsWith(`${topic.replace('Observations', '')}`) &&
            line.includes(`"result":${resultOf(verb, caller)}`),
        );
      await expect.poll(() => isTold('v1.1/Datastreams(1)/Observations', 'device'), { timeout: 10_000 }).toBe(true);
      for (const [topic, expected] of Object.entries(PUBLISH)) {
        // What a device creates is told on the datastream's topic.
        const at = topic === 'v1.1/Observations' ? 'v1.1/Datastreams(1)/' : topic;
        expect({ topic, row: row(CALLERS.map((caller) => isTold(at, caller))) }).toEqual({ topic, row: expected });
      }
      stop();
    },
    60_000,
  );
});

describe('role × address × method', () => {
  test('each route of the hub has a row here, and each row a route', () => {
    const routes = new Set(whole.routes);
    routes.delete(`GET ${NAMELESS}`);
    expect([...routes].sort()).toEqual(Object.keys(ROUTES).sort());
  });

  test.each(Object.entries(ROUTES))('%s', async (route, expected) => {
    const [method, path] = route.split(' ');
    const at = path.replace(/:\w+|\*/g, 'none');
    const statuses: number[] = [];
    for (const caller of CALLERS) statuses.push((await whole.ask(method, at, tokens[caller])).statusCode);
    expect({ statuses, row: row(statuses.map((status) => status !== 401 && status !== 403)) }).toMatchObject({
      row: expected,
    });
  });

  test('an address that names no right is closed to everybody', async () => {
    for (const caller of CALLERS) expect((await whole.ask('GET', NAMELESS, tokens[caller])).statusCode).toBe(403);
  });
});
