import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Accounts } from '../../hub/accounts/account-parts.ts';
import { openAccounts } from '../../hub/accounts/accounts.ts';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { type DeviceWord, deviceKey, signWord } from '../../hub/commands/command-signature.ts';
import { type Commands, openCommands } from '../../hub/commands/commands.ts';
import { NO_DEVICES } from '../../hub/devices/devices.ts';
import { openHealth } from '../../hub/health.ts';
import { type Bus, DEFAULT_GUARD, type Hub, type Message } from '../../hub/hub.ts';
import { openDatabase } from '../../hub/schema.ts';
import { registerSensors } from '../../hub/sensor-things/catalogue.ts';
import { openPlaces } from '../../hub/sensor-things/places.ts';
import { behaviourOf, SimulatedDevice } from '../../hub/simulated/simulated-devices.ts';
import type { OpenSql } from '../../hub/sql/sql.ts';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../model/sensors/sensor-kind.ts';
import { newDataFolder } from './data-folder.ts';

/** The product's cost of scrypt takes half a second of CPU each time. */
const QUICK_N = 2 ** 10;
const PASSWORD = 'correct horse battery';
const MINUTE_MS = 60_000;

let folder = '';
let http: FastifyInstance;
let sql: OpenSql;
let bus: Bus;
let accounts: Accounts;
let commands: Commands;
let pump: SimulatedDevice;
let lamp: SimulatedDevice;
let nowMs = Date.UTC(2026, 10, 20);
let told: Message[] = [];
/** Alarms that commands raised, by key. */
const raised = new Set<string>();
const tokens: Record<string, string> = {};

/** Wildcards of one whole level are all that the parts use. */
function localBus(): Bus {
  const ears = new Set<{ pattern: RegExp; hear: (message: Message) => void }>();
  return {
    async publish(topic, payload) {
      const message = { topic, payload: Buffer.from(payload) };
      told.push(message);
      for (const { pattern, hear } of ears) if (pattern.test(topic)) hear(message);
    },
    async subscribe(filter, hear) {
      const ear = { pattern: new RegExp(`^${filter.replaceAll('+', '[^/]+')}$`), hear };
      ears.add(ear);
      return () => void ears.delete(ear);
    },
  };
}

const ask = (url: string, who: string, body: object = {}) =>
  http.inject({ method: 'POST', url, payload: body, headers: { authorization: `Bearer ${tokens[who]}` } });
let serial = 0;
const order = (device: string, verb: string, value: number, more: object = {}) => ({
  key: `key-of-asker-${serial++}`,
  device,
  verb,
  value,
  reason: '南门积水',
  untilMs: nowMs + MINUTE_MS,
  ...more,
});
/** What is under way in the hub's queue is over when a tick has gone through it twice. */
const settle = async () => {
  await commands.tick();
  await commands.tick();
};
const stateOf = async (id: string) => {
  await settle();
  const [row] = await sql.query<{ command: { state: object } }>('SELECT command FROM commands WHERE id = $1', [id]);
  return row.command.state;
};

beforeAll(async () => {
  folder = await newDataFolder();
  sql = await openDatabase({ folder, ownThread: false });
  const thing = (id: string, kind: string) => ({
    id,
    kind,
    name: { zh: id, en: id },
    lonLat: [108, 34] as [number, number],
    at: [0, 0] as [number, number],
    of: id,
    datastreams: [],
  });
  await registerSensors(sql, 'small', [
    thing('sn-pump-0001', 'pump'),
    thing('sn-lamp-0001', 'lamp'),
    thing('sn-rain-0001', 'rain'),
  ]);
  http = Fastify();
  bus = localBus();
  const hub: Hub = {
    http,
    sql,
    bus,
    folder,
    nowMs: () => nowMs,
    places: await openPlaces(sql, null),
    health: openHealth(),
    zone: 'Asia/Shanghai',
    devices: NO_DEVICES,
    accessPolicy: DEFAULT_GUARD,
  };
  const lines: string[] = [];
  accounts = await openAccounts(hub, (line) => lines.push(line), { scryptN: QUICK_N });
  const alarms = {
    raise: async ({ id }: { id: string }) => void raised.add(id),
    clear: async (key: string) => void raised.delete(key),
    isActive: (key: string) => raised.has(key),
  };
  const kinds = { current: () => mergeSensorKinds(BASE_KINDS) };
  commands = await openCommands(hub, accounts, { alarms, kinds });
  const key = Buffer.from(await readFile(join(folder, 'commands.key'), 'utf8'), 'base64url');
  pump = new SimulatedDevice('sn-pump-0001', deviceKey(key, 'sn-pump-0001'), bus, () => nowMs);
  lamp = new SimulatedDevice('sn-lamp-0001', deviceKey(key, 'sn-lamp-0001'), bus, () => nowMs);
  await bus.subscribe('devices/sn-pump-0001/set', ({ payload }) => void pump.take(payload));
  await bus.subscribe('devices/sn-lamp-0001/set', ({ payload }) => void lamp.take(payload));
  await http.listen({ host: '127.0.0.1', port: 0 });
  const invite = /invite=([\w-]+)/.exec(lines[0])?.[1];
  tokens.admin = (await ask('/accounts/invited', '', { invite, name: 'admin', password: PASSWORD })).json().token;
  for (const [name, role] of [
    ['one', 'controller'],
    ['two', 'dispatcher'],
  ]) {
    await ask('/accounts', 'admin', { name, role, password: PASSWORD, scope: EVERYTHING });
    tokens[name] = (await ask('/accounts/login', '', { name, password: PASSWORD })).json().token;
  }
});

