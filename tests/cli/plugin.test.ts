import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { pluginCommand } from '../../cli/plugin/plugin.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-plugin-cli-'));
const at = (...path: string[]) => join(folder, ...path);
const FACTS = {
  format: 1,
  kind: 'shapan-plugin',
  id: 'hello',
  name: { zh: '你好', en: 'Hello' },
  version: '1.0.0',
  seam: 1,
  entry: 'plugin.js',
  styles: [],
};

/** What the command writes. */
async function shapan(...args: string[]): Promise<string> {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await pluginCommand().parseAsync(args, { from: 'user' });
    return written.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    written.mockRestore();
  }
}

beforeAll(async () => {
  vi.stubEnv('SHAPAN_KEY_PASSPHRASE', 'correct horse battery');
  mkdirSync(at('hello'));
  writeFileSync(at('hello/plugin.json'), JSON.stringify(FACTS));
  writeFileSync(at('hello/plugin.js'), 'export default () => ({});');
  await shapan('key', at('key.json'), '--who', '李伟');
});
afterEach(() => vi.stubEnv('SHAPAN_KEY_PASSPHRASE', 'correct horse battery'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const pack = (from = at('hello')) => shapan('pack', from, '--key', at('key.json'), '--out', at('hello.zip'));
const verify = (signers = at('key.signers.json')) => shapan('verify', at('hello.zip'), '--signers', signers);

test('a key is made, a folder is packed and signed with it, and the archive is right by its public part', async () => {
  expect(statSync(at('key.json')).mode & 0o077).toBe(0);
  expect(JSON.parse(readFileSync(at('key.signers.json'), 'utf8')).keys[0].who).toBe('李伟');
  expect(await pack()).toContain('hello 1.0.0, 1 files');
  expect(await verify()).toMatch(/1 files as listed, signature right, key [0-9a-f]{32}/);
  await shapan('key', at('other.json'), '--who', '别人');
  await expect(verify(at('other.signers.json'))).rejects.toThrow('its key is none that is registered');
});

test('nothing is overwritten, and nothing is signed with another passphrase', async () => {
  await expect(shapan('key', at('key.json'), '--who', 'x')).rejects.toThrow('expected no file of this name');
  vi.stubEnv('SHAPAN_KEY_PASSPHRASE', 'another horse battery');
  await expect(pack()).rejects.toThrow('expected its passphrase in SHAPAN_KEY_PASSPHRASE, got another');
  vi.stubEnv('SHAPAN_KEY_PASSPHRASE', 'short');
  await expect(pack()).rejects.toThrow('12 characters or more');
});

test('a folder with what no package may have is not packed', async () => {
  mkdirSync(at('wrong'));
  writeFileSync(at('wrong/plugin.json'), JSON.stringify(FACTS));
  await expect(pack(at('wrong'))).rejects.toThrow('expected its entry (.js)');
  writeFileSync(at('wrong/index.html'), '');
  await expect(pack(at('wrong'))).rejects.toThrow('"index.html": expected a file of the types js, css');
});
