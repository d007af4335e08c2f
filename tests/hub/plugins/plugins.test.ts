import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPluginStore } from '../../../hub/plugins/plugin-store.ts';
import { type PluginRow, parsePluginRows } from '../../../model/plugins/plugin-row.ts';
import { openWholeHub, type WholeHub } from '../whole-hub.ts';
import { archiveOf, HELLO, newSigner, type Signer } from './signed-package.ts';

let whole: WholeHub;
let signer: Signer;
let stranger: Signer;

beforeAll(async () => {
  signer = await newSigner('甲');
  stranger = await newSigner('乙');
  whole = await openWholeHub({ pluginSigners: [signer.key] });
});
afterAll(() => whole.close());

const upload = (archive: Buffer, token: string | undefined = whole.administrator, type = 'application/zip') =>
  whole.http.inject({
    method: 'POST',
    url: '/plugins',
    payload: archive,
    headers: { 'content-type': type, ...(token && { authorization: `Bearer ${token}` }) },
  });
const rows = async (): Promise<PluginRow[]> => parsePluginRows((await whole.ask('GET', '/plugins')).json());
const fileOf = ({ id, digest }: PluginRow, path: string) => whole.ask('GET', `/plugins/${id}/${digest}/${path}`);
const placeOf = (path: string) => join(whole.hub.folder, 'plugins/hello/package', path);

