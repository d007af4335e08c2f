import { randomBytes } from 'node:crypto';
import { link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { keyIn } from '../../hub/commands/command-key.ts';
import { databaseFault, openDataFolder, startFault } from '../../hub/data-folder.ts';
import { FolderInUse, lockFolder } from '../../hub/sql/lock-folder.ts';
import { openSql } from '../../hub/sql/sql.ts';
import { messagesOf } from '../../model/text/message.ts';
import { newDataFolder } from './data-folder.ts';
import { openWholeHub } from './whole-hub.ts';

let place = '';
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'shapan-damage-'));
});
afterAll(() => rm(place, { recursive: true }));

let folders = 0;
async function folderWith(make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(place, `hub-${folders++}`);
  await mkdir(folder);
  await make(folder);
  return folder;
}

/** A refusal in both languages that names the folder. */
async function refusalOf(work: Promise<unknown>): Promise<{ code: string; zh: string; en: string }> {
  const error = await work.then(() => null).catch((caught: unknown) => caught);
  const [message] = messagesOf(error) ?? [];
  if (!message) throw new Error(`expected a refusal, got ${String(error)}`);
  return { code: message.code, ...message.text };
}

test.each([
  ['without PG_VERSION', 'database-version', (folder: string) => mkdir(join(folder, 'pg/base'), { recursive: true })],
  [
    'with an empty PG_VERSION',
    'database-version',
    async (folder: string) => {
      await mkdir(join(folder, 'pg'));
      await writeFile(join(folder, 'pg/PG_VERSION'), '');
    },
  ],
  ['with a file in its place', 'database-broken', (folder: string) => writeFile(join(folder, 'pg'), 'x')],
  ['gone, the key still there', 'database-missing', (folder: string) => writeFile(join(folder, 'commands.key'), 'x')],
])('a database %s is refused by name, and nothing is changed', async (_, code, damage) => {
  const folder = await folderWith(async (made) => void (await damage(made)));
  const before = await readdir(folder, { recursive: true });
  const refusal = await refusalOf(openDataFolder(folder, true));
  expect(refusal.code).toBe(code);
  for (const text of [refusal.zh, refusal.en]) expect(text).toContain(folder);
  expect(await readdir(folder, { recursive: true })).toEqual(before);
});

test('a database that does not open is refused with its folder and what to do, and the lock is let go', async () => {
  const folder = await newDataFolder();
  await writeFile(join(folder, 'pg/global/pg_control'), Buffer.alloc(8192));
  const refusal = await refusalOf(openSql({ folder, ownThread: false }));
  expect(refusal.en).toContain(folder);
  expect(refusal.en).toContain('shapan restore');
  await new Promise<void>((done) => void lockFolder(folder).then((lock) => lock.close(done)));
  await rm(folder, { recursive: true });
}, 60_000);

test('too few descriptors are told as such, over a database that is whole', async () => {
  const failed = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
  for (const fault of [databaseFault('/data', failed), startFault('/data', failed)]) {
    const refusal = await refusalOf(Promise.reject(fault));
    expect(refusal.code).toBe('few-descriptors');
    expect(refusal.en).toMatch(/the data are whole.*ulimit -n/s);
  }
  const other = await refusalOf(Promise.reject(databaseFault('/data', new Error('out of memory'))));
  expect(other.en).not.toContain('aside');
});

test('a folder that is none says so with its name', async () => {
  const file = join(place, 'a-file');
  await writeFile(file, '');
  expect((await refusalOf(openDataFolder(join(file, 'hub'), true))).en).toContain(join(file, 'hub'));
});

test('a key is made whole and for its owner alone; an empty one, a short one and a lost one are refused', async () => {
  const file = join(place, 'commands.key');
  expect((await refusalOf(keyIn(file, true))).code).toBe('key-missing');
  const key = await keyIn(file, false);
  expect(key).toHaveLength(32);
  expect(await keyIn(file, true)).toEqual(key);
  expect((await readdir(place)).filter((name) => name.startsWith('commands.key'))).toEqual(['commands.key']);
  for (const text of ['', randomBytes(16).toString('base64url')]) {
    await writeFile(file, text);
    const refusal = await refusalOf(keyIn(file, false));
    expect(refusal.code).toBe('key-broken');
    expect(refusal.zh).toContain(file);
  }
});

test('two folders of long paths that begin alike have a lock each, and one folder has one', async () => {
  const long = join(place, 'x'.repeat(60), 'y'.repeat(60));
  const [first, second] = [join(long, 'hub'), join(long, 'hub2')];
  for (const folder of [first, second]) await mkdir(folder, { recursive: true });
  const locks = [await lockFolder(first), await lockFolder(second)];
  await expect(lockFolder(first)).rejects.toThrow(FolderInUse);
  expect(await readdir(long)).toEqual(['hub', 'hub2']);
  for (const lock of locks) await new Promise<void>((done) => lock.close(done));
});

test('of twenty that find the lock of a killed hub at once, one has the folder', async () => {
  const folder = await folderWith(async () => undefined);
  const path = join(folder, 'lock');
  // What a killed one leaves: a socket's file that nobody listens on.
  const killed = createServer().listen(path);
  await new Promise((done) => killed.once('listening', done));
  await link(path, `${path}-kept`);
  await new Promise((done) => killed.close(done));
  await rename(`${path}-kept`, path);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  const locks = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const refusals = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  for (const lock of locks) await new Promise<void>((done) => lock.close(done));
  expect(locks).toHaveLength(1);
  for (const refusal of refusals) expect(refusal).toBeInstanceOf(FolderInUse);
});

test('a port in use ends the start, and what was opened is closed: the folder can be opened again', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => other.once('listening', done));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(openWholeHub({ mqtt: { host: '127.0.0.1', port } })).rejects.toThrow('is taken');
  other.close();
}, 60_000);

test('a recording of noise is set aside by name, a truncated one left out of the list: the hub starts and answers', async () => {
  const whole = await openWholeHub(
    {},
    () => undefined,
    async (folder) => {
      await mkdir(join(folder, 'recordings'));
      await writeFile(join(folder, 'recordings/20261122T000000Z.part'), randomBytes(5000));
      await writeFile(join(folder, 'recordings/20261121T000000Z.mcap'), randomBytes(1000));
    },
  );
  const names = await readdir(join(whole.hub.folder, 'recordings'));
  expect(names).toContain('20261122T000000Z.part.broken');
  const analyst = await whole.login('ana', 'analyst', EVERYTHING);
  const answer = await whole.ask('GET', '/recordings', analyst);
  expect([answer.statusCode, answer.json()]).toEqual([200, { recordings: [], broken: ['20261121T000000Z.mcap'] }]);
  await whole.close();
}, 60_000);
