import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { auditCommand } from '../../cli/hub/audit.ts';
import { SUN_RULES } from '../../model/questions/sun-rules.ts';
import { numbersHash, sunNumbers, withNumber } from '../../model/rules/numbers.ts';
import { packText } from '../../model/rules/rule-pack.ts';
import { type RuleRecord, releaseHash } from '../../model/rules/rule-record.ts';
import { makeKeyFile, openKeyFile, signWithKey } from '../../model/signatures/key-file.ts';
import type { SignerKey } from '../../model/signatures/statement.ts';

const AT_MS = Date.UTC(2026, 10, 29, 9);
const DAY_MS = 86_400_000;

let folder = '';
let key: SignerKey;
let record: RuleRecord;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-audit-'));
  const person = { who: '李工', unit: '规划院', fromMs: AT_MS - DAY_MS, untilMs: AT_MS + DAY_MS };
  const file = await makeKeyFile(person, 'a long passphrase', 100_000);
  key = file.key;
  const numbers = { ...sunNumbers(SUN_RULES[0]) };
  const hash = numbersHash('sun', SUN_RULES[0].id, numbers);
  const text = { edition: 'x', clause: 'x', page: '1', scan: null };
  const release = { unit: '规划院', role: '总工', who: '李工', by: 'page' as const, on: '2026-11-29', ...text, hash };
  const bare: RuleRecord = { subject: 'sun', id: SUN_RULES[0].id, label: SUN_RULES[0].label, numbers, release };
  const privateKey = (await openKeyFile(file, 'a long passphrase')) ?? expect.fail();
  const signature = await signWithKey(privateKey, key.publicKey, {
    kind: 'rule-release',
    city: 'chengchuan',
    of: `sun/${bare.id}`,
    hash: releaseHash(bare),
    says: '',
    who: '李工',
    at: new Date(AT_MS).toISOString(),
  });
  record = { ...bare, release: { ...release, signature } };
});
afterAll(() => rm(folder, { recursive: true }));

/** What `shapan audit` says of a pack by these keys. */
async function audited(one: RuleRecord, part: Partial<SignerKey> = {}): Promise<string> {
  const pack = join(folder, 'rules.json');
  const signers = join(folder, 'signers.json');
  await writeFile(pack, packText('chengchuan', { [`sun/${one.id}`]: one }));
  await writeFile(signers, JSON.stringify({ format: 1, kind: 'shapan-signer-keys', keys: [{ ...key, ...part }] }));
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  const wrote = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    await auditCommand().parseAsync([pack, '--signers', signers], { from: 'user' });
    return [...said.mock.calls, ...wrote.mock.calls].flat().join(' ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    said.mockRestore();
    wrote.mockRestore();
  }
}

test('a pack of rules is checked by a file of keys: right, forged, expired and revoked are told', async () => {
  expect(await audited(record)).toMatch(/1 signatures of people, all good|1 个签名均有效/);
  expect(await audited(record, { untilMs: AT_MS - 1 })).toContain('expired');
  expect(await audited(record, { revokedMs: AT_MS - 1 })).toContain('revoked');
  const numbers = withNumber(record.numbers, ['minMinutes'], 60);
  const { release } = record;
  if (!release?.signature) return expect.fail();
  const hash = numbersHash('sun', record.id, numbers);
  // Whoever changes the numbers can restate their hash, and the signature is then of something else.
  expect(await audited({ ...record, numbers: { ...numbers }, release: { ...release, hash } })).toContain(
    'on something else',
  );
  const statement = release.signature.statement.replace('李工', '王工');
  const forged = { ...release, signature: { ...release.signature, statement } };
  expect(await audited({ ...record, release: forged })).toContain('forged');
});