beforeEach(() => {
  told = [];
  for (const device of [pump, lamp]) {
    device.behaviour = 'honest';
    device.executed = 0;
    device.value = 0;
  }
});

afterAll(async () => {
  await commands.close();
  accounts.close();
  await http.close();
  await sql.close();
  await rm(folder, { recursive: true });
});

test('a critical command waits for a second person, is done once, and is believed when its state is read back', async () => {
  const { id } = (await ask('/commands', 'one', order('sn-pump-0001', 'run', 1))).json();
  expect(await stateOf(id)).toEqual({ kind: 'waiting' });
  expect((await ask(`/commands/${id}/confirm`, 'one')).json().message).toContain('another person');
  expect((await ask(`/commands/${id}/confirm`, 'admin')).statusCode).toBe(403);
  expect(pump.executed).toBe(0);
  expect((await ask(`/commands/${id}/confirm`, 'two')).json().state.kind).toBe('sent');
  expect(await stateOf(id)).toEqual({ kind: 'done', atMs: nowMs });
  expect([pump.executed, pump.value]).toEqual([1, 1]);
  expect((await ask(`/commands/${id}/confirm`, 'two')).statusCode).toBe(409);
  const rows = (await accounts.audit.rows(1, 100)).filter(({ of }) => of === id);
  expect(rows.map(({ who, what }) => `${who} ${what}`)).toEqual([
    'one command.ask',
    'two command.sent',
    'sn-pump-0001 command.acknowledged',
    'sn-pump-0001 command.done',
  ]);
});

test('the same key with another body is refused; with the same it is the same command', async () => {
  const first = order('sn-lamp-0001', 'dim', 40);
  expect((await ask('/commands', 'one', first)).statusCode).toBe(202);
  expect((await ask('/commands', 'one', first)).statusCode).toBe(200);
  const other = await ask('/commands', 'one', { ...first, value: 90 });
  expect(other.json()).toMatchObject({ code: 409, error: { code: 'key-used' } });
});

test('an expired, a replayed and a duplicated command are executed no time', async () => {
  const late = (await ask('/commands', 'one', order('sn-pump-0001', 'run', 1))).json();
  nowMs += MINUTE_MS;
  // The hub's own clock may have ended it before the confirmation comes: then that is refused.
  await ask(`/commands/${late.id}/confirm`, 'two');
  expect(await stateOf(late.id)).toEqual({ kind: 'expired' });
  expect((await ask('/commands', 'one', order('sn-lamp-0001', 'dim', 40, { untilMs: nowMs }))).statusCode).toBe(400);
  expect([pump.executed, lamp.executed]).toEqual([0, 0]);

  const asked = order('sn-lamp-0001', 'dim', 40);
  const [first, second] = [await ask('/commands', 'one', asked), await ask('/commands', 'one', asked)];
  expect([first.statusCode, second.statusCode, second.json().id]).toEqual([202, 200, first.json().id]);
  await settle();
  expect(lamp.executed).toBe(1);
  const sent = told.filter(({ topic }) => topic === 'devices/sn-lamp-0001/set');
  expect(sent).toHaveLength(1);
  await lamp.take(sent[0].payload);
  const forged = { ...JSON.parse(sent[0].payload.toString()), value: 90, id: 'other' };
  await lamp.take(Buffer.from(JSON.stringify(forged)));
  await pump.take(sent[0].payload);
  nowMs += 2 * MINUTE_MS;
  await lamp.take(sent[0].payload);
  expect([lamp.executed, pump.executed]).toEqual([1, 0]);
});

test('a device that refuses, says nothing or lies is told apart, and the lie is found', async () => {
  const outcome = async (temper: SimulatedDevice['behaviour']) => {
    lamp.behaviour = temper;
    const { id } = (await ask('/commands', 'one', order('sn-lamp-0001', 'dim', 70))).json();
    await settle();
    nowMs += 11_000;
    return stateOf(id);
  };
  expect(await outcome('refuses')).toEqual({ kind: 'refused', reason: 'local control' });
  expect([...raised]).toEqual([]);
  expect(await outcome('deaf')).toEqual({ kind: 'unconfirmed', reason: 'no-answer' });
  expect(await outcome('lies')).toEqual({
    kind: 'unconfirmed',
    reason: 'no-state',
  });
  expect(lamp.executed).toBe(0);
});

