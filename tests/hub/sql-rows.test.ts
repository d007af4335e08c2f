import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccountRows } from '../../hub/accounts/account-rows.ts';
import { type AlarmChanges, AlarmRows } from '../../hub/alarms/alarm-rows.ts';
import { openAudit } from '../../hub/audit/audit.ts';
import { verifyChain } from '../../hub/audit/audit-chain.ts';
import { CommandAlarms } from '../../hub/commands/command-alarm.ts';
import { CommandRows } from '../../hub/commands/command-rows.ts';
import { openKindLayers, readCityKinds } from '../../hub/kinds/sensor-kinds.ts';
import { openDatabase } from '../../hub/schema.ts';
import type { Sql } from '../../hub/sql/sql-api.ts';
import { ACTS_KEPT_MS } from '../../model/alarms/alarm-act.ts';
import type { AlarmMessage } from '../../model/alarms/alarm-message.ts';
import type { Command, CommandState } from '../../model/commands/commands.ts';
import { SENSOR_KINDS_FILE, type SensorKindRecord } from '../../model/sensors/sensor-kind.ts';
import { newDataFolder } from './data-folder.ts';

const NOW_MS = Date.UTC(2026, 6, 18, 4);
const text = { zh: '一', en: 'one' };

let folder = '';
let sql: Sql & { close(): Promise<void> };
beforeAll(async () => {
  folder = await newDataFolder();
  sql = await openDatabase({ folder, ownThread: false });
});
afterAll(async () => {
  await sql.close();
  await rm(folder, { recursive: true });
});

const message = (key: string, seq: number): AlarmMessage => ({
  seq,
  key,
  at: null,
  state: { kind: 'unacknowledged', raisedMs: NOW_MS },
  meaning: { priority: 2, title: text, consequence: text, action: text, cause: 'c', isAlert: false },
  limit: null,
  by: null,
  isLate: false,
  raised: { value: 5.5, atMs: NOW_MS },
  extreme: { value: 6.5, atMs: NOW_MS + 1 },
});
const change = (seq: number, part: Partial<AlarmChanges> = {}): AlarmChanges => ({
  rows: [],
  gone: [],
  steps: [],
  watch: { seq, lastHeartbeatMs: NOW_MS - 1000, outages: [], sinceMs: null },
  nowMs: NOW_MS,
  ...part,
});
const rowOf = (key: string, seq: number, toMs = Number.POSITIVE_INFINITY) => ({
  message: message(key, seq),
  saved: {
    ...{ key, raw: [{ fromMs: 5, toMs }], isLate: false, judgedMs: 9 },
    ...{ raised: { value: 5.5, atMs: NOW_MS }, extreme: { value: 6.5, atMs: NOW_MS + 1, fromMs: NOW_MS } },
  },
  reported: null,
});

