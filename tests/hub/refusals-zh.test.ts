import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isRefusalWord, REFUSALS } from '../../model/accounts/accounts.ts';
import { isMessage, messagesOf } from '../../model/text/message.ts';
import { openCity } from '../../src/app/choose-city.ts';
import { words } from '../../src/kit/words.ts';
import { type AccountSession, openSession, Refused } from '../../src/twin/account-session.ts';
import { failureOf } from '../../src/twin/failure.ts';
import { englishIn } from '../kit/english.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';
import { openWholeHub, PASSWORD, type WholeHub } from './whole-hub.ts';

/** What the hub answers to a person who asks for what cannot be, as the page shows it in Chinese: over HTTP, by the page's own session. */
let whole: WholeHub;
const sessions: Record<string, AccountSession> = {};

async function sessionOf(name: string, role: string): Promise<AccountSession> {
  await whole.login(name, role);
  const session = openSession(pageTwin(smallCity().city), `${whole.url}/`);
  await session.login(name, PASSWORD);
  return session;
}

beforeAll(async () => {
  whole = await openWholeHub();
  sessions.visitor = openSession(pageTwin(smallCity().city), `${whole.url}/`);
  for (const role of ['dispatcher', 'controller', 'planner', 'administrator'])
    sessions[role] = await sessionOf(`a ${role}`, role);
});
afterAll(() => whole.close());

const COMMAND = {
  key: 'key-of-mine',
  device: 'sn-pump-0001',
  verb: 'setRate',
  value: 1,
  reason: '积水',
  untilMs: Date.now() + 60_000,
};
const SOURCE = {
  id: 'a',
  name: 'A',
  kind: 'mqtt',
  url: 'wss://broker.example/mqtt',
  streams: [['3', 'sn-pump-0001/1']],
};
const ACCOUNT = { name: 'new', role: 'planner', password: PASSWORD, scope: { areas: 'all', classes: 'all' } };

const ASKED: readonly [name: string, ask: () => Promise<unknown>][] = [
  ['a wrong password', () => sessions.visitor.login('first', 'not the password')],
  ['an unknown account', () => sessions.visitor.login('nobody', PASSWORD)],
  ['an invitation that was used', () => sessions.visitor.accept('0'.repeat(32), 'me', PASSWORD)],
  ['a command of a visitor', () => sessions.visitor.post('commands', COMMAND)],
  ['a command by another role', () => sessions.planner.post('commands', COMMAND)],
  ['a command to no device', () => sessions.controller.post('commands', { ...COMMAND, device: '../x' })],
  [
    'a command to what cannot be told',
    () => sessions.controller.post('commands', { ...COMMAND, device: 'sn-pond-0001' }),
  ],
  ['a command of another verb', () => sessions.controller.post('commands', { ...COMMAND, verb: 'dance' })],
  ['a command without a key', () => sessions.controller.post('commands', { ...COMMAND, key: '' })],
  ['a confirmation of no command', () => sessions.controller.post('commands/none/confirm', {})],
  ['a word that is none of a command', () => sessions.controller.post('commands/none/dance', {})],
  ['a list of commands for a visitor', () => sessions.visitor.get('audit')],
  ['a source by another role', () => sessions.planner.post('sources', SOURCE)],
  ['a source of another scheme', () => sessions.administrator.post('sources', { ...SOURCE, url: 'ftp://x/' })],
  ['a source that is not there', () => sessions.administrator.remove('sources/none')],
  ['a case without its place', () => sessions.dispatcher.post('cases', {})],
  ['an act on no alarm', () => sessions.dispatcher.post('alarms/acts', { kind: 'dance' })],
  ['a sensor kind that is none', () => sessions.administrator.post('sensor-kinds', { id: 'A B' })],
  ['an account of no role', () => sessions.administrator.post('accounts', { ...ACCOUNT, role: 'king' })],
  [
    'an account with a short password',
    () => sessions.administrator.post('accounts', { ...ACCOUNT, password: 'short' }),
  ],
  ['an account whose name is taken', () => sessions.administrator.post('accounts', { ...ACCOUNT, name: 'first' })],
  ['an account without its scope', () => sessions.administrator.post('accounts', { ...ACCOUNT, scope: 3 })],
  ['accounts for a planner', () => sessions.planner.get('accounts')],
  ['a recording that is not there', () => sessions.dispatcher.download('recordings/none.mcap')],
  ['history by no stream', () => sessions.planner.get('history.csv?stream=none&from=x&to=y')],
  ['what is not there', () => sessions.planner.get('nothing/of/this')],
  ['an observation by the protocol', () => sessions.planner.get('v1.1/Things(nothing)')],
  ['a query of the protocol', () => sessions.planner.get('v1.1/Things?$filter=(((')],
];

test.each(ASKED)('%s', async (_, ask) => {
  const error = await ask().then(
    () => null,
    (refused: unknown) => refused,
  );
  expect(error).toBeInstanceOf(Refused);
  for (const message of messagesOf(error) ?? []) {
    expect(isMessage(message)).toBe(true);
    expect(message.text.zh).toMatch(/\p{Script=Han}{2}/u);
    expect({ zh: message.text.zh, english: englishIn(message.text.zh) }).toMatchObject({ english: null });
    expect(message.text.en).not.toMatch(/\p{Script=Han}/u);
  }
  expect(messagesOf(error)).not.toBeNull();
});

test('refusals that the page has words for have them in Chinese', async () => {
  await words.changeLanguage('zh');
  for (const word of REFUSALS) {
    expect(isRefusalWord(word)).toBe(true);
    expect(words.t(`refused.${word}`)).toMatch(/\p{Script=Han}{4}/u);
    expect(englishIn(words.t(`refused.${word}`))).toBeNull();
  }
});

test.each([
  ['of no name', 'atlantis', '没有名为“atlantis”的城市'],
  ['whose manifest lacks its parts', 'small', 'manifest.json'],
])('a city %s is refused in Chinese', async (_, id, told) => {
  const fetchBefore = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string) => fetchBefore(new URL(path, whole.url)));
  const error = await openCity(id).catch((refused: unknown) => refused);
  vi.unstubAllGlobals();
  const { zh } = failureOf(error);
  expect(messagesOf(error)).not.toBeNull();
  expect(zh).toContain(told);
  for (const line of zh.split('\n')) expect({ line, english: englishIn(line) }).toEqual({ line, english: null });
});

test('a hub that is not there says so in Chinese', async () => {
  const away = openSession(pageTwin(smallCity().city), 'http://127.0.0.1:1/');
  const error = await away.get('alarms').catch((refused: unknown) => refused);
  expect(failureOf(error).zh).toBe('连接不上服务器，请检查网络后再试');
});
