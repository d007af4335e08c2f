import { expect, test } from 'vitest';
import { packageHash, packageTypeOf, parseManifest, signatureFault } from '../../../model/plugins/plugin-package.ts';
import { parsePluginRows } from '../../../model/plugins/plugin-row.ts';
import { HELLO, manifestOf, newSigner } from '../../hub/plugins/signed-package.ts';

test('only files of the listed types below the folder have a type', () => {
  const given = ['a.js', 'deep/er/a_b-1.2.css', 'a.png', 'a.wasm', '../a.js', 'a/../b.js', '/a.js', 'a\\b.js', '.a.js'];
  const none = ['a/.b/c.js', 'a.html', 'a.mjs', 'a', 'plugin.json', 'a//b.js', 'a.js/', 'a.JS', 'a.js\0', 'a.js\n'];
  const types = [...given, ...none].map((path) => packageTypeOf(path)?.split(';')[0] ?? null);
  expect(types.slice(0, 4)).toEqual(['text/javascript', 'text/css', 'image/png', 'application/wasm']);
  expect(types.slice(4).filter((type) => type !== null)).toEqual([]);
});

test('what is signed does not hang on the order in which a file says it', () => {
  const one = manifestOf(HELLO);
  const files = Object.fromEntries(Object.entries(one.files).reverse());
  const { id, kind, ...rest } = one;
  expect(packageHash({ ...rest, files, kind, id })).toBe(packageHash(one));
  expect(packageHash({ ...one, entry: 'css/look.css' })).not.toBe(packageHash(one));
});

test('a manifest names no path outside, no file in place of a folder, and no prototype', async () => {
  const signer = await newSigner('甲');
  const textOf = async (files: Record<string, string>) => {
    const manifest = { ...manifestOf(HELLO), files: { ...manifestOf(HELLO).files, ...files } };
    return JSON.stringify({ ...manifest, signature: await signer.sign(manifest) });
  };
  const hash = '0'.repeat(64);
  expect(parseManifest(await textOf({})).id).toBe('hello');
  const [outside, nested] = [await textOf({ '../up.js': hash }), await textOf({ 'plugin.js/in.js': hash })];
  expect(() => parseManifest(outside)).toThrow(/"\.\.\/up\.js": expected a file of the types/);
  expect(() => parseManifest(nested)).toThrow(/"plugin\.js": expected/);
  expect(() => parseManifest('{')).toThrow(/plugin\.json: expected JSON/);
  const extra = JSON.stringify({ ...JSON.parse(await textOf({})), more: 1 });
  expect(() => parseManifest(extra)).toThrow(/more/);
  const polluted = (await textOf({})).replace('"files":{', `"files":{"__proto__":"${hash}",`);
  expect(Object.getPrototypeOf(parseManifest(polluted).files)).toBe(Object.prototype);
});

test('a signature is of one package, by a key that holds', async () => {
  const signer = await newSigner('甲');
  const manifest = manifestOf(HELLO);
  const signed = { ...manifest, signature: await signer.sign(manifest) };
  const faultOf = async (one: typeof signed, key = signer.key) =>
    (await signatureFault(one, [key], Date.now()))?.text.en ?? null;
  expect(await faultOf(signed)).toBe(null);
  expect(await faultOf({ ...signed, version: '1.0.1' })).toContain('given on something else');
  expect(await faultOf({ ...signed, id: 'other' })).toContain('given on something else');
  const value = `${signed.signature.value.slice(0, -8)}AAAAAAA=`;
  expect(await faultOf({ ...signed, signature: { ...signed.signature, value } })).toContain('forged or changed');
  expect(await faultOf(signed, { ...signer.key, revokedMs: Date.now() - 1 })).toContain('revoked');
  expect(await faultOf(signed, { ...signer.key, untilMs: signer.key.fromMs + 1 })).toContain('not valid then');
});

test('a list of a hub is read field by field', () => {
  const row = {
    id: 'hello',
    name: { zh: '你好', en: 'Hello' },
    version: '1.0.0',
    digest: '0123456789abcdef',
    entry: 'plugin.js',
    styles: [],
    key: 'k',
    isEnabled: true,
    fault: null,
  };
  expect(parsePluginRows({ seam: 1, plugins: [row] })).toEqual([row]);
  expect(() => parsePluginRows({ plugins: [{ ...row, digest: '../../x' }] })).toThrow(/digest/);
  expect(() => parsePluginRows({ plugins: [{ ...row, fault: 'x' }] })).toThrow(/fault/);
});
