import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clearLeft, fillingPrefix } from '../../cli/city/left-folders.ts';
import { writeResults } from '../../cli/sim/result-folder.ts';

const DAY_S = 86_400;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-left-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Of a process that has ended by now. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

/** A folder that was left half filled, its file written so many days ago. */
function left(name: string, days: number): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'half.txt'), 'x');
  const atS = Date.now() / 1000 - days * DAY_S;
  for (const one of [join(path, 'half.txt'), path]) utimesSync(one, atS, atS);
  return name;
}

test('the next write takes away what a killed process left, once it is a day old; what is of others stays', async () => {
  const ours = (pid: number, name = 'out') => fillingPrefix(name).replace(`-${process.pid}-`, `-${pid}-`);
  const pid = deadPid();
  left(`${ours(pid)}aaaaaa`, 2);
  const kept = [
    left(`${ours(pid)}bbbbbb`, 0.5),
    left(`${ours(process.pid)}cccccc`, 2),
    left(`${ours(pid, 'output')}dddddd`, 2),
    left('.out-AbCdEf', 2),
    left(`.out-elsewhere-${pid}-eeeeee`, 2),
    left(`${ours(pid)}notes`, 2),
  ];
  await writeResults(join(folder, 'out'), async () => ({ run: 1 }));
  expect(readdirSync(folder).sort()).toEqual([...kept, 'out'].sort());
});

test('a folder whose last file is new is still filled, however old it is itself', () => {
  const name = left(`${fillingPrefix('out').replace(`-${process.pid}-`, `-${deadPid()}-`)}aaaaaa`, 3);
  writeFileSync(join(folder, name, 'new.txt'), 'x');
  const old = Date.now() / 1000 - 3 * DAY_S;
  utimesSync(join(folder, name), old, old);
  clearLeft(folder, 'out', Date.now());
  expect(readdirSync(folder)).toEqual([name]);
});