test('a command that its device did not confirm is an alarm until the next one is done', async () => {
  raised.clear();
  lamp.behaviour = 'deaf';
  await ask('/commands', 'one', order('sn-lamp-0001', 'dim', 70));
  await settle();
  expect([...raised]).toEqual([]);
  nowMs += 11_000;
  await settle();
  expect([...raised]).toEqual([expect.stringContaining('sn-lamp-0001')]);
  lamp.behaviour = 'honest';
  const { id } = (await ask('/commands', 'one', order('sn-lamp-0001', 'dim', 40))).json();
  expect(await stateOf(id)).toMatchObject({ kind: 'done' });
  expect([...raised]).toEqual([]);
});

test('nobody speaks for a device: words without its signature, with another or said again change nothing', async () => {
  lamp.behaviour = 'deaf';
  const { id } = (await ask('/commands', 'one', order('sn-lamp-0001', 'dim', 60))).json();
  const key = Buffer.from(await readFile(join(folder, 'commands.key'), 'utf8'), 'base64url');
  const speak = async (channel: string, word: object) => {
    await bus.publish(`devices/sn-lamp-0001/${channel}`, JSON.stringify(word));
    return (await stateOf(id)) as { kind: string };
  };
  const word: DeviceWord = { channel: 'answer', id, accepted: true };
  const others = signWord('sn-lamp-0001', word, deviceKey(key, 'sn-pump-0001'));
  const own = signWord('sn-lamp-0001', word, deviceKey(key, 'sn-lamp-0001'));
  const refusal = { id, accepted: false, reason: 'forged' };
  for (const said of [
    { id, accepted: true },
    { id, accepted: true, signature: others },
    { ...refusal, signature: own },
  ])
    expect((await speak('answer', said)).kind).toBe('sent');
  expect((await speak('answer', { id, accepted: true, signature: own })).kind).toBe('acknowledged');

  const state = (value: number, atMs: number) => ({
    value,
    atMs,
    signature: signWord('sn-lamp-0001', { channel: 'state', value, atMs }, deviceKey(key, 'sn-lamp-0001')),
  });
  expect((await speak('state', { value: 60 })).kind).toBe('acknowledged');
  expect((await speak('state', { ...state(50, nowMs + 1), value: 60 })).kind).toBe('acknowledged');
  expect((await speak('state', state(60, nowMs - 6 * MINUTE_MS))).kind).toBe('acknowledged');
  expect((await speak('state', state(55, nowMs + 2))).kind).toBe('acknowledged');
  expect((await speak('state', state(60, nowMs + 1))).kind).toBe('acknowledged');
  expect((await speak('state', state(60, nowMs + 3))).kind).toBe('done');
});

test.each([
  ['two', {}, 403],
  ['one', { device: 'sn-rain-0001' }, 400],
  ['one', { device: '../pump' }, 400],
  ['one', { verb: 'explode' }, 400],
  ['one', { value: 101 }, 400],
  ['one', { reason: ' ' }, 400],
  ['one', { untilMs: Number.MAX_SAFE_INTEGER }, 400],
])('nobody but a controller, and nothing but what a device can do: %s %j', async (who, change, status) => {
  expect((await ask('/commands', who, { ...order('sn-lamp-0001', 'dim', 10), ...change })).statusCode).toBe(status);
  expect(lamp.executed).toBe(0);
});

test('who may confirm reads the commands, and reading alone keeps no login alive', async () => {
  const read = (who: string) => http.inject({ url: '/commands', headers: { authorization: `Bearer ${tokens[who]}` } });
  expect((await read('admin')).statusCode).toBe(403);
  const { commands: told } = (await read('two')).json();
  expect(told.length).toBeGreaterThan(3);
  expect(told[0]).toMatchObject({ device: expect.stringMatching(/^sn-(lamp|pump)-0001$/), askedBy: 'one' });
  nowMs += 10 * MINUTE_MS;
  await read('two');
  nowMs += 10 * MINUTE_MS;
  expect((await read('two')).statusCode).toBe(401);
});

test('of the city’s devices most are honest; some refuse, say nothing or lie, for good', () => {
  const tempers = Array.from({ length: 1000 }, (_, i) => behaviourOf(`sn-lamp-${String(i).padStart(4, '0')}`));
  const share = (temper: string) => tempers.filter((one) => one === temper).length / 1000;
  expect(share('honest')).toBeGreaterThan(0.8);
  for (const temper of ['refuses', 'deaf', 'lies']) expect(share(temper)).toBeCloseTo(0.04, 1);
  expect(['refuses', 'deaf', 'lies'].every((temper) => share(temper) > 0.01)).toBe(true);
});
