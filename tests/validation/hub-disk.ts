import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HubPlace } from './hub-case.ts';
import { lostOf, openDevice, readingOf, secondsUntilHealth } from './hub-devices.ts';
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
const FULL_S = 12;

/** The disk fills up under a device, stays full, and has room again: nothing acknowledged is lost, and all goes on by itself. */
export function diskFullCase(place: HubPlace): Promise<Verdict[]> {
  return onSmallDisk(place, async (disk) => {
    const hub = await place.start(['--data', join(disk, 'hub')]);
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
    await new Promise((done) => setTimeout(done, 2000));
    fill(disk);
    const toldS = await secondsUntilHealth(hub, true);
    await new Promise((done) => setTimeout(done, FULL_S * 1000));
    const beforeRoom = acknowledged.size;
    mount('-o', 'remount,size=1200m', disk);
    const againS = await secondsUntilHealth(hub, false, 60);
    for (let tries = 0; tries < 300 && acknowledged.size < beforeRoom + AT_ONCE; tries++)
      await new Promise((done) => setTimeout(done, 100));
    isWriting = false;
    await Promise.race([Promise.all(writers), new Promise((done) => setTimeout(done, 20_000))]);
    const lost = await lostOf(hub, 1, acknowledged);
    const recordedBytes = recorded(disk);
    device.end(true);
    const code = await hub.stop();
    const next = await place.start(['--data', join(disk, 'hub')]);
    const lostLater = await lostOf(next, 1, acknowledged);
    return [
      atLeast('hub.diskFull readings acknowledged', acknowledged.size, 1000),
      atLeast('hub.diskFull readings acknowledged after there was room', acknowledged.size - beforeRoom, AT_ONCE),
      exactly('hub.diskFull acknowledgedLost', lost, 0),
      exactly('hub.diskFull acknowledgedLost after a new start', lostLater, 0),
      atMost('hub.diskFull seconds until /health told it', toldS, 10),
      atMost('hub.diskFull seconds until /health was ok again', againS, 30),
      atLeast('hub.diskFull bytes recorded', recordedBytes, 1),
      exactly('hub.diskFull stops', code === 0 ? 0 : 1, 0),
    ];
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
