import type { FastifyRequest } from 'fastify';
import { describe, expect, test } from 'vitest';
import { changeIn, isName, textsOf } from '../../hub/accounts/account-form.ts';
import { digest, hashPassword, isPassword, newSecret } from '../../hub/accounts/passwords.ts';
import { EVERYTHING, NOTHING } from '../../hub/accounts/scope.ts';
import { SESSION_MS, Sessions, TOKEN_MS, tokenOf } from '../../hub/accounts/sessions.ts';

/** Weak, so that a test is quick. */
const SCRYPT_N = 16;

describe('a login', () => {
  let nowMs = 0;
  const sessions = new Sessions(() => nowMs);

  test('holds for a quarter of an hour, and as long again from when it is renewed', () => {
    nowMs = 0;
    const token = sessions.begin('ann', 'controller', EVERYTHING);
    nowMs = TOKEN_MS - 1;
    const session = sessions.of(token);
    expect(session?.name).toBe('ann');
    if (session) sessions.renew(session);
    nowMs = 2 * TOKEN_MS - 2;
    expect(sessions.of(token)).not.toBeNull();
    nowMs = 2 * TOKEN_MS - 1;
    expect(sessions.of(token)).toBeNull();
  });

  test('ends after a shift, however it is used', () => {
    nowMs = 0;
    const token = sessions.begin('ann', 'controller', EVERYTHING);
    for (nowMs = 0; nowMs < SESSION_MS; nowMs += TOKEN_MS / 2) {
      const session = sessions.of(token);
      if (session) sessions.renew(session);
      expect(session).not.toBeNull();
    }
    expect(sessions.of(token)).toBeNull();
  });

  test('ends alone, and with all others of its name', () => {
    const tokens = ['ann', 'ann', 'ben'].map((name) => sessions.begin(name, 'analyst', EVERYTHING));
    sessions.end(tokens[0]);
    expect(tokens.map((token) => sessions.of(token)?.name)).toEqual([undefined, 'ann', 'ben']);
    sessions.endAllOf('ann');
    expect(tokens.map((token) => sessions.of(token)?.name)).toEqual([undefined, undefined, 'ben']);
  });

  test('is found again by its cookie while it holds, with a token more; its end ends them all', () => {
    nowMs = 0;
    const token = sessions.begin('ann', 'analyst', EVERYTHING);
    const secret = sessions.cookieFor(token) ?? '';
    const again = sessions.restore(secret)?.token;
    expect(again).not.toBe(token);
    expect([sessions.of(again)?.id, sessions.of(secret)]).toEqual([sessions.of(token)?.id, null]);
    sessions.end(token);
    expect([sessions.of(again), sessions.restore(secret)]).toEqual([null, null]);
    expect(sessions.cookieFor(token)).toBeNull();
  });

  test('is not found again by its cookie after a quarter of an hour, after a shift, or when its account was changed', () => {
    nowMs = 0;
    const begin = () => sessions.cookieFor(sessions.begin('ann', 'analyst', EVERYTHING)) ?? '';
    const idle = begin();
    nowMs = TOKEN_MS;
    expect(sessions.restore(idle)).toBeNull();
    const used = begin();
    for (nowMs = TOKEN_MS; nowMs < TOKEN_MS + SESSION_MS; nowMs += TOKEN_MS / 2)
      expect(sessions.restore(used)).not.toBeNull();
    expect(sessions.restore(used)).toBeNull();
    const changed = begin();
    sessions.endAllOf('ann');
    expect(sessions.restore(changed)).toBeNull();
  });

  test('has so many pages at once; of more the oldest is a visitor', () => {
    nowMs = 0;
    const token = sessions.begin('ann', 'analyst', EVERYTHING);
    const secret = sessions.cookieFor(token) ?? '';
    const last = Array.from({ length: 50 }, () => sessions.restore(secret)?.token).at(-1);
    expect([sessions.of(token), sessions.of(last)?.name]).toEqual([null, 'ann']);
  });

  test('is not found by what is no token', () => {
    expect(sessions.of(undefined)).toBeNull();
    expect(sessions.of(newSecret())).toBeNull();
  });
});

test('a token comes as a bearer, and nothing else is one', () => {
  const request = (authorization?: string) => ({ headers: { authorization } }) as FastifyRequest;
  const secret = newSecret();
  expect(tokenOf(request(`Bearer ${secret}`))).toBe(secret);
  expect([undefined, secret, `Basic ${secret}`, 'Bearer short'].map((text) => tokenOf(request(text)))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe('a password', () => {
  test('is known again, another is not, and there is none of a name that nobody has', async () => {
    const known = await hashPassword('correct horse', SCRYPT_N);
    expect(await isPassword('correct horse', known, SCRYPT_N)).toBe(true);
    expect(await isPassword('correct hors', known, SCRYPT_N)).toBe(false);
    expect(await isPassword('correct horse', null, SCRYPT_N)).toBe(false);
  });

  test('is the same however the keyboard writes its letters', async () => {
    const known = await hashPassword('caf\u00e9', SCRYPT_N);
    expect(await isPassword('cafe\u0301', known, SCRYPT_N)).toBe(true);
  });

  test('of two people is not seen to be the same', async () => {
    const [first, second] = await Promise.all([hashPassword('same', SCRYPT_N), hashPassword('same', SCRYPT_N)]);
    expect(first.hash).not.toBe(second.hash);
  });
});

test('a secret is known by its digest alone, which is SHA-256', () => {
  expect(digest('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
});

test('a name begins with a letter or a digit of any script, and has no signs of a path', () => {
  expect(['ann', '王 伟', 'o.k-1_2', '9'].every(isName)).toBe(true);
  expect(['', ' ann', '../ann', 'a/b', 'a'.repeat(65), '<b>'].some(isName)).toBe(false);
});

describe('the body of a request', () => {
  test('gives the texts that were asked for, and no others', () => {
    expect(textsOf({ name: 'ann', password: 'secret', role: 'x' }, ['name', 'password'])).toEqual({
      name: 'ann',
      password: 'secret',
    });
  });

  test.each([[{}], [{ name: '' }], [{ name: 7 }], [{ name: 'x'.repeat(201) }], [null]])(
    'without such a text is refused: %j',
    (body) => {
      expect(() => textsOf(body, ['name'])).toThrow(expect.objectContaining({ statusCode: 400 }));
    },
  );

  test('changes of an account what it names, and leaves the rest', () => {
    const rights = { role: 'analyst' as const, scope: NOTHING };
    const known = { ...rights, name: 'ann' };
    expect(changeIn({}, known)).toEqual({ ...rights, password: null });
    expect(changeIn({ role: 'dispatcher' }, known)).toMatchObject({ role: 'dispatcher', scope: NOTHING });
    expect(changeIn({ role: 'king' }, known)).toMatchObject({ code: 'bad-choice' });
    expect(changeIn({ password: 'short' }, known)).toMatchObject({ code: 'bad-text' });
    expect(changeIn({ scope: 'everywhere' }, known)).toMatchObject({ code: 'bad-scope' });
  });
});
