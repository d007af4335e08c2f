import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HubPlace } from './hub-case.ts';
import { lostOf, openDevice, readingOf, secondsUntilHealth } from './hub-devices.ts';
import { DEVICE_TOKEN, type LivingHub } from './living-hub.ts';
import { atLeast, atMost, exactly, type Verdict } from './verdict.ts';

/** A small disk of memory, which can be made full, read-only and larger; only root may mount one. */
export function lacksTmpfs(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux can mount a small disk';
  const place = `/tmp/shapan-tmpfs-${process.pid}`;
  try {
    mkdirSync(place);
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place);
    umount(place);
    return null;
  } catch {
    return 'no small disk can be mounted here';
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' });
const umount = (place: string) => execFileSync('umount', ['-l', place], { stdio: 'ignore' });

async function onSmallDisk(place: HubPlace, work: (disk: string) => Promise<Verdict[]>): Promise<Verdict[]> {
  mkdirSync(place.data);
  mount('-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', place.data);
  try {
    return await work(place.data);
  } finally {
    umount(place.data);
  }
}

const AT_ONCE = 40;
const FAULT_S = 12;
const BEFORE_FAULT = 1000;

/** What is done to the disk under a hub that runs, and undone. */
interface DiskFault {
  /** `hub.diskFull` … */
  name: string;
  start(): Promise<LivingHub>;
  begin(): void;
  end(): void;
  /** Where the database is on it: it takes no row then, which who asks over HTTP is told with 503. */
  isOfDatabase: boolean;
}

/** The disk takes nothing any more under a device that writes, for a while: nothing acknowledged is lost, and all goes on by itself. */
async function diskFault({ name, start, begin, end, isOfDatabase }: DiskFault): Promise<Verdict[]> {
  const hub = await start();
  const device = await openDevice(hub, 'filler');
  const acknowledged = new Set<number>();
  let minute = 0;
  let isWriting = true;
  const write = async () => {
    while (isWriting) {
      const own = minute++;
      const payload = JSON.stringify({ ...JSON.parse(readingOf(own)), parameters: { pad: 'p'.repeat(1500) } });
      const published = device.publishAsync('v1.1/Datastreams(1)/Observations', payload, { qos: 1 });
      await published.then(() => acknowledged.add(own)).catch(() => undefined);
    }
  };
  const writers = Array.from({ length: AT_ONCE }, write);
  for (let tries = 0; tries < 600 && acknowledged.size < BEFORE_FAULT; tries++)
    await new Promise((done) => setTimeout(done, 100));
  begin();
  const toldS = await secondsUntilHealth(hub, true);
  const overHttp = isOfDatabase ? await unreadyAnswer(hub) : 0;
  await new Promise((done) => setTimeout(done, FAULT_S * 1000));
  const before = acknowledged.size;
  end();
  const againS = await secondsUntilHealth(hub, false, 60);
  for (let tries = 0; tries < 300 && acknowledged.size < before + AT_ONCE; tries++)
    await new Promise((done) => setTimeout(done, 100));
  isWriting = false;
  await Promise.race([Promise.all(writers), new Promise((done) => setTimeout(done, 20_000))]);
  const lost = await lostOf(hub, 1, acknowledged);
  device.end(true);
  const code = await hub.stop();
  const next = await start();
  const lostLater = await lostOf(next, 1, acknowledged);
  return [
    atLeast(`${name} readings acknowledged`, acknowledged.size, BEFORE_FAULT),
    atLeast(`${name} readings acknowledged after it was over`, acknowledged.size - before, AT_ONCE),
    exactly(`${name} acknowledgedLost`, lost, 0),
    exactly(`${name} acknowledgedLost after a new start`, lostLater, 0),
    atMost(`${name} seconds until /health told it`, toldS, 10),
    atMost(`${name} seconds until /health was ok again`, againS, 30),
    ...(isOfDatabase ? [exactly(`${name} writes over HTTP not told to come again`, overHttp, 0)] : []),
    exactly(`${name} stops`, code === 0 ? 0 : 1, 0),
  ];
}

/** Of readings over HTTP, those that are not answered with 503, when to come again, and a sentence in both languages. */
async function unreadyAnswer({ url }: LivingHub): Promise<number> {
  const parameters = { pad: 'p'.repeat(100_000) };
  const [components, dataArray] = [['result', 'parameters'], [[1, parameters]]];
  const asked: [path: string, body: object][] = [
    ['/v1.1/Datastreams(2)/Observations', { result: 1, parameters }],
    ['/v1.1/CreateObservations', [{ Datastream: { '@iot.id': 2 }, components, dataArray }]],
  ];
  let wrong = 0;
  for (const [path, body] of asked) {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${DEVICE_TOKEN}` };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    const isSaid = /"zh":"[^"]*\p{Script=Han}/u.test(text) && text.includes('"en":"');
    if (answer.status === 503 && answer.headers.has('Retry-After') && isSaid) continue;
    wrong++;
    process.stderr.write(`hub: ${path}: expected 503, got ${answer.status}: ${text.slice(0, 300)}\n`);
  }
  return wrong;
}

export function diskFullCase(place: HubPlace): Promise<Verdict[]> {
  return onSmallDisk(place, async (disk) => {
    const verdicts = await diskFault({
      name: 'hub.diskFull',
      start: () => place.start(['--data', join(disk, 'hub')]),
      begin: () => fill(disk),
      end: () => mount('-o', 'remount,size=1200m', disk),
      isOfDatabase: true,
    });
    return [...verdicts, atLeast('hub.diskFull files recorded', recorded(disk), 1)];
  });
}

/**
 * Loaded before the hub and its threads: while a file is there, what would write into the data folder fails as on a disk that the system
 * made read-only for its errors, also through files that were open before. Such a disk cannot be mounted everywhere, and `remount,ro` is
 * refused while a file is open for writing.
 */
const READ_ONLY = `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { existsSync, readlinkSync } = fs;
const isInside = (path) => String(path).startsWith(DATA);
const isOfData = (fd) => { try { return isInside(readlinkSync('/proc/self/fd/' + fd)); } catch { return false; } };
const refuse = (call) => { throw Object.assign(new Error('EROFS: read-only file system, ' + call), { code: 'EROFS', errno: -30, syscall: call }); };
const isWriting = (flags) => (typeof flags === 'number' ? (flags & 3) !== 0 : flags !== undefined && flags !== 'r');
const around = (owner, name, isRefused) => {
  const call = owner[name];
  owner[name] = function (...args) {
    if (existsSync(FLAG) && isRefused(this, ...args)) refuse(name);
    return call.apply(this, args);
  };
};
for (const name of ['writeSync', 'writevSync', 'ftruncateSync']) around(fs, name, (_, fd) => isOfData(fd));
around(fs, 'mkdirSync', (_, path) => isInside(path) && !existsSync(path));
for (const name of ['truncateSync', 'renameSync', 'unlinkSync', 'rmSync', 'rmdirSync', 'writeFileSync'])
  around(fs, name, (_, path) => isInside(path));
around(fs, 'openSync', (_, path, flags) => isWriting(flags) && isInside(path));
const handle = await fs.promises.open(LOADER);
const prototype = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ['write', 'writev', 'writeFile', 'truncate']) {
  const call = prototype[name];
  prototype[name] = async function (...args) {
    if (existsSync(FLAG) && isOfData(this.fd)) refuse(name);
    return call.apply(this, args);
  };
}
for (const name of ['mkdir', 'rename', 'rm', 'unlink', 'writeFile', 'open']) {
  const call = fs.promises[name];
  fs.promises[name] = async function (path, ...args) {
    const isRefused = name === 'open' ? isWriting(args[0]) : name !== 'mkdir' || !existsSync(path);
    if (existsSync(FLAG) && isInside(path) && isRefused) refuse(name);
    return call.call(this, path, ...args);
  };
}
syncBuiltinESMExports();
`;

/** The data folder turns read-only under a hub that runs, and is writable again. */
export async function turnedReadOnlyCase(place: HubPlace): Promise<Verdict[]> {
  const flag = join(place.folder, 'is-read-only');
  const loader = join(place.folder, 'read-only.mjs');
  const source = Object.entries({ DATA: place.data, FLAG: flag, LOADER: loader }).reduce(
    (text, [name, path]) => text.replaceAll(name, JSON.stringify(path)),
    READ_ONLY,
  );
  writeFileSync(loader, source);
  return diskFault({
    name: 'hub.turnedReadOnly',
    start: () => place.start([], {}, ['--import', pathToFileURL(loader).href]),
    begin: () => writeFileSync(flag, ''),
    end: () => rmSync(flag),
    isOfDatabase: place.kind === 'embedded',
  });
}

/** Takes what is left of the disk, to its last block. */
function fill(disk: string): void {
  for (const bytes of [1 << 20, 1 << 12])
    for (let i = 0; ; i++)
      try {
        writeFileSync(join(disk, `fill-${bytes}-${i}`), Buffer.alloc(bytes));
      } catch {
        break;
      }
}

function recorded(disk: string): number {
  return readdirSync(join(disk, 'hub/recordings')).length;
}

/** A disk that cannot be written, empty and with data: the start ends with 1 and a sentence that names the folder, in both languages. */
export function readOnlyCase(place: HubPlace): Promise<Verdict[]> {
  return onSmallDisk(place, async (disk) => {
    const folder = join(disk, 'hub');
    const refusals: boolean[] = [];
    const refuse = async () => {
      mount('-o', 'remount,ro', disk);
      for (const LANG of ['en_US.UTF-8', 'zh_CN.UTF-8']) {
        const { hub, code, printed } = await place.tryStart(['--data', folder], { LANG, LC_ALL: LANG });
        refusals.push(!hub && code === 1 && printed.includes(folder));
      }
      mount('-o', 'remount,rw', disk);
    };
    await refuse();
    await (await place.start(['--data', folder])).stop();
    await refuse();
    return [exactly('hub.readOnly starts not refused by name with exit 1', refusals.filter((one) => !one).length, 0)];
  });
}