describe('alarms in SQL', () => {
  let rows: AlarmRows;
  beforeAll(async () => {
    rows = await AlarmRows.open(sql);
  });

  test('a hub that never looked knows of no watch', async () => {
    expect(await rows.watch()).toBeNull();
    expect(await rows.standing()).toEqual([]);
  });

  test('how far the rules have come is read back as it was written', async () => {
    const outages = [{ fromMs: 1, toMs: Number.POSITIVE_INFINITY }];
    const watch = { seq: 4, lastHeartbeatMs: NOW_MS - 1000, outages, sinceMs: NOW_MS - 5000 };
    await rows.save(change(4, { watch }));
    expect(await rows.watch()).toEqual(watch);
  });

  test('what stands is read back with spans that have no end, in the order of its keys', async () => {
    const [b, a] = [rowOf('b/1 high', 5), rowOf('a "quoted"\\/1 high', 5, 70)];
    await rows.save(change(5, { rows: [b, a] }));
    expect(await rows.standing()).toEqual([a, b]);
  });

  test('a row of a hub that did not keep what raised an alarm is read all the same, and says that it is not known', async () => {
    await rows.save(change(5, { rows: [rowOf('old/1 high', 5)] }));
    await sql.query(
      `UPDATE alarms SET message = message - 'raised', saved = saved - 'raised' WHERE key = 'old/1 high'`,
    );
    const old = (await rows.standing()).find(({ message: { key } }) => key === 'old/1 high');
    expect(old).toMatchObject({ message: { seq: 5, raised: null }, saved: { raised: null, judgedMs: 9 } });
    await rows.save(change(5, { gone: ['old/1 high'] }));
  });

  test('a key that stands already is written over, and one that is gone is gone, whatever letters it has', async () => {
    await rows.save(change(6, { rows: [rowOf('b/1 high', 6, 80)], gone: ['a "quoted"\\/1 high', 'never there'] }));
    expect((await rows.standing()).map(({ message: { key, seq }, saved }) => [key, seq, saved.raw[0].toMs])).toEqual([
      ['b/1 high', 6, 80],
    ]);
  });

  test('a step of an alarm is noted once, however often it is told, with who took it and until when', async () => {
    const raised = {
      event: { kind: 'raise' as const, atMs: 10 },
      state: { kind: 'unacknowledged' as const, raisedMs: 10 },
    };
    const shelved = {
      event: { kind: 'shelve' as const, atMs: 20, by: '甲', untilMs: 90 },
      state: { kind: 'shelved' as const, untilMs: 90, by: '甲', activeFromMs: 10 },
    };
    const steps = [raised, shelved].map((step) => ({ key: 'b/1 high', step }));
    await rows.save(change(7, { steps }));
    await rows.save(change(8, { steps }));
    const events = await rows.events(0, 'b/1 high');
    expect(events).toEqual([
      { key: 'b/1 high', kind: 'shelve', atMs: 20, who: '甲', untilMs: 90, state: 'shelved' },
      { key: 'b/1 high', kind: 'raise', atMs: 10, who: null, untilMs: null, state: 'unacknowledged' },
    ]);
    expect(await rows.events(15, null)).toEqual([events[0]]);
    expect(await rows.events(0, 'another')).toEqual([]);
  });

  test('acts are kept for three days, and as long as their alarm stands', async () => {
    const act = (key: string, atMs: number) => ({ key, event: { kind: 'takeOut' as const, atMs, by: '甲' } });
    const old = NOW_MS - ACTS_KEPT_MS - 1;
    for (const one of [act('b/1 high', old), act('gone', old), act('fresh', NOW_MS - 5)]) await rows.addAct(one);
    expect((await rows.acts(NOW_MS)).map(({ key }) => key)).toEqual(['b/1 high', 'fresh']);
    expect((await rows.recentActs(NOW_MS)).map(({ key }) => key)).toEqual(['fresh']);
  });
});

describe('commands in SQL', () => {
  let rows: CommandRows;
  const command = (id: string, device: string, state: CommandState, untilMs = NOW_MS + 1000): Command => ({
    id,
    key: `ann ${id}`,
    device,
    verb: 'run',
    value: 1,
    reason: 'flood',
    askedBy: 'ann',
    untilMs,
    isCritical: device === 'gate-1',
    state,
  });
  beforeAll(async () => {
    await sql.run(`
      INSERT INTO things (id, code, name, description, properties) VALUES
        (1, 'pump-1', '', '', '{"kind":"pump"}'), (2, 'gate-1', '', '', '{"kind":"gate"}');
      INSERT INTO sensors (id, code, name, description, encoding_type, metadata, properties) VALUES (1, 's', '', '', '', '', '{}');
      INSERT INTO observed_properties (id, code, name, description, definition, properties) VALUES (1, 'p', '', '', '', '{}');
      INSERT INTO features (id, code, name, description, encoding_type, feature, properties) VALUES (1, 'f', '', '', '', '{}', '{}');
      INSERT INTO datastreams (id, code, name, description, observation_type, unit, properties, cadence_s, thing, sensor, observed_property, feature)
      VALUES (12, 'pump-1/2', '', '', '', '{}', '{}', 60, 1, 1, 1, 1), (11, 'pump-1/1', '', '', '', '{}', '{}', 60, 1, 1, 1, 1);`);
    rows = await CommandRows.open(sql);
    await rows.add(command('c1', 'pump-1', { kind: 'waiting' }));
    await rows.add(command('c2', 'gate-1', { kind: 'waiting' }, NOW_MS + 2000));
  });

  test('are found by their own id, and by the key that their asker gave', async () => {
    expect((await rows.byId('c1'))?.device).toBe('pump-1');
    expect((await rows.byKey('ann c2'))?.id).toBe('c2');
    expect(await rows.byId('ann c1')).toBeNull();
  });

  test('are open until they have come to an end, the first to end before the others', async () => {
    expect((await rows.openOnes()).map(({ id }) => id)).toEqual(['c1', 'c2']);
    await rows.set(command('c1', 'pump-1', { kind: 'sent', atMs: NOW_MS }));
    expect((await rows.openOnes()).map(({ id }) => id)).toEqual(['c1', 'c2']);
    await rows.set(command('c1', 'pump-1', { kind: 'unconfirmed', reason: 'no-answer' }));
    expect((await rows.openOnes()).map(({ id }) => id)).toEqual(['c2']);
    expect((await rows.since(NOW_MS)).map(({ id }) => id)).toEqual(['c2', 'c1']);
    expect((await rows.since(NOW_MS + 5000)).map(({ id }) => id)).toEqual(['c2']);
  });

  test('that ended unconfirmed are told of each device only while nothing newer was said to it', async () => {
    expect((await rows.lastUnconfirmed(NOW_MS)).map(({ id }) => id)).toEqual(['c1']);
    await rows.add(command('c3', 'pump-1', { kind: 'waiting' }, NOW_MS + 3000));
    await rows.set(command('c3', 'pump-1', { kind: 'done', atMs: NOW_MS }));
    expect(await rows.lastUnconfirmed(NOW_MS)).toEqual([]);
  });

  test('know the kind of a thing and the first of its datastreams', async () => {
    expect([await rows.kindOf('pump-1'), await rows.kindOf('nothing')]).toEqual(['pump', null]);
    expect([await rows.streamOf('pump-1'), await rows.streamOf('gate-1')]).toEqual(['pump-1/1', null]);
  });

  test('raise an alarm at their device when none confirmed them, and end it when the device shows the value after all', async () => {
    const raised = new Map<string, number>();
    const alarms = new CommandAlarms(
      {
        raise: async ({ id, priority }) => void raised.set(id, priority),
        clear: async (key) => void raised.delete(key),
        isActive: (key) => raised.has(key),
      },
      rows,
    );
    const unconfirmed: CommandState = { kind: 'unconfirmed', reason: 'no-state' };
    await alarms.take(command('c4', 'pump-1', unconfirmed));
    await alarms.take(command('c5', 'gate-1', unconfirmed));
    expect([...raised]).toEqual([
      ['pump-1/1 command', 2],
      ['gate-1 command', 1],
    ]);
    await alarms.read('pump-1', 0);
    expect(raised.size).toBe(2);
    await alarms.read('pump-1', 1);
    expect([...raised.keys()]).toEqual(['gate-1 command']);
    await alarms.take(command('c6', 'gate-1', { kind: 'sent', atMs: NOW_MS }));
    expect(raised.size).toBe(1);
    await alarms.take(command('c6', 'gate-1', { kind: 'done', atMs: NOW_MS }));
    expect(raised.size).toBe(0);
  });
});

