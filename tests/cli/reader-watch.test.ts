import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLimitS } from '../../model/read-limit.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-watch-'));
const file = join(folder, 'tower.ifc');

// The watch is a thread of a compiled file: from sources there is none.
beforeAll(() => {
  execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.node.json']);
  writeFileSync(file, 'ISO-10303-21;');
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  written: string;
  error: string;
}

/** A process that reads the file under watch by this reader, and says with which code it ends. */
async function read(reader: string, locale = 'en_US.UTF-8'): Promise<Ended> {
  const script = join(folder, 'read.mjs');
  const watch = pathToFileURL(resolve('build/node/cli/reader-watch.js')).href;
  writeFileSync(
    script,
    `import { whileReading } from ${JSON.stringify(watch)};
process.on('exit', (code) => process.stdout.write('ends with ' + code));
const answer = await whileReading(${JSON.stringify(file)}, ${reader});
process.stdout.write(answer + '; ');`,
  );
  const child = spawn(process.execPath, [script], { env: { ...process.env, LANG: locale, LC_ALL: locale } });
  const ended: Ended = { code: null, written: '', error: '' };
  child.stdout.on('data', (part: Buffer) => {
    ended.written += part;
  });
  child.stderr.on('data', (part: Buffer) => {
    ended.error += part;
  });
  await once(child, 'close');
  return { ...ended, code: child.exitCode };
}

const LIMIT_S = readLimitS(13);

test('a reader that never comes back is ended by name, with exit code 1, and what the process does at its end is done', async () => {
  const [looping, inChinese] = await Promise.all([
    read('() => { for (;;) {} }'),
    read('async () => { await null; for (;;) JSON.parse("[]"); }', 'zh_CN.UTF-8'),
  ]);
  expect(looping).toEqual({
    code: 1,
    written: 'ends with 1',
    error: `shapan: tower.ifc: expected to be read in ${LIMIT_S} s of work, got no end; the file is most likely broken\n`,
  });
  expect(inChinese).toEqual({
    code: 1,
    written: 'ends with 1',
    error: `shapan: tower.ifc：读取用去 ${LIMIT_S} 秒仍未结束，已停止；文件可能已损坏\n`,
  });
}, 240_000);

test('one that waits for others, and one that fails, are left alone; the watch keeps no process from ending', async () => {
  const waits = await read(`() => new Promise((done) => setTimeout(() => done('whole'), ${1000 * LIMIT_S + 1500}))`);
  expect(waits).toEqual({ code: 0, written: 'whole; ends with 0', error: '' });
  const fails = await read(`() => { throw new Error('torn'); }`);
  expect([fails.code, fails.error.includes('torn')]).toEqual([1, true]);
}, 240_000);
