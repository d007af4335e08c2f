import { expect, test } from 'vitest';
import { Gate } from '../../hub/accounts/gate.ts';
import { Tries } from '../../hub/accounts/tries.ts';
import { isWeakPassword } from '../../hub/accounts/weak-passwords.ts';

const MINUTE_MS = 60_000;

test('twenty addresses guess one name no faster than one; who is known from elsewhere is heard', () => {
  const tries = new Tries(() => 0);
  const heard = Array.from({ length: 20 }, (_, i) => tries.begin('admin', `127.0.0.${i + 10}`, false) === 0);
  expect(heard.filter(Boolean)).toHaveLength(10);
  expect(tries.begin('admin', '127.0.0.99', false)).toBe(15 * MINUTE_MS);
  expect(tries.begin('admin', '127.0.0.1', true)).toBe(0);
  expect(tries.begin('other', '127.0.0.10', false)).toBe(0);
});

test('the ninth wrong try of a known person waits until the first is a minute old; a right one clears them', () => {
  let nowMs = 0;
  const tries = new Tries(() => nowMs);
  for (let i = 0; i < 8; i++) expect(tries.begin('ann', 'a', true)).toBe(0);
  nowMs = 59_000;
  expect(tries.begin('ann', 'a', true)).toBe(1000);
  nowMs = 60_000;
  expect(tries.begin('ann', 'a', true)).toBe(0);
  tries.succeeded('ann', 'a', true);
  for (let i = 0; i < 8; i++) expect(tries.begin('ann', 'a', true)).toBe(0);
});

test('right tries are not counted: a proxy shuts nobody out by its many people', () => {
  const tries = new Tries(() => 0);
  for (let i = 0; i < 200; i++) {
    expect(tries.begin(`person ${i % 7}`, 'proxy', false)).toBe(0);
    tries.succeeded(`person ${i % 7}`, 'proxy', false);
  }
});

test('sixty wrong tries of an address in a minute, whatever the names, are enough', () => {
  const tries = new Tries(() => 0);
  for (let i = 0; i < 60; i++) expect(tries.begin(`name ${i}`, 'a', false)).toBe(0);
  expect(tries.begin('name 60', 'a', false)).toBe(MINUTE_MS);
});

test('one derivation at a time; who is known goes first, and of the others forty wait', async () => {
  const gate = new Gate();
  const order: string[] = [];
  let atOnce = 0;
  const work = (name: string) => async () => {
    expect(++atOnce).toBe(1);
    await new Promise((done) => setTimeout(done, 1));
    atOnce--;
    order.push(name);
  };
  const strangers = Array.from({ length: 41 }, (_, i) => gate.enter(work(`s${i}`), false));
  await expect(gate.enter(work('late'), false)).rejects.toMatchObject({ statusCode: 503 });
  await Promise.all([...strangers, gate.enter(work('known'), true)]);
  expect(order.slice(0, 3)).toEqual(['s0', 'known', 's1']);
  expect(order).toHaveLength(42);
});

test.each([
  'aaaaaaaaaaaa',
  'abcabcabcabc',
  'abcdefabcdef',
  '123456789012',
  'qwertyuiop12',
  'qwerty123456',
  'Password1234',
  'P@ssw0rd2026!',
  'administrator1',
  'AdminAdmin2026',
  'welcome-to-2026',
  'iloveyou1234',
  '1qaz2wsx3edc',
  'changeme-now1',
  'woaini1314520',
  '密码密码密码密码密码密码',
  'li.wei.li.wei',
  'LiWei19880512',
])('everybody would try %s', (password) => {
  expect(isWeakPassword(password, 'Li Wei')).toBe(true);
});

test.each([
  'correct horse battery',
  'battery staple correct',
  'kX9#mV2qLw7z',
  '春江潮水连海平海上明月共潮生',
  'nine pumps hum below',
])('nobody tries %s', (password) => {
  expect(isWeakPassword(password, 'Li Wei')).toBe(false);
});