describe('the audit in SQL', () => {
  const auditParts = () => ({ sql, folder, health: { set: () => undefined }, nowMs: () => NOW_MS });

  test('is one chain, though many wrote at once, and goes on where it ended', async () => {
    const entry = (n: number) => ({
      atMs: NOW_MS + n,
      who: '甲',
      role: 'dispatcher',
      what: 'w',
      of: `o${n}`,
      detail: { n },
    });
    const audit = await openAudit(auditParts());
    await Promise.all(Array.from({ length: 30 }, (_, n) => audit.append(entry(n))));
    const again = await openAudit(auditParts());
    await again.append(entry(30));
    const rows = await again.rows(1, 100);
    expect(rows.map(({ seq, of }) => [seq, of])).toEqual(Array.from({ length: 31 }, (_, n) => [n + 1, `o${n}`]));
    expect(verifyChain(rows)).toMatchObject({ kind: 'whole', rows: 31 });
    expect(await again.verify()).toMatchObject({ kind: 'whole', rows: 31, head: rows[30].hash });
    expect((await again.rows(30, 1)).map(({ seq }) => seq)).toEqual([30]);
  });

  test('that somebody wrote into is broken where they did', async () => {
    const audit = await openAudit(auditParts());
    await sql.query("UPDATE audit SET who = 'nobody' WHERE seq = 7");
    expect(await audit.verify()).toMatchObject({ kind: 'broken', seq: 7 });
  });
});