test('an administrator adds a plug-in; anybody who has the page is given its files, with the policy of the page', async () => {
  const answer = await upload(await archiveOf(signer));
  expect(answer.statusCode).toBe(201);
  const [row] = await rows();
  expect(row).toMatchObject({ id: 'hello', version: '1.0.0', isEnabled: true, fault: null, styles: ['css/look.css'] });
  const script = await fileOf(row, 'plugin.js');
  expect([script.statusCode, script.body]).toEqual([200, HELLO['plugin.js']]);
  expect(script.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect(String(script.headers['content-security-policy'])).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect((await fileOf(row, 'css/look.css')).headers['content-type']).toBe('text/css; charset=utf-8');
  for (const path of ['plugin.json', 'state.json', '../state.json', '..%2fstate.json', 'none.js'])
    expect((await fileOf(row, path)).statusCode, path).toBe(404);
  expect((await fileOf({ ...row, digest: '0123456789abcdef' }, 'plugin.js')).statusCode).toBe(404);
});

test('nobody but an administrator adds, switches or removes one', async () => {
  const archive = await archiveOf(signer);
  expect((await upload(archive, '')).statusCode).toBe(401);
  for (const role of ['planner', 'controller', 'auditor']) {
    const token = await whole.login(role, role);
    const codes = [
      (await upload(archive, token)).statusCode,
      (await whole.ask('PATCH', '/plugins/hello', token, { isEnabled: false })).statusCode,
      (await whole.ask('DELETE', '/plugins/hello', token)).statusCode,
    ];
    expect(codes, role).toEqual([403, 403, 403]);
  }
});

test.each<[string, () => Promise<Buffer>, number, RegExp]>([
  ['a stranger signed it', () => archiveOf(stranger), 403, /none that is registered/],
  [
    'a file was changed',
    () => archiveOf(signer, HELLO, {}, { ...HELLO, 'plugin.js': 'alert(1)' }),
    400,
    /"plugin\.js": expected the file of the listed checksum/,
  ],
  [
    'a file is missing',
    () => archiveOf(signer, HELLO, {}, { 'plugin.js': HELLO['plugin.js'] }),
    400,
    /look\.css.*none/,
  ],
  ['a file is not listed', () => archiveOf(signer, HELLO, {}, { ...HELLO, 'more.js': '' }), 400, /more\.js/],
  ['a page is in it', () => archiveOf(signer, { ...HELLO, 'index.html': '' }), 400, /index\.html.*types js/],
  ['a path leaves it', () => archiveOf(signer, { ...HELLO, '../up.js': '' }), 400, /Unsafe filename/],
  ['a file is hidden', () => archiveOf(signer, { ...HELLO, '.hid/up.js': '' }), 400, /\.hid/],
  ['the edition is of later', () => archiveOf(signer, HELLO, { seam: 2 }), 400, /seam: expected edition 1, got 2/],
  ['the entry is none', () => archiveOf(signer, HELLO, { entry: 'no.js' }), 400, /no\.js/],
  ['the id begins with x-', () => archiveOf(signer, HELLO, { id: 'x-hello' }), 400, /id/],
  ['the id climbs', () => archiveOf(signer, HELLO, { id: '../hello' }), 400, /id/],
  ['it is a bomb', () => archiveOf(signer, { ...HELLO, 'big.json': ' '.repeat(17 << 20) }), 400, /./],
  [
    'it has too many files',
    () => archiveOf(signer, Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}.js`, '']))),
    400,
    /200 files, got 201/,
  ],
  ['it is no archive', async () => Buffer.from('plugin'), 400, /zip/],
])('refused with a sentence where %s', async (_, make, code, sentence) => {
  const before = await rows();
  const answer = await upload(await make());
  expect([answer.statusCode, answer.json().message]).toEqual([code, expect.stringMatching(sentence)]);
  expect(answer.json().error.text.zh).toMatch(/\p{Script=Han}/u);
  expect(await rows()).toEqual(before);
});

test('a body that is no archive is refused', async () => {
  const answer = await upload(Buffer.from('{}'), whole.administrator, 'application/json');
  expect(answer.statusCode).toBe(415);
});

test('one that is off is served no more, and comes back; another version takes its place; the audit has every act', async () => {
  const [row] = await rows();
  const off = await whole.ask('PATCH', '/plugins/hello', whole.administrator, { isEnabled: false });
  expect([off.statusCode, off.json().isEnabled]).toEqual([200, false]);
  expect((await fileOf(row, 'plugin.js')).statusCode).toBe(404);
  await whole.ask('PATCH', '/plugins/hello', whole.administrator, { isEnabled: true });
  expect((await fileOf(row, 'plugin.js')).statusCode).toBe(200);
  const next = { ...HELLO, 'plugin.js': 'export default () => 2;' };
  expect((await upload(await archiveOf(signer, next, { version: '1.1.0' }))).statusCode).toBe(201);
  const [newer] = await rows();
  expect([newer.version, newer.digest === row.digest]).toEqual(['1.1.0', false]);
  expect((await fileOf(newer, 'plugin.js')).body).toBe(next['plugin.js']);
  const auditor = await whole.login('reader', 'auditor');
  const lines = (await whole.ask('GET', '/audit', auditor)).body.trim().split('\n');
  const acts = lines.map((line) => JSON.parse(line)).filter(({ what }) => what.startsWith('plugin.'));
  expect(acts.map(({ what, of, who }) => [what, of, who])).toEqual([
    ['plugin.add', 'hello', 'first'],
    ['plugin.disable', 'hello', 'first'],
    ['plugin.enable', 'hello', 'first'],
    ['plugin.add', 'hello', 'first'],
  ]);
  expect(acts.at(-1).detail).toMatchObject({ before: '1.0.0', version: '1.1.0' });
});

test('a file that was changed on the disk is not served, and the list says why', async () => {
  const [row] = await rows();
  writeFileSync(placeOf('plugin.js'), 'alert(1)');
  const answer = await fileOf(row, 'plugin.js');
  expect([answer.statusCode, answer.json().message]).toEqual([409, expect.stringContaining('it was changed')]);
  expect((await rows())[0].fault?.code).toBe('hash');
  expect((await fileOf(row, 'css/look.css')).statusCode).toBe(404);
});

test('a start holds what lies in the folder against hashes and signers, and settles what was interrupted', async () => {
  expect((await upload(await archiveOf(signer))).statusCode).toBe(201);
  const folder = join(whole.hub.folder, 'plugins');
  const faultOf = async (signers: Signer['key'][]) =>
    (await openPluginStore(folder, signers, () => Date.now())).rows()[0].fault?.text.en ?? null;
  expect(await faultOf([signer.key])).toBe(null);
  expect(await faultOf([stranger.key])).toContain('none that is registered');
  expect(await faultOf([{ ...signer.key, revokedMs: Date.now() - 1 }])).toContain('revoked');
  expect(await faultOf([])).toContain('SHAPAN_PLUGIN_SIGNERS');
  writeFileSync(placeOf('plugin.js'), 'alert(1)');
  expect(await faultOf([signer.key])).toContain('it was changed');
});

/** A small generator of chance, the same each time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function mutated(archive: Buffer, pick: (below: number) => number): Buffer {
  const bytes = Buffer.from(archive);
  switch (pick(4)) {
    case 0:
      return bytes.subarray(0, pick(bytes.length));
    case 1: {
      const at = pick(bytes.length);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(pick(bytes.length))]);
    }
    default:
      for (let i = pick(8) + 1; i > 0; i--) bytes[pick(bytes.length)] = pick(256);
      return bytes;
  }
}

test('three hundred broken archives end nothing: each is refused, or is the very package', async () => {
  const archive = await archiveOf(signer);
  expect((await upload(archive)).statusCode).toBe(201);
  const [{ digest }] = await rows();
  const pick = chance(52);
  const codes = new Map<number, number>();
  for (let i = 0; i < 300; i++) {
    const { statusCode } = await upload(mutated(archive, pick));
    codes.set(statusCode, (codes.get(statusCode) ?? 0) + 1);
  }
  expect([...codes.keys()].filter((code) => ![201, 400, 403, 415].includes(code))).toEqual([]);
  expect(codes.get(400)).toBeGreaterThan(200);
  expect((await rows()).map((row) => [row.id, row.digest, row.fault])).toEqual([['hello', digest, null]]);
});

test('one that is removed leaves nothing', async () => {
  const [row] = await rows();
  expect((await whole.ask('DELETE', '/plugins/hello', whole.administrator)).statusCode).toBe(204);
  expect(await rows()).toEqual([]);
  expect((await fileOf(row, 'plugin.js')).statusCode).toBe(404);
  expect(readdirSync(join(whole.hub.folder, 'plugins'))).toEqual([]);
  expect((await whole.ask('DELETE', '/plugins/hello', whole.administrator)).statusCode).toBe(404);
});
