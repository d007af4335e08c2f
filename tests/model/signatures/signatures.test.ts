import { createHash, createPublicKey, createVerify, generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { type AuditRow, nextRow } from '../../../hub/audit/audit-chain.ts';
import { checkSignatures } from '../../../hub/audit/audit-signatures.ts';
import { challengeOf, checkSignature, type SignedThing } from '../../../model/signatures/check-signature.ts';
import { type KeyFile, makeKeyFile, openKeyFile, signWithKey } from '../../../model/signatures/key-file.ts';
import { keyId, pemOf, type Signature, type SignerKey, statementText } from '../../../model/signatures/statement.ts';

const DAY_MS = 86_400_000;
const FROM_MS = Date.UTC(2026, 10, 1);
const AT_MS = Date.UTC(2026, 10, 29, 9);
const QUICK_ROUNDS = 100_000;
const HASH = createHash('sha256').update('the record up to here').digest('hex');

const thing: SignedThing = { kind: 'plan-decision', of: 'kg/P03', hash: HASH, says: '同意', who: '李工', atMs: AT_MS };
const statement = { ...thing, who: '李工', city: 'chengchuan', at: new Date(AT_MS).toISOString() };

let file: KeyFile;
let good: Signature;
let other: Signature;

beforeAll(async () => {
  const person = { who: '李工', unit: '规划院', fromMs: FROM_MS, untilMs: FROM_MS + 365 * DAY_MS };
  file = await makeKeyFile(person, 'a long passphrase', QUICK_ROUNDS);
  const key = (await openKeyFile(file, 'a long passphrase')) ?? expect.fail('the passphrase was refused');
  const { kind, city, of, hash, says, who, at } = statement;
  good = await signWithKey(key, file.key.publicKey, { kind, city, of, hash, says, who, at });
  const stranger = await makeKeyFile(person, 'x', QUICK_ROUNDS);
  const strange = (await openKeyFile(stranger, 'x')) ?? expect.fail();
  other = await signWithKey(strange, stranger.key.publicKey, { kind, city, of, hash, says, who, at });
});

const check = (signature: Signature, part: Partial<SignedThing> = {}, key: Partial<SignerKey> = {}) =>
  checkSignature(signature, { ...thing, ...part }, [{ ...file.key, ...key }]);

test('a right signature is right, and OpenSSL says the same of the two files that a stranger needs', async () => {
  expect(await check(good)).toBe('right');
  const verify = createVerify('SHA256').update(good.statement);
  expect(verify.verify(createPublicKey(pemOf(file.key.publicKey)), Buffer.from(good.value, 'base64'))).toBe(true);
  expect(JSON.parse(good.statement)).toMatchObject({ shapan: 'statement/1', hash: HASH, says: '同意' });
});

test('a forged one is told: a changed word, a changed byte, another key under this one’s name', async () => {
  expect(await check({ ...good, statement: good.statement.replace('同意', '不同意') })).toBe('forged');
  const value = good.value.replace(
    /^(.{20})(.)/,
    (_, begin: string, letter: string) => begin + (letter === 'A' ? 'B' : 'A'),
  );
  expect(await check({ ...good, value })).toBe('forged');
  expect(await check({ ...other, key: good.key })).toBe('forged');
  expect(await check(other)).toBe('unknown');
});

test('one of other content, another person or another time is told', async () => {
  expect(await check(good, { hash: HASH.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) })).toBe('other');
  expect(await check(good, { of: 'kg/P04' })).toBe('other');
  expect(await check(good, { who: '王工' })).toBe('person');
  expect(await check(good, {}, { who: '王工' })).toBe('person');
  expect(await check(good, { atMs: AT_MS + DAY_MS })).toBe('time');
});

test('an expired and a revoked key are told; what it signed before it was revoked stays', async () => {
  expect(await check(good, {}, { untilMs: AT_MS - 1 })).toBe('expired');
  expect(await check(good, {}, { fromMs: AT_MS + 1 })).toBe('expired');
  expect(await check(good, {}, { revokedMs: AT_MS })).toBe('revoked');
  expect(await check(good, {}, { revokedMs: AT_MS + 1 })).toBe('right');
  // Without a hub the time is the one that the signer states.
  expect(await check(good, { atMs: null }, { untilMs: AT_MS - 1 })).toBe('expired');
});

test('the private key is in the file only under the passphrase', async () => {
  expect(await openKeyFile(file, 'another passphrase')).toBeNull();
  const key = await openKeyFile(file, 'a long passphrase');
  expect(key?.extractable).toBe(false);
});

/** A security key of the kind that browsers speak to. */
function device() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const touch = (text: string, part: { challenge?: string; flags?: number } = {}): Signature => {
    const challenge = part.challenge ?? challengeOf(new TextEncoder().encode(text));
    const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin: 'https://city.example' }));
    const authenticator = Buffer.concat([
      createHash('sha256').update('city.example').digest(),
      Buffer.from([part.flags ?? 1, 0, 0, 0, 7]),
    ]);
    const signed = Buffer.concat([authenticator, createHash('sha256').update(client).digest()]);
    const webauthn = { authenticatorData: authenticator.toString('base64'), clientData: client.toString('base64') };
    return {
      statement: text,
      key: keyId(spki),
      value: sign('sha256', signed, privateKey).toString('base64'),
      webauthn,
    };
  };
  return { spki, touch };
}

test('a security key signs the hash of the statement; another challenge and one that nobody touched are forged', async () => {
  const { spki, touch } = device();
  const key = { publicKey: spki, kind: 'webauthn' as const };
  const text = statementText(statement);
  expect(await check(touch(text), {}, key)).toBe('right');
  expect(await check(touch(text, { challenge: 'AAAA' }), {}, key)).toBe('forged');
  expect(await check(touch(text, { flags: 0 }), {}, key)).toBe('forged');
  expect(await check({ ...touch(text), statement: `${text} ` }, {}, key)).toBe('forged');
});

test('an audit tells of each signature by the keys that were registered and revoked before it', async () => {
  const rows: AuditRow[] = [];
  const add = (what: string, of: string, detail: object, atMs = AT_MS) =>
    rows.push(
      nextRow(
        { atMs, who: '李工', role: 'planner', what, of, detail: detail as AuditRow['detail'] },
        rows.at(-1) ?? null,
      ),
    );
  const { kind, of, hash, says } = thing;
  const signed = { kind, of, hash, says };
  const id = keyId(file.key.publicKey);
  add('plan.sign', of, { signature: good, signed });
  add('key.register', id, { ...file.key, revision: 1 }, FROM_MS);
  add('plan.sign', of, { signature: good, signed });
  add('plan.sign', of, { signature: other, signed });
  add('plan.sign', 'kg/P04', { signature: good, signed });
  add('plan.sign', of, { signature: { ...good, value: good.value.slice(4) }, signed });
  add('plan.sign', of, { signature: 'x' });
  add('key.revoke', id, { revision: 1 }, AT_MS);
  add('plan.sign', of, { signature: good, signed });
  expect((await checkSignatures(rows)).map(({ seq, verdict }) => [seq, verdict])).toEqual([
    [1, 'unknown'],
    [3, 'right'],
    [4, 'unknown'],
    [5, 'other'],
    [6, 'forged'],
    [7, 'forged'],
    [9, 'revoked'],
  ]);
});