describe('accounts in SQL', () => {
  const ALL = { areas: 'all' as const, classes: 'all' as const };
  const OLD_TOWN = { areas: ['OT'], classes: ['pond'] };
  const password = { salt: 's', hash: 'h' };
  let rows: AccountRows;
  beforeAll(async () => {
    rows = await AccountRows.open(sql);
    await rows.add('管理员', { role: 'administrator', scope: ALL }, password, NOW_MS);
    await rows.add('ann', { role: 'dispatcher', scope: OLD_TOWN }, password, NOW_MS);
  });

  test('have a name once: a second one of it is told, and changes nothing', async () => {
    expect(await rows.add('ann', { role: 'auditor', scope: ALL }, password, NOW_MS)).toBe(false);
    expect(await rows.find('ann')).toEqual({ role: 'dispatcher', scope: OLD_TOWN, ...password });
    expect(await rows.find('Ann')).toBeNull();
  });

  test('are given other rights and another password, each by itself', async () => {
    await rows.setRights('ann', { role: 'controller', scope: ALL });
    await rows.setPassword('ann', { salt: 't', hash: 'i' });
    expect(await rows.find('ann')).toEqual({ role: 'controller', scope: ALL, salt: 't', hash: 'i' });
  });

  test('that are closed are found no more, and their name stays taken', async () => {
    await rows.add('ben', { role: 'analyst', scope: ALL }, password, NOW_MS);
    await rows.close('ben', NOW_MS);
    expect(await rows.find('ben')).toBeNull();
    expect(await rows.add('ben', { role: 'analyst', scope: ALL }, password, NOW_MS)).toBe(false);
    expect(await rows.list()).toEqual([
      { name: 'ann', role: 'controller', scope: ALL, isClosed: false },
      { name: '管理员', role: 'administrator', scope: ALL, isClosed: false },
      { name: 'ben', role: 'analyst', scope: ALL, isClosed: true },
    ]);
  });

  test('tell whether an administrator is the last one that can log in', async () => {
    expect(await rows.administrators()).toEqual(['管理员']);
    await rows.add('carl', { role: 'administrator', scope: ALL }, password, NOW_MS);
    expect((await rows.administrators()).sort()).toEqual(['carl', '管理员']);
    await rows.close('carl', NOW_MS);
    expect(await rows.administrators()).toEqual(['管理员']);
  });

  test('are invited by a link that is used once, and not after its time', async () => {
    await rows.keepInvite('a', { role: 'dispatcher', scope: OLD_TOWN, untilMs: NOW_MS + 1000 });
    expect(await rows.takeInvite('a', NOW_MS + 1000)).toBeNull();
    expect(await rows.takeInvite('a', NOW_MS)).toMatchObject({ role: 'dispatcher', scope: OLD_TOWN });
    expect(await rows.takeInvite('a', NOW_MS)).toBeNull();
    expect(await rows.takeInvite('b', NOW_MS)).toBeNull();
  });

  test('lose the invitations of former first administrators, and no others', async () => {
    await rows.keepInvite('first', { role: 'administrator', scope: ALL, untilMs: NOW_MS + 1000 });
    await rows.keepInvite('other', { role: 'auditor', scope: ALL, untilMs: NOW_MS + 1000 });
    await rows.dropAdministratorInvites();
    expect(await rows.takeInvite('first', NOW_MS)).toBeNull();
    expect(await rows.takeInvite('other', NOW_MS)).not.toBeNull();
  });
});

describe('kinds of sensors in SQL', () => {
  const TILT: SensorKindRecord = { id: 'tilt', label: { zh: '倾斜', en: 'Tilt' } };

  test('are those of the program, the city’s over them, and an administrator’s over both, also after a restart', async () => {
    const layers = await openKindLayers(sql, { kinds: [{ id: 'pond', label: { zh: '水塘', en: 'Pool' } }] });
    expect(layers.current().kindOf('pond')?.label?.en).toBe('Pool');
    expect(layers.current().rulesOf('pond', 'm').length).toBeGreaterThan(0);
    await layers.change(TILT);
    await layers.change({ id: 'pond', label: { zh: '积水点', en: 'Ponding spot' } });
    const again = await openKindLayers(sql, { kinds: [{ id: 'pond', label: { zh: '水塘', en: 'Pool' } }] });
    expect([again.current().kindOf('tilt')?.label?.en, again.current().kindOf('pond')?.label?.en]).toEqual([
      'Tilt',
      'Ponding spot',
    ]);
    expect(again.changes().map(({ id }) => id)).toEqual(['pond', 'tilt']);
  });

  test('go back to what city and program say when a change is taken away, and tell who listens', async () => {
    const layers = await openKindLayers(sql, {});
    const heard: (string | undefined)[] = [];
    layers.follow(async (kinds) => void heard.push(kinds.kindOf('tilt')?.label?.en));
    await layers.change({ ...TILT, label: { zh: '倾角', en: 'Lean' } });
    expect(await layers.forget('tilt')).toBe(true);
    expect(await layers.forget('tilt')).toBe(false);
    expect(heard).toEqual(['Lean', undefined]);
    expect(layers.current().kindOf('tilt')).toBeNull();
  });

  test('of a city without a file of its own are none, and a file that is no JSON is told with its name', async () => {
    expect(await readCityKinds(folder)).toEqual({});
    await writeFile(join(folder, SENSOR_KINDS_FILE), '{"kinds": [');
    await expect(readCityKinds(folder)).rejects.toThrow(/sensor-kinds\.json.*expected JSON/);
    await writeFile(join(folder, SENSOR_KINDS_FILE), JSON.stringify({ kinds: [TILT] }));
    expect(await readCityKinds(folder)).toEqual({ kinds: [TILT] });
    await writeFile(join(folder, SENSOR_KINDS_FILE), JSON.stringify({ kinds: [{ id: 'a b' }] }));
    await expect(readCityKinds(folder)).rejects.toThrow(/kinds\.0\.id/);
  });
});
