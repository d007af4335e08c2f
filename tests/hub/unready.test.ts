import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineFailure } from '../../hub/sql/embedded-sql.ts';
import { throwFailure } from '../../hub/sql/sql-failure.ts';
import { HubUnready } from '../../hub/unready.ts';
import { englishIn } from '../kit/english.ts';
import { DEVICE_TOKEN, openWholeHub, PASSWORD, type WholeHub } from './whole-hub.ts';

/** The database takes nothing for a while, as on a disk that turned read-only: whoever writes over HTTP is told so, and when to come again. */
let whole: WholeHub;
let controller = '';
let dispatcher = '';

beforeAll(async () => {
  whole = await openWholeHub();
  controller = await whole.login('ctrl', 'controller');
  dispatcher = await whole.login('disp', 'dispatcher');
});
afterAll(() => whole.close());

const isReadOnly = (on: boolean) => whole.hub.sql.run(`SET default_transaction_read_only = ${on ? 'on' : 'off'}`);

const SCOPE = { areas: 'all', classes: 'all' };
const SENSOR = { name: '雷达', description: 'radar', encodingType: 'text/plain', metadata: 'none' };
const COMMAND = {
  key: 'a key of the page',
  device: 'sn-pump-0001',
  verb: 'run',
  value: 1,
  reason: '积水',
  untilMs: Date.now() + 60_000,
};
const ROW = { Datastream: { '@iot.id': 1 }, components: ['result'], dataArray: [[1]] };

const WRITES: readonly [what: string, write: () => Promise<LightMyRequestResponse>, done: number][] = [
  ['a reading', () => whole.ask('POST', '/v1.1/Datastreams(1)/Observations', DEVICE_TOKEN, { result: 1 }), 201],
  ['readings', () => whole.ask('POST', '/v1.1/CreateObservations', DEVICE_TOKEN, [ROW]), 201],
  ['an entity', () => whole.ask('POST', '/v1.1/Sensors', whole.administrator, SENSOR), 201],
  ['a kind', () => whole.ask('PUT', '/sensor-kinds/pond', whole.administrator, { id: 'pond' }), 200],
  ['a command', () => whole.ask('POST', '/commands', controller, COMMAND), 202],
  [
    'an act on an alarm',
    () =>
      whole.ask('POST', '/alarms/acts', dispatcher, {
        key: 'sn-pond-0001/1 alarm',
        event: { kind: 'acknowledge', atMs: Date.now() },
      }),
    201,
  ],
  [
    'a case',
    () =>
      whole.ask('POST', '/cases', dispatcher, {
        key: 'a key of the page',
        title: '积水',
        object: 'road-1',
        place: null,
        alarm: null,
        priority: 1,
      }),
    201,
  ],
  [
    'an account',
    () => whole.ask('POST', '/accounts', whole.administrator, { name: 'new', role: 'analyst', password: PASSWORD }),
    201,
  ],
  [
    'an invitation',
    () => whole.ask('POST', '/accounts/invites', whole.administrator, { role: 'analyst', scope: SCOPE }),
    201,
  ],
  ['other rights', () => whole.ask('PATCH', '/accounts/ctrl', whole.administrator, { role: 'analyst' }), 200],
  ['the end of an account', () => whole.ask('DELETE', '/accounts/ctrl', whole.administrator), 204],
  ['a login', () => whole.ask('POST', '/accounts/login', undefined, { name: 'disp', password: PASSWORD }), 200],
];

test('a write that the database does not take is answered with 503, when to come again and a sentence; then it is done', async () => {
  await isReadOnly(true);
  for (const [what, write] of WRITES) {
    const { statusCode, headers, body } = await write();
    expect({ what, statusCode, again: headers['retry-after'] }).toEqual({ what, statusCode: 503, again: '10' });
    const { code, type, error } = JSON.parse(body);
    expect([what, code, type]).toEqual([what, 503, 'error']);
    expect(error.text.zh).toMatch(/请稍后重试/);
    expect(englishIn(error.text.zh)).toBeNull();
    // The database's own words stand in the log alone.
    expect(body).not.toContain('transaction');
  }
  expect((await whole.ask('GET', '/v1.1/Things')).statusCode).toBe(200);
  await isReadOnly(false);
  for (const [what, write, done] of WRITES) expect([what, (await write()).statusCode]).toEqual([what, done]);
});

test('a login that could not be looked at is no wrong try', async () => {
  await isReadOnly(true);
  for (let i = 0; i < 12; i++) expect((await accept(i)).statusCode).toBe(503);
  await isReadOnly(false);
  expect((await accept(12)).statusCode).toBe(403);
});
const accept = (i: number) =>
  whole.ask('POST', '/accounts/invited', undefined, {
    invite: 'x'.repeat(43),
    name: `somebody ${i}`,
    password: PASSWORD,
  });

test('where the hub lies on its disk is told by its log, not to whoever asks', async () => {
  const { folder, health } = whole.hub;
  health.set('folder', {
    code: 'folder-unwritable',
    values: {},
    text: { zh: `${folder}：无法写入`, en: `${folder}: expected to be written, got: EROFS, open '${folder}/alive'` },
  });
  const { statusCode, body } = await whole.ask('GET', '/health');
  expect(statusCode).toBe(503);
  expect(body).toContain('folder-unwritable');
  expect(body).not.toContain(folder);
  health.set('folder', null);
});

const failed = (code: string | undefined) => Object.assign(new Error('could not'), code === undefined ? {} : { code });

test.each([
  ['a full disk', failed('53100')],
  ['a file on a read-only disk', failed('42501')],
  ['a server that was shut down', failed('57P01')],
  ['a connection that broke', failed('08006')],
  ['a server that is not there', failed('ECONNREFUSED')],
  ['an engine that ended', failed(undefined)],
])('%s is the hub’s matter', (_, error) => {
  expect(() => throwFailure(error)).toThrow(HubUnready);
});

test.each([
  ['53100', 'database-full'],
  ['ENOSPC', 'database-full'],
  ['25006', 'database-read-only'],
  ['08006', 'database-away'],
  ['57P01', 'database-away'],
  ['ECONNREFUSED', 'database-away'],
  ['EMFILE', 'database-descriptors'],
  ['53200', 'database-memory'],
  ['58030', 'database-unready'],
  [undefined, 'database-unready'],
])('what failed with %s is told as %s', (code, said) => {
  expect(() => throwFailure(failed(code))).toThrow(
    expect.objectContaining({ messages: [expect.objectContaining({ code: said })] }),
  );
});

test('an answer that JavaScript cannot hold is one of too little memory, and the engine is opened anew', () => {
  expect(engineFailure(new RangeError('Invalid string length'))).toEqual({
    error: 'Invalid string length',
    isLast: true,
    code: '53200',
  });
  expect(engineFailure(failed('23505'))).toEqual({ error: 'could not', isLast: false, code: '23505' });
});

test('a database that is damaged says so, and what to do', () => {
  const refusal = () => throwFailure(Object.assign(new Error('could not read blocks 58..58'), { code: 'XX001' }));
  expect(refusal).toThrow(/damaged.*shapan restore.*could not read blocks/s);
});

test.each([
  ['a number out of range', failed('22003')],
  ['a key that is there', failed('23505')],
  ['a statement that is none', failed('42601')],
  ['a question that took too long', failed('57014')],
  ['what JavaScript cannot make', new RangeError('Invalid string length')],
])('%s is not', (_, error) => {
  expect(() => throwFailure(error)).toThrow(error);
});
